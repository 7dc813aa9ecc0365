"""What a bulletin's workbook holds, from the frozen document: every table, the figures of the charts, the definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.charts import ChartData, table_rows
from core.pdf import Block, Chart, Column, Document, Notes, Row, Table
from reporting.domain.indicators import AREAS, INDICATORS

DEFINITIONS = "口径"


def tables_of(document: Document) -> Iterator[tuple[str, Table]]:
    """Name of the sheet and table, in the order of the document; annexes last, charts as their figures."""
    yield from _of_blocks(document.blocks, "")
    for number, annex in enumerate(document.annexes, start=1):
        label = annex.label or f"附件{number}"
        yield from _of_blocks(annex.blocks, f"{label} {annex.title}")


def _of_blocks(blocks: Sequence[Block], name: str) -> Iterator[tuple[str, Table]]:
    for block in blocks:
        if isinstance(block, Table):
            yield name or short_name(block.caption), block
        elif isinstance(block, Chart):
            yield name or short_name(block.caption), _chart_table(block)


def short_name(caption: str) -> str:
    """ "表1　2026年10月……" is the sheet 表1."""
    return caption.split("\u3000", maxsplit=1)[0] or "表"


def _chart_table(chart: Chart) -> Table:
    """The figures a chart is drawn from."""
    head, *lines = table_rows(ChartData.from_dict(chart.data))
    columns = tuple(Column(title, "left" if at == 0 else "center") for at, title in enumerate(head))
    return Table(columns, tuple(Row(tuple(line)) for line in lines), caption=chart.caption)


def cover_table(title: str, facts: Mapping[str, str]) -> Table:
    """The first sheet: what the paper is and as of when."""
    rows = tuple(Row((name, text or "—")) for name, text in facts.items())
    return Table((Column("项目", "left"), Column("内容", "left")), rows, caption=title)


def definitions_table(document: Document, *, scope: str) -> Table:
    """The definitions printed in the document (`scope` is what it calls itself), then those of every indicator."""
    printed = [
        Row((scope, f"说明{number}", "", text, ""))
        for block in (
            *document.blocks,
            *(part for annex in document.annexes for part in annex.blocks),
        )
        if isinstance(block, Notes)
        for number, text in enumerate(block.items, start=1)
    ]
    known = [
        Row((AREAS[one.area], one.name, one.unit, one.formula, one.source)) for one in INDICATORS
    ]
    heads = ("范围", "名称", "单位", "口径", "依据")
    return Table(
        tuple(Column(head, "left") for head in heads), (*printed, *known), caption="指标口径"
    )
