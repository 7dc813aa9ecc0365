"""The work calendar: 调休, unpublished years, counting forwards and back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.calendar import CalendarError, WorkCalendar

# The State Council's plan for National Day 2024: off 1–7 October, on at 29 September and 12 October.
NATIONAL_DAY_2024 = {date(2024, 10, d): False for d in range(1, 8)} | {
    date(2024, 9, 29): True,
    date(2024, 10, 12): True,
}
CALENDAR = WorkCalendar(frozenset({2024}), NATIONAL_DAY_2024)

days = st.dates(date(2023, 6, 1), date(2025, 12, 31))
calendars = st.builds(
    WorkCalendar,
    published_years=st.frozensets(st.integers(2023, 2026)),
    days=st.dictionaries(days, st.booleans(), max_size=40),
)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        pytest.param(date(2024, 9, 27), True, id="plain Friday"),
        pytest.param(date(2024, 9, 28), False, id="plain Saturday"),
        pytest.param(date(2024, 9, 29), True, id="Sunday worked by 调休"),
        pytest.param(date(2024, 10, 1), False, id="Tuesday off"),
        pytest.param(date(2024, 10, 12), True, id="Saturday worked by 调休"),
        pytest.param(date(2024, 10, 13), False, id="Sunday after it"),
    ],
)
def test_is_working(day, working):
    assert CALENDAR.is_working(day) is working


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        pytest.param(date(2024, 9, 26), 5, date(2024, 10, 9), id="five days across National Day"),
        pytest.param(date(2024, 10, 8), 5, date(2024, 10, 14), id="Saturday 12th counts"),
        pytest.param(date(2024, 10, 1), 0, date(2024, 10, 1), id="zero stays put"),
        pytest.param(date(2024, 10, 8), -1, date(2024, 9, 30), id="one day back"),
        pytest.param(
            date(2024, 10, 8), -3, date(2024, 9, 27), id="three days back over the worked Sunday"
        ),
    ],
)
def test_add_working_days(start, count, due):
    assert CALENDAR.add_working_days(start, count).on == due


def test_skipped_days_are_listed():
    found = CALENDAR.next_working_day(date(2024, 10, 5))
    assert found.on == date(2024, 10, 8)
    assert found.skipped == (date(2024, 10, 5), date(2024, 10, 6), date(2024, 10, 7))
    assert not found.provisional


def test_previous_working_day():
    assert CALENDAR.previous_working_day(date(2024, 10, 7)).on == date(2024, 9, 30)
    assert CALENDAR.previous_working_day(date(2024, 9, 29)).on == date(2024, 9, 29)


def test_unpublished_year_is_flagged():
    assert CALENDAR.covers(date(2024, 12, 31))
    assert not CALENDAR.covers(date(2025, 1, 1))
    over_new_year = CALENDAR.add_working_days(date(2024, 12, 30), 3)
    assert over_new_year.provisional
    assert over_new_year.provisional_years == (2025,)
    assert not CALENDAR.add_working_days(date(2024, 12, 23), 3).provisional


def test_calendar_without_a_working_day_is_refused():
    empty = WorkCalendar(weekly_pattern=frozenset())
    with pytest.raises(CalendarError, match="没有工作日"):
        empty.next_working_day(date(2024, 1, 1))
    with pytest.raises(CalendarError):
        empty.add_working_days(date(2024, 1, 1), 1)


def test_calendar_cannot_be_changed_through_its_source():
    source = {date(2024, 1, 1): False}
    calendar = WorkCalendar(frozenset({2024}), source)
    source[date(2024, 1, 2)] = False
    assert calendar.is_working(date(2024, 1, 2))
    assert hash(calendar) == hash(WorkCalendar(frozenset({2024}), {}))


@given(calendars, days, st.integers(1, 25))
def test_adding_lands_on_the_nth_working_day(calendar, start, count):
    found = calendar.add_working_days(start, count)
    assert calendar.is_working(found.on)
    assert calendar.working_days_between(start, found.on) == count
    assert not any(calendar.is_working(day) for day in found.skipped)


@given(calendars, days, st.integers(1, 25))
def test_walking_back_undoes_walking_forward(calendar, start, count):
    forward = calendar.add_working_days(start, count).on
    back = calendar.add_working_days(forward, -count).on
    assert calendar.working_days_between(back, forward) == count
    assert back == start if calendar.is_working(start) else back < start


@given(calendars, days)
def test_next_working_day_never_goes_back(calendar, day):
    found = calendar.next_working_day(day)
    assert found.on >= day
    assert calendar.is_working(found.on)
    assert len(found.skipped) == (found.on - day).days


@given(calendars, days, st.integers(0, 20), st.integers(0, 20))
def test_monotone_in_the_start(calendar, start, gap, count):
    later = start + timedelta(days=gap)
    assert calendar.add_working_days(start, count).on <= calendar.add_working_days(later, count).on
