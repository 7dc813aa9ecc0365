"""What a figure came to: an amount, a share, a number per 10,000 residents, a number of days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.domain.words import words as _
from reporting.domain.indicators import Indicator, Kind
from reporting.domain.measures import NO_DATA, TOO_FEW, Rate

CENT = Decimal("0.01")
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of one row.

    Attributes:
        number: what it came to; None where nothing can be said.
        text: as printed.
        rate: the share behind a percentage.
        note: why there is no number ("样本不足").
        exact: the number before it was rounded, which changes are computed from; None where nothing was rounded.
    """

    number: Decimal | None
    text: str
    rate: Rate | None = None
    note: str = ""
    exact: Decimal | None = None

    @property
    def rankable(self) -> bool:
        """True when the figure may be compared with that of others."""
        return self.number is not None and (self.rate is None or self.rate.ranked)


def value_of(
    one: Indicator,
    sums: Mapping[str, int],
    *,
    days: Mapping[int, int] | None = None,
    residents: int | None = None,
) -> Value:
    """Make a figure from what was counted.

    Args:
        one: the definition.
        sums: counted parts by code.
        days: calendar days → number of matters, for means and medians.
        residents: resident population of the row, for figures per 10,000.
    """
    if one.kind == Kind.RATE:
        return _rate(one, sums)
    if one.kind == Kind.PER_10K:
        if not residents:
            return Value(None, NO_DATA, note=_("缺少常住人口数据"))
        return _decimal(Decimal(sums.get("matters", 0)) * 10_000 / residents, CENT)
    if one.kind in (Kind.MEAN, Kind.MEDIAN):
        if not days:
            return Value(None, NO_DATA)
        return _decimal(mean(days) if one.kind == Kind.MEAN else median(days), TENTH)
    number = sums.get(one.code, 0)
    return Value(Decimal(number), str(number))


def _rate(one: Indicator, sums: Mapping[str, int]) -> Value:
    due, hits = sums.get(one.due, 0), sums.get(one.hits, 0)
    rate = Rate(due - hits if one.counts_misses else hits, due)
    if due and not rate.ranked:
        return Value(None, rate.full, rate, TOO_FEW)
    return Value(rate.percent, rate.text, rate)


def _decimal(number: Decimal, step: Decimal) -> Value:
    shown = number.quantize(step, ROUND_HALF_UP)
    return Value(shown, str(shown), exact=number)


def mean(days: Mapping[int, int]) -> Decimal:
    """Mean of a table value → how often; ValueError when it is empty."""
    count = sum(days.values())
    if not count:
        raise ValueError("no values")
    return Decimal(sum(day * n for day, n in days.items())) / count


def median(days: Mapping[int, int]) -> Decimal:
    """Median of a table value → how often; ValueError when it is empty."""
    count = sum(days.values())
    if not count:
        raise ValueError("no values")
    lower, upper = _nth(days, (count - 1) // 2), _nth(days, count // 2)
    return Decimal(lower + upper) / 2


def _nth(days: Mapping[int, int], index: int) -> int:
    """The value at that place, from zero, when all are laid out in order."""
    seen = 0
    for day in sorted(days):
        seen += days[day]
        if index < seen:
            return day
    raise IndexError(index)
