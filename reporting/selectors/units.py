"""The row of each township and department: one aggregate query for each table, rolled up by path.

A matter whose place is a village counts for its township; a matter dispatched to a station of a
department counts for the department. Townships and departments are counted apart, so a matter of a
township that a department handles stands in both tables, once in each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Q, Sum, Value, When

from organizations.models import Population, Unit
from petitions.models import Clock
from petitions.querysets import CaseQuerySet
from reporting.domain.figures import DEPARTMENT, TOWNSHIP, Tally, UnitFigures
from reporting.domain.measures import Balance, Rate
from reporting.domain.periods import Days, Span
from reporting.selectors.cases import CONCLUDE, INFORM, late_at, open_at, received

KIND = Choose(
    When(code__in=INFORM, then=Value("inform")),
    When(code__in=CONCLUDE, then=Value("conclude")),
    default=Value(""),
    output_field=CharField(),
)
KINDS = ("inform", "conclude")
A_DAY = timedelta(days=1)
MISSED = Q(on_time=False) | Q(on_time__isnull=True)
Sums = Counter[str]


def ranked_units(period: Days) -> list[Unit]:
    """Townships and departments that existed at the end of the period, in their order."""
    return units_of(period.last_day)


def units_of(day: date) -> list[Unit]:
    """Townships and departments that existed that day, in their order."""
    return list(
        Unit.objects.active(on=day)
        .filter(kind__in=[TOWNSHIP, DEPARTMENT])
        .order_by("-kind", "order", "code")
    )


def residents_of(period: Days) -> dict[int, tuple[int, int]]:
    """unit id → (residents, year): of the year the period ends in, else of the nearest year before, else after."""
    return _nearest(_population(), period.last_day.year)


def residents_by_year(years: Iterable[int]) -> dict[int, dict[int, int]]:
    """Year → township id → residents of that year, or of the nearest year known (one query)."""
    rows = _population(unit__kind=TOWNSHIP)
    return {
        year: {unit: people for unit, (people, _year) in _nearest(rows, year).items()}
        for year in set(years)
    }


def _population(**only: Any) -> list[tuple[int, int, int]]:
    rows = Population.objects.filter(**only).order_by("year")
    return list(rows.values_list("unit_id", "residents", "year"))


def _nearest(rows: Iterable[tuple[int, int, int]], year_wanted: int) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for unit_id, residents, year in rows:
        if year <= year_wanted or unit_id not in found:
            found[unit_id] = (residents, year)
    return found


@dataclass(frozen=True)
class UnitTable:
    """The rows of the units and what all rows, listed or not, add up to."""

    units: tuple[UnitFigures, ...]
    balance: Balance
    inform: Rate
    conclude: Rate


@dataclass(frozen=True)
class UnitRows:
    """What the unit tables add up, by path of the unit; several rows of one path are added up."""

    by_place: Sequence[Mapping[str, Any]]
    by_owner: Sequence[Mapping[str, Any]]
    limits: Sequence[Mapping[str, Any]]


def unit_rows(
    cases: CaseQuerySet, span: Span, *, owed: tuple[CaseQuerySet, Sequence[str]] | None = None
) -> UnitRows:
    """Count the rows from the matters themselves (three queries).

    Args:
        cases: what may be counted.
        span: the days counted.
        owed: where the rows are of some units only: the matters whose limits count, and the units that owe them.
    """
    return UnitRows(
        by_place=_counted(cases, span, "place__path"),
        by_owner=_counted(cases, span, "responsible_unit__path"),
        limits=limits_of(owed[0], span, owners=owed[1]) if owed else limits_of(cases, span),
    )


def unit_table(rows: UnitRows, span: Span, *, unit_ids: Iterable[int] | None = None) -> UnitTable:
    """One row per township and department, and the county's balance and rates (two queries).

    Args:
        rows: what is added up.
        span: the days counted.
        unit_ids: only these units; all when None.
    """
    units = ranked_units(span.period)
    if unit_ids is not None:
        wanted = set(unit_ids)
        units = [unit for unit in units if unit.pk in wanted]
    owner = {unit.path: unit.pk for unit in units}
    people = residents_of(span.period)
    counts = {
        TOWNSHIP: _roll_up(rows.by_place, owner),
        DEPARTMENT: _roll_up(rows.by_owner, owner),
    }
    limits = rows.limits
    kept = {kind: _roll_up((r for r in limits if r["kind"] == kind), owner) for kind in KINDS}
    return UnitTable(
        units=tuple(
            _row(unit, counts[unit.kind][unit.pk], kept, people.get(unit.pk)) for unit in units
        ),
        balance=_balance(_total(rows.by_place)),
        inform=_rate(_total(row for row in limits if row["kind"] == "inform")),
        conclude=_rate(_total(row for row in limits if row["kind"] == "conclude")),
    )


def _row(
    unit: Unit, found: Sums, kept: Mapping[str, dict[int, Sums]], people: tuple[int, int] | None
) -> UnitFigures:
    residents, year = people or (None, None)
    inform, conclude = (kept[kind][unit.pk] for kind in KINDS)
    return UnitFigures(
        unit_id=unit.pk,
        name=str(unit),
        group=unit.kind,
        matters=Tally(found["received"], found["last_month"], found["last_year"]),
        persons=found["persons"],
        batches=found["batches"],
        collective=found["collective"],
        repeats=found["repeats"],
        balance=_balance(found),
        inform=_rate(inform),
        conclude=_rate(conclude),
        late_inform=inform["late"],
        late_conclude=conclude["late"],
        residents=residents,
        population_year=year,
    )


def _balance(sums: Sums) -> Balance:
    return Balance(*(sums[name] for name in ("opening", "received", "closed", "pending")))


def _rate(sums: Sums) -> Rate:
    return Rate(sums["due"] - sums["missed"], sums["due"])


def _counted(cases: CaseQuerySet, span: Span, path: str) -> list[dict[str, Any]]:
    period = span.period
    closed = Q(closed_on__gte=period.first_day, closed_on__lte=period.last_day)
    return flows_of(
        cases,
        path,
        came={name: received(*ends) for name, ends in span.days.items()},
        closed=closed,
        stock={
            "opening": open_at(period.first_day - A_DAY),
            "pending": open_at(period.last_day),
        },
    )


def flows_of(
    cases: CaseQuerySet, path: str, *, came: Mapping[str, Q], closed: Q, stock: Mapping[str, Q]
) -> list[dict[str, Any]]:
    """What came, went and stood open, by path of the unit (one query).

    Args:
        cases: what may be counted.
        path: the unit that is meant.
        came: conditions of receipt for "now", "last_month", "last_year".
        closed: condition of closing.
        stock: further counts by name.
    """
    now, before, year_before = came["now"], came["last_month"], came["last_year"]
    asked = now | before | year_before | closed
    for condition in stock.values():
        asked |= condition
    rows = (
        cases.filter(asked)
        .values(path)
        .annotate(
            received=Count("pk", filter=now),
            last_month=Count("pk", filter=before),
            last_year=Count("pk", filter=year_before),
            persons=Sum("head_count", filter=now, default=0),
            batches=Count("pk", filter=now & Q(form="visit")),
            collective=Count("pk", filter=now & Q(is_collective=True)),
            repeats=Count("pk", filter=now & Q(repeat_of__isnull=False)),
            closed=Count("pk", filter=closed),
            **{name: Count("pk", filter=condition) for name, condition in stock.items()},
        )
        .order_by()
    )
    return [{"path": row[path], **row} for row in rows]


def limits_of(
    cases: CaseQuerySet, span: Span, *, owners: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Limits that ended in the period and limits past at its end, by owing unit and kind.

    Counts matters, not clocks: a matter whose limits at one unit ended twice in the period counts
    once, and as missed when one of them was. Each count is made for itself in one query; `owners`: only what
    units under these paths owe.
    """
    ended = Q(due_on__gte=span.period.first_day, due_on__lte=span.limits_to)
    ended &= ~Q(status="cancelled")
    late = late_at(span.limits_to) & Q(case__in=cases.filter(open_at(span.limits_to)))
    mine = Q() if owners is None else Q(pk__in=[])
    for path in owners or ():
        mine |= Q(owed_by_unit__path__startswith=path)
    rows = (
        Clock.objects.filter(
            ended | late,
            mine,
            case__in=cases,
            code__in=INFORM + CONCLUDE,
        )
        .annotate(kind=KIND)
        .values("kind", "owed_by_unit__path")
        .annotate(
            due=Count("case", distinct=True, filter=ended),
            missed=Count("case", distinct=True, filter=ended & MISSED),
            late=Count("case", distinct=True, filter=late),
        )
        .order_by()
    )
    return [{"path": row["owed_by_unit__path"], **row} for row in rows]


def owner_of(path: str | None, owner: Mapping[str, int]) -> int | None:
    """The listed unit that is the path's own or its nearest above."""
    while path:
        if path in owner:
            return owner[path]
        path = path.rstrip("/").rpartition("/")[0]
        path = f"{path}/" if path else ""
    return None


def _roll_up(rows: Iterable[Mapping[str, Any]], owner: Mapping[str, int]) -> dict[int, Sums]:
    """Sum the rows of each listed unit; rows that belong to none are left out."""
    parts: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        unit = owner_of(row["path"], owner)
        if unit is not None:
            parts[unit].append(row)
    return defaultdict(Counter, {unit: _total(mine) for unit, mine in parts.items()})


def _total(rows: Iterable[Mapping[str, Any]]) -> Sums:
    sums: Sums = Counter()
    for row in rows:
        sums.update({name: n for name, n in row.items() if isinstance(n, int)})
    return sums
