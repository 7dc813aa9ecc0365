"""Causes of a month: hand-counted tables, the same numbers in the list, the query, the file; budgets; who may see them."""

import io
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from petitions.models import Case, Cause, ContentClass
from petitions.services.cause_list import load_causes
from reporting.domain.periods import Month
from reporting.domain.spans import MONTH, Period
from reporting.selectors.answers import Question
from reporting.selectors.cases import county_cases
from reporting.selectors.causes import causes_of
from reporting.selectors.measuring import measure
from tests.factories.petitions import at

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
DONE = date(2026, 10, 20)

# town, class, cause ("" is not recorded), month of the answer, how many
PLAN = (
    (0, "080300", "0201", 10, 3),
    (0, "080300", "0203", 10, 1),
    (0, "090000", "0401", 10, 2),
    (1, "080300", "0201", 10, 1),
    (1, "090000", "", 10, 2),
    (1, None, "0201", 10, 1),
    (0, "080300", "0201", 9, 2),
    (0, "080300", "0401", 9, 1),
)


@pytest.fixture(autouse=True)
def _mid_november():
    with time_machine.travel(at(date(2026, 11, 16)), tick=False):
        yield


@pytest.fixture
def answered(busy_county):
    load_causes()
    classes = {row.code: row for row in ContentClass.objects.all()}
    for town, code, cause, month, number in PLAN:
        day = date(2026, month, 20)
        for _i in range(number):
            busy_county.case(
                place=busy_county.townships[town],
                responsible_unit=busy_county.townships[town],
                content_class=classes.get(code),
                received_on=date(2026, 9, 2),
                status="concluded",
                concluded_on=day,
                closed_on=day,
                outcome="supported",
                cause=Cause.objects.get(code=cause) if cause else None,
            )
    return busy_county


def opened(client, user, name="analysis_causes", query="?month=2026-10"):
    client.force_login(user)
    return client.get(reverse(f"reporting:{name}") + query)


def listed(client, url):
    return client.get(reverse("reporting:cases"), dict(parse_qsl(urlsplit(url).query))).context[
        "count"
    ]


def test_the_worked_tables(answered):
    found = causes_of(county_cases(), OCTOBER)
    one, two = (town.pk for town in answered.townships)
    assert (found.rate.hits, found.rate.due) == (8, 10)
    assert dict(found.by_class.cells) == {
        ("080000", "0200"): 5,
        ("090000", "0400"): 2,
        ("090000", None): 2,
        (None, "0200"): 1,
    }
    assert dict(found.by_unit.cells) == {
        (one, "0200"): 4,
        (one, "0400"): 2,
        (two, "0200"): 2,
        (two, None): 2,
    }
    assert dict(found.classes.cells) == {
        (one, "080000"): 4,
        (one, "090000"): 2,
        (two, "080000"): 1,
        (two, "090000"): 2,
        (two, None): 1,
    }
    rises = {rise.key: (rise.now, rise.previous, rise.year_before) for rise in found.rises}
    assert rises == {"0201": (5, 2, 0), "0203": (1, 0, 0), "0401": (2, 1, 0), None: (2, 0, 0)}
    assert (found.unit_rate(two).hits, found.unit_rate(two).due) == (2, 4)


def test_each_number_opens_its_matters(answered, client):
    page = opened(client, answered.clerk)
    assert page.status_code == 200
    shown = page.context
    numbers = [shown["answered"], shown["recorded"], shown["missing"]]
    numbers += [n for row in shown["causes"] for n in (row.now, row.previous, row.year_before)]
    for table in shown["tables"]:
        for row in table.rows:
            numbers += [cell for cell in row.cells if cell.url] + [row.total]
    assert len(numbers) > 40
    for number in numbers:
        assert listed(client, number.url) == int(number.text)


def test_the_query_counts_the_same(answered):
    period = Period.of_months(OCTOBER, MONTH)
    question = Question(("cause_due", "caused", "cause_rate"), period, ("cause2",))
    answer = measure(county_cases(), question)
    numbers = {keys[0]: int(answer.value("cause_due", keys).number) for keys in answer.keys}
    found = causes_of(county_cases(), OCTOBER)
    assert numbers == {rise.key: rise.now for rise in found.rises if rise.now}
    assert answer.total("cause_rate").text == found.rate.text == "80.0%"


def test_the_file_has_the_same_numbers(answered, client):
    answer = opened(client, answered.head, "analysis_causes_table")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["成因", "分类与成因", "单位与成因", "单位与分类", "口径"]
    rows = list(book["单位与成因"].iter_rows(values_only=True))
    assert rows[0] == ("责任单位", "办理行为", "历史遗留", "未登记成因", "合计", "成因登记率")
    assert rows[1][1:] == (4, 2, 0, 6, 1)
    assert rows[-1] == ("合计", 6, 2, 2, 10, 0.8)
    causes = {row[1]: row[2:4] for row in book["成因"].iter_rows(min_row=2, values_only=True)}
    assert causes["办理不及时"] == (5, 2)


def test_what_was_led_elsewhere_or_is_a_report_is_in_no_table(answered):
    before = causes_of(county_cases(), OCTOBER)
    answered.case(status="filed", closed_on=DONE, place=answered.townships[0])
    answered.case(
        purpose="accusation",
        status="concluded",
        concluded_on=DONE,
        closed_on=DONE,
        outcome="replied",
    )
    after = causes_of(county_cases(), OCTOBER)
    assert (after.by_unit, after.rises) == (before.by_unit, before.rises)


def test_a_month_without_answers_says_so(busy_county, client):
    page = opened(client, busy_county.clerk)
    assert "当月没有办结的事项" in page.content.decode()
    assert page.context["tables"] == []


@pytest.mark.parametrize("name", ["analysis_causes", "analysis_causes_table"])
def test_only_those_who_see_the_county(answered, client, name):
    assert opened(client, answered.leader, name).status_code == 200
    assert opened(client, answered.principals[0], name).status_code == 403


def test_its_cost_does_not_grow(answered, client, django_assert_max_num_queries):
    address = reverse("reporting:analysis_causes") + "?month=2026-10"
    opened(client, answered.clerk)
    with django_assert_max_num_queries(10):
        client.get(address)
    first = Case.objects.filter(cause__isnull=False).first()
    for _i in range(20):
        answered.case(
            place=answered.townships[1],
            responsible_unit=answered.departments[0],
            status="concluded",
            concluded_on=DONE,
            closed_on=DONE,
            outcome="supported",
            cause=first.cause,
        )
    with django_assert_max_num_queries(10):
        client.get(address)
