"""Matters received by place, class, form and month: read from closed months where they hold, counted where they do not.

Query budget of `place_counts`: 5 where sums of the county may be read (closed months twice, sums, units, classes), one more
when some of the months are re-opened or still run; 3 for a reader who sees less. Whatever the number of matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from petitions.querysets import CaseQuerySet
from reporting.domain.closed_months import stretches
from reporting.domain.figures import TOWNSHIP
from reporting.domain.periods import Month
from reporting.domain.spans import Period
from reporting.models import PlaceCell
from reporting.selectors.closed_months import Ledger, ledger
from reporting.selectors.dimensions import DIMENSIONS, Key
from reporting.selectors.units import owner_of, units_of

#: What the keys of a count are, in this order: township, class, form, month code, "0" first or "1" repeated.
PLACE, CLASS, FORM, MONTH_CODE, REPEAT = range(5)
Keys = tuple[Key, Key, Key, str, str]
#: Path of the place, code of the class, form, repeated or not, a day of the month, matters.
Row = tuple[str | None, str | None, str, bool, date, int]


@dataclass(frozen=True)
class PlaceCounts:
    """What was found.

    Attributes:
        matters: keys → matters; what is nil is left out.
        names: (dimension, key) → Chinese name; dimensions place, class1, class2, form, repeat.
        counted: months that were counted from the matters.
    """

    matters: Mapping[Keys, int]
    names: Mapping[tuple[str, Key], str]
    counted: tuple[Month, ...]


def place_counts(
    cases: CaseQuerySet, months: Sequence[Month], *, is_county: bool = False
) -> PlaceCounts:
    """Matters received in each month.

    Args:
        cases: matters that may be counted.
        months: in their order; places are those of the last one's end.
        is_county: `cases` are all of `county_cases()`, so that sums kept of the county may be read.
    """
    book = ledger() if is_county else None
    again = tuple(month for month in months if book is None or _is_counted(book, month))
    rows: list[Row] = []
    if book is not None:
        rows += _stored(book.holding([month for month in months if month not in again]))
    if again:
        rows += _counted(cases, again)
    towns = {
        unit.path: (unit.pk, str(unit))
        for unit in units_of(months[-1].last_day)
        if unit.kind == TOWNSHIP
    }
    return PlaceCounts(_sums(rows, towns), _names(towns, months), again)


def _is_counted(book: Ledger, month: Month) -> bool:
    """True for a month without sums that hold; before the first matter there is nothing to count."""
    return book.last is None or month > book.last or month in book.reopened


def _stored(ids: Collection[int]) -> Iterable[Row]:
    rows = PlaceCell.objects.filter(month__in=ids).order_by()
    return rows.values_list(
        "place__path", "content_class__code", "form", "is_repeat", "month__first_day"
    ).annotate(Sum("matters"))


def _counted(cases: CaseQuerySet, months: Collection[Month]) -> Iterable[Row]:
    within = Q()
    for first, last in stretches(months):
        within |= Q(received_on__gte=first, received_on__lte=last)
    rows = cases.filter(within).order_by()
    rows = rows.annotate(repeated=Q(repeat_of__isnull=False), of_month=TruncMonth("received_on"))
    return rows.values_list(
        "place__path", "content_class__code", "form", "repeated", "of_month"
    ).annotate(Count("pk"))


def _sums(rows: Iterable[Row], towns: Mapping[str, tuple[int, str]]) -> Counter[Keys]:
    owner = {path: pk for path, (pk, _name) in towns.items()}
    found: Counter[Keys] = Counter()
    for path, code, form, repeated, day, number in rows:
        town = owner_of(path, owner)
        found[town, code, form, Month.of(day).code, "1" if repeated else "0"] += number
    return found


def _names(
    towns: Mapping[str, tuple[int, str]], months: Sequence[Month]
) -> dict[tuple[str, Key], str]:
    period = Period(months[0].first_day, months[-1].last_day)
    classes = DIMENSIONS["class2"].names(period)
    listed: dict[str, Mapping[Any, str]] = {
        "place": dict(towns.values()),
        "class1": classes,
        "class2": classes,
        "form": DIMENSIONS["form"].names(period),
        "repeat": DIMENSIONS["repeat"].names(period),
    }
    return {(name, key): text for name, table in listed.items() for key, text in table.items()}
