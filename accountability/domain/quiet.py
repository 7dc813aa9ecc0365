"""Quiet hours: when a notice may leave the house by e-mail or text message. On screen it shows at once."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.domain.words import words as _
from organizations.domain.calendar import CalendarError, WorkCalendar

LONGEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` to ``end``, over midnight when the start is the later one; equal times mean none."""

    start: time = time(21)
    end: time = time(7, 30)

    def covers(self, at: time) -> bool:
        """True when nothing may go out at that time of day."""
        if self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


def next_allowed(at: datetime, quiet: QuietHours, calendar: WorkCalendar) -> datetime:
    """``at`` itself, or the first moment after it that is on a working day and outside the quiet hours.

    Args:
        at: a moment in the county's local time.
        quiet: the quiet hours of that day.
        calendar: the county's working days.

    Raises:
        CalendarError: no such moment within 400 days.
    """
    for _day in range(2 * LONGEST_DAYS):
        if not calendar.is_working(at.date()):
            at = _at(at, at.date() + timedelta(days=1), time())
        elif not quiet.covers(at.time()):
            return at
        elif quiet.start > quiet.end and at.time() >= quiet.start:
            at = _at(at, at.date() + timedelta(days=1), time())
        else:
            at = _at(at, at.date(), quiet.end)
    raise CalendarError(_("工作日历中找不到可以发送提醒的时间，请检查工作日历设置"))


def _at(moment: datetime, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=moment.tzinfo)
