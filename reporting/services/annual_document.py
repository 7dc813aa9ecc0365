"""Writes the annual report as an official document to the county's leadership and the upper office (条例第四十一条).

The order is that of the article: 数据统计, 涉及领域, 被投诉较多的机关单位; 转送、交办、督办; 三项建议及采纳情况; 其他. What is written by hand
stands at the end of its section.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from core.charts import ChartData, Series
from core.pdf import Annex, Block, Chart, Document, Heading, Notes, Paragraph
from reporting.domain import annual_grids as grids
from reporting.domain import wording_annual as wording
from reporting.domain import wording_annual_work as work
from reporting.domain.annual import UNCLASSED, AnnualFigures
from reporting.domain.grid import Grid
from reporting.domain.periods import Month
from reporting.services.paper_document import DRAFT_MARK, links_of, moment, table_of, written

SECTIONS = {
    "statistics": "一、信访事项数据统计",
    "fields": "二、信访事项涉及领域",
    "organs": "三、被投诉较多的机关、单位",
    "sending": "四、转送、交办、督办情况",
    "suggestions": "五、三项建议及采纳情况",
    "other": "六、其他应当报告的事项",
}
NUMERALS = "一二三四五六七"
CHARTED = 10


def annual_content(
    figures: AnnualFigures, *, texts: Mapping[str, str], built_at: datetime
) -> dict[str, Any]:
    """The document's plain data and the links of its tables, ready for a JSON column.

    Args:
        figures: of the year.
        texts: what was written by hand, by section; all of 六、其他.
        built_at: when the figures were taken.

    Returns:
        ``{"document": …, "links": […], "annex_links": […]}``; see `paper_document.links_of`.
    """
    tables = {
        name: make(figures, number)
        for number, (name, make) in enumerate(_makers(figures).items(), start=1)
    }
    finer = grids.finer_grid(figures)
    document = Document(
        organ=f"{settings.COUNTY_NAME}信访局文件",
        title=wording.title(figures).replace("（", "\n（"),
        issued_on="",
        signer=f"{settings.COUNTY_NAME}信访局",
        addressee=f"县委、县政府，{settings.UPPER_OFFICE_NAME}：",
        blocks=tuple(_body(figures, tables, texts)),
        annexes=_annexes(figures, finer, built_at),
        printer=f"{settings.COUNTY_NAME}信访局",
        draft=DRAFT_MARK,
    )
    return {
        "document": document.to_dict(),
        "links": [links_of(grid) for grid in tables.values()],
        "annex_links": [[[]], [links_of(finer)]] if finer.lines else [[[]]],
    }


def document_number(*, year: int, serial: int) -> str:
    """发文字号: the county's first character, the office's short name for reports, year, serial without zeros."""
    return f"{settings.COUNTY_NAME[:1]}信报〔{year}〕{serial}号"


def _makers(f: AnnualFigures) -> dict[str, Any]:
    """The tables that have something to say, in their order."""
    found = {"main": grids.main_grid}
    if f.splits["form"]:
        found |= {"structure": grids.structure_grid, "fields": grids.fields_grid}
    if f.organs:
        found["organs"] = grids.organs_grid
    found["sending"] = grids.sending_grid
    if any(one.issued.now or one.issued.base for one in f.suggestions):
        found["suggestions"] = grids.suggestions_grid
    return found


def _body(f: AnnualFigures, tables: Mapping[str, Grid], texts: Mapping[str, str]) -> list[Block]:
    parts: dict[str, list[Block]] = {
        "statistics": [*_statistics(f), *_tables(tables, "main", "structure"), *_course(f)],
        "fields": [*_fields(f), *_tables(tables, "fields"), *_areas(f)],
        "organs": [*_organs(f), *_tables(tables, "organs")],
        "sending": [*_sending(f), *_tables(tables, "sending")],
        "suggestions": [*_suggestions(f), *_tables(tables, "suggestions")],
        "other": [] if texts.get("other") else [Paragraph(wording.NOTHING_ELSE)],
    }
    blocks: list[Block] = [Paragraph(wording.opening(f))]
    for code, name in SECTIONS.items():
        blocks += [Heading(name), *parts[code], *written(texts.get(code, ""))]
    return [*blocks, Paragraph(wording.CLOSING)]


def _tables(tables: Mapping[str, Grid], *names: str) -> list[Block]:
    return [table_of(tables[name]) for name in names if name in tables]


def _lettered(parts: list[tuple[str, str]]) -> list[Block]:
    """Paragraphs that open with （一）, （二）…"""
    return [
        Paragraph(text, lead=f"（{numeral}）{lead}")
        for numeral, (lead, text) in zip(NUMERALS, parts, strict=False)
    ]


def _statistics(f: AnnualFigures) -> list[Block]:
    parts = [("信访总量。", wording.totals(f) + wording.apart(f))]
    if f.splits["form"]:
        parts += [
            ("信访形式。", wording.forms(f)),
            ("信访目的。", wording.purposes(f)),
            ("信访层级。", wording.levels(f)),
            ("集体访。", wording.collective(f)),
        ]
    parts += [("办理情况。", wording.progress(f)), ("办理质量。", wording.quality(f))]
    return _lettered(parts)


def _course(f: AnnualFigures) -> list[Block]:
    """Matters of each month beside those of the year before; nothing for a year without any."""
    if not any(pair.now or pair.base for _code, pair in f.months) or len(f.months) < 2:
        return []
    name = "各月信访事项起数"
    chart = ChartData(
        title=name,
        categories=tuple(f"{Month.parse(code).month}月" for code, _pair in f.months),
        series=(
            Series(f"{f.year}年", tuple(pair.now for _code, pair in f.months)),
            *(
                [Series(f"{f.year - 1}年", tuple(pair.base for _code, pair in f.months))]
                if any(pair.base is not None for _code, pair in f.months)
                else []
            ),
        ),
        unit="起",
    )
    return [Chart(kind="line", data=chart.to_dict(), caption=f"图1　{name}")]


def _fields(f: AnnualFigures) -> list[Block]:
    blocks: list[Block] = [Paragraph(wording.fields(f))]
    if details := wording.details(f):
        blocks.append(Paragraph(details))
    return blocks


def _areas(f: AnnualFigures) -> list[Block]:
    """The most frequent classes of level one as bars; nothing to compare for a single one."""
    known = [one for one in f.splits["class1"] if one.key != UNCLASSED and one.matters.now]
    if len(known) < 2:
        return []
    chart = ChartData(
        title="主要涉及领域",
        categories=tuple(one.name for one in known[:CHARTED]),
        series=(Series("起数", tuple(one.matters.now for one in known[:CHARTED])),),
        unit="起",
    )
    return [Chart(kind="horizontal", data=chart.to_dict(), caption="图2　主要涉及领域（起）")]


def _organs(f: AnnualFigures) -> list[Block]:
    return [Paragraph(wording.organs_rule(f)), *_lettered(wording.organs(f))]


def _sending(f: AnnualFigures) -> list[Block]:
    return _lettered([("转送、交办。", work.sending(f)), ("督办。", work.supervision(f))])


def _suggestions(f: AnnualFigures) -> list[Block]:
    blocks: list[Block] = [Paragraph(work.suggestions(f))]
    if any(one.issued.now for one in f.suggestions):
        blocks += _lettered(
            [(f"{one.name}的建议。", work.suggestion(one)) for one in f.suggestions]
        )
    return blocks


def _annexes(f: AnnualFigures, finer: Grid, built_at: datetime) -> tuple[Annex, ...]:
    """Definitions and cut-off, then the classes of level two."""
    notes = wording.definitions(f, built=moment(built_at))
    rules = (Notes(tuple(notes), title=""), table_of(grids.definitions_grid()))
    found = [Annex("统计口径说明", rules)]
    if finer.lines:
        found.append(Annex(f"{f.year}年信访事项内容分类情况（二级）", (table_of(finer),)))
    return tuple(found)
