"""One month counted from its matters, in the shape in which closed months are kept.

The builder stores these counts and `check_rollups` compares them with what is stored. Query budget: eight for
what a month's rows hold, two more for what was open at its end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from petitions.models import Clock
from reporting.domain.periods import Month
from reporting.models import FlowSide
from reporting.selectors.cases import CONCLUDE, INFORM, county_cases, late_at, open_at, received
from reporting.selectors.units import KIND, MISSED

CELL = ("form", "level_visited", "is_collective", "content_class_id", "is_repeat", "is_unplaced")
PLACED = ("place_id", "form", "content_class_id", "is_repeat")
FLOWS = ("received", "closed", "persons", "batches", "collective", "repeats")
LIMITS = ("due", "missed", "late")
COLUMNS = {FlowSide.PLACE: "place", FlowSide.OWNER: "responsible_unit"}
UnitKey = tuple[str, int | None]
Sums = dict[str, int]


@dataclass
class MonthCounts:
    """A month.

    Attributes:
        cells: values of `CELL` → (matters, persons).
        placed: values of `PLACED` → matters.
        flows: (side, unit id) → `FLOWS`.
        limits: (kind, unit id) → `LIMITS`.
    """

    cells: dict[tuple[Any, ...], tuple[int, int]] = field(default_factory=dict)
    placed: dict[tuple[Any, ...], int] = field(default_factory=dict)
    flows: dict[UnitKey, Sums] = field(default_factory=dict)
    limits: dict[UnitKey, Sums] = field(default_factory=dict)


def count_month(month: Month) -> MonthCounts:
    """Count a month from the matters and limits as they are now; reports are left out."""
    return MonthCounts(_cells(month), _placed(month), _flows(month), _limits(month))


def open_at_end(month: Month) -> dict[UnitKey, int]:
    """(side, unit id) → matters open at the month's end, counted one by one."""
    cases = county_cases().filter(open_at(month.last_day)).order_by()
    return {
        (side.value, unit): number
        for side, column in COLUMNS.items()
        for unit, number in cases.values_list(f"{column}_id").annotate(Count("pk"))
    }


def _cells(month: Month) -> dict[tuple[Any, ...], tuple[int, int]]:
    rows = (
        county_cases()
        .filter(received(month.first_day, month.last_day))
        .order_by()
        .annotate(is_repeat=Q(repeat_of__isnull=False), is_unplaced=Q(place__isnull=True))
        .values_list(*CELL)
        .annotate(Count("pk"), Sum("head_count"))
    )
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}


def _placed(month: Month) -> dict[tuple[Any, ...], int]:
    rows = (
        county_cases()
        .filter(received(month.first_day, month.last_day))
        .order_by()
        .annotate(is_repeat=Q(repeat_of__isnull=False))
        .values_list(*PLACED)
        .annotate(Count("pk"))
    )
    return {tuple(row[:-1]): row[-1] for row in rows}


def _flows(month: Month) -> dict[UnitKey, Sums]:
    cases = county_cases().order_by()
    came = cases.filter(received(month.first_day, month.last_day))
    went = cases.filter(closed_on__gte=month.first_day, closed_on__lte=month.last_day)
    found: dict[UnitKey, Sums] = defaultdict(lambda: dict.fromkeys(FLOWS, 0))
    for side, column in COLUMNS.items():
        counted = came.values(f"{column}_id").annotate(
            received=Count("pk"),
            persons=Sum("head_count"),
            batches=Count("pk", filter=Q(form="visit")),
            collective=Count("pk", filter=Q(is_collective=True)),
            repeats=Count("pk", filter=Q(repeat_of__isnull=False)),
        )
        for row in (*counted, *went.values(f"{column}_id").annotate(closed=Count("pk"))):
            found[side.value, row.pop(f"{column}_id")].update(row)
    return dict(found)


def _limits(month: Month) -> dict[UnitKey, Sums]:
    """Matters, not limits: two limits of a kind at one unit that ended in the month are one."""
    clocks = Clock.objects.filter(code__in=INFORM + CONCLUDE).annotate(kind=KIND).order_by()
    clocks = clocks.exclude(case__legal_class="report")
    ended = clocks.filter(due_on__gte=month.first_day, due_on__lte=month.last_day)
    due = _by_unit(
        ended.exclude(status="cancelled"),
        due=Count("case", distinct=True),
        missed=Count("case", distinct=True, filter=MISSED),
    )
    late = clocks.filter(late_at(month.last_day), _case_open_at(month))
    found: dict[UnitKey, Sums] = defaultdict(lambda: dict.fromkeys(LIMITS, 0))
    for counted in (due, _by_unit(late, late=Count("case", distinct=True))):
        for key, sums in counted.items():
            found[key].update(sums)
    return dict(found)


def _case_open_at(month: Month) -> Q:
    still = Q(case__closed_on__isnull=True) | Q(case__closed_on__gt=month.last_day)
    return Q(case__received_on__lte=month.last_day) & still


def _by_unit(clocks: QuerySet[Any], **sums: Any) -> Mapping[UnitKey, Sums]:
    rows = clocks.values("kind", "owed_by_unit_id").annotate(**sums)
    return {(row.pop("kind"), row.pop("owed_by_unit_id")): row for row in rows}
