"""How a figure moved against its base: counts in percent, rates in points, days in days."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.domain.words import words as _
from reporting.domain.indicators import Indicator, Kind
from reporting.domain.measures import BASE_IS_ZERO, NO_DATA
from reporting.domain.values import Value

TENTH = Decimal("0.1")
UNCHANGED = _("持平")
PERCENT, POINTS, DAYS = "percent", "points", "days"
_SUFFIX = {PERCENT: "%", POINTS: _("个百分点"), DAYS: _("天")}


@dataclass(frozen=True, slots=True)
class Change:
    """One comparison (同比 or 环比).

    Attributes:
        text: "+12.5%", "−3.0个百分点", "持平", "基数为零", or "—" where one side says nothing.
        number: the change, None where there is none to compute.
        unit: "percent", "points" or "days".
    """

    text: str
    number: Decimal | None = None
    unit: str = PERCENT


def change_of(one: Indicator, now: Value, base: Value) -> Change:
    """Compare a figure with its base.

    Args:
        one: the definition.
        now, base: what it came to in the period and in the one compared with.
    """
    if one.kind in (Kind.COUNT, Kind.PER_10K):
        return _relative(_exact(now), _exact(base))
    unit = POINTS if one.kind == Kind.RATE else DAYS
    if now.number is None or base.number is None:
        return Change(NO_DATA, unit=unit)
    return _worded(now.number - base.number, unit)


def _exact(value: Value) -> Decimal | None:
    """What a change in percent is computed from: never a rounded number."""
    return value.number if value.exact is None else value.exact


def _relative(now: Decimal | None, base: Decimal | None) -> Change:
    if now is None or base is None:
        return Change(NO_DATA)
    if now == base:
        return Change(UNCHANGED, Decimal(0))
    if not base:
        return Change(BASE_IS_ZERO)
    return _worded((now - base) * 100 / base, PERCENT)


def _worded(number: Decimal, unit: str) -> Change:
    shown = number.quantize(TENTH, ROUND_HALF_UP)
    if not number:
        return Change(UNCHANGED, Decimal(0), unit)
    sign = "+" if number > 0 else "−"
    return Change(f"{sign}{abs(shown)}{_SUFFIX[unit]}", shown, unit)
