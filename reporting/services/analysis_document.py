"""Writes the monthly analysis as an official document to the county's leadership (条例第十四条第四、六项).

What rose and why, hot spots, repeats, causes, slow steps, problems with their tasks, advice. What is written by hand stands at
the end of its section; 八、下步工作建议 is all written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from core.charts import ChartData, Series
from core.pdf import Annex, Block, Chart, Document, Heading, Notes, Paragraph
from reporting.domain import analysis_grids as grids
from reporting.domain import wording_analysis as wording
from reporting.domain.analysis_figures import AnalysisFigures, Problem
from reporting.domain.grid import Grid
from reporting.services.paper_document import DRAFT_MARK, links_of, moment, table_of, written

SECTIONS = {
    "overview": "一、总体情况",
    "rise": "二、上升情况和原因",
    "hot": "三、热点情况",
    "repeat": "四、重复信访情况",
    "cause": "五、成因分析",
    "speed": "六、办理环节用时和质量",
    "task": "七、问题和整改",
    "advice": "八、下步工作建议",
}
ADVICE = "advice"
CHARTED = 10
Grids = Mapping[str, Grid]


def analysis_content(
    figures: AnalysisFigures, *, texts: Mapping[str, str], built_at: datetime
) -> dict[str, Any]:
    """The document's plain data and the links of its tables, ready for a JSON column.

    Args:
        figures: of the month.
        texts: what was written by hand, by section.
        built_at: when the figures were taken.

    Returns:
        ``{"document": …, "links": […], "annex_links": […]}``; see `paper_document.links_of`.
    """
    tables = {
        name: make(figures, number)
        for number, (name, make) in enumerate(_makers(figures).items(), start=1)
    }
    more = _annex_grids(figures)
    document = Document(
        organ=f"{settings.COUNTY_NAME}信访局文件",
        title=wording.title(figures.days),
        issued_on="",
        signer=f"{settings.COUNTY_NAME}信访局",
        addressee="县委、县政府：",
        blocks=tuple(_body(figures, tables, texts)),
        annexes=(
            Annex(
                "统计口径说明",
                (Notes(tuple(wording.definitions(figures, built=moment(built_at))), title=""),),
            ),
            *(Annex(title, (table_of(grid),)) for title, grid in more.items()),
        ),
        printer=f"{settings.COUNTY_NAME}信访局",
        draft=DRAFT_MARK,
    )
    return {
        "document": document.to_dict(),
        "links": [links_of(grid) for grid in tables.values()],
        "annex_links": [[], *([links_of(grid)] for grid in more.values())],
    }


def document_number(*, year: int, serial: int) -> str:
    """发文字号: the county's first character, the office's short name for analyses, year, serial without zeros."""
    return f"{settings.COUNTY_NAME[:1]}信析〔{year}〕{serial}号"


def _makers(f: AnalysisFigures) -> dict[str, Any]:
    """The tables that have something to say, in their order."""
    asked: dict[str, tuple[Any, object]] = {
        "totals": (grids.totals_grid, True),
        "hot": (grids.hot_grid, f.hot.found),
        "causes": (grids.causes_grid, f.causes.rows),
        "class_causes": (grids.class_causes_grid, f.causes.rate.due),
        "speed": (_slowest, f.speed.whole.count),
        "carried": (_carried, f.carried),
        "tasks": (_given, f.tasks),
    }
    return {name: make for name, (make, wanted) in asked.items() if wanted}


def _slowest(f: AnalysisFigures, number: int) -> Grid:
    caption = f"表{number}　办结较多单位的环节用时和办理质量"
    units = [one for one in f.speed.units if one.unit_id and one.count]
    return grids.speed_grid(f, units[: grids.UNITS_SHOWN], caption)


def _carried(f: AnalysisFigures, number: int) -> Grid:
    return grids.tasks_grid(f, f.carried, f"表{number}　以前月份整改任务的落实情况")


def _given(f: AnalysisFigures, number: int) -> Grid:
    return grids.tasks_grid(f, f.tasks, f"表{number}　本月分析交办的整改任务")


def _annex_grids(f: AnalysisFigures) -> dict[str, Grid]:
    found = {}
    if f.reasons:
        found["上升较多的内容分类及其来源"] = grids.rises_grid(f)
    if f.causes.rate.due:
        found["各单位办结事项的成因（一级）"] = grids.unit_causes_grid(f)
    if f.speed.units:
        found["各单位环节用时和办理质量"] = grids.speed_grid(f, f.speed.units, "")
    return found


def _body(f: AnalysisFigures, tables: Grids, texts: Mapping[str, str]) -> list[Block]:
    parts: dict[str, list[Block]] = {
        "overview": [*_overview(f), *_tables(tables, "totals"), *_chart(f)],
        "rise": [
            Paragraph(wording.rise_rule(f)),
            *_led(wording.reason(one, at) for at, one in enumerate(f.reasons)),
        ],
        "hot": [
            Paragraph(wording.hot(f)),
            *_tables(tables, "hot"),
            Paragraph(wording.hot_rule(f)),
        ],
        "repeat": [Paragraph(wording.chains(f))],
        "cause": [Paragraph(wording.causes(f)), *_tables(tables, "causes", "class_causes")],
        "speed": [*_paragraphs(wording.speed(f), wording.slow(f)), *_tables(tables, "speed")],
        "task": [
            Paragraph(wording.carried(f), lead="（一）以前月份的整改任务。"),
            *_tables(tables, "carried"),
            Paragraph(wording.problems(f), lead="（二）本月提出的问题。"),
            *(_problem(one, at) for at, one in enumerate(f.problems, start=1)),
            *_tables(tables, "tasks"),
        ],
        ADVICE: [] if texts.get(ADVICE) else [Paragraph(wording.NO_ADVICE)],
    }
    blocks: list[Block] = [Paragraph(wording.opening(f))]
    for code, name in SECTIONS.items():
        blocks += [Heading(name), *parts[code], *written(texts.get(code, ""))]
    return [*blocks, Paragraph(wording.CLOSING)]


def _tables(tables: Grids, *names: str) -> list[Block]:
    return [table_of(tables[name]) for name in names if name in tables]


def _paragraphs(*texts: str) -> list[Block]:
    return [Paragraph(text) for text in texts if text]


def _led(parts: Any) -> list[Block]:
    return [Paragraph(text, lead=lead) for lead, text in parts]


def _overview(f: AnalysisFigures) -> list[Block]:
    forms, classes = wording.structure(f, "form"), wording.structure(f, "class1")
    return [
        Paragraph(wording.totals(f)),
        *_paragraphs(
            f"从信访形式看，{forms}" if forms else "",
            f"从内容看，较多的是：{classes}" if classes else "",
            wording.fallen(f),
        ),
    ]


def _chart(f: AnalysisFigures) -> list[Block]:
    """The most frequent classes beside the month before; nothing to compare for a single one."""
    rows = [one for one in f.rises["class1"] if one.key and (one.now or one.previous)][:CHARTED]
    if len(rows) < 2:
        return []
    name = "主要内容分类的起数"
    chart = ChartData(
        title=name,
        categories=tuple(one.name for one in rows),
        series=(
            Series(f.days.label, tuple(one.now for one in rows)),
            Series(f.days.previous.label, tuple(one.previous for one in rows)),
        ),
        unit="起",
    )
    return [Chart(kind="horizontal", data=chart.to_dict(), caption=f"图1　{name}（起）")]


def _problem(one: Problem, at: int) -> Paragraph:
    """A problem in the words of who recorded it."""
    text = f"{at}. {one.title}（来源：{one.kind}）。{one.text}"
    return Paragraph(text)
