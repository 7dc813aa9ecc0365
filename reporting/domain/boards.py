"""What a board draws, from plain numbers: days with deadlines, bars, a heat table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

Key = TypeVar("Key", int, str)
#: The calendar shows so many days at least, today included.
DAYS = 14
SHADES = 4
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar of deadlines."""

    on: date
    count: int
    is_today: bool
    is_past: bool


def weeks(counts: Mapping[date, int], *, today: date) -> list[list[Day]]:
    """The weeks of the next fourteen days, Monday first; days before today show no number.

    Args:
        counts: day → limits that end on it.
        today: the day the calendar is read, the first of the fourteen.
    """
    monday = today - timedelta(days=today.weekday())
    whole = -(-(today.weekday() + DAYS) // 7)
    days = [monday + timedelta(days=step) for step in range(7 * whole)]
    rows = [Day(d, 0 if d < today else counts.get(d, 0), d == today, d < today) for d in days]
    return [rows[start : start + 7] for start in range(0, len(rows), 7)]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a key, its number, its length in percent of the longest."""

    key: int | str
    number: int
    width: int


def bars(numbers: Mapping[int, int] | Mapping[str, int], *, most: int) -> list[Bar]:
    """The largest numbers above zero, longest first; equal ones in the order given."""
    rows = sorted(((n, key) for key, n in numbers.items() if n > 0), key=lambda row: -row[0])
    top = max((n for n, _ in rows), default=0)
    return [Bar(key, n, max(round(n * PERCENT / top), 1)) for n, key in rows[:most]]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A number with its shade, 0 (none) to `SHADES` (most)."""

    number: int
    shade: int


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of numbers: rows and columns with most first, cells in their order, sums of the whole rows."""

    rows: tuple[int, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[HeatCell, ...], ...]
    totals: tuple[int, ...]


def heat(counted: Iterable[tuple[int, str, int]], *, rows: int, columns: int) -> Heat:
    """Rows and columns with most matters; ties in the order of their keys.

    Args:
        counted: (row, column, number); the same pair may come several times.
        rows, columns: how many are shown.
    """
    cells: Counter[tuple[int, str]] = Counter()
    down: Counter[int] = Counter()
    across: Counter[str] = Counter()
    for row, column, number in counted:
        cells[row, column] += number
        down[row] += number
        across[column] += number
    shown_rows = _largest(down, rows)
    shown_columns = _largest(across, columns)
    top = max((cells[r, c] for r in shown_rows for c in shown_columns), default=0)
    return Heat(
        rows=tuple(shown_rows),
        columns=tuple(shown_columns),
        cells=tuple(
            tuple(HeatCell(cells[r, c], shade(cells[r, c], top)) for c in shown_columns)
            for r in shown_rows
        ),
        totals=tuple(down[r] for r in shown_rows),
    )


def _largest(sums: Mapping[Key, int], count: int) -> Sequence[Key]:
    return [key for key in sorted(sums, key=lambda key: (-sums[key], key)) if sums[key]][:count]


def shade(number: int, top: int) -> int:
    """Shade of a number beside the largest one: equal steps, never none for more than zero."""
    return 0 if not number or not top else -(-number * SHADES // top)
