"""The measure engine: agrees with the bulletin's figures, with a worked table, and with its own lists."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from petitions.models import Case, ContentClass, Dispatch
from reporting.domain.indicators import BY_CODE, INDICATORS, Kind
from reporting.domain.periods import Month, Span
from reporting.domain.spans import Period
from reporting.selectors.cases import county_cases
from reporting.selectors.dimensions import DIMENSIONS
from reporting.selectors.figures import month_figures
from reporting.selectors.measuring import Question, matters_behind, measure
from reporting.selectors.parts import PARTS
from reporting.selectors.sources import SOURCES
from tests.factories.petitions import at, make_clock

OCTOBER = Period.parse("2026-10")
COUNTED = [i.code for i in INDICATORS if i.kind == Kind.COUNT]
ALL = tuple(BY_CODE)


def ask(*codes, by=(), period=OCTOBER, compared=False):
    question = Question(codes=codes or ALL, period=period, by=tuple(by), compared=compared)
    return measure(county_cases(), question)


def test_every_definition_is_counted_and_every_count_is_defined():
    assert {
        code for i in INDICATORS if i.kind in (Kind.COUNT, Kind.RATE) for code in i.parts
    } == set(PARTS)
    assert {part.source for part in PARTS.values()} == set(SOURCES)


def test_the_engine_and_the_bulletin_agree(october):
    figures = month_figures(county_cases(), Span.whole(Month.parse("2026-10")))
    found = ask()
    assert int(found.value("matters").text) == figures.matters.now == 4
    assert int(found.value("persons").text) == figures.persons.now
    assert int(found.value("collective").text) == figures.collective.now
    assert int(found.value("pending").text) == figures.balance.pending
    assert found.value("timely_rate").rate == figures.inform
    assert found.value("concluded_rate").rate == figures.conclude
    by_place = ask("matters", "persons", "per_10k", by=("place",))
    for unit in figures.of_group("township"):
        assert by_place.value("matters", (unit.unit_id,)).number == unit.matters.now
        assert by_place.value("persons", (unit.unit_id,)).number == unit.persons
    by_owner = ask("timely_rate", by=("owner",))
    for unit in figures.units:
        if unit.inform.due:
            assert by_owner.value("timely_rate", (unit.unit_id,)).rate == unit.inform


@pytest.mark.parametrize("code", COUNTED)
def test_each_count_is_the_number_of_matters_behind_it(october, code):
    """Every counted figure opens the list that makes it; persons and stages count more than matters."""
    number = int(ask(code).value(code).number)
    behind = matters_behind(county_cases(), code, OCTOBER, {})
    if PARTS[code].adds == "persons":
        assert number == sum(case.head_count for case in behind)
    else:
        assert number == behind.count()


@pytest.mark.parametrize("by", [d for d in DIMENSIONS if d != "month"])
def test_rows_of_a_dimension_add_up_to_the_whole_and_open_their_lists(october, by):
    answer = ask("matters", "persons", by=(by,))
    whole = ask("matters", "persons")
    assert answer.total("matters").number == whole.value("matters").number
    assert answer.total("persons").number == whole.value("persons").number
    for keys in answer.keys:
        found = matters_behind(county_cases(), "matters", OCTOBER, {by: keys[0]})
        assert found.count() == answer.value("matters", keys).number
        assert all(answer.label(keys))


def test_two_dimensions_cross(october):
    answer = ask("matters", by=("place", "form"))
    town = october.townships[0]
    assert answer.value("matters", (town.pk, "visit")).number == 1
    assert answer.total("matters").number == 4


def test_months_of_a_quarter(october):
    october.case(place=october.townships[0], received_on=date(2026, 11, 3))
    answer = ask("matters", by=("month",), period=Period.parse("2026-Q4"))
    assert [(k, answer.value("matters", k).text) for k in answer.keys] == [
        (("2026-10",), "4"),
        (("2026-11",), "1"),
    ]


EVERY = tuple(i.code for i in INDICATORS)


def test_a_month_of_a_span_is_what_the_month_alone_gives(october):
    """Stock stands at the month's end, windows that close and limits that end count for their month."""
    town = october.townships[0]
    october.case(place=town, received_on=date(2026, 8, 20), closed_on=date(2026, 11, 5))
    early = october.case(place=town, received_on=date(2026, 8, 1), closed_on=date(2026, 8, 9))
    Case.objects.filter(pk=early.pk).update(status="concluded", concluded_on=date(2026, 8, 9))
    span = Period.parse("2026-08-15_2026-11-10")
    found = ask(by=("month", "form"), period=span, compared=True)
    for month, alone in (
        ("2026-09", "2026-09"),
        ("2026-10", "2026-10"),
        ("2026-11", "2026-11-01_2026-11-10"),
        ("2026-08", "2026-08-15_2026-08-31"),
    ):
        single = ask(by=("form",), period=Period.parse(alone), compared=True)
        for code in EVERY:
            for period in ("now", "previous", "year_before"):
                for form in ("visit", "letter"):
                    got = found.value(code, (month, form), period).text
                    assert got == single.value(code, (form,), period).text, (code, month, period)
    assert found.value("pending", ("2026-10", "visit")).number == 1
    assert ask(by=("month",), period=span).value("first_due", ("2026-10",)).number == 1


@pytest.mark.parametrize("code", COUNTED)
def test_the_number_of_a_month_opens_its_matters(october, code):
    span = Period.parse("2026-09-01_2026-11-10")
    answer = ask(code, by=("month",), period=span)
    for month in ("2026-09", "2026-10", "2026-11"):
        number = answer.value(code, (month,)).number
        behind = matters_behind(county_cases(), code, span, {"month": month})
        if PARTS[code].adds == "persons":
            assert number == sum(case.head_count for case in behind)
        else:
            assert number == behind.count()
    assert not matters_behind(county_cases(), code, span, {"month": "2025-10"}).exists()


def test_comparison_counts_both_neighbours(october):
    for day in (date(2026, 9, 5), date(2026, 9, 6), date(2025, 10, 7)):
        october.case(received_on=day)
    answer = ask("matters", compared=True)
    numbers = [
        int(answer.value("matters", (), p).number) for p in ("now", "previous", "year_before")
    ]
    assert numbers == [4, 2, 1]


@pytest.mark.parametrize(
    ("kind", "level", "skipped"),
    [
        ("township", "township", False),
        ("township", "county", False),
        ("township", "city", True),
        ("township", "national", True),
        ("department", "county", False),
        ("department", "city", False),
        ("department", "province", True),
        ("department", "national", True),
    ],
    ids=str,
)
def test_skipping_a_level_is_above_the_own_and_the_next(county, kind, level, skipped):
    """条例第二十条第一款."""
    unit = county.townships[0] if kind == "township" else county.departments[0]
    for form in ("visit", "letter", "online", "call"):
        county.case(form=form, level_visited=level, responsible_unit=unit)
    assert ask("skipped").value("skipped").number == (1 if skipped else 0)


def test_third_time_is_counted_once_along_a_chain_and_around_a_star(county):
    chain = [county.case(received_on=date(2026, 10, day)) for day in (1, 2, 3)]
    Case.objects.filter(pk=chain[1].pk).update(repeat_of=chain[0])
    Case.objects.filter(pk=chain[2].pk).update(repeat_of=chain[1])
    star = [county.case(received_on=date(2026, 10, day)) for day in (4, 5, 6)]
    Case.objects.filter(pk__in=[star[1].pk, star[2].pk]).update(repeat_of=star[0])
    found = matters_behind(county_cases(), "repeats_3", OCTOBER, {})
    assert set(found) == {chain[2], star[2]}


def test_secret_reports_are_in_no_figure(county):
    county.case(legal_class="report", purpose="accusation")
    assert all(not ask(code).value(code).number for code in COUNTED)


def test_a_small_sample_is_told_and_not_ranked(october):
    value = ask("timely_rate", by=("owner",)).value("timely_rate", (october.townships[0].pk,))
    assert (value.text, value.note, value.rankable) == ("样本不足（1/3）", "样本不足", False)


@pytest.mark.parametrize("count", [2, 20])
def test_budget_is_the_same_for_few_and_many(county, count, django_assert_num_queries):
    for number in range(count):
        case = county.case(place=county.townships[number % 2])
        make_clock(case, "C4", date(2026, 10, 20), unit=county.townships[0])
    # a query for each source, one of days, residents, units read and named, three settings for each
    # of evaluation, first matters and their repeats
    with django_assert_num_queries(len(SOURCES) + 1 + 1 + 2 + 9):
        ask(by=("place",), compared=True)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.integers(0, 80), st.integers(0, 60) | st.none(), st.integers(0, 3)),
        max_size=12,
    )
)
def test_opening_plus_received_minus_closed_is_pending_for_every_row(county, rows):
    Case.objects.all().delete()
    first = date(2026, 9, 1)
    for start, took, where in rows:
        day = first + timedelta(days=start)
        place = [*county.townships, county.village, None][where]
        closed = None if took is None else day + timedelta(days=took)
        county.case(received_on=day, closed_on=closed, place=place)
    before = ask("pending", by=("place",), period=Period.parse("2026-09"))
    now = ask("matters", "closed", "pending", by=("place",))
    for keys in {*before.keys, *now.keys}:
        opening, received, closed, pending = (
            before.value("pending", keys).number,
            now.value("matters", keys).number,
            now.value("closed", keys).number,
            now.value("pending", keys).number,
        )
        assert opening + received - closed == pending


def test_class_of_level_one_holds_its_children(october):
    answer = ask("matters", by=("class1",))
    labels = {answer.label(k)[0]: answer.value("matters", k).text for k in answer.keys}
    assert labels["城乡建设"] == "1"
    assert ContentClass.objects.filter(code="080000").exists()


def test_what_the_office_sent_and_what_came_back(county):
    """转送、交办: by the office only, each matter once; feedback by the limit given in the letter."""
    town, department = county.townships[0], county.departments[0]
    sent = county.case(responsible_unit=town)
    for kind, day in (("transfer", 5), ("transfer", 9), ("assign", 12)):
        status = {"status": "returned"} if day == 5 else {"status": "closed"}
        Dispatch.objects.create(
            case=sent, kind=kind, from_unit=county.office, to_unit=town, sent_by=county.clerk,
            sent_at=at(date(2026, 10, day)), received_on=date(2026, 10, day),
            report_due_on=date(2026, 10, 30) if kind == "assign" else None, **status,
        )  # fmt: skip
    passed_on = county.case(responsible_unit=department)
    Dispatch.objects.create(
        case=passed_on, kind="transfer", from_unit=town, to_unit=department, sent_by=county.clerk,
        sent_at=at(date(2026, 10, 7)), received_on=date(2026, 10, 7),
    )  # fmt: skip
    make_clock(sent, "C2", date(2026, 10, 30), unit=town, stopped_on=date(2026, 10, 28))
    make_clock(passed_on, "C2", date(2026, 10, 20), unit=department)
    found = ask("transferred", "assigned", "feedback_rate")
    assert [found.value(code).text for code in ("transferred", "assigned")] == ["1", "1"]
    assert found.value("feedback_rate").text == "样本不足（1/2）"
    assert list(matters_behind(county_cases(), "transferred", OCTOBER, {})) == [sent]
    assert list(matters_behind(county_cases(), "feedback_missed", OCTOBER, {})) == [passed_on]
    by_unit = ask("transferred", by=("owner",))
    assert by_unit.value("transferred", (town.pk,)).number == 1
