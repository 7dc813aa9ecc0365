"""Which rule decides: the most specific one that fits, whatever the order; more days never lower the level."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.level_rules import (
    DEFAULT_LEVELS,
    LevelRule,
    Matter,
    Names,
    check_conditions,
    due_rule,
    explain,
    winner,
)

PLAIN = Matter("C8")
NAMES = Names(clocks={"C8": "办结"}, contents={"05": "国土资源"}, purposes={"request": "求决"})


def rule(days=7, level=2, **conditions):
    return LevelRule(level=level, days_overdue=days, **conditions)


FITS = [
    pytest.param({}, PLAIN, True, id="no-condition-fits-everything"),
    pytest.param({"code": "C4"}, PLAIN, False, id="another-clock"),
    pytest.param({"content": "05"}, Matter("C8", content="050300"), True, id="class-below"),
    pytest.param({"content": "0503"}, Matter("C8", content="050100"), False, id="sister-class"),
    pytest.param({"content": "05"}, PLAIN, False, id="matter-without-class"),
    pytest.param({"purpose": "appeal"}, Matter("C8", purpose="request"), False, id="purpose"),
    pytest.param({"min_heads": 5}, Matter("C8", head_count=5), True, id="five-heads"),
    pytest.param({"min_heads": 5}, Matter("C8", head_count=4), False, id="four-heads"),
    pytest.param({"secret": True}, PLAIN, False, id="art30-secret-only"),
    pytest.param({"secret": False}, PLAIN, True, id="art30-open-only"),
    pytest.param({"urgent": True}, Matter("C8", urgent=True), True, id="art25-urgent"),
    pytest.param({"urgent": False}, Matter("C8", urgent=True), False, id="art25-not-urgent"),
]


@pytest.mark.parametrize(("conditions", "matter", "fits"), FITS)
def test_conditions(conditions, matter, fits):
    assert rule(**conditions).fits(matter) is fits


ALL = Matter("C8", content="050300", purpose="request", head_count=30, urgent=True)
WINS = [
    pytest.param(rule(), rule(9, code="C8"), id="clock-beats-general"),
    pytest.param(rule(1, code="C8"), rule(9, content="05", urgent=True), id="two-beat-one"),
    pytest.param(rule(1, content="0503"), rule(9, code="C8"), id="clock-beats-class"),
    pytest.param(rule(1, content="05"), rule(9, content="0503"), id="deeper-class"),
    pytest.param(rule(1, min_heads=5), rule(9, min_heads=20), id="more-heads"),
    pytest.param(rule(1, min_heads=5), rule(9, content="05"), id="class-beats-heads"),
    pytest.param(rule(1, urgent=True), rule(9, min_heads=5), id="heads-beat-urgency"),
    pytest.param(rule(1, secret=False), rule(9, urgent=True), id="urgency-beats-secrecy"),
    pytest.param(rule(1, purpose="request"), rule(9, secret=False), id="secrecy-beats-purpose"),
    pytest.param(rule(9, code="C8"), rule(3, code="C8"), id="of-equals-the-fewer-days"),
]


@pytest.mark.parametrize(("loser", "expected"), WINS)
def test_the_most_specific_rule_wins_in_either_order(loser, expected):
    assert winner(2, ALL, [loser, expected]) == winner(2, ALL, [expected, loser]) == expected


def test_a_special_rule_may_be_slower_than_the_general_one():
    slow = LevelRule(level=1, days_overdue=4, code="C19")
    assert due_rule(Matter("C19"), (*DEFAULT_LEVELS, slow), days=3) is None
    assert due_rule(PLAIN, (*DEFAULT_LEVELS, slow), days=3) == DEFAULT_LEVELS[0]


yes_no = st.sampled_from([None, True, False])
rules = st.builds(
    LevelRule,
    level=st.integers(1, 4),
    days_overdue=st.integers(1, 40),
    code=st.sampled_from(["", "C4", "C8"]),
    content=st.sampled_from(["", "05", "0503", "08"]),
    purpose=st.sampled_from(["", "request", "accusation"]),
    min_heads=st.sampled_from([0, 5, 20]),
    secret=yes_no,
    urgent=yes_no,
)
matters = st.builds(
    Matter,
    code=st.sampled_from(["C4", "C8"]),
    content=st.sampled_from(["", "050100", "050300", "080000"]),
    purpose=st.sampled_from(["request", "accusation"]),
    head_count=st.integers(1, 30),
    secret=st.booleans(),
    urgent=st.booleans(),
)


def level_of(matter, known, days):
    found = due_rule(matter, known, days=days)
    return found.level if found else 0


@given(
    matter=matters,
    known=st.lists(rules, max_size=12),
    days=st.integers(0, 60),
    more=st.integers(0, 60),
)
def test_more_days_never_lower_the_level(matter, known, days, more):
    assert level_of(matter, known, days + more) >= level_of(matter, known, days)


@given(matter=matters, known=st.lists(rules, max_size=8), days=st.integers(0, 60), data=st.data())
def test_the_order_of_rules_never_matters(matter, known, days, data):
    shuffled = data.draw(st.permutations(known))
    assert due_rule(matter, known, days=days) == due_rule(matter, shuffled, days=days)


@given(matter=matters, known=st.lists(rules, max_size=8), days=st.integers(0, 60))
def test_rules_that_do_not_fit_change_nothing(matter, known, days):
    fitting = [found for found in known if found.fits(matter)]
    assert due_rule(matter, known, days=days) == due_rule(matter, fitting, days=days)


def test_a_rule_explains_itself():
    given = rule(
        3,
        level=3,
        code="C8",
        content="05",
        purpose="request",
        min_heads=5,
        secret=False,
        urgent=True,
    )
    assert explain(given, NAMES) == (
        "重大紧急、非保密、内容为“国土资源”、目的为“求决”、5人以上、期限为“办结”（C8）的事项，"
        "该期限逾期满3天的，升至3级，由主要领导督办。"
    )
    assert explain(DEFAULT_LEVELS[0], NAMES) == (
        "没有特别规则的事项，任何一项法定期限逾期满1天的，升至1级，由承办单位信访干部督办。"
    )


@pytest.mark.parametrize(
    ("conditions", "field"),
    [
        pytest.param({}, "", id="no-condition"),
        pytest.param({"min_heads": 1}, "min_heads", id="one-head-is-no-condition"),
        pytest.param({"purpose": "accusation", "secret": False}, "secret", id="art30-open-report"),
        pytest.param({"purpose": "request", "secret": True}, "secret", id="art30-secret-request"),
    ],
)
def test_conditions_that_make_no_sense(conditions, field):
    assert check_conditions(rule(**conditions))[0] == field


def test_sound_conditions_pass():
    assert check_conditions(rule(min_heads=5, secret=True)) is None
    assert check_conditions(replace(rule(), purpose="accusation", secret=True)) is None
