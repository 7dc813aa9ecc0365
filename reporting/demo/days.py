"""Days and hours at which the people of the demonstration county work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from organizations.domain.calendar import WorkCalendar


@dataclass
class OfficeHours:
    """Turns delays into moments of work; nothing happens after `end`."""

    calendar: WorkCalendar
    end: datetime
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(settings.TIME_ZONE))

    @property
    def today(self) -> date:
        """Last day of the history."""
        return self.end.astimezone(self.zone).date()

    def working_day(self, day: date, *, back: bool = False) -> date:
        """`day` if it is worked, else the next such day (or the one before)."""
        while not self.calendar.is_working(day):
            day += timedelta(days=-1 if back else 1)
        return day

    def at(self, rng: Random, day: date, *, after: datetime | None = None) -> datetime | None:
        """A moment of that day's office hours, after `after`; None when the history has ended by then."""
        moment = datetime.combine(day, time(9), tzinfo=self.zone) + timedelta(
            minutes=rng.randrange(8 * 60)
        )
        if after is not None and moment <= after:
            moment = after + timedelta(minutes=rng.randrange(3, 40))
        return moment if moment <= self.end else None
