"""Which months a change touches, and which spans are made of whole months."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from reporting.domain.periods import Month

#: More re-opened months than this are not counted one by one: the whole question is counted from the matters.
MOST_RECOUNTED = 24
Days = tuple[date, date]


def months_from(first: Month, last: Month) -> tuple[Month, ...]:
    """All months from `first` to `last`, both included; none when `last` comes first."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return last.trailing(count) if count > 0 else ()


def whole_months(first_day: date, last_day: date) -> tuple[Month, ...]:
    """The months a span is made of; none when it begins or ends inside a month."""
    first, last = Month.of(first_day), Month.of(last_day)
    if first.first_day != first_day or last.last_day != last_day:
        return ()
    return months_from(first, last)


def touched(changes: Iterable[tuple[date, date | None]], last: Month) -> frozenset[Month]:
    """The months up to `last` whose sums no longer hold.

    Args:
        changes: (first day, last day or None for "ever since") of each change.
        last: the last month kept in sums.
    """
    found: set[Month] = set()
    for since, until in set(changes):
        end = last if until is None else min(last, Month.of(until))
        found.update(months_from(Month.of(since), end))
    return frozenset(found)


def stretches(months: Iterable[Month]) -> tuple[Days, ...]:
    """The fewest spans of days that hold exactly these months, in order."""
    spans: list[Days] = []
    for month in sorted(months):
        if spans and spans[-1][1] + timedelta(days=1) == month.first_day:
            spans[-1] = (spans[-1][0], month.last_day)
        else:
            spans.append((month.first_day, month.last_day))
    return tuple(spans)
