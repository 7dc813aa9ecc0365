"""Writes the bulletin: figures and results become the parts of an official document.

The order follows published bulletins: 总体情况, 主要问题, 各单位情况, 存在的问题, 点名与整改, 下月要求,
口径说明. Tables carry, beside their texts, the question behind each count, so that the page shows the
same frozen tables with links.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from core.charts import ChartData, Series
from core.pdf import (
    Annex,
    Block,
    Chart,
    Document,
    Heading,
    Notes,
    Paragraph,
)
from reporting.domain import annex, grids, number_texts, wording, wording_units
from reporting.domain.figures import GROUPS, Slice
from reporting.domain.grid import Grid
from reporting.domain.period_words import words
from reporting.domain.periods import Month
from reporting.domain.results import BulletinData
from reporting.services.paper_document import DRAFT_MARK, links_of, moment, table_of, written


def bulletin_content(
    data: BulletinData,
    *,
    requirements: str,
    built_at: datetime,
    additions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The document's plain data and the links of its tables, ready for a JSON column.

    Args:
        data: figures, results and proposals.
        requirements: text of 下月要求 (see `reporting.domain.rich_text`).
        built_at: when the figures were taken.
        additions: what editors added at the end of the generated sections, by their codes.

    Returns:
        ``{"document": …, "links": [...]}`` — one list of rows of cells per table, in their order;
        a cell is None, ``{"q": …}`` (the case list) or ``{"u": id}`` (the unit's explanation).
    """
    period = data.period
    tables = _tables(data)
    more = {code: written(text) for code, text in (additions or {}).items()}
    blocks = [
        Paragraph(wording.opening(period)),
        *_overview(data, more.get("overview", [])),
        *_problems(data),
        *more.get("problems", []),
        *_units(data, tables, more.get("units", [])),
        *_left_undone(data),
        *more.get("left", []),
        *_named(data),
        *more.get("named", []),
        Heading(f"六、{words(period).next}"),
        *written(requirements),
    ]
    document = Document(
        organ=f"{settings.COUNTY_NAME}信访局文件",
        title=wording.title(period),
        issued_on="",
        signer=f"{settings.COUNTY_NAME}信访局",
        addressee="县委、县政府领导，各乡镇（街道）党（工）委、政府（办事处），县直各部门：",
        blocks=tuple(blocks),
        annexes=_annexes(data, built_at=built_at),
        copies_to="县委办公室、县政府办公室，县纪委监委机关、县委组织部。",
        printer=f"{settings.COUNTY_NAME}信访局",
        draft=DRAFT_MARK,
    )
    return {"document": document.to_dict(), "links": [links_of(grid) for grid in tables]}


def _tables(data: BulletinData) -> list[Grid]:
    """表1 to 表4, those that have lines."""
    tables = grids.ranking_grids(data)
    for number, grid_of in enumerate((grids.rates_grid, grids.progress_grid), len(tables) + 1):
        tables.append(grid_of(data, number))
    return [grid for grid in tables if grid.lines]


def document_number(*, year: int, serial: int) -> str:
    """发文字号: the county's first character, the office's short name, year, serial without zeros."""
    return f"{settings.COUNTY_NAME[:1]}信通〔{year}〕{serial}号"


def _overview(data: BulletinData, more: list[Block]) -> list[Block]:
    f = data.figures
    parts = [
        ("（一）信访总量。", wording.totals(f) + wording.balance(f) + wording.apart(f)),
        ("（二）信访形式。", wording.forms(f)),
        ("（三）信访层级。", wording.levels(f) + wording.visits_above(data)),
        ("（四）集体访。", wording.collective(f)),
        ("（五）办理时限。", wording.rates(f) + wording.evaluations(data)),
    ]
    trend = f"{number_texts.recent_months(len(f.trend))}信访走势"
    return [
        Heading("一、总体情况"),
        *(Paragraph(text, lead=lead) for lead, text in parts),
        *more,
        Chart(kind="line", data=trend_chart(data).to_dict(), caption=f"图1　{trend}"),
    ]


def trend_chart(data: BulletinData) -> ChartData:
    """Matters and collective visits over twelve months or more."""
    points = data.figures.trend
    return ChartData(
        title=f"{number_texts.recent_months(len(points))}信访走势",
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
    if (chart := class_chart(data)) is not None:
        blocks.append(
            Chart(kind="horizontal", data=chart.to_dict(), caption="图2　主要内容分类（起）")
        )
    return blocks


def shown_classes(data: BulletinData) -> list[Slice]:
    """The classes of 图2, most first."""
    return [one for one in data.figures.by_class if one.matters.now and one.key != "none"][:8]


def class_chart(data: BulletinData) -> ChartData | None:
    """图2; None where a picture would say nothing."""
    classes = shown_classes(data)
    if len(classes) < 2:
        return None
    return ChartData(
        title="主要内容分类",
        categories=tuple(one.name for one in classes),
        series=(Series("起数", tuple(one.matters.now for one in classes)),),
        unit="起",
    )


def _units(data: BulletinData, tables: list[Grid], more: list[Block]) -> list[Block]:
    blocks: list[Block] = [Heading("三、各乡镇（街道）、县直部门情况")]
    for numeral, group in zip("一二三", [g for g in GROUPS if data.of_group(g)], strict=False):
        text = wording_units.ranking(data, group) + wording_units.scores(data, group)
        blocks.append(Paragraph(text, lead=f"（{numeral}）{GROUPS[group]}。"))
    if objections := annex.summary(data):
        blocks.append(Paragraph(objections, lead="扣分异议。"))
    return [*blocks, *more, *(table_of(grid) for grid in tables)]


def _annexes(data: BulletinData, *, built_at: datetime) -> tuple[Annex, ...]:
    """Definitions and cut-off first, then the tables that have lines."""
    notes = Notes(tuple(wording.definitions(data, built=moment(built_at))), title="")
    found = [
        (annex.MONTHS, annex.months_grid(data)),
        (annex.DEDUCTIONS, annex.deductions_grid(data)),
        (annex.OBJECTIONS, annex.objections_grid(data)),
    ]
    tables = (Annex(title, (table_of(grid),)) for title, grid in found if grid.lines)
    return (Annex(annex.DEFINITIONS, (notes,)), *tables)


def _left_undone(data: BulletinData) -> list[Block]:
    """What was left undone, and what became of last time's problems."""
    return [
        Heading("四、存在的问题"),
        *(Paragraph(text) for text in wording_units.shortcomings(data)),
        *(Paragraph(text, lead="上期问题整改情况。") for text in wording_units.carried(data)),
        *(Paragraph(text, lead="月分析整改任务。") for text in wording_units.tasks(data)),
    ]


def _named(data: BulletinData) -> list[Block]:
    """Who is named, talks and rectification."""
    texts = [
        *wording_units.listed(data),
        *wording_units.talks(data),
        *wording_units.rectification(data),
    ]
    return [
        Heading("五、点名与整改"),
        *(Paragraph(text) for text in texts or ["本期没有点名和整改事项。"]),
    ]
