"""Turns a table into the values its template prints: type, widths, rows that stay together, numbers under each other."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.pdf import blocks, columns, rows
from core.pdf.prose import cell_html, measure, small, text_html


def table(block: blocks.Table, *, largest: float) -> dict[str, Any]:
    """The values of a table's template.

    Args:
        block: the table.
        largest: greatest type size, points.
    """
    chosen = columns.layout(block, largest=largest)
    head = block.head or (tuple(blocks.HeadCell(column.title) for column in block.columns),)
    has_head = any(cell.text for row in head for cell in row)
    printed = iter(_table_rows(block))
    return {
        "size": chosen.size,
        "widths": chosen.widths,
        "caption": text_html(block.caption, "hei"),
        "unit": text_html(block.unit),
        "head": [
            [
                {"cell": cell, "html": text_html(text, "hei")}
                for cell, text in zip(row, texts, strict=True)
            ]
            for row, texts in zip(head, columns.folded(head, chosen), strict=True)
            if has_head
        ],
        "bodies": [
            {"kept": is_kept, "rows": [next(printed) for _row in part]}
            for is_kept, part in rows.together(block.rows)
        ],
        "span": len(block.columns),
        "notes": [small(note, size=10.5) for note in block.notes],
    }


def _table_rows(table: blocks.Table) -> list[dict[str, Any]]:
    """The rows with their cells; numbers of a centred column stand with their decimal points under each other."""
    lines = [[columns.cell_text(value) for value in row.cells] for row in table.rows]
    whole = [at for at, row in enumerate(table.rows) if row.style != "group"]
    placed: dict[tuple[int, int], tuple[float, float]] = {}
    for x, column in enumerate(table.columns):
        if column.align == "center":
            _width, found = rows.blanks([lines[at][x] for at in whole], _number_width)
            placed |= {(at, x): blank for at, blank in zip(whole, found, strict=True)}
    return [
        {
            "style": row.style,
            "cells": [
                {
                    "html": _placed(cell_html(text), placed.get((at, x), (0.0, 0.0))),
                    "align": "left" if row.style == "group" else table.columns[x].align,
                }
                for x, text in enumerate(lines[at])
            ],
        }
        for at, row in enumerate(table.rows)
    ]


def _number_width(text: str) -> float:
    return sum(measure(char, "fangsong") for char in text)


def _placed(html: SafeString, blank: tuple[float, float]) -> SafeString:
    """A number with the blanks (em) that bring it under the others of its column."""
    before, after = (round(part, 3) for part in blank)
    if not before and not after:
        return html
    return format_html('<span style="padding:0 {}em 0 {}em">{}</span>', after, before, html)
