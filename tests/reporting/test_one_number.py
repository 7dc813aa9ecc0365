"""One name, one number: limits belong to who owes them, residents to their year, repeats to their order in time."""

import re
from datetime import date

import pytest
from django.urls import reverse

from petitions.models import Case
from reporting.domain.spans import Period
from reporting.selectors.answers import PREVIOUS, YEAR_BEFORE, Question
from reporting.selectors.cases import county_cases
from reporting.selectors.measuring import matters_behind, measure
from tests.factories.organizations import make_population
from tests.reporting.conftest import published

pytestmark = pytest.mark.django_db
OCTOBER = Period.parse("2026-10")


@pytest.fixture
def get(client):
    def read(user, name, query):
        client.force_login(user)
        return client.get(f"{reverse(f'reporting:{name}')}?{query}")

    return read


@pytest.mark.parametrize("code", ["timely_rate", "concluded_rate", "inform_due", "feedback_rate"])
@pytest.mark.parametrize("dimensions", ["by=place", "by=class1&then=place"])
def test_limits_are_not_split_by_place(october, get, code, dimensions):
    """By place they would be another number than the unit's rate in the bulletin."""
    answer = get(october.head, "query", f"i={code}&{dimensions}&period=2026-10")
    assert answer.status_code == 422
    assert "按承办单位统计，不能按属地划分" in answer.content.decode()
    assert get(october.head, "query", f"i={code}&by=owner&period=2026-10").status_code == 200
    place = october.townships[0].pk
    refused = get(october.head, "cases", f"fact={code}&period=2026-10&place={place}")
    assert refused.status_code == 400


def test_residents_are_those_of_each_year(county):
    """The base of last year is divided by last year's people; a month's row by its own year's."""
    town = county.townships[0]
    make_population(town, 20_000, year=2025)
    for day in (date(2026, 1, 5), date(2025, 12, 5), date(2025, 1, 5)):
        county.case(place=town, received_on=day)
    january = Question(("per_10k",), Period.parse("2026-01"), ("place",), compared=True)
    found = measure(county_cases(), january)
    texts = [found.value("per_10k", (town.pk,), p).text for p in ("now", PREVIOUS, YEAR_BEFORE)]
    assert texts == ["1.00", "0.50", "0.50"]
    winter = Period(date(2025, 12, 1), date(2026, 1, 31))
    months = measure(county_cases(), Question(("per_10k",), winter, ("place", "month")))
    assert months.value("per_10k", (town.pk, "2025-12")).text == "0.50"
    assert months.value("per_10k", (town.pk, "2026-01")).text == "1.00"


def test_the_third_time_is_told_by_the_day_it_came_not_by_its_entry(county):
    first = county.case(received_on=date(2026, 9, 1))
    third = county.case(received_on=date(2026, 10, 20), repeat_of=first)
    county.case(received_on=date(2026, 9, 10), repeat_of=first)  # entered late
    assert list(matters_behind(county_cases(), "repeats_3", OCTOBER, {})) == [third]


def test_the_order_of_entry_decides_on_one_day(county):
    first = county.case(received_on=date(2026, 10, 1))
    county.case(received_on=date(2026, 10, 20), repeat_of=first)
    third = county.case(received_on=date(2026, 10, 20), repeat_of=first)
    assert list(matters_behind(county_cases(), "repeats_3", OCTOBER, {})) == [third]


@pytest.mark.parametrize(
    ("again", "is_resolved"),
    [(date(2026, 7, 10), True), (date(2026, 8, 10), True), (date(2026, 8, 11), False),
     (date(2026, 10, 9), False), (date(2026, 10, 10), True)],
)  # fmt: skip
def test_only_the_observation_counts_against_the_first_answer(county, again, is_resolved):
    """Closed on 10 August, observed for sixty days from the day after."""
    first = county.case(received_on=date(2026, 7, 1), closed_on=date(2026, 8, 10))
    Case.objects.filter(pk=first.pk).update(status="concluded", concluded_on=date(2026, 8, 10))
    county.case(received_on=again, repeat_of=first)
    assert first in matters_behind(county_cases(), "first_due", OCTOBER, {})
    assert (first in matters_behind(county_cases(), "first_resolved", OCTOBER, {})) is is_resolved


@pytest.mark.parametrize(
    ("name", "query", "problem"),
    [
        ("cases", "unit=abc", "筛选条件“unit”的值无效"),
        ("board", "month=abc", "“abc”不是有效的月份"),
        ("dashboard", "month=abc", "“abc”不是有效的月份"),
    ],
)
def test_a_wrong_address_says_what_is_wrong_with_it(october, get, name, query, problem):
    answer = get(october.leader, name, query)
    assert answer.status_code == 400
    assert problem in answer.content.decode()


def test_a_foreign_host_is_refused_without_a_word(october, client):
    answer = client.get("/board/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "elsewhere" not in answer.content.decode()


def test_a_units_reader_finds_links_to_its_own_row_only(october, client):
    published(october)
    town, other = october.townships
    client.force_login(october.principals[0])
    text = client.get(reverse("reporting:bulletin", args=["2026-10"])).content.decode()
    assert f"unit={town.pk}" in text
    assert f"unit={other.pk}" not in text
    client.force_login(october.leader)
    text = client.get(reverse("reporting:bulletin", args=["2026-10"])).content.decode()
    assert f"unit={other.pk}" in text


def test_no_chains_say_nothing_of_hot_spots(october, client):
    for month in range(1, 10):
        october.case(received_on=date(2025, month + 2, 3))
    client.force_login(october.leader)
    text = client.get(reverse("reporting:analysis") + "?month=2026-10").content.decode()
    chains = text[text.index('id="h-chains"') :]
    assert "本月没有反映三次以上的事项" in chains
    assert "水平" not in chains
    assert "个月的历史" not in chains


def test_a_list_says_how_many_matters_and_how_many_people(october, get):
    answer = get(october.leader, "cases", "received_from=2026-10-01&received_to=2026-10-31")
    assert (answer.context["count"], answer.context["persons"]) == (4, 11)
    assert "共 4 件、11 人次" in answer.content.decode()


def _marks(answer):
    return [case.number for case in answer.context["page"].rows if case.mark]


def test_a_list_behind_a_rate_marks_its_numerator(october, get):
    town = october.townships[0]
    again = october.case(place=town, repeat_of=Case.objects.order_by("pk").first())
    answer = get(october.leader, "cases", "fact=repeat_rate&period=2026-10")
    assert (answer.context["count"], answer.context["kept"]) == (5, 1)
    assert _marks(answer) == [again.number]
    due = "due_from=2026-10-01&due_to=2026-10-31&clock=inform"
    answer = get(october.leader, "cases", due)
    assert (answer.context["count"], answer.context["kept"], len(_marks(answer))) == (3, 1, 1)
    answer = get(october.leader, "cases", f"fact=matters&period=2026-10&place={town.pk}")
    assert answer.context["kept"] is None


def test_months_and_moving_periods_are_in_the_readers_language(october, client):
    client.force_login(october.leader)
    client.cookies["django_language"] = "en"
    for name in ("board", "dashboard", "analysis", "query"):
        text = client.get(reverse(f"reporting:{name}")).content.decode()
        assert "October 2026" in text, name
        assert "2026年10月" not in text, name
    assert "上季度" not in text
    assert "2026-Q3" in text


def test_no_cell_of_the_dashboard_leads_nowhere(october, client):
    """The second township had no limit in the month: its rates are "—" and open nothing."""
    client.force_login(october.leader)
    text = client.get(reverse("reporting:dashboard") + "?month=2026-10").content.decode()
    table = text[text.index("unit-table") :]
    assert "—" in table
    assert 'href=""' not in text
    assert not re.search(r"<a [^>]*>—</a>", text)
