"""Months: bounds, neighbours, names; the days of a period that are counted."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from core.domain.words import words as _

_CODE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class PeriodError(ValueError):
    """A text is no month, or a month is out of range."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month.

    Attributes:
        year: four digits.
        month: 1 to 12.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 9998 and 1 <= self.month <= 12):
            raise PeriodError(
                _("%(year)s年%(month)s月不是有效的月份") % {"year": self.year, "month": self.month}
            )

    @classmethod
    def parse(cls, code: str) -> Month:
        """Read ``2026-10``; raises PeriodError for anything else."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise PeriodError(_("“%(code)s”不是有效的月份，应为“2026-10”的形式") % {"code": code})
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def code(self) -> str:
        """Stable key such as ``2026-10``."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def label(self) -> str:
        """Chinese name such as ``2026年10月``."""
        return f"{self.year}年{self.month}月"

    @property
    def first_day(self) -> date:
        """First day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Month:
        """The month that many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def previous(self) -> Month:
        """The month before (环比)."""
        return self.plus(-1)

    @property
    def next(self) -> Month:
        """The month after."""
        return self.plus(1)

    @property
    def year_before(self) -> Month:
        """The same month of the year before (同比)."""
        return self.plus(-12)

    def is_over(self, on: date) -> bool:
        """True when the month has ended before `on`."""
        return self.last_day < on

    def trailing(self, count: int) -> tuple[Month, ...]:
        """The `count` months that end with this one, oldest first."""
        return tuple(self.plus(step) for step in range(1 - count, 1))


class Days(Protocol):
    """What a `Month` and a `reporting.domain.spans.Period` have in common: days with a name and neighbours."""

    @property
    def first_day(self) -> date:
        """First day, included."""
        ...

    @property
    def last_day(self) -> date:
        """Last day, included."""
        ...

    @property
    def code(self) -> str:
        """Stable key."""
        ...

    @property
    def label(self) -> str:
        """Chinese name."""
        ...

    @property
    def previous(self) -> Days:
        """What 环比 compares with."""
        ...

    @property
    def year_before(self) -> Days:
        """What 同比 compares with."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period that are counted, and those they are compared with.

    A month that still runs is compared with as many days of the other months, never with whole ones.

    Attributes:
        period: the month or other period.
        until: last day counted.
        limits_to: last day whose limits have ended: a limit that ends today has not been missed yet.
    """

    period: Days
    until: date
    limits_to: date

    @classmethod
    def whole(cls, period: Days) -> Span:
        """A period that is over."""
        return cls(period, period.last_day, period.last_day)

    @classmethod
    def running(cls, month: Month, today: date) -> Span:
        """A month as seen on a day: the whole of it once it is over."""
        return cls(
            month,
            max(month.first_day, min(month.last_day, today)),
            min(month.last_day, today - timedelta(days=1)),
        )

    @property
    def is_whole(self) -> bool:
        """True when every day of the period is counted."""
        return self.until == self.period.last_day

    @property
    def days(self) -> dict[str, tuple[date, date]]:
        """First and last day of "now", "last_month" (the period before) and "last_year"."""
        periods = {
            "now": self.period,
            "last_month": self.period.previous,
            "last_year": self.period.year_before,
        }
        return {name: (one.first_day, self._until(one)) for name, one in periods.items()}

    def _until(self, period: Days) -> date:
        if self.is_whole:
            return period.last_day
        return period.first_day.replace(day=min(self.until.day, period.last_day.day))
