"""Quiet hours: never at night, never on a day off, never earlier than asked."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.quiet import QuietHours, next_allowed
from organizations.domain.calendar import CalendarError, WorkCalendar

# October 2025: days off 1-8, made up for on Saturday 11.
OFF = {date(2025, 10, n): False for n in range(1, 9)} | {date(2025, 10, 11): True}
CALENDAR = WorkCalendar(frozenset({2025, 2026}), OFF)
NIGHT = QuietHours()
NONE = QuietHours(time(0), time(0))
NOON = QuietHours(time(12), time(14))


def at(day, clock):
    return datetime.fromisoformat(f"2025-{day}T{clock}")


TABLE = [
    pytest.param(NIGHT, at("09-24", "10:00"), at("09-24", "10:00"), id="by-day-at-once"),
    pytest.param(NIGHT, at("09-24", "21:00"), at("09-25", "07:30"), id="evening-until-morning"),
    pytest.param(NIGHT, at("09-24", "20:59"), at("09-24", "20:59"), id="a-minute-before"),
    pytest.param(NIGHT, at("09-25", "03:00"), at("09-25", "07:30"), id="at-night"),
    pytest.param(NIGHT, at("09-25", "07:30"), at("09-25", "07:30"), id="the-minute-it-ends"),
    pytest.param(NIGHT, at("09-26", "22:00"), at("09-29", "07:30"), id="friday-night-to-monday"),
    pytest.param(NIGHT, at("10-01", "09:00"), at("10-09", "07:30"), id="national-day"),
    pytest.param(
        NIGHT, at("10-10", "23:00"), at("10-11", "07:30"), id="make-up-saturday-is-worked"
    ),
    pytest.param(NONE, at("09-24", "23:59"), at("09-24", "23:59"), id="no-quiet-hours"),
    pytest.param(NONE, at("09-27", "12:00"), at("09-29", "00:00"), id="days-off-are-always-quiet"),
    pytest.param(NOON, at("09-24", "12:30"), at("09-24", "14:00"), id="a-nap-at-noon"),
    pytest.param(NOON, at("09-24", "23:00"), at("09-24", "23:00"), id="only-at-noon"),
]


@pytest.mark.parametrize(("quiet", "given_at", "expected"), TABLE)
def test_next_allowed(quiet, given_at, expected):
    assert next_allowed(given_at, quiet, CALENDAR) == expected


@given(
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)),
    quiet=st.builds(QuietHours, st.times(), st.times()),
)
def test_never_early_always_allowed_and_settled(moment, quiet):
    found = next_allowed(moment, quiet, CALENDAR)
    assert found >= moment
    assert CALENDAR.is_working(found.date())
    assert not quiet.covers(found.time())
    assert next_allowed(found, quiet, CALENDAR) == found
    assert found - moment < timedelta(days=12)


def test_a_calendar_without_working_days_is_said():
    never = WorkCalendar(frozenset(), {}, frozenset())
    with pytest.raises(CalendarError):
        next_allowed(datetime(2025, 1, 1), NIGHT, never)
