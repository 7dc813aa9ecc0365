"""Cases of leaders (领导包案): who takes one, what may be published of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def personal_data(text: str, *, private: Iterable[str]) -> tuple[str, ...]:
    """What a text says of the petitioner that may not be published (个人信息保护法第二十八条).

    Args:
        text: the text to be published.
        private: names, telephone numbers and addresses of the people of the matter.

    Returns:
        The pieces found: those given, and whatever looks like a mobile or an identity number.
    """
    found = [piece for piece in private if len(piece.strip()) >= 2 and piece.strip() in text]
    found += [match.group() for pattern in (MOBILE, IDENTITY) for match in pattern.finditer(text)]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class StepDays:
    """Of a step of a plan: the day it is due, and the day it was done."""

    due_on: date
    done_on: date | None = None

    def done(self, *, on: date) -> bool:
        """True when it was done by the end of that day."""
        return self.done_on is not None and self.done_on <= on


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan has come by a day: steps in all, due by then, done, and overdue then."""

    total: int
    due: int
    done: int
    overdue: int


def progress(steps: Iterable[StepDays], *, on: date) -> Progress:
    """Count the steps of a plan as they stood at the end of a day; what was done later counts as not done."""
    found = list(steps)
    return Progress(
        total=len(found),
        due=sum(step.due_on <= on for step in found),
        done=sum(step.done(on=on) for step in found),
        overdue=sum(step.due_on < on and not step.done(on=on) for step in found),
    )
