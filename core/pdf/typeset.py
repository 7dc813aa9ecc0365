"""Turns the parts of a document into the values its templates print: lines composed, columns measured, pictures inlined."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core import charts
from core.pdf import blocks, columns, faces
from core.pdf.lines import CLOSING, Line, Run, compose, marks
from core.text import display_width

POINT_MM = 25.4 / 72
#: The text area: 156 mm of 28 characters, 225 mm of 22 lines (5.2.3).
TEXT_WIDTH = 156 / POINT_MM
SIZE = 16.0
SPACING = (TEXT_WIDTH - 28 * SIZE) / 27
CELL = SIZE + SPACING
PITCH = 28.99
NOTE_SIZE = 12.0
#: A rare character that no font has counts as full width; it is printed as 〓.
WEIGHTS = {False: "fangsong", True: "hei"}
HEADING_ROLES = {1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong"}
#: A value of a form with more characters than this may be cut by the end of a page (some eight lines).
LONG_VALUE = 240
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def clean(text: str) -> str:
    """Text as it can be printed: no control or invisible characters, composed accents, one kind of blank."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub(" ", text).replace("\u00a0", " ")
    return re.sub(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200d]", "", text)


def measure(char: str, role: str) -> float:
    """Width of a character in em."""
    if unicodedata.combining(char):
        return 0.0
    found = faces.width(char, role)
    return 1.0 if found is None else found


def lines_html(lines: Iterable[Line]) -> SafeString:
    """Composed lines as HTML, each a `<span class="ln">`."""
    return mark_safe("<br>".join(_line_html(line) for line in lines))  # noqa: S308 (texts are escaped)


def _line_html(line: Line) -> str:
    narrowed = set(marks(line.glyphs)) if line.squeeze else set()
    pieces: list[tuple[str, str, str]] = []  # role, text, style
    for at, glyph in enumerate(line.glyphs):
        style = ""
        if at in narrowed:
            side = "right" if glyph.char in CLOSING else "left"
            style = f"margin-{side}:-{line.squeeze:.3f}pt"
        if pieces and not style and pieces[-1][0] == glyph.role and not pieces[-1][2]:
            pieces[-1] = (glyph.role, pieces[-1][1] + glyph.char, "")
        else:
            pieces.append((glyph.role, glyph.char, style))
    spacing = f"letter-spacing:{line.spacing:.4f}pt"
    if len(pieces) == 1:
        role, text, _ = pieces[0]
        return f'<span class="ln {role}" style="{spacing}">{escape(text)}</span>'
    inner = "".join(
        f'<span class="{role}"' + (f' style="{style}"' if style else "") + f">{escape(text)}</span>"
        for role, text, style in pieces
    )
    return f'<span class="ln" style="{spacing}">{inner}</span>'


def prose(
    runs: Iterable[Run],
    *,
    size: float = SIZE,
    width: float = TEXT_WIDTH,
    indent: float = 0,
    grid: bool = True,
) -> SafeString:
    """Running text composed into lines.

    Args:
        runs: the text; no line breaks.
        size: type size in points.
        width: width of the lines in points.
        indent: of the first line, points.
        grid: whether characters keep to the 28-character grid.
    """
    clean_runs = [Run(faces.printable(run.text, run.role), run.role) for run in runs]
    spacing = SPACING if grid else 0.0
    return lines_html(
        compose(clean_runs, measure, size=size, width=width, spacing=spacing, indent=indent)
    )


def text_html(text: str, role: str = "fangsong") -> SafeString:
    """Text that is not composed (cells, one-line elements), line breaks kept."""
    return mark_safe(  # noqa: S308 (texts are escaped)
        "<br>".join(escape(faces.printable(part, role)) for part in clean(text).split("\n"))
    )


def typeset(items: Sequence[blocks.Block], *, table_size: float) -> list[dict[str, Any]]:
    """The contexts of the block templates, in order.

    Args:
        items: the blocks.
        table_size: greatest type size of tables (`columns.largest_size`).
    """
    return [
        context
        for block in items
        for context in (
            _table(block, table_size)
            if isinstance(block, blocks.Table)
            else _TYPESETTERS[type(block)](block)
        )
    ]


def _context(name: str, **values: Any) -> dict[str, Any]:
    return {"template": f"pdf/blocks/{name}.html", **values}


def _heading(block: blocks.Heading) -> list[dict[str, Any]]:
    role = HEADING_ROLES[block.level]
    html = prose([Run(clean(block.text).replace("\n", " "), role)], indent=2 * CELL)
    return [_context("heading", level=block.level, tag=f"h{block.level + 1}", html=html)]


def _paragraph(block: blocks.Paragraph) -> list[dict[str, Any]]:
    lead = [Run(clean(block.lead), "kai")] if block.lead else []
    indent = 2 * CELL if block.indent and block.align == "left" else 0.0
    return [
        _context(
            "paragraph",
            html=prose([*(lead if at == 0 else []), *runs], indent=indent),
            indented=bool(indent),
            align=block.align,
            keep=block.keep_with_next,
        )
        for at, runs in enumerate(_runs(block))
    ]


def _runs(block: blocks.Paragraph) -> list[list[Run]]:
    """The runs of each paragraph: those given, or one for each line of the text."""
    if block.runs:
        return [[Run(clean(t).replace("\n", " "), WEIGHTS[bool(bold)]) for t, bold in block.runs]]
    texts = [part.strip(" \u3000") for part in clean(block.text).split("\n")]
    return [[Run(text, WEIGHTS[block.bold])] for text in texts if text or block.lead]


def _table(block: blocks.Table, largest: float) -> list[dict[str, Any]]:
    chosen = columns.layout(block, largest=largest)
    head = block.head or (tuple(blocks.HeadCell(column.title) for column in block.columns),)
    has_head = any(cell.text for row in head for cell in row)
    return [
        _context(
            "table",
            table=block,
            size=chosen.size,
            widths=chosen.widths,
            caption=text_html(block.caption, "hei"),
            unit=text_html(block.unit),
            head=[
                [
                    {"cell": cell, "html": text_html(text, "hei")}
                    for cell, text in zip(row, texts, strict=True)
                ]
                for row, texts in zip(head, columns.folded(head, chosen), strict=True)
                if has_head
            ],
            rows=[_table_row(block, row) for row in block.rows],
            span=len(block.columns),
            notes=[_small(note, size=10.5) for note in block.notes],
        )
    ]


def _table_row(table: blocks.Table, row: blocks.Row) -> dict[str, Any]:
    aligns = ["left"] if row.style == "group" else [column.align for column in table.columns]
    return {
        "style": row.style,
        "cells": [
            {"html": _cell_html(columns.cell_text(value)), "align": align}
            for value, align in zip(row.cells, aligns, strict=True)
        ],
    }


def _cell_html(text: str) -> SafeString:
    """A cell: blanks at its beginning indent it, those inside may end a line, where they take no room."""
    found = []
    for part in clean(text).split("\n"):
        inner = part.strip(" ").lstrip("\u3000")
        if inner.strip("\u3000 "):
            indent = part.strip(" ")[: len(part.strip(" ")) - len(inner)]
            found.append(indent + inner.replace("\u3000", " ").strip())
    return text_html("\n".join(found))


def _small(text: str, *, size: float = NOTE_SIZE, indent: float = 0.0) -> SafeString:
    joined = " ".join(clean(text).split("\n"))
    return prose([Run(joined)], size=size, width=TEXT_WIDTH - indent, grid=False)


def _chart(block: blocks.Chart) -> list[dict[str, Any]]:
    data = charts.ChartData.from_dict(block.data)
    picture = charts.KINDS[block.kind](data.without_links()).svg
    return [
        _context(
            "chart",
            source=f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}",
            caption=text_html(block.caption, "hei"),
            alt=data.title,
        )
    ]


def image(block: blocks.Image) -> dict[str, Any]:
    """The context of a picture."""
    kind, data = ("jpeg", block.jpeg) if block.jpeg else ("png", block.png)
    if block.svg:
        kind, data = "svg+xml", b64encode(block.svg.encode()).decode()
    return _context(
        "image",
        source=f"data:image/{kind};base64,{data}",
        width=block.width,
        alt=clean(block.alt),
        caption=text_html(block.caption),
    )


def _image(block: blocks.Image) -> list[dict[str, Any]]:
    return [image(block)]


def _fields(block: blocks.Fields) -> list[dict[str, Any]]:
    rows: list[list[dict[str, Any]]] = []
    for item in block.items:
        cell = {
            "label": text_html(item.label, "hei"),
            "value": _cell_html(item.value),
            "wide": item.wide,
            "height": round(item.lines * 8.0, 1),
            "long": len(item.value) > LONG_VALUE,
        }
        if item.wide or not rows or len(rows[-1]) == 2 or rows[-1][-1]["wide"]:
            rows.append([cell])
        else:
            rows[-1].append(cell)
    for row in rows:
        row[0]["wide"] = len(row) == 1  # a pair alone takes the whole row
    return [_context("fields", caption=text_html(block.caption, "hei"), rows=rows)]


def _signatures(block: blocks.Signatures) -> list[dict[str, Any]]:
    widest = max((display_width(label) for label in block.labels), default=0)
    return [
        _context(
            "signatures",
            labels=[text_html(label) for label in block.labels],
            width=round((widest + 1) * SIZE, 1),
            dated=block.dated,
        )
    ]


def _notes(block: blocks.Notes) -> list[dict[str, Any]]:
    numbered = block.numbered and len(block.items) > 1
    items = [
        (f"{at}." if numbered else "", _small(item, indent=18.0 if numbered else 0.0))
        for at, item in enumerate(block.items, start=1)
    ]
    return [_context("notes", title=text_html(block.title, "hei"), notes=items)]


def _space(block: blocks.Space) -> list[dict[str, Any]]:
    return [_context("space", height=round(block.lines * PITCH, 2))]


_TYPESETTERS: dict[type[Any], Callable[[Any], list[dict[str, Any]]]] = {
    blocks.Heading: _heading,
    blocks.Paragraph: _paragraph,
    blocks.Chart: _chart,
    blocks.Image: _image,
    blocks.Fields: _fields,
    blocks.Signatures: _signatures,
    blocks.Notes: _notes,
    blocks.Space: _space,
    blocks.PageBreak: lambda _block: [_context("page_break")],
}
