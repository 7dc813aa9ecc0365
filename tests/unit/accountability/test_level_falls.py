"""A level falls when the overdue duty is done, as far as the rule of each level lets it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.level_falls import (
    CLEAR,
    DECISION,
    READ,
    ActiveStep,
    Fall,
    Keep,
    check_modes,
    fall,
)

AT_ONCE = dict.fromkeys(range(1, 5), CLEAR)


def steps(top, *, overdue_at=(), unread_at=()):
    return [
        ActiveStep(n, "办结", n in overdue_at, "李书记" if n in unread_at else "")
        for n in range(1, top + 1)
    ]


TABLE = [
    pytest.param(3, steps(3), AT_ONCE, 0, id="done-falls-to-zero"),
    pytest.param(3, steps(3, overdue_at=[3]), AT_ONCE, None, id="still-overdue-stays"),
    pytest.param(4, steps(4, overdue_at=[2]), AT_ONCE, 2, id="another-clock-keeps-level-2"),
    pytest.param(
        4, steps(4, unread_at=[4]), AT_ONCE | {4: READ}, None, id="stays-until-the-leader-has-read"
    ),
    pytest.param(4, steps(4, unread_at=[2]), AT_ONCE | {2: READ}, 2, id="falls-as-far-as-it-may"),
    pytest.param(4, steps(4), AT_ONCE | {4: READ}, 0, id="read-falls"),
    pytest.param(3, steps(3), AT_ONCE | {2: DECISION}, 2, id="a-decision-is-needed"),
    pytest.param(2, [], AT_ONCE, 0, id="no-step-on-record"),
]


@pytest.mark.parametrize(("level", "found", "modes", "expected"), TABLE)
def test_fall(level, found, modes, expected):
    answer = fall(level, found, modes)
    assert (answer.to_level if isinstance(answer, Fall) else None) == expected


def test_reason_names_the_duty_and_both_levels():
    assert fall(2, steps(2), AT_ONCE).reason == (
        "“办结”已不再逾期，督办层级由“分管领导”降至“首接责任人”"
    )
    assert "李书记" in fall(4, steps(4, unread_at=[4]), {4: READ}).why


def test_every_level_needs_a_known_way():
    check_modes(AT_ONCE)
    with pytest.raises(ValueError, match="level 4"):
        check_modes({1: CLEAR, 2: CLEAR, 3: READ})


active = st.builds(
    ActiveStep,
    level=st.integers(1, 4),
    clock_name=st.sampled_from(["办结", "告知"]),
    overdue=st.booleans(),
    unread_by=st.sampled_from(["", "李书记"]),
)
ways = st.fixed_dictionaries({n: st.sampled_from([CLEAR, READ, DECISION]) for n in range(1, 5)})


@given(level=st.integers(0, 4), found=st.lists(active, max_size=8), modes=ways, data=st.data())
def test_never_rises_never_leaves_an_overdue_step_and_the_order_never_matters(
    level, found, modes, data
):
    answer = fall(level, found, modes)
    shuffled = fall(level, data.draw(st.permutations(found)), modes)
    assert type(answer) is type(shuffled)
    if isinstance(answer, Keep):
        return
    assert answer.to_level == shuffled.to_level < level
    assert answer.to_level >= max((s.level for s in found if s.overdue), default=0)
