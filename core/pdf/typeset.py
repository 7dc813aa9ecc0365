"""Turns the parts of a document into the values its templates print: lines composed, columns measured, pictures inlined."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any

from core import charts
from core.pdf import blocks
from core.pdf.lines import Run
from core.pdf.prose import CELL, PITCH, SIZE, cell_html, clean, prose, small, text_html
from core.pdf.tables import table
from core.text import display_width

WEIGHTS = {False: "fangsong", True: "hei"}
HEADING_ROLES = {1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong"}
#: A value of a form with more characters than this may be cut by the end of a page (some eight lines).
LONG_VALUE = 240


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
            [_context("table", **table(block, largest=table_size))]
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
            "value": cell_html(item.value),
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
        (f"{at}." if numbered else "", small(item, indent=18.0 if numbered else 0.0))
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
