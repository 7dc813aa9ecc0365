"""Open and overdue at the end of a day: once, reproducible, the same as the list behind it."""

from datetime import date, timedelta

import pytest

from core.errors import Unlawful
from reporting.domain.drilldown import Drill
from reporting.models import DailySnapshot
from reporting.selectors.cases import cases_behind, county_cases
from reporting.services.snapshots import take_missing_snapshots, take_snapshot
from tests.reporting.conftest import NOW

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
