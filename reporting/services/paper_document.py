"""What the documents of every paper share: tables and their links, hand-written parts, draft and signed form."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from core.pdf import Block, Column, HeadCell, Paragraph, Row, Table
from reporting.domain import rich_text
from reporting.domain.grid import Cell, Grid

DRAFT_MARK = "送审稿"
NAME_COLUMNS = ("单位", "计分项", "依据", "信访事项编号", "指标", "项目", "种类", "口径")


def signed_document(
    content: dict[str, Any], *, number: str, issued_on: date, **more: str
) -> dict[str, Any]:
    """The frozen document with its number and date, no longer a draft; `more` are other fields settled at the signing."""
    day = issued_on.isoformat()
    return {
        **content["document"],
        "number": number,
        "issued_on": day,
        "printed_on": day,
        "draft": "",
        **more,
    }


def draft_document(content: dict[str, Any], *, on: date) -> dict[str, Any]:
    """The document as it would be printed that day, marked as a draft on each page."""
    day = on.isoformat()
    return {**content["document"], "issued_on": day, "printed_on": day, "number": ""}


def moment(at: datetime) -> str:
    """A moment as a document prints it."""
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def minute(at: datetime) -> str:
    """A moment as a sheet shows it: 2026-11-01 06:00."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def written(text: str) -> list[Block]:
    """What was written by hand, as paragraphs with their leads and bold parts."""
    return [Paragraph(one.text, lead=one.lead, runs=one.runs) for one in rich_text.read(text)]


def table_of(grid: Grid) -> Table:
    """A table of the document: the texts of a grid."""
    return Table(
        columns=tuple(
            Column(name, align="left" if name in NAME_COLUMNS else "center")
            for name in grid.columns
        ),
        head=_head(grid),
        rows=tuple(Row(tuple(cell.text for cell in line.cells), line.style) for line in grid.lines),
        caption=grid.caption,
        unit=grid.unit,
        notes=tuple(f"注：{note}" if i == 0 else note for i, note in enumerate(grid.notes)),
    )


def _head(grid: Grid) -> tuple[tuple[HeadCell, ...], ...]:
    """Two rows of headings when one of them stands over several columns, else none."""
    groups = [head[1] for head in grid.heads if not isinstance(head, str)]
    if not groups:
        return ()
    upper = tuple(
        HeadCell(head, rowspan=2)
        if isinstance(head, str)
        else HeadCell(head[0], colspan=len(head[1]))
        for head in grid.heads
    )
    return (upper, tuple(HeadCell(name) for names in groups for name in names))


def links_of(grid: Grid) -> list[list[dict[str, Any] | None]]:
    """What each cell of a grid opens: None, ``{"q": …}`` (the case list) ``{"s": …}`` (the list of suggestions) or
    ``{"u": id}`` (the unit's explanation)."""
    return [[_link(cell) for cell in line.cells] for line in grid.lines]


def _link(cell: Cell) -> dict[str, Any] | None:
    if cell.drill is not None:
        return {"q": cell.drill.to_query()}
    if cell.suggestions is not None:
        return {"s": dict(cell.suggestions)}
    return {"u": cell.unit_id} if cell.unit_id is not None else None
