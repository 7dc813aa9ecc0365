"""Escalation climbs one level at a time, on working days, for a stated reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.escalation import (
    LeaderPost,
    NextLevel,
    OverdueClock,
    Stay,
    county_leader,
    next_level,
    posts_asked,
)
from accountability.domain.level_rules import DEFAULT_LEVELS, LevelRule, Matter
from organizations.domain.calendar import WorkCalendar

CALENDAR = WorkCalendar(frozenset({2026}))
DUE = date(2026, 3, 2)  # Monday
CLOCK = OverdueClock(Matter("C8"), "办结", "条例第三十四条", DUE, case_level=0)


def after(days):
    return DUE + timedelta(days=days)


TABLE = [
    pytest.param(0, 0, None, id="art34-on-the-last-day-nobody"),
    pytest.param(0, 1, 1, id="art40-1-day-officer"),
    pytest.param(1, 4, None, id="art40-4-days-stays"),
    pytest.param(1, 7, 2, id="art40-5-days-and-more-deputy"),
    pytest.param(2, 10, 3, id="art40-10-days-principal"),
    pytest.param(3, 21, 4, id="art40-20-days-county-leader"),
    pytest.param(4, 50, None, id="top-level-stays"),
    pytest.param(0, 50, 1, id="late-job-still-one-level"),
    pytest.param(0, 5, None, id="saturday-nobody"),
]


@pytest.mark.parametrize(("level", "days", "expected"), TABLE)
def test_level(level, days, expected):
    found = next_level(replace(CLOCK, case_level=level), DEFAULT_LEVELS, CALENDAR, on=after(days))
    assert (found.level if isinstance(found, NextLevel) else None) == expected


def test_reason_names_both_articles():
    found = next_level(CLOCK, DEFAULT_LEVELS, CALENDAR, on=after(1))
    assert found.reason == (
        "“办结”期限2026-03-02届满，已逾期1天，达到升至“承办单位信访干部”督办的1天标准"
        "（条例第三十四条；条例第四十条第一款）"
    )


def test_rule_of_the_clock_itself_replaces_the_general_one():
    rules = (*DEFAULT_LEVELS, LevelRule(level=1, days_overdue=3, code="C8"))
    assert isinstance(next_level(CLOCK, rules, CALENDAR, on=after(2)), Stay)
    assert isinstance(
        next_level(replace(CLOCK, matter=Matter("C4")), rules, CALENDAR, on=after(2)), NextLevel
    )


def test_a_rule_for_a_high_level_is_climbed_to_step_by_step():
    urgent = LevelRule(level=3, days_overdue=1, urgent=True, words="重大紧急")
    matter = Matter("C8", urgent=True)
    seen, clock = [], replace(CLOCK, matter=matter)
    for offset in (1, 2, 3, 4):
        found = next_level(clock, (*DEFAULT_LEVELS, urgent), CALENDAR, on=after(offset))
        if isinstance(found, NextLevel):
            seen.append((offset, found.level))
            clock = replace(clock, case_level=found.level, last_raised_on=after(offset))
            reason = found.reason
    assert seen == [(1, 1), (2, 2), (3, 3)]
    assert "达到重大紧急的事项升至“主要领导”督办的1天标准（" in reason


def test_a_supervisors_decision_holds_until_its_day():
    held = replace(CLOCK, held_until=after(8))
    assert isinstance(next_level(held, DEFAULT_LEVELS, CALENDAR, on=after(8)), Stay)
    assert isinstance(next_level(held, DEFAULT_LEVELS, CALENDAR, on=after(9)), NextLevel)


def test_one_level_a_day():
    raised = replace(CLOCK, case_level=1, last_raised_on=after(8))
    assert isinstance(next_level(raised, DEFAULT_LEVELS, CALENDAR, on=after(8)), Stay)
    assert isinstance(next_level(raised, DEFAULT_LEVELS, CALENDAR, on=after(9)), NextLevel)


@given(runs=st.lists(st.integers(0, 120), max_size=40), code=st.sampled_from(["C4", "C8"]))
def test_never_skips_a_level(runs, code):
    clock, seen = replace(CLOCK, matter=Matter(code)), [0]
    for offset in sorted(runs):
        found = next_level(clock, DEFAULT_LEVELS, CALENDAR, on=after(offset))
        if isinstance(found, NextLevel):
            assert CALENDAR.is_working(after(offset))
            assert found.days_overdue == offset
            seen.append(found.level)
            clock = replace(clock, case_level=found.level, last_raised_on=after(offset))
    assert seen == list(range(len(seen)))


def test_posts_asked_differ_in_the_petition_office():
    assert posts_asked(1, is_office=False) == ("petition_officer",)
    assert "office_head" in posts_asked(3, is_office=True)
    assert posts_asked(4, is_office=False) == ()


LAND = LeaderPost(user_id=1, order=2, portfolio=("050000",))
EAST = LeaderPost(user_id=2, order=3, unit_ids=frozenset({7}))
HEAD = LeaderPost(user_id=3, order=1)


@pytest.mark.parametrize(
    ("posts", "content", "unit", "expected"),
    [
        pytest.param([HEAD, EAST, LAND], "050300", 7, (1, "按分管内容分类"), id="by-content-class"),
        pytest.param([HEAD, EAST, LAND], "080300", 7, (2, "按联系单位"), id="by-unit"),
        pytest.param([HEAD, EAST, LAND], "", 9, (3, "分管范围不限"), id="without-limits"),
        pytest.param([EAST, LAND], "080300", 9, None, id="nobody"),
    ],
)
def test_county_leader_by_portfolio(posts, content, unit, expected):
    found = county_leader(posts, content_code=content, unit_id=unit)
    assert (found and (found[0].user_id, found[1])) == expected
