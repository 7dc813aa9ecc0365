"""The row of each township and department: one aggregate query for each table, rolled up by path.

A matter whose place is a village counts for its township; a matter dispatched to a station of a
department counts for the department. Townships and departments are counted apart, so a matter of a
township that a department handles stands in both tables, once in each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Q, Sum, Value, When

from organizations.models import Population, Unit
from petitions.models import Clock
from petitions.querysets import CaseQuerySet
from reporting.domain.figures import DEPARTMENT, TOWNSHIP, Tally, UnitFigures
from reporting.domain.indicators import Balance, Rate
from reporting.domain.periods import Month, Span
from reporting.selectors.cases import CONCLUDE, INFORM, late_at, open_at, received

KIND = Choose(
    When(code__in=INFORM, then=Value("inform")),
    When(code__in=CONCLUDE, then=Value("conclude")),
    default=Value(""),
    output_field=CharField(),
)
KINDS = ("inform", "conclude")
MISSED = Q(on_time=False) | Q(on_time__isnull=True)
Sums = Counter[str]


def ranked_units(month: Month) -> list[Unit]:
    """Townships and departments that existed at the end of the month, in their order."""
    return list(
        Unit.objects.active(on=month.last_day)
        .filter(kind__in=[TOWNSHIP, DEPARTMENT])
        .order_by("-kind", "order", "code")
    )


def residents_of(month: Month) -> dict[int, tuple[int, int]]:
    """unit id → (residents, year): of the month's year, else of the nearest year before, else after."""
    rows = Population.objects.order_by("year").values_list("unit_id", "residents", "year")
    found: dict[int, tuple[int, int]] = {}
    for unit_id, residents, year in rows:
        if year <= month.year or unit_id not in found:
            found[unit_id] = (residents, year)
    return found


@dataclass(frozen=True)
class UnitTable:
    """The rows of the units and what all rows, listed or not, add up to."""

    units: tuple[UnitFigures, ...]
    balance: Balance
    inform: Rate
    conclude: Rate


def unit_table(
    cases: CaseQuerySet, span: Span, *, unit_ids: Iterable[int] | None = None
) -> UnitTable:
    """One row per township and department, and the county's balance and rates (five queries).

    Args:
        cases: what may be counted.
        span: the days counted.
        unit_ids: only these units; all when None.
    """
    units = ranked_units(span.month)
    if unit_ids is not None:
        wanted = set(unit_ids)
        units = [unit for unit in units if unit.pk in wanted]
    owner = {unit.path: unit.pk for unit in units}
    people = residents_of(span.month)
    by_place = _counted(cases, span, "place__path")
    counts = {
        TOWNSHIP: _roll_up(by_place, owner),
        DEPARTMENT: _roll_up(_counted(cases, span, "responsible_unit__path"), owner),
    }
    limits = _limits(cases, span)
    kept = {kind: _roll_up((r for r in limits if r["kind"] == kind), owner) for kind in KINDS}
    return UnitTable(
        units=tuple(
            _row(unit, counts[unit.kind][unit.pk], kept, people.get(unit.pk)) for unit in units
        ),
        balance=_balance(_total(by_place)),
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
    month = span.month
    now, before, year_before = (received(*ends) for ends in span.days.values())
    closed = Q(closed_on__gte=month.first_day, closed_on__lte=month.last_day)
    opening, pending = open_at(month.previous.last_day), open_at(month.last_day)
    rows = (
        cases.filter(now | before | year_before | closed | opening | pending)
        .values(path)
        .annotate(
            received=Count("pk", filter=now),
            last_month=Count("pk", filter=before),
            last_year=Count("pk", filter=year_before),
            persons=Sum("head_count", filter=now, default=0),
            batches=Count("pk", filter=now & Q(form="visit")),
            collective=Count("pk", filter=now & Q(is_collective=True)),
            repeats=Count("pk", filter=now & Q(repeat_of__isnull=False)),
            opening=Count("pk", filter=opening),
            closed=Count("pk", filter=closed),
            pending=Count("pk", filter=pending),
        )
        .order_by()
    )
    return [{"path": row[path], **row} for row in rows]


def _limits(cases: CaseQuerySet, span: Span) -> list[dict[str, Any]]:
    """Limits that ended in the month and limits past at its end, by owing unit and kind.

    Counts matters, not clocks: a matter whose limits at one unit ended twice in the month counts
    once, and as missed when one of them was. Each count is made for itself in one query.
    """
    ended = Q(due_on__gte=span.month.first_day) & ~Q(status="cancelled")
    late = late_at(span.limits_to) & Q(case__in=cases.filter(open_at(span.limits_to)))
    rows = (
        Clock.objects.filter(
            ended | late,
            case__in=cases,
            code__in=INFORM + CONCLUDE,
            due_on__lte=span.limits_to,
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
