"""Working days: the weekly pattern, the published days off and the published days on (调休).

The State Council publishes one plan a year (《全国年节及纪念日放假办法》). A year whose plan is not
published yet is computed with the plain weekly pattern, and every result that rests on such a year says
so (``provisional``), because a later plan may move it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from core.domain.words import words as _

MONDAY_TO_FRIDAY = frozenset(range(5))
# Longer than any published holiday by far; reaching it means that the calendar has no working day at all.
SEARCH_LIMIT_DAYS = 400
ONE_DAY = timedelta(days=1)


class CalendarError(ValueError):
    """The calendar cannot answer, for instance because it contains no working day."""


@dataclass(frozen=True, slots=True)
class CalendarResult:
    """A day found by counting, with what the count rested on.

    ``on``: the day found; ``skipped``: the days passed over because nobody works on them, in order of
    the walk; ``provisional``: a day was looked at whose year has no published plan;
    ``provisional_years``: those years.
    """

    on: date
    skipped: tuple[date, ...] = ()
    provisional_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """True when a later published plan may change the result."""
        return bool(self.provisional_years)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """A county's working days.

    ``published_years``: years whose holiday plan has been loaded. ``days``: date → is it a working day;
    only the exceptions need to be listed (days off on a weekday, days on at a weekend), a full listing
    works as well. ``weekly_pattern``: the ISO weekdays counted from Monday = 0 that are worked otherwise.
    """

    published_years: frozenset[int] = frozenset()
    days: Mapping[date, bool] = field(default_factory=dict, hash=False)
    weekly_pattern: frozenset[int] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        object.__setattr__(self, "published_years", frozenset(self.published_years))
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))
        object.__setattr__(self, "weekly_pattern", frozenset(self.weekly_pattern))

    def covers(self, day: date) -> bool:
        """True when the holiday plan of the year of ``day`` is published."""
        return day.year in self.published_years

    def is_working(self, day: date) -> bool:
        """True when people work on ``day``: the listed exception first, else the weekly pattern."""
        listed = self.days.get(day)
        return day.weekday() in self.weekly_pattern if listed is None else listed

    def add_working_days(self, start: date, count: int) -> CalendarResult:
        """Return the ``count``-th working day after ``start`` (民法典 201: the start day is not counted).

        A negative ``count`` walks back; zero returns ``start`` itself, worked or not.
        Raises CalendarError when no working day is found within 400 days.
        """
        step = ONE_DAY if count > 0 else -ONE_DAY
        day, left = start, abs(count)
        skipped: list[date] = []
        seen: set[int] = set()
        idle = 0
        while left:
            day += step
            seen.add(day.year)
            if self.is_working(day):
                left, idle = left - 1, 0
                continue
            skipped.append(day)
            idle += 1
            self._guard(idle, start)
        return CalendarResult(day, tuple(skipped), self._unpublished(seen))

    def next_working_day(self, day: date) -> CalendarResult:
        """Return ``day`` if it is worked, else the first working day after it (民法典 203)."""
        return self._search(day, ONE_DAY)

    def previous_working_day(self, day: date) -> CalendarResult:
        """Return ``day`` if it is worked, else the last working day before it."""
        return self._search(day, -ONE_DAY)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days in (start, end]; negative when ``end`` lies before ``start``."""
        if end < start:
            return -self.working_days_between(end, start)
        span = (end - start).days
        return sum(self.is_working(start + timedelta(days=i)) for i in range(1, span + 1))

    def _search(self, start: date, step: timedelta) -> CalendarResult:
        day, skipped, seen = start, [], {start.year}
        while not self.is_working(day):
            skipped.append(day)
            self._guard(len(skipped), start)
            day += step
            seen.add(day.year)
        return CalendarResult(day, tuple(skipped), self._unpublished(seen))

    def _unpublished(self, years: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(set(years) - self.published_years))

    @staticmethod
    def _guard(idle_days: int, start: date) -> None:
        if idle_days >= SEARCH_LIMIT_DAYS:
            raise CalendarError(
                _("工作日历自%(start)s起%(search_limit_days)s天内没有工作日，请检查工作日历设置")
                % {"start": f"{start:%Y-%m-%d}", "search_limit_days": SEARCH_LIMIT_DAYS}
            )
