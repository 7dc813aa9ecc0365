"""Rows of a table: which stay together at the end of a page, and how the numbers of a column stand under each other. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from core.pdf.blocks import Row

_NUMBER = re.compile(r"([+−-]?\d+)(\.\d+)?(%?)")
#: So many rows at the end of a table never stand on a page by themselves in part.
LAST = 3


def kept(rows: Sequence[Row]) -> list[bool]:
    """For each row, whether no page may end with it: the first row, the name of a group, a row before a sum, the last rows but one.

    Args:
        rows: of the whole table.
    """
    end = len(rows) - 1
    return [
        at < end
        and (at == 0 or at > end - LAST or row.style == "group" or rows[at + 1].style == "total")
        for at, row in enumerate(rows)
    ]


def together(rows: Sequence[Row]) -> list[tuple[bool, list[Row]]]:
    """The rows in parts, in order: (True, rows that stay on one page) and (False, rows that may part anywhere).

    Args:
        rows: of the whole table.
    """
    found: list[tuple[bool, list[Row]]] = []
    is_joined = False  # the row before stays with this one
    for row, is_kept in zip(rows, kept(rows), strict=True):
        if is_joined or (not is_kept and found and not found[-1][0]):
            found[-1][1].append(row)
        else:
            found.append((is_kept, [row]))
        is_joined = is_kept
    return found


def parts(text: str) -> tuple[str, str] | None:
    """A number as what stands before its decimal point and what follows ("98", ".75%"); None for any other text."""
    found = _NUMBER.fullmatch(text)
    return (found[1], (found[2] or "") + found[3]) if found else None


def blanks(
    texts: Sequence[str], width: Callable[[str], float]
) -> tuple[float, list[tuple[float, float]]]:
    """Blanks that bring the decimal points of a centred column under each other.

    Args:
        texts: the column's cells.
        width: of a text, in any unit.

    Returns:
        Width of the widest number with its blanks, 0.0 without numbers; and for each cell the blank before and after it (none
        for what is no number).
    """
    numbers = [parts(text) for text in texts]
    sizes = [None if one is None else (width(one[0]), width(one[1])) for one in numbers]
    before = max((one[0] for one in sizes if one), default=0.0)
    after = max((one[1] for one in sizes if one), default=0.0)
    found = [(before - one[0], after - one[1]) if one else (0.0, 0.0) for one in sizes]
    return before + after, found
