"""Figures of a month: what is counted, the proof of each row, the list behind each number."""

from datetime import date

import pytest
from django.db.models import Q

from petitions.models import ContentClass
from reporting.domain.drilldown import Drill
from reporting.domain.figures import MonthFigures
from reporting.domain.measures import Rate
from reporting.domain.periods import Month, Span
from reporting.selectors.cases import cases_behind, county_cases, visible_cases
from reporting.selectors.figures import month_figures
from reporting.selectors.units import residents_of
from tests.factories.organizations import make_population
from tests.factories.petitions import make_clock
from tests.reporting.conftest import MONTH, build_county

OCTOBER = Month.parse(MONTH)
pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(busy_county):
    """Matters of three months, one open from before, one secret, clocks kept and missed."""
    c = busy_county
    town, other = c.townships
    agency = c.departments[0]
    classes = {one.code: one for one in ContentClass.objects.all()}
    first = c.case(
        place=town,
        form="visit",
        head_count=8,
        is_collective=True,
        received_on=date(2026, 10, 1),
        content_class=classes["080300"],
    )
    c.case(
        place=c.village,
        form="visit",
        head_count=2,
        received_on=date(2026, 10, 31),
        repeat_of=first,
        content_class=classes["080000"],
        level_visited="city",
    )
    c.case(
        place=other,
        responsible_unit=agency,
        closed_on=date(2026, 10, 20),
        content_class=classes["090000"],
    )
    c.case(place=None, form="online")
    c.case(place=town, received_on=date(2026, 9, 30), closed_on=date(2026, 10, 1))
    c.case(place=town, received_on=date(2025, 10, 5), closed_on=date(2025, 12, 1))
    c.case(place=other, received_on=date(2026, 11, 1))
    c.case(place=town, purpose="accusation")
    old = c.case(place=town, received_on=date(2026, 8, 3), status="accepted", responsible_unit=town)
    make_clock(old, "C8", date(2026, 10, 12), unit=town)
    make_clock(first, "C4", date(2026, 10, 16), unit=town, stopped_on=date(2026, 10, 16))
    make_clock(first, "C5", date(2026, 10, 9), unit=town)
    make_clock(first, "C8", date(2026, 12, 1), unit=town)
    return c


def figures() -> MonthFigures:
    return month_figures(county_cases(), Span.whole(OCTOBER))


def test_totals_with_both_comparisons(filled):
    found = figures()
    assert (found.matters.now, found.matters.last_month, found.matters.last_year) == (4, 1, 1)
    assert found.persons.now == 12
    assert (found.batches.now, found.visit_persons.now) == (2, 10)
    assert (found.collective.now, found.collective_persons.now) == (1, 8)
    assert found.repeats.now == 1
    assert found.unplaced == 1
    assert found.reports == "不足5"
    assert [(one.key, one.matters.now) for one in found.by_form] == [
        ("visit", 2),
        ("letter", 1),
        ("online", 1),
    ]
    assert {one.name: one.matters.now for one in found.by_class} == {
        "城乡建设": 2,
        "农村农业": 1,
        "未分类": 1,
    }
    assert [point.matters for point in found.trend][-3:] == [1, 1, 4]
    assert len(found.trend) == 12


def test_a_village_counts_for_its_township_and_a_department_by_responsibility(filled):
    rows = {row.unit_id: row for row in figures().units}
    town, other = filled.townships
    assert (rows[town.pk].matters.now, rows[town.pk].persons, rows[town.pk].collective) == (
        2,
        10,
        1,
    )
    assert (rows[other.pk].matters.now, rows[other.pk].balance.closed) == (1, 1)
    assert rows[filled.departments[0].pk].matters.now == 1
    assert (rows[town.pk].residents, rows[town.pk].population_year) == (10_000, 2026)


def test_what_is_not_yet_due_stays_out_of_the_rates(filled):
    rows = {row.unit_id: row for row in figures().units}
    town = rows[filled.townships[0].pk]
    assert town.inform == Rate(1, 1)
    assert town.conclude == Rate(0, 1)
    assert (town.late_inform, town.late_conclude) == (0, 1)


def test_every_row_proves_itself(filled):
    found = figures()
    assert found.balance.proves
    assert (found.balance.opening, found.balance.received, found.balance.closed) == (2, 4, 2)
    assert all(row.balance.proves for row in found.units)


def test_a_report_is_in_no_row_of_any_unit(filled):
    everything = figures()
    county_cases().delete()
    assert figures().matters.now == 0
    assert all(row.matters.now == 0 for row in figures().units)
    assert everything.matters.now == 4


def test_figures_survive_freezing(filled):
    import json

    found = figures()
    assert MonthFigures.from_json(json.loads(json.dumps(found.to_json()))) == found


def _drills(found: MonthFigures):
    month = {"received_from": OCTOBER.first_day, "received_to": OCTOBER.last_day}
    yield found.matters.now, Drill(**month)
    yield found.collective.now, Drill(collective=True, **month)
    yield found.repeats.now, Drill(repeat=True, **month)
    yield found.unplaced, Drill(placed=False, **month)
    yield found.balance.pending, Drill(open_on=OCTOBER.last_day)
    yield found.balance.opening, Drill(open_on=OCTOBER.previous.last_day)
    yield found.balance.closed, Drill(closed_from=OCTOBER.first_day, closed_to=OCTOBER.last_day)
    for one in found.by_form:
        yield one.matters.now, Drill(form=one.key, **month)
    for one in found.by_level:
        yield one.matters.now, Drill(level=one.key, **month)
    for one in (*found.by_class, *found.top_classes):
        yield one.matters.now, Drill(content=one.key, **month)
    for row in found.units:
        yield row.matters.now, Drill(unit=row.unit_id, **month)
        yield row.balance.pending, Drill(unit=row.unit_id, open_on=OCTOBER.last_day)
        for clock, rate, late in (
            ("inform", row.inform, row.late_inform),
            ("conclude", row.conclude, row.late_conclude),
        ):
            due = {"due_from": OCTOBER.first_day, "due_to": OCTOBER.last_day}
            yield rate.hits, Drill(clock=clock, owes=row.unit_id, hit=True, **due)
            yield rate.due - rate.hits, Drill(clock=clock, owes=row.unit_id, hit=False, **due)
            yield late, Drill(clock=clock, owes=row.unit_id, overdue_on=OCTOBER.last_day)


def test_the_list_behind_each_number_has_as_many_cases(filled):
    cases = visible_cases(filled.authority(filled.head))
    checked = [
        (number, drill, cases_behind(cases, drill).count()) for number, drill in _drills(figures())
    ]
    assert [(n, d) for n, d, listed in checked if n != listed] == []
    assert sum(number for number, _, _ in checked) > 30


def test_a_unit_that_does_not_exist_has_no_cases(filled):
    assert not cases_behind(county_cases(), Drill(unit=10**9)).exists()
    assert not cases_behind(
        county_cases(), Drill(owes=10**9, clock="inform", overdue_on=OCTOBER.last_day)
    ).exists()


def test_a_township_sees_behind_its_numbers_only_what_it_may_open(filled):
    mine = visible_cases(filled.authority(filled.principals[1]))
    assert not cases_behind(mine, Drill(unit=filled.townships[0].pk)).exists()
    assert not mine.filter(Q(legal_class="report")).exists()


@pytest.mark.parametrize(
    ("years", "used"), [((2024, 2025), 2025), ((2025, 2026, 2027), 2026), ((2028, 2027), 2027)]
)
def test_the_population_of_the_nearest_year_is_used(county, years, used):
    town = county.townships[0]
    town.populations.all().delete()
    for year in years:
        make_population(town, year, year=year)
    assert residents_of(OCTOBER)[town.pk] == (used, used)


@pytest.mark.parametrize("towns", [2, 20])
def test_the_number_of_queries_does_not_grow_with_the_units(db, django_assert_num_queries, towns):
    county = build_county(townships=towns)
    for town in county.townships:
        county.case(place=town)
    with django_assert_num_queries(8):
        month_figures(county_cases(), Span.whole(OCTOBER))
