"""Reminders: the right step on the right working day, once, without flooding."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.reminders import ClockFacts, DueStep, ReminderPlan, Skip, due_step
from organizations.domain.calendar import WorkCalendar

# October 2025: days off 1-8, made up for on Saturday 11.
OFF = {date(2025, 10, n): False for n in range(1, 9)} | {date(2025, 10, 11): True}
CALENDAR = WorkCalendar(frozenset({2025, 2026}), OFF)
PLAN = ReminderPlan()


def clock(due, started=date(2025, 7, 1)):
    return ClockFacts("办结", "条例第三十四条", started, due)


def step(due, on, sent=(), **more):
    return due_step(clock(due, **more), PLAN, CALENDAR, on=on, sent=sent)


WED = date(2025, 9, 24)  # a plain Wednesday
STEPS = [
    pytest.param(WED, date(2025, 9, 16), "", id="art34-8-days-before-nothing"),
    pytest.param(WED, date(2025, 9, 17), "before-7", id="art34-7-days-before"),
    pytest.param(WED, date(2025, 9, 19), "before-3", id="art34-3-before-is-sunday-moves-to-friday"),
    pytest.param(WED, date(2025, 9, 23), "before-1", id="art34-1-day-before"),
    pytest.param(WED, WED, "on-day", id="art34-on-the-day"),
    pytest.param(WED, date(2025, 9, 26), "on-day", id="art34-2-days-after-catches-up"),
    pytest.param(WED, date(2025, 9, 27), "", id="art40-3-after-is-saturday-nobody-reminded"),
    pytest.param(WED, date(2025, 9, 29), "after-3", id="art40-3-after-moves-to-monday"),
    pytest.param(WED, date(2025, 9, 30), "after-6", id="art40-6-after"),
    pytest.param(
        date(2025, 10, 6), date(2025, 9, 30), "on-day", id="holiday-all-before-move-ahead"
    ),
    pytest.param(date(2025, 9, 30), date(2025, 10, 9), "after-9", id="holiday-after-steps-once"),
    pytest.param(
        date(2025, 10, 14), date(2025, 10, 11), "before-3", id="make-up-saturday-is-worked"
    ),
]


@pytest.mark.parametrize(("due", "on", "key"), STEPS)
def test_step_of_the_day(due, on, key):
    found = step(due, on)
    assert (found.key if isinstance(found, DueStep) else "") == key


def test_reason_says_the_days_and_the_article():
    assert step(WED, date(2025, 9, 17)).reason == (
        "“办结”期限2025-09-24届满，还有7天（条例第三十四条）"
    )
    assert "今日届满" in step(WED, WED).reason
    assert "逾期6天，请立即办理（条例第三十四条）" in step(WED, date(2025, 9, 30)).reason


def test_short_clock_gets_no_step_on_or_before_its_first_day():
    started = date(2025, 9, 17)
    assert isinstance(step(WED, started, started=started), Skip)


def test_after_a_long_sleep_only_the_latest_step_is_sent():
    found = step(date(2019, 1, 2), WED)
    assert isinstance(found, DueStep)
    assert found.key == "after-2457"
    assert isinstance(step(date(2019, 1, 2), WED, sent=["after-2457"]), Skip)


def test_extended_due_date_starts_its_steps_anew():
    assert step(date(2025, 10, 24), date(2025, 10, 17), sent=[]).key == "before-7"


def test_rule_refuses_days_that_make_no_sense():
    with pytest.raises(ValueError, match="大于零"):
        ReminderPlan(every_days_after=0)


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(
    due=days,
    skipped=st.sets(st.integers(0, 59)),
    plan=st.builds(
        ReminderPlan,
        days_before=st.lists(st.integers(1, 20), max_size=4, unique=True).map(tuple),
        on_the_day=st.booleans(),
        every_days_after=st.integers(1, 10),
    ),
)
def test_each_step_once_in_order_and_never_on_a_day_off(due, skipped, plan):
    """Run daily over 60 days with any days missed: steps only move forward, one a day at most."""
    facts = clock(due, started=due - timedelta(days=60))
    sent: list[str] = []
    left: list[int] = []
    for offset in range(60):
        on = due - timedelta(days=30) + timedelta(days=offset)
        if offset in skipped:
            continue
        found = due_step(facts, plan, CALENDAR, on=on, sent=sent)
        if isinstance(found, DueStep):
            assert CALENDAR.is_working(on)
            assert found.planned_on <= on
            sent.append(found.key)
            left.append(found.days_left)
    assert len(sent) == len(set(sent))
    assert left == sorted(left, reverse=True)
