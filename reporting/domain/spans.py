"""Periods a bulletin, an analysis or a query may cover: month, quarter, half-year, year, any days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.words import words as _
from reporting.domain.periods import Days, Month, PeriodError

MONTH, QUARTER, HALF, YEAR, DAYS = "month", "quarter", "half", "year", "days"
#: Kind → (Chinese name, months; None for any days).
KINDS: dict[str, tuple[str, int | None]] = {
    MONTH: (_("月"), 1),
    QUARTER: (_("季度"), 3),
    HALF: (_("半年"), 6),
    YEAR: (_("年度"), 12),
    DAYS: (_("自定期间"), None),
}
#: A free span longer than this says nothing a yearly report does not say better.
MAX_DAYS = 1100
_QUARTER_NAMES = "一二三四"
_HALF_NAMES = "上下"
_CODE = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])))?")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Days that are counted together and compared with days of the same kind.

    Attributes:
        first_day, last_day: both included.
        kind: one of `KINDS`.
    """

    first_day: date
    last_day: date
    kind: str = DAYS

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise PeriodError(_("没有“%(kind)s”这种期间") % {"kind": self.kind})
        if self.last_day < self.first_day:
            raise PeriodError(_("截止日不能早于起始日"))
        if self.kind == DAYS and (self.last_day - self.first_day).days >= MAX_DAYS:
            raise PeriodError(_("期间最长%(max_days)s天") % {"max_days": MAX_DAYS})
        if not (self.first_day.year >= 1901 and self.last_day.year <= 9997):
            raise PeriodError(_("期间超出可以统计的年份"))

    @classmethod
    def of_months(cls, first: Month, kind: str) -> Period:
        """The period of that kind whose first month is `first`."""
        return cls(first.first_day, first.plus(_length(kind) - 1).last_day, kind)

    @classmethod
    def of(cls, days: Days) -> Period:
        """A month as a period; a period as it is."""
        return days if isinstance(days, cls) else cls.parse(days.code)

    @classmethod
    def around(cls, day: date, kind: str) -> Period:
        """The month, quarter, half-year or year a day lies in."""
        length = _length(kind)
        return cls.of_months(Month(day.year, (day.month - 1) // length * length + 1), kind)

    @classmethod
    def parse(cls, code: str) -> Period:
        """Read ``2026-10``, ``2026-Q3``, ``2026-H1``, ``2026`` or ``2026-09-01_2026-11-15``.

        Raises:
            PeriodError: anything else, with a Chinese message.
        """
        if match := _DAYS.fullmatch(code):
            try:
                return cls(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
            except ValueError as error:
                raise (
                    error
                    if isinstance(error, PeriodError)
                    else PeriodError(_("“%(code)s”中的日期不存在") % {"code": code})
                ) from None
        if match := _CODE.fullmatch(code):
            year = int(match["year"])
            if match["quarter"]:
                return cls.of_months(Month(year, int(match["quarter"]) * 3 - 2), QUARTER)
            if match["half"]:
                return cls.of_months(Month(year, int(match["half"]) * 6 - 5), HALF)
            return cls.of_months(Month(year, 1), YEAR)
        return cls.of_months(Month.parse(code), MONTH)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months the period touches, oldest first."""
        first, last = Month.of(self.first_day), Month.of(self.last_day)
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        return last.trailing(count)

    @property
    def days(self) -> int:
        """How many days are counted."""
        return (self.last_day - self.first_day).days + 1

    @property
    def code(self) -> str:
        """Stable key for addresses and columns, at most 21 characters."""
        first = self.first_day
        return {
            MONTH: f"{first.year:04d}-{first.month:02d}",
            QUARTER: f"{first.year:04d}-Q{(first.month + 2) // 3}",
            HALF: f"{first.year:04d}-H{(first.month + 5) // 6}",
            YEAR: f"{first.year:04d}",
            DAYS: f"{first.isoformat()}_{self.last_day.isoformat()}",
        }[self.kind]

    @property
    def label(self) -> str:
        """Chinese name: ``2026年10月``, ``2026年第三季度``, ``2026年上半年``, ``2026年度``, ``2026年9月1日至11月15日``."""
        first, last = self.first_day, self.last_day
        if self.kind == DAYS:
            year = "" if first.year == last.year else f"{last.year}年"
            head = f"{first.year}年{first.month}月{first.day}日"
            return head if first == last else f"{head}至{year}{last.month}月{last.day}日"
        return {
            MONTH: f"{first.year}年{first.month}月",
            QUARTER: f"{first.year}年第{_QUARTER_NAMES[(first.month - 1) // 3]}季度",
            HALF: f"{first.year}年{_HALF_NAMES[(first.month - 1) // 6]}半年",
            YEAR: f"{first.year}年度",
        }[self.kind]

    @property
    def previous(self) -> Period:
        """What 环比 compares with: the period of the same kind before, or as many days before."""
        if self.kind == DAYS:
            return Period(
                self.first_day - timedelta(days=self.days), self.first_day - timedelta(days=1)
            )
        length = _length(self.kind)
        return Period.of_months(Month.of(self.first_day).plus(-length), self.kind)

    @property
    def year_before(self) -> Period:
        """What 同比 compares with: the same days of the year before (28 February for the 29th)."""
        if self.kind == DAYS:
            return Period(_a_year_before(self.first_day), _a_year_before(self.last_day))
        return Period.of_months(Month.of(self.first_day).year_before, self.kind)

    def is_over(self, on: date) -> bool:
        """True when the period has ended before `on`."""
        return self.last_day < on


def _length(kind: str) -> int:
    length = KINDS.get(kind, ("", None))[1]
    if length is None:
        raise PeriodError(_("“%(kind)s”不是由整月组成的期间") % {"kind": kind})
    return length


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
