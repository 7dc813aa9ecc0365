"""The monthly analysis: its numbers are those of its lists, hot spots, chains, steps, budgets, who may see it."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.urls import reverse

from petitions.models import ContentClass
from reporting.domain.periods import Month
from reporting.selectors import analysis
from reporting.selectors import place_counts as place_counts_module
from reporting.selectors.cases import county_cases, sees_whole_county, visible_cases
from reporting.selectors.chains import chains_of
from reporting.selectors.place_counts import place_counts
from reporting.services.closed_months import close_months
from tests.factories.petitions import at
from tests.reporting.conftest import NOW, build_county

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


@pytest.fixture(autouse=True)
def _mid_november():
    with time_machine.travel(at(date(2026, 11, 16)), tick=False):
        yield


@pytest.fixture
def building(busy_county):
    return ContentClass.objects.get(code="080300")


@pytest.fixture
def history(busy_county, building):
    """One matter a month in the first town for a year, then seven in October; the second town stays as it was."""
    one, two = busy_county.townships
    for month in OCTOBER.trailing(13):
        for town, number in ((one, 7 if month == OCTOBER else 1), (two, 1)):
            for _i in range(number):
                busy_county.case(
                    place=town,
                    responsible_unit=town,
                    content_class=building,
                    received_on=date(month.year, month.month, 9),
                )
    return busy_county


def opened(client, user, name, query=""):
    client.force_login(user)
    return client.get(reverse(f"reporting:{name}") + query)


def listed(client, number):
    """How many matters the list behind a number has."""
    query = dict(parse_qsl(urlsplit(number.url).query))
    return client.get(reverse("reporting:cases"), query).context["count"]


def test_a_town_above_its_own_year_is_a_hot_spot_on_both_levels(history):
    found = analysis.changes(county_cases(), OCTOBER)
    one = history.townships[0].pk
    assert {spot.cell.key for spot in found.hot} == {
        (one, "class1", "080000"),
        (one, "class2", "080300"),
    }
    spot = found.hot[0]
    assert (spot.cell.now, spot.cell.before, str(spot.expected)) == (7, 12, "1.0")
    assert found.search.looked_at == 4
    assert found.total.now == 8
    assert (found.total.previous, found.total.year_before) == (2, 2)


def test_the_same_people_coming_again_make_no_hot_spot(history, building):
    town = history.townships[1]
    first = history.case(place=town, content_class=building, received_on=date(2026, 9, 1))
    for day in range(1, 9):
        history.case(
            place=town, content_class=building, received_on=date(2026, 10, day), repeat_of=first
        )
    found = analysis.changes(county_cases(), OCTOBER)
    assert {spot.cell.key[0] for spot in found.hot} == {history.townships[0].pk}


def test_a_register_of_three_months_is_no_history(busy_county, building):
    for month in (8, 9):
        busy_county.case(place=busy_county.townships[0], received_on=date(2026, month, 2))
    for _i in range(9):
        busy_county.case(place=busy_county.townships[0], content_class=building)
    search = analysis.changes(county_cases(), OCTOBER).search
    assert (search.found, search.months, search.has_history) == ((), 2, False)


def test_a_report_against_persons_is_in_no_part_of_it(history, building):
    before = analysis.changes(county_cases(), OCTOBER)
    for _i in range(20):
        history.case(place=history.townships[1], content_class=building, purpose="accusation")
    after = analysis.changes(county_cases(), OCTOBER)
    assert (after.total, after.hot, after.by) == (before.total, before.hot, before.by)


def test_each_number_opens_its_matters(history, client):
    page = opened(client, history.clerk, "analysis", "?month=2026-10")
    assert page.status_code == 200
    rows = [page.context["total"], *(row for _n, part in page.context["parts"] for row in part)]
    numbers = [number for row in rows for number in (row.now, row.previous, row.year_before)]
    numbers += [number for row in page.context["hot"] for number in (row.now, row.before)]
    assert len(numbers) > 12
    for number in numbers:
        assert listed(client, number) == int(number.text)


def test_a_hot_spot_fills_the_form_of_a_problem(history, client):
    page = opened(client, history.clerk, "analysis", "?month=2026-10")
    row = page.context["hot"][0]
    asked = dict(parse_qsl(urlsplit(row.problem).query))
    assert (asked["month"], asked["kind"]) == ("2026-10", "hot")
    assert asked["unit"] == str(history.townships[0].pk)
    assert asked["question"] == urlsplit(row.now.url).query
    form = client.get(row.problem).context["form"]
    assert form.initial["question"] == asked["question"]
    assert "本月" not in form.initial["text"]
    assert "7起" in form.initial["text"]
    reader = opened(client, history.leader, "analysis", "?month=2026-10")
    assert reader.context["record_url"] == ""
    assert "problems/new" not in reader.content.decode()


def test_chains_count_every_link_until_the_end_of_the_month(busy_county, client):
    town = busy_county.townships[0]
    case = None
    for day in (date(2026, 7, 1), date(2026, 8, 1), date(2026, 10, 2), date(2026, 10, 20)):
        case = busy_county.case(place=town, received_on=day, repeat_of=case)
    busy_county.case(place=town, received_on=date(2026, 11, 3), repeat_of=case)
    second = busy_county.case(place=town, received_on=date(2026, 9, 1))
    busy_county.case(place=town, received_on=date(2026, 10, 5), repeat_of=second)
    found = chains_of(county_cases(), OCTOBER)
    (chain,) = found.shown
    assert (found.count, found.matters) == (1, 2)
    assert (chain.latest, chain.length, chain.now) == (case, 4, 2)
    assert chains_of(county_cases(), Month(2026, 7)).count == 0
    page = opened(client, busy_county.leader, "analysis")
    behind = client.get(page.context["chains_url"]).context["count"]
    assert page.context["chain_matters"] == behind == 2


def test_steps_are_medians_and_nine_of_ten_of_what_was_concluded(busy_county):
    town = busy_county.townships[0]
    for took in (10, 20, 60):
        received = date(2026, 8, 20)
        busy_county.case(
            place=town,
            responsible_unit=town,
            received_on=received,
            dispatched_at=at(date(2026, 8, 22)),
            informed_on=date(2026, 8, 29) if took < 60 else None,
            closed_on=date(2026, 10, took // 2),
        )
    found = analysis.courses(county_cases(), OCTOBER)
    course = found.by_unit[town.pk]
    assert (course.count, found.whole.count) == (3, 3)
    assert (course.median("dispatch"), course.slowest("dispatch")) == ("2", "2")
    assert (course.median("inform"), course.slowest("inform")) == ("9", "9")
    assert sum(course.days["inform"].values()) == 2
    assert (course.median("conclude"), course.slowest("conclude")) == ("51", "71")


def test_the_page_of_speed_shows_the_county_first_and_opens_its_matters(october, client):
    page = opened(client, october.leader, "analysis_speed", "?month=2026-10")
    rows = page.context["rows"]
    assert rows[0].is_whole
    assert rows[0].count.text == "1"
    department = next(row for row in rows[1:] if row.name == str(october.departments[0]))
    assert department.count.text == "1"
    for row in rows:
        for one in (row.count, *row.quality):
            assert bool(one.url) == (one.text not in ("0", "—"))
        if row.count.url:
            assert listed(client, row.count) == int(row.count.text)


def test_a_month_that_is_not_over_is_not_analysed(october, client):
    assert opened(client, october.clerk, "analysis").context["month"] == OCTOBER
    later = opened(client, october.clerk, "analysis", "?month=2026-11")
    assert later.context["month"] == OCTOBER
    assert opened(client, october.clerk, "analysis", "?month=1900-01").status_code == 200
    assert opened(client, october.clerk, "analysis", "?month=nonsense").status_code == 400


@pytest.mark.parametrize("name", ["analysis", "analysis_speed"])
def test_who_may_see_it(october, client, name):
    for user in (october.clerk, october.head, october.leader):
        assert opened(client, user, name).status_code == 200
    assert opened(client, october.principals[0], name).status_code == 403


def counted_and_read():
    """The changes of October counted from the matters, and read from closed months where they hold."""
    return (
        analysis.changes(county_cases(), OCTOBER),
        analysis.changes(county_cases(), OCTOBER, is_county=True),
    )


def test_closed_months_say_the_same_and_nothing_is_counted(history, monkeypatch):
    close_months(now=NOW)
    counted, _read = counted_and_read()

    def refuse(*args):
        raise AssertionError("counted from the matters")

    monkeypatch.setattr(place_counts_module, "_counted", refuse)
    assert analysis.changes(county_cases(), OCTOBER, is_county=True) == counted


def test_only_a_reopened_month_is_counted_again(history):
    close_months(now=NOW)
    history.case(place=history.townships[1], received_on=date(2026, 3, 3))
    counted, read = counted_and_read()
    assert counted == read
    found = place_counts(county_cases(), OCTOBER.trailing(13), is_county=True)
    assert [month.code for month in found.counted] == ["2026-03"]


def test_a_reader_from_whom_a_matter_is_kept_gets_the_county_counted(history):
    close_months(now=NOW)
    authority = history.authority(history.leader)
    assert sees_whole_county(authority)
    kept = history.case(place=history.townships[0])
    kept.accused_people.add(history.leader)
    assert not sees_whole_county(authority)
    assert sees_whole_county(history.authority(history.clerk))
    assert not sees_whole_county(history.authority(history.principals[0]))
    assert visible_cases(authority).count() == county_cases().count() - 1


@pytest.mark.parametrize("towns", [2, 20])
@pytest.mark.parametrize("name", ["analysis", "analysis_speed"])
@pytest.mark.parametrize("kept", [True, False])
def test_budget(db, client, django_assert_num_queries, towns, name, kept):
    """The same for two rows and for twenty, whether the months are kept in sums or counted (without the banner)."""
    county = build_county(townships=towns)
    for town in county.townships:
        first = None
        for day in (1, 2, 3):
            first = county.case(
                place=town,
                responsible_unit=town,
                received_on=date(2026, 10, day),
                closed_on=date(2026, 10, 20),
                repeat_of=first,
            )
    if kept:
        close_months(now=NOW)
    client.force_login(county.leader)
    with django_assert_num_queries(12 if name == "analysis" else 11):
        assert client.get(reverse(f"reporting:{name}")).status_code == 200
