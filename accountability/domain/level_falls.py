"""When a raised level falls again: the overdue duty was done, or a supervisor decided so.

A level is left only when no step up to it, or to one above it, rests on a clock that is still overdue. How
it is then left is a rule of its own for each level: at once, only after the person asked has read the step,
or only by a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accountability.domain.level_rules import LEVEL_NAMES, TOP_LEVEL
from core.domain.words import words as _

CLEAR, READ, DECISION = "clear", "read", "decision"
DEFAULT_MODES: Mapping[int, str] = {1: CLEAR, 2: CLEAR, 3: READ, 4: READ}


@dataclass(frozen=True, slots=True)
class ActiveStep:
    """A step up that still counts.

    ``clock_name``: the clock it was raised for; ``overdue``: that clock still runs and is past its day;
    ``unread_by``: the person asked, while the step is not signed ("" when it is, or nobody could be asked).
    """

    level: int
    clock_name: str
    overdue: bool
    unread_by: str = ""


@dataclass(frozen=True, slots=True)
class Fall:
    """The level to fall to, with its Chinese reason."""

    to_level: int
    reason: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Why the level stays (English, for the dry run)."""

    why: str


def fall(case_level: int, steps: Iterable[ActiveStep], modes: Mapping[int, str]) -> Fall | Keep:
    """How far the level of a case falls by itself, or why it stays.

    Args:
        case_level: the level now.
        steps: the steps up that still count, in any order.
        modes: level → how it is left (`CLEAR`, `READ`, `DECISION`).
    """
    known = list(steps)
    bound = max((step.level for step in known if step.overdue), default=0)
    if bound >= case_level:
        return Keep(f"level {bound} rests on a clock that is still overdue")
    level, why = case_level, ""
    while level > bound:
        why = _kept(level, known, modes)
        if why:
            break
        level -= 1
    if level == case_level:
        return Keep(why)
    return Fall(level, _reason(case_level, level, known))


def _kept(level: int, steps: list[ActiveStep], modes: Mapping[int, str]) -> str:
    mode = modes.get(level, CLEAR)
    if mode == DECISION:
        return f"level {level} is left by decision only"
    unread = [step.unread_by for step in steps if step.level == level and step.unread_by]
    if mode == READ and unread:
        return f"level {level} waits to be read by {unread[0]}"
    return ""


def _reason(case_level: int, level: int, steps: list[ActiveStep]) -> str:
    done = dict.fromkeys(s.clock_name for s in steps if s.level > level and not s.overdue)
    names = "、".join(f"“{name}”" for name in done) or _("有关期限")
    return _("%(names)s已不再逾期，督办层级由“%(level)s”降至“%(level2)s”") % {
        "names": names,
        "level": LEVEL_NAMES[case_level],
        "level2": LEVEL_NAMES[level],
    }


def check_modes(modes: Mapping[int, str]) -> None:
    """Refuse unknown words or missing levels.

    Raises:
        ValueError: a level from 1 to 4 has no known mode.
    """
    for level in range(1, TOP_LEVEL + 1):
        if modes.get(level) not in {CLEAR, READ, DECISION}:
            raise ValueError(f"level {level}")
