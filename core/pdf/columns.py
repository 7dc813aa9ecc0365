"""Chooses the widths of a table's columns and the size of its type. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.pdf.blocks import HeadCell, Scalar, Table
from core.pdf.rows import blanks
from core.pdf.titles import title_lines
from core.text import display_width

TEXT_WIDTH_MM = 156.0
POINT_MM = 25.4 / 72
#: 小四, 五号, 小五, 六号.
SIZES = (12.0, 10.5, 9.0, 7.5)
#: Blank at both sides of a cell, in characters.
PADDING = 0.75
#: A heading is folded to lines of this many characters; of fewer, where that saves the size of the type.
HEADING_FOLDS = (4.0, 3.0)
#: A text of up to this many characters (the name of a unit) keeps to one line; a longer one is folded, to lines of at least
#: so many.
TEXT_WHOLE, TEXT_FOLDED = 16.0, 10.0
#: The room left over is shared by the lengths of long texts, up to this many characters.
TEXT_MOST = 80.0
NONE_TEXT = "—"
#: Signs that are wider than the half of a character a Latin letter or a digit takes.
WIDE_SIGNS = {"%": 0.38, "+": 0.28, "−": 0.08}


@dataclass(frozen=True)
class Layout:
    """Type size in points, and the width of each column in per cent."""

    size: float
    widths: tuple[float, ...]


def cell_text(value: Scalar) -> str:
    """A cell as printed: whole numbers plain, None as a dash."""
    if value is None:
        return NONE_TEXT
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def largest_size(tables: Iterable[Table]) -> float:
    """The type size no table of a document goes beyond: like sizes side by side, unless one table needs very small type."""
    sizes = [layout(table).size for table in tables if not table.size]
    return SIZES[0] if all(size == SIZES[0] for size in sizes) else SIZES[1]


def layout(table: Table, *, width: float = TEXT_WIDTH_MM, largest: float = SIZES[0]) -> Layout:
    """Choose type size and column widths.

    Args:
        table: the table.
        width: millimetres it takes.
        largest: greatest type size, points.

    Returns:
        The largest size at which every number and word stays on one line, with what is left over given to the columns
        by their contents; at the smallest size long texts are folded instead.
    """
    sizes = (table.size,) if table.size else tuple(size for size in SIZES if size <= largest)
    for size in sizes:
        room = width / (size * POINT_MM)
        for fold_at in HEADING_FOLDS:
            needs = _needs(table, size, fold_at)
            wanted = [need.natural for need in needs]
            if sum(wanted) <= room:
                return Layout(size, _shares(needs, wanted, room))
    spare = max(0.0, room - sum(need.least for need in needs))
    more = sum(max(0.0, need.natural - need.least) for need in needs) or 1.0
    tight = [need.least + max(0.0, need.natural - need.least) * spare / more for need in needs]
    return Layout(size, _shares(needs, tight, sum(tight)))


def folded(
    head: Sequence[Sequence[HeadCell]], chosen: Layout, *, width: float = TEXT_WIDTH_MM
) -> list[list[str]]:
    """The headings' texts, broken into lines of like length where one line is too short for them.

    Args:
        head: rows of headings.
        chosen: the table's layout.
        width: millimetres the table takes.
    """
    room = [share / 100 * width / (chosen.size * POINT_MM) - PADDING for share in chosen.widths]
    taken: set[tuple[int, int]] = set()
    found = []
    for y, row in enumerate(head):
        texts, x = [], 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
            texts.append(fold(cell.text, sum(room[x : x + cell.colspan])))
            x += cell.colspan
        found.append(texts)
    return found


def set_width(text: str) -> float:
    """Width of a cell's text in characters, as the typefaces set it."""
    return display_width(text) + sum(WIDE_SIGNS.get(char, 0.0) for char in text)


def fold(text: str, room: float) -> str:
    """A heading in as few lines as fit in `room` characters, broken between words."""
    if "\n" in text or room < 1 or display_width(text) <= room:
        return text
    return "\n".join(title_lines(text, room))


def _shares(needs: Sequence[_Need], wanted: Sequence[float], room: float) -> tuple[float, ...]:
    """Per cent of each column. What is over goes to the columns of long texts, or to all without a given width in proportion."""
    over = room - sum(wanted)
    hungry = [need.beyond for need in needs]
    if not sum(hungry):
        hungry = [0.0 if need.given else want for need, want in zip(needs, wanted, strict=True)]
    share = over / sum(hungry) if sum(hungry) else 0.0
    grown = [want + share * part for want, part in zip(wanted, hungry, strict=True)]
    total = sum(grown) or 1.0
    return tuple(round(value * 100 / total, 3) for value in grown)


@dataclass(frozen=True)
class _Need:
    """Characters a column needs at the least (longest number or word), to hold its contents well, and beyond that for
    the longest text on one line; `given`: its width was given."""

    least: float
    natural: float
    beyond: float
    given: bool


def _needs(table: Table, size: float, fold_at: float) -> list[_Need]:
    found = []
    for at, column in enumerate(table.columns):
        if column.width:
            given = column.width / (size * POINT_MM)
            found.append(_Need(given, given, 0.0, given=True))
            continue
        texts = [cell_text(row.cells[at]) for row in table.rows if row.style != "group"]
        longest = max((set_width(text) for text in texts), default=0.0)
        if column.align == "center":
            longest = max(longest, blanks(texts, set_width)[0])
        word = max((_unbreakable(text) for text in texts), default=0.0)
        heading = max(map(display_width, title_lines(column.title, fold_at))) + 0.1
        least = max(2.0, word, min(heading, 2.0)) + PADDING
        is_long = longest > TEXT_WHOLE
        natural = max(2.0, TEXT_FOLDED if is_long else longest, word, heading) + PADDING
        beyond = min(TEXT_MOST, longest - TEXT_FOLDED) if is_long else 0.0
        found.append(_Need(least, natural, beyond, given=False))
    return found


def _unbreakable(text: str) -> float:
    """Width of the longest part that cannot be folded: a number or a Latin word."""
    longest = current = 0.0
    for char in text:
        current = current + set_width(char) if char.isascii() and char != " " else 0.0
        longest = max(longest, current)
    return min(longest, TEXT_WHOLE)
