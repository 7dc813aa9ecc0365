"""Periods that move with the day they are asked on: a saved view that says 上月 is new each month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from core.domain.words import words as _
from reporting.domain.neighbours import spanning
from reporting.domain.periods import Month
from reporting.domain.spans import HALF, MONTH, QUARTER, YEAR, Period


def _last(kind: str) -> Callable[[date], Period]:
    return lambda today: Period.around(today, kind).previous


def _running(kind: str) -> Callable[[date], Period]:
    return lambda today: Period.around(today, kind)


def _year_to_last_month(today: date) -> Period:
    """In January the whole year before."""
    last = Month.of(today).previous
    return spanning(Month(last.year, 1).first_day, last.last_day)


def _twelve_months(today: date) -> Period:
    last = Month.of(today).previous
    return spanning(last.plus(-11).first_day, last.last_day)


#: Code → Chinese name and the period as of a day.
RELATIVE: Mapping[str, tuple[str, Callable[[date], Period]]] = {
    "last_month": (_("上月"), _last(MONTH)),
    "this_month": (_("本月"), _running(MONTH)),
    "last_quarter": (_("上季度"), _last(QUARTER)),
    "this_quarter": (_("本季度"), _running(QUARTER)),
    "last_half": (_("上一个半年"), _last(HALF)),
    "year_to_last_month": (_("本年至上月"), _year_to_last_month),
    "this_year": (_("本年"), _running(YEAR)),
    "last_year": (_("上年"), _last(YEAR)),
    "last_12_months": (_("近十二个月（至上月）"), _twelve_months),
}


def resolve(code: str, today: date) -> Period:
    """The period a code means on a day.

    Raises:
        PeriodError: neither a relative period nor the code of a period.
    """
    if code in RELATIVE:
        return RELATIVE[code][1](today)
    return Period.parse(code)
