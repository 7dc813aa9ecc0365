"""When notices may leave the house, read from the county's settings and calendar."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from accountability.domain.quiet import QuietHours, next_allowed
from core.outgoing import quiet_hours
from organizations.domain.numbers import BY_CODE
from organizations.selectors import setting, work_calendar


def time_of(code: str, *, on: date) -> time:
    """A time of day that the county set."""
    return time.fromisoformat(str(setting(code, on=on, default=BY_CODE[code].default)))


def quiet_of(on: date) -> QuietHours:
    """The quiet hours of a day (two queries)."""
    return QuietHours(start=time_of("quiet.from", on=on), end=time_of("quiet.to", on=on))


@quiet_hours
def allowed_at(now: datetime) -> datetime:
    """`now`, or the first moment after it at which notices may go out (four queries)."""
    local = timezone.localtime(now)
    allowed = next_allowed(local, quiet_of(local.date()), work_calendar())
    return now if allowed == local else allowed


def digest_moment(on: date) -> datetime:
    """When the digest of a day goes out."""
    return timezone.make_aware(datetime.combine(on, time_of("digest.at", on=on)))
