"""A cross table from counts: rows down, columns across, sums at both edges that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Key = str | int | None
Keys = tuple[Key, ...]


@dataclass(frozen=True)
class Cross:
    """One table of matters, each counted in one cell only.

    Attributes:
        cells: (row, column) → number; what is nil is left out.
        rows: row → its sum; columns: column → its sum.
    """

    cells: Mapping[tuple[Key, Key], int]
    rows: Mapping[Key, int]
    columns: Mapping[Key, int]

    @property
    def total(self) -> int:
        """All matters."""
        return sum(self.rows.values())

    def largest_first(self, name: Callable[[Key], str]) -> list[Key]:
        """The rows by their sum, equal ones by name, what has no key last."""
        return sorted(self.rows, key=lambda key: (key is None, -self.rows[key], name(key)))

    def across(self) -> list[Key]:
        """The columns by key, what has none last."""
        return sorted(self.columns, key=lambda key: (key is None, str(key)))


def cross(
    counts: Mapping[Keys, int],
    row: Callable[[Keys], Key],
    column: Callable[[Keys], Key],
) -> Cross:
    """Fold counts into a table.

    Args:
        counts: keys → matters.
        row, column: which row and column the keys belong to.
    """
    cells: Counter[tuple[Key, Key]] = Counter()
    rows: Counter[Key] = Counter()
    columns: Counter[Key] = Counter()
    for keys, number in counts.items():
        if number:
            down, over = row(keys), column(keys)
            cells[down, over] += number
            rows[down] += number
            columns[over] += number
    return Cross(cells, rows, columns)
