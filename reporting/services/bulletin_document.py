"""Writes the bulletin: figures and results become the parts of an official document.

The order follows published bulletins: 总体情况, 主要问题, 各单位情况, 存在的问题, 谈话与整改, 下月要求,
口径说明. Tables carry, beside their texts, the question behind each count, so that the page shows the
same frozen tables with links.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.charts import ChartData, Series
from core.pdf import Block, Chart, Column, Document, HeadCell, Heading, Notes, Paragraph, Row, Table
from reporting.domain import grids, wording
from reporting.domain.figures import DEPARTMENT, TOWNSHIP
from reporting.domain.grids import Cell, Grid
from reporting.domain.periods import Month
from reporting.domain.results import BulletinData

DRAFT_MARK = "送审稿"
NAME_COLUMNS = ("单位",)


def bulletin_content(
    data: BulletinData, *, requirements: str, built_at: datetime
) -> dict[str, Any]:
    """The document's plain data and the links of its tables, ready for a JSON column.

    Args:
        data: figures, results and proposals.
        requirements: text of 下月要求, one paragraph a line.
        built_at: when the figures were taken.

    Returns:
        ``{"document": …, "links": [...]}`` — one list of rows of cells per table, in their order;
        a cell is None, ``{"q": …}`` (the case list) or ``{"u": id}`` (the unit's explanation).
    """
    month = Month.parse(data.figures.month)
    tables = [
        grids.ranking_grid(data, TOWNSHIP, 1),
        grids.ranking_grid(data, DEPARTMENT, 2),
        grids.rates_grid(data, 3),
        grids.progress_grid(data, 4),
    ]
    tables = [grid for grid in tables if grid.lines]
    blocks = [
        Paragraph(wording.opening(month)),
        *_overview(data),
        *_problems(data),
        *_units(data, tables),
        *_duties(data),
        Heading("六、下月要求"),
        *_paragraphs(requirements),
        Notes(tuple(wording.definitions(data, built=_moment(built_at)))),
    ]
    document = Document(
        organ=f"{settings.COUNTY_NAME}信访局文件",
        title=wording.title(month),
        issued_on="",
        signer=f"{settings.COUNTY_NAME}信访局",
        addressee="县委、县政府领导，各乡镇（街道）党（工）委、政府（办事处），县直各部门：",
        blocks=tuple(blocks),
        copies_to="县委办公室、县政府办公室，县纪委监委机关、县委组织部。",
        printer=f"{settings.COUNTY_NAME}信访局",
        draft=DRAFT_MARK,
    )
    return {"document": document.to_dict(), "links": [_links(grid) for grid in tables]}


def signed_document(content: dict[str, Any], *, number: str, issued_on: date) -> dict[str, Any]:
    """The frozen document with its number and date, no longer a draft."""
    day = issued_on.isoformat()
    return {
        **content["document"],
        "number": number,
        "issued_on": day,
        "printed_on": day,
        "draft": "",
    }


def draft_document(content: dict[str, Any], *, on: date) -> dict[str, Any]:
    """The document as it would be printed that day, marked as a draft on each page."""
    day = on.isoformat()
    return {**content["document"], "issued_on": day, "printed_on": day, "number": ""}


def document_number(*, year: int, serial: int) -> str:
    """发文字号: the county's first character, the office's short name, year, serial without zeros."""
    return f"{settings.COUNTY_NAME[:1]}信通〔{year}〕{serial}号"


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def _paragraphs(text: str) -> list[Block]:
    """One paragraph a line; a line that begins with "（一）" and a short phrase keeps it as lead."""
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def _overview(data: BulletinData) -> list[Block]:
    f = data.figures
    parts = [
        ("（一）信访总量。", wording.totals(f) + wording.balance(f) + wording.apart(f)),
        ("（二）信访形式。", wording.forms(f)),
        ("（三）信访层级。", wording.levels(f)),
        ("（四）集体访。", wording.collective(f)),
        ("（五）办理时限。", wording.rates(f)),
    ]
    return [
        Heading("一、总体情况"),
        *(Paragraph(text, lead=lead) for lead, text in parts),
        Chart(kind="line", data=trend_chart(data).to_dict(), caption="图1　近十二个月信访走势"),
    ]


def trend_chart(data: BulletinData) -> ChartData:
    """Matters and collective visits over twelve months."""
    points = data.figures.trend
    return ChartData(
        title="近十二个月信访走势",
        categories=tuple(_short(Month.parse(point.month)) for point in points),
        series=(
            Series("起数", tuple(point.matters for point in points)),
            Series("集体访批次", tuple(point.collective for point in points)),
        ),
    )


def _short(month: Month) -> str:
    return f"{month.year % 100:02d}.{month.month}"


def _problems(data: BulletinData) -> list[Block]:
    blocks: list[Block] = [
        Heading("二、群众反映的主要问题"),
        Paragraph(wording.problems(data.figures)),
    ]
    details = wording.details(data.figures)
    if details:
        blocks.append(Paragraph(details))
    classes = [one for one in data.figures.by_class if one.matters.now and one.key != "none"][:8]
    if len(classes) > 1:
        chart = ChartData(
            title="主要内容分类",
            categories=tuple(one.name for one in classes),
            series=(Series("起数", tuple(one.matters.now for one in classes)),),
            unit="起",
        )
        blocks.append(
            Chart(kind="horizontal", data=chart.to_dict(), caption="图2　主要内容分类（起）")
        )
    return blocks


def _units(data: BulletinData, tables: list[Grid]) -> list[Block]:
    blocks: list[Block] = [Heading("三、各乡镇（街道）、县直部门情况")]
    for lead, group in (("（一）乡镇（街道）。", TOWNSHIP), ("（二）县直部门。", DEPARTMENT)):
        if data.of_group(group):
            text = wording.ranking(data, group) + wording.scores(data, group)
            blocks.append(Paragraph(text, lead=lead))
    return [*blocks, *(_table(grid) for grid in tables)]


def _duties(data: BulletinData) -> list[Block]:
    texts = wording.shortcomings(data)
    return [
        Heading("四、存在的问题"),
        *(Paragraph(text) for text in texts),
        Heading("五、谈话与整改"),
        *(Paragraph(text) for text in [*wording.listed(data), *wording.talks(data)]),
    ]


def _table(grid: Grid) -> Table:
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


def _links(grid: Grid) -> list[list[dict[str, Any] | None]]:
    return [[_link(cell) for cell in line.cells] for line in grid.lines]


def _link(cell: Cell) -> dict[str, Any] | None:
    if cell.drill is not None:
        return {"q": cell.drill.to_query()}
    return {"u": cell.unit_id} if cell.unit_id is not None else None
