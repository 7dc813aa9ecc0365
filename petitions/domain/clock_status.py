"""Where a clock stands on a given day. ``due`` is a day or anything with a ``due_on`` day."""

from datetime import date
from typing import Protocol

from petitions.domain.terms import NamedEnum


class HasDueDay(Protocol):
    """A computed due date."""

    @property
    def due_on(self) -> date:
        """The last day for the act."""


class ClockStatus(NamedEnum):
    """Standing of one clock."""

    RUNNING = "running", "在期限内"
    DUE_SOON = "due_soon", "临近到期"
    DUE_TODAY = "due_today", "今日到期"
    OVERDUE = "overdue", "已超期"
    MET_ON_TIME = "met_on_time", "按期完成"
    MET_LATE = "met_late", "逾期完成"


def due_day(due: HasDueDay | date) -> date:
    """Return the day itself."""
    return due if isinstance(due, date) else due.due_on


def is_on_time(due: HasDueDay | date, acted_on: date) -> bool:
    """True when the act was done on the last day or before it."""
    return acted_on <= due_day(due)


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
