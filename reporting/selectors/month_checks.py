"""Whether closed months say what the matters say: stored sums against counted ones, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reporting.domain.periods import Month
from reporting.models import ClosedMonth
from reporting.selectors.month_counts import (
    CELL,
    FLOWS,
    LIMITS,
    PLACED,
    MonthCounts,
    Sums,
    UnitKey,
    count_month,
    open_at_end,
)


def stored_month(row: ClosedMonth) -> MonthCounts:
    """What is kept of a month (four queries); rows of nothing are left out, as in a count."""
    cells = row.cells.values_list(*CELL, "matters", "persons")
    placed = row.placed.values_list(*PLACED, "matters")
    return MonthCounts(
        cells={tuple(cell[:-2]): (cell[-2], cell[-1]) for cell in cells},
        placed={tuple(cell[:-1]): cell[-1] for cell in placed},
        flows=_kept(row.flows.values("side", "unit_id", *FLOWS)),
        limits=_kept(row.limits.values("kind", "unit_id", *LIMITS)),
    )


def _kept(rows: Any) -> dict[UnitKey, Sums]:
    found: dict[UnitKey, Sums] = {}
    for row in rows:
        key = (row.pop("side", None) or row.pop("kind"), row.pop("unit_id"))
        if any(row.values()):
            found[key] = row
    return found


def differences(row: ClosedMonth) -> list[str]:
    """What is stored of a month and is not so, one line each; empty when all holds (fourteen queries).

    Checked are both kinds of cells, the flows and the limits against a fresh count, and that each unit's month begins with
    what the month before left.
    """
    stored, counted = stored_month(row), count_month(Month.of(row.first_day))
    return [
        *_compare("received", stored.cells, counted.cells),
        *_compare("placed", stored.placed, counted.placed),
        *_compare("flow", stored.flows, counted.flows),
        *_compare("limits", stored.limits, counted.limits),
        *_chain(row),
    ]


def stock_differences(row: ClosedMonth) -> list[str]:
    """The stock at a month's end against the matters open that day; holds when no month before is re-opened."""
    counted = open_at_end(Month.of(row.first_day))
    return list(_compare("open at the end", _stock(row, "pending"), counted))


def _compare(what: str, stored: Mapping[Any, Any], counted: Mapping[Any, Any]) -> Iterator[str]:
    for key in sorted({*stored, *counted}, key=str):
        if stored.get(key) != counted.get(key):
            yield f"{what} {key}: stored {stored.get(key)}, counted {counted.get(key)}"


def _stock(row: ClosedMonth, field: str) -> dict[UnitKey, int]:
    rows = row.flows.values_list("side", "unit_id", field)
    return {(side, unit): number for side, unit, number in rows if number}


def _chain(row: ClosedMonth) -> Iterator[str]:
    before = ClosedMonth.objects.filter(first_day__lt=row.first_day).order_by("-first_day").first()
    left = _stock(before, "pending") if before else {}
    yield from _compare("open at the beginning", _stock(row, "opening"), left)
