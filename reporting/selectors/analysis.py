"""Reads a month for its analysis: what rose, hot spots, steps and quality by unit.

Query budget whatever the number of rows: `changes` that of `place_counts` (5 or 6 for the county, 3 for a reader who sees
less), `courses` 2, `quality` 5.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from petitions.querysets import CaseQuerySet
from reporting.domain import hotspots
from reporting.domain.analysis import CONCLUDE, DISPATCH, INFORM, Course, Rise
from reporting.domain.hotspots import Cell, HotSpot, Search
from reporting.domain.periods import Month
from reporting.domain.spans import MONTH, Period
from reporting.selectors.answers import Answer, Question
from reporting.selectors.dimensions import UNKNOWN, Key
from reporting.selectors.measuring import measure
from reporting.selectors.place_counts import (
    CLASS,
    FORM,
    MONTH_CODE,
    PLACE,
    REPEAT,
    Keys,
    place_counts,
)
from reporting.selectors.units import owner_of, units_of


@dataclass(frozen=True)
class Changes:
    """What changed in a month.

    Attributes:
        month, history: the month, and the twelve months before it.
        total: the whole county.
        by: dimension (class1, place, form, repeat) → every row.
        places: class of level one → its rows by place.
        search: hot spots among first matters; a cell's key is (place id, dimension of the class, code).
        names: (dimension, key) → Chinese name.
    """

    month: Month
    history: tuple[Month, ...]
    total: Rise
    by: Mapping[str, list[Rise]]
    places: Mapping[Key, list[Rise]]
    search: Search
    names: Mapping[tuple[str, Key], str]

    def name(self, dimension: str, key: Key) -> str:
        """Chinese name of a key."""
        return self.names.get((dimension, key)) or UNKNOWN.get(dimension, _("未注明"))

    @property
    def hot(self) -> tuple[HotSpot, ...]:
        """The hot spots."""
        return self.search.found


def changes(cases: CaseQuerySet, month: Month, *, is_county: bool = False) -> Changes:
    """Compare a month with the one before, the same of last year, and with its own twelve months.

    Args:
        cases: matters that may be counted.
        month: a month that is over.
        is_county: `cases` are all of the county's, so that sums kept of closed months may be read (ADR 0031).
    """
    months = month.trailing(hotspots.MONTHS + 1)
    history, read = months[:-1], place_counts(cases, months, is_county=is_county)
    counts, names = read.matters, read.names
    columns: dict[str, Callable[[Keys], Key]] = {
        "class1": lambda keys: _level_one(keys[CLASS]),
        "place": lambda keys: keys[PLACE],
        "form": lambda keys: keys[FORM],
        "repeat": lambda keys: keys[REPEAT],
    }
    classes: dict[Key, dict[Keys, int]] = defaultdict(dict)
    for keys, number in counts.items():
        classes[_level_one(keys[CLASS])][keys] = number

    def named(dimension: str, key: Key) -> str:
        return names.get((dimension, key)) or UNKNOWN.get(dimension, _("未注明"))

    (total,) = _rises(counts, month, lambda keys: None, lambda key: _("全县")) or [
        Rise(None, _("全县"), 0, 0, 0)
    ]
    return Changes(
        month=month,
        history=tuple(history),
        total=total,
        by={
            name: _rises(counts, month, column, partial(named, name))
            for name, column in columns.items()
        },
        places={
            code: _rises(mine, month, columns["place"], partial(named, "place"))
            for code, mine in classes.items()
        },
        search=_hot(counts, month, tuple(history)),
        names=names,
    )


def _level_one(code: Key) -> Key:
    return f"{str(code)[:2]}0000" if code else None


def _rises(
    counts: Mapping[Keys, int],
    month: Month,
    column: Callable[[Keys], Key],
    name: Callable[[Key], str],
) -> list[Rise]:
    wanted = (month.code, month.previous.code, month.year_before.code)
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for keys, number in counts.items():
        if keys[MONTH_CODE] in wanted:
            found[column(keys)][str(keys[MONTH_CODE])] += number
    rows = sorted(found.items(), key=lambda row: (row[0] is None, str(row[0])))
    return [Rise(key, name(key), *(sums[code] for code in wanted)) for key, sums in rows]


def _hot(counts: Mapping[Keys, int], month: Month, history: tuple[Month, ...]) -> Search:
    """Each known place with each class of level one and two; only first matters, so that coming again makes no hot spot."""
    kept = {code for keys, number in counts.items() if number and (code := keys[MONTH_CODE])}
    # months before the first matter were not empty, there was no register yet
    known = [
        one for at, one in enumerate(history) if any(o.code in kept for o in history[: at + 1])
    ]
    cells: dict[tuple[Key, str, Key], Counter[Key]] = defaultdict(Counter)
    for keys, number in counts.items():
        place, code = keys[PLACE], keys[CLASS]
        if keys[REPEAT] != "0" or place is None or code is None:
            continue
        first = _level_one(code)
        cells[place, "class1", first][keys[MONTH_CODE]] += number
        if code != first:
            cells[place, "class2", code][keys[MONTH_CODE]] += number
    return hotspots.search(
        (
            Cell(key, sums[month.code], tuple(sums[one.code] for one in known))
            for key, sums in cells.items()
        ),
        days=month.last_day.day,
        days_before=[one.last_day.day for one in known],
    )


@dataclass(frozen=True)
class Courses:
    """How long the matters concluded in a month took, by unit; key None is every unit that is not listed."""

    whole: Course
    by_unit: Mapping[int | None, Course]
    names: Mapping[int, str]


def courses(cases: CaseQuerySet, month: Month) -> Courses:
    """Days from receipt to each step, of the matters concluded in the month (two queries)."""
    done = cases.filter(concluded_on__gte=month.first_day, concluded_on__lte=month.last_day)
    rows = (
        done.order_by()
        .annotate(sent=TruncDate("dispatched_at"))
        .values_list("responsible_unit__path", "received_on", "sent", "informed_on", "concluded_on")
        .annotate(n=Count("pk"))
    )
    units = units_of(month.last_day)
    owner = {unit.path: unit.pk for unit in units}
    counts: Counter[int | None] = Counter()
    days: dict[int | None, dict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    whole: dict[str, Counter[int]] = defaultdict(Counter)
    for path, received, sent, informed, concluded, number in rows:
        unit = owner_of(path, owner)
        counts[unit] += number
        for step, day in ((DISPATCH, sent), (INFORM, informed), (CONCLUDE, concluded)):
            if day is not None:
                took = max((_day(day) - received).days, 0)
                days[unit][step][took] += number
                whole[step][took] += number
    return Courses(
        whole=Course(sum(counts.values()), whole),
        by_unit={unit: Course(number, days[unit]) for unit, number in counts.items()},
        names={unit.pk: str(unit) for unit in units},
    )


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


#: What stands beside speed: coming again, what the petitioner thought, what a higher organ changed.
QUALITY = ("repeat_rate", "unit_satisfaction", "overturned_rate")


def quality(cases: CaseQuerySet, month: Month) -> Answer:
    """The figures of quality by unit (five queries)."""
    return measure(cases, Question(QUALITY, Period.of_months(month, MONTH), ("owner",)))
