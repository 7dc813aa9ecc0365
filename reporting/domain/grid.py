"""A table as plain data: heads, rows of cells, each cell with its text and, where it is a count, the question behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporting.domain.drilldown import Drill
from reporting.domain.facts import Fact


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the question behind a count, the unit behind a name, the filters of the list of suggestions."""

    text: str
    drill: Drill | Fact | None = None
    unit_id: int | None = None
    suggestions: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row; `style` is "", "group" (one cell across), "total" or "marked"."""

    cells: tuple[Cell, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        caption: title with its number.
        heads: headings of the columns; a pair is a heading over several columns, each with its own.
        lines: the rows.
        unit: unit of the figures, printed at the upper right.
        notes: printed right under the table.
    """

    caption: str
    heads: tuple[str | tuple[str, tuple[str, ...]], ...]
    lines: tuple[Line, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Headings of the columns themselves."""
        found: list[str] = []
        for head in self.heads:
            found += [head] if isinstance(head, str) else head[1]
        return tuple(found)
