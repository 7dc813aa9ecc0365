"""Where a clock stands on a given day. ``due`` is a day or anything with a ``due_on`` day."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from core.domain.words import words as _
from petitions.domain.terms import NamedEnum


class HasDueDay(Protocol):
    """A computed due date."""

    @property
    def due_on(self) -> date:
        """The last day for the act."""


class ClockStatus(NamedEnum):
    """Standing of one clock."""

    RUNNING = "running", _("在期限内")
    DUE_SOON = "due_soon", _("临近到期")
    DUE_TODAY = "due_today", _("今日到期")
    OVERDUE = "overdue", _("已超期")
    MET_ON_TIME = "met_on_time", _("按期完成")
    MET_LATE = "met_late", _("逾期完成")


def due_day(due: HasDueDay | date) -> date:
    """Return the day itself."""
    return due if isinstance(due, date) else due.due_on


def is_on_time(due: HasDueDay | date, acted_on: date) -> bool:
    """True when the act was done on the last day or before it."""
    return acted_on <= due_day(due)


@dataclass(frozen=True, slots=True)
class LateEntry:
    """An act whose stated day kept its limit, but which was written down too long after it to be believed."""

    stated_on: date
    entered_on: date
    days: int

    @property
    def text_zh(self) -> str:
        """The sentence beside the clock."""
        return _(
            "载明的办理日期为%(day)s，期限届满后的%(day2)s才录入，迟于%(days)s天，按录入日期判定"
        ) % {
            "day": self.stated_on.isoformat(),
            "day2": self.entered_on.isoformat(),
            "days": self.days,
        }

    def to_json(self) -> dict[str, Any]:
        """JSON-able data."""
        return {
            "stated_on": self.stated_on.isoformat(),
            "entered_on": self.entered_on.isoformat(),
            "days": self.days,
            "text_zh": self.text_zh,
        }


def late_entry(
    due: HasDueDay | date, stated_on: date, entered_on: date, days: int
) -> LateEntry | None:
    """What makes the day of the entry count instead of the day stated; None where the day stated counts (条例第二十一条第二款).

    Args:
        due: the limit.
        stated_on, entered_on: day the act bears, and day it was written down.
        days: calendar days an act may be written down late.
    """
    if stated_on <= due_day(due) < entered_on and (entered_on - stated_on).days > days:
        return LateEntry(stated_on, entered_on, days)
    return None


def days_overdue(due: HasDueDay | date, on: date) -> int:
    """Return the calendar days past the last day on ``on``; 0 when not past it."""
    return max(0, (on - due_day(due)).days)


def days_left(due: HasDueDay | date, on: date) -> int:
    """Return the calendar days left on ``on``; 0 on the last day, negative after it."""
    return (due_day(due) - on).days


def status(
    due: HasDueDay | date, on: date, *, acted_on: date | None = None, soon_days: int = 0
) -> ClockStatus:
    """Return the standing of a clock on ``on``.

    ``acted_on``: the day the owed act was done, if it was done by then. ``soon_days``: from how many days
    before the last day a running clock counts as due soon.
    """
    if acted_on is not None and acted_on <= on:
        return ClockStatus.MET_ON_TIME if is_on_time(due, acted_on) else ClockStatus.MET_LATE
    left = days_left(due, on)
    if left < 0:
        return ClockStatus.OVERDUE
    if left == 0:
        return ClockStatus.DUE_TODAY
    return ClockStatus.DUE_SOON if left <= soon_days else ClockStatus.RUNNING
