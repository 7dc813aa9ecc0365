"""What a period is compared with when it is made of months but is none of the named kinds, and its months.

The first twenty days of November stand beside the first twenty of October, as on the dashboard; January to
October beside the ten months before and beside January to October of the year before, leap day or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from reporting.domain.periods import Month
from reporting.domain.spans import DAYS, HALF, MONTH, QUARTER, YEAR, Period


def before(period: Period) -> Period:
    """What 环比 compares with."""
    if period.kind != DAYS or period.first_day.day != 1:
        return period.previous
    return _shifted(period, -len(period.months))


def year_before(period: Period) -> Period:
    """What 同比 compares with."""
    if period.kind != DAYS or period.first_day.day != 1:
        return period.year_before
    return _shifted(period, -12)


def _shifted(period: Period, months: int) -> Period:
    first = Month.of(period.first_day).plus(months)
    last = Month.of(period.last_day)
    moved = last.plus(months)
    if period.last_day == last.last_day:
        return Period(first.first_day, moved.last_day)
    day = min(period.last_day.day, moved.last_day.day)
    return Period(first.first_day, moved.first_day.replace(day=day))


def months_by_code(period: Period) -> Mapping[str, Month]:
    """The months the period touches by their codes, oldest first."""
    return {month.code: month for month in period.months}


def part_of(period: Period, month: Month) -> Period:
    """The days of the period that lie in one of its months."""
    return spanning(max(period.first_day, month.first_day), min(period.last_day, month.last_day))


def spanning(first: date, last: date) -> Period:
    """The days from `first` to `last`, as a month, quarter, half-year or year where they are one.

    Raises:
        PeriodError: the days are no period.
    """
    for kind in (MONTH, QUARTER, HALF, YEAR):
        named = Period.around(first, kind)
        if (named.first_day, named.last_day) == (first, last):
            return named
    return Period(first, last)


def until_yesterday(period: Period, today: date) -> Period | None:
    """The days of the period that are over; None when there is none.

    A limit that ends today has not been missed yet, so a day counts once it is over.
    """
    if period.is_over(today):
        return period
    if period.first_day >= today:
        return None
    return spanning(period.first_day, today - timedelta(days=1))
