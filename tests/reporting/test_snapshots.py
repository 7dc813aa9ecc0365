"""Open and overdue at the end of a day: once, reproducible, the same as the list behind it."""

from datetime import date, timedelta
from random import Random

import pytest

from core.errors import Unlawful
from reporting.domain.drilldown import Drill
from reporting.models import DailySnapshot
from reporting.selectors.cases import cases_behind, county_cases
from reporting.services.snapshots import take_missing_snapshots, take_snapshot
from tests.factories.petitions import at
from tests.reporting.conftest import NOW
from tests.reporting.rollup_edits import World

LAST = date(2026, 10, 31)
pytestmark = pytest.mark.django_db


def snapshot(unit=None, day=LAST):
    return DailySnapshot.objects.get(day=day, unit=unit)


def test_county_and_units_at_the_end_of_the_day(october):
    take_snapshot(on=LAST, now=NOW)
    county, town = snapshot(), snapshot(october.townships[0])
    assert (county.open_cases, county.overdue_cases) == (3, 2)
    assert (town.open_cases, town.overdue_cases) == (3, 2)
    assert snapshot(october.departments[0]).open_cases == 0
    assert DailySnapshot.objects.count() == 4


def test_it_counts_what_the_list_of_that_day_holds(october):
    take_snapshot(on=LAST, now=NOW)
    unit = october.townships[0]
    cases = county_cases()
    assert (
        cases_behind(cases, Drill(unit=unit.pk, open_on=LAST)).count() == snapshot(unit).open_cases
    )
    overdue = cases_behind(cases, Drill(unit=unit.pk, overdue_on=LAST)).count()
    assert overdue == snapshot(unit).overdue_cases


def test_a_later_change_does_not_alter_what_was_recorded(october):
    take_snapshot(on=LAST, now=NOW)
    october.case(place=october.townships[0], received_on=date(2026, 10, 1))
    take_snapshot(on=LAST, now=NOW + timedelta(days=1))
    assert snapshot().open_cases == 3


def test_a_day_taken_later_gives_the_state_of_that_day(october):
    earlier = date(2026, 10, 18)
    take_snapshot(on=earlier, now=NOW)
    assert (snapshot(day=earlier).open_cases, snapshot(day=earlier).overdue_cases) == (4, 1)


def test_a_day_that_is_not_over_is_refused(october):
    with pytest.raises(Unlawful):
        take_snapshot(on=NOW.date(), now=NOW)


def test_a_dry_run_writes_nothing(october):
    rows = take_snapshot(on=LAST, now=NOW, dry_run=True)
    assert rows[0].open_cases == 3
    assert not DailySnapshot.objects.exists()


def test_missed_days_are_made_up_for_once(october):
    assert take_missing_snapshots(now=NOW, days=3) == [date(2026, 10, day) for day in (29, 30, 31)]
    assert take_missing_snapshots(now=NOW, days=3) == []


def test_a_report_against_a_unit_is_not_counted(october):
    october.case(place=october.townships[0], purpose="accusation")
    take_snapshot(on=LAST, now=NOW)
    assert (snapshot().open_cases, snapshot(october.townships[0]).open_cases) == (3, 3)


def recounted(day, unit=None):
    """Open and overdue at the end of a day, one matter after the other, as a person with a pencil would."""
    found = [0, 0]
    for case in county_cases().prefetch_related("clocks").order_by("pk"):
        if case.received_on > day or (case.closed_on is not None and case.closed_on <= day):
            continue
        holder = unit and (case.place if unit.kind == "township" else case.responsible_unit)
        if unit and not (holder and holder.path.startswith(unit.path)):
            continue
        late = [
            clock
            for clock in case.clocks.all()
            if not clock.is_right
            and clock.due_on <= day
            and (clock.stopped_on is None or clock.stopped_on > day)
        ]
        found[0] += 1
        found[1] += bool(late)
    return tuple(found)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_backlog_of_any_past_day_is_the_recount_of_that_day(busy_county, seed):
    """Days on which nobody looked are made up for, and say what they would have said."""
    world = World(busy_county, Random(seed), first=date(2026, 9, 1), last=date(2026, 10, 31))
    for _ in range(20):
        world.registers()
    days = take_missing_snapshots(now=NOW, days=20)
    assert len(days) == 20
    units = [None, *busy_county.townships, *busy_county.departments]
    recounts = {(day, unit): recounted(day, unit) for day in days for unit in units}
    assert any(late for _open, late in recounts.values())
    for (day, unit), (count, late) in recounts.items():
        row = snapshot(unit, day=day)
        assert (row.open_cases, row.overdue_cases) == (count, late), (day, unit)


def test_the_next_month_says_the_same_of_a_past_day_unless_the_past_was_changed(october):
    """What happens later does not move a past day: closing and stopping today leave yesterday as it was."""
    take_snapshot(on=LAST, now=NOW)
    later = at(date(2026, 11, 20))
    for case in county_cases().filter(closed_on__isnull=True):
        case.clocks.filter(status="open").update(
            status="met", stopped_on=date(2026, 11, 3), on_time=False
        )
        county_cases().filter(pk=case.pk).update(status="withdrawn", closed_on=date(2026, 11, 4))
    recount = take_snapshot(on=LAST, now=later, dry_run=True)
    kept = DailySnapshot.objects.filter(day=LAST)
    assert {(r.unit_id, r.open_cases, r.overdue_cases) for r in recount} == set(
        kept.values_list("unit_id", "open_cases", "overdue_cases")
    )
    assert (snapshot().open_cases, snapshot().overdue_cases) == (3, 2)
