"""Writes a correction: what was printed, what is right, why, which places move by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.pdf import Block, Column, Document, Heading, Paragraph, Row, Table
from reporting.domain.corrections import Change, cases_text
from reporting.models import AnnualReport, Bulletin, Correction

DRAFT_MARK = "送审稿"
NUMERALS = "一二三四五六"


def correction_title(paper: Bulletin | AnnualReport) -> str:
    """Title of the document."""
    return f"关于《{paper.title}》的更正"


def correction_document(
    correction: Correction,
    *,
    paper_number: str,
    published_on: date,
    ending: str,
    heads: tuple[str, str],
    number: str = "",
    issued_on: date | None = None,
    approver: str = "",
) -> dict[str, Any]:
    """The document's plain data.

    Args:
        correction: with its changes and texts.
        paper_number: 发文字号 of the corrected paper.
        published_on: day that paper was published.
        ending: what is said of everything else.
        heads: headings of what a figure is of, and which figure it is.
        number: 发文字号 of the correction; without it the document is a draft.
        issued_on: day of approval; without it the day of the recount.
        approver: 签发人, on a document to a superior.
    """
    paper = correction.paper
    chosen = [one for one in map(Change.from_json, correction.changes) if one.chosen]
    day = (issued_on or timezone.localdate(correction.made_at)).isoformat()
    which = f"（更正第{correction.number}号）" if correction.number else ""
    opening = (
        f"《{paper.title}》（{paper_number}）于{published_on.year}年{published_on.month}月"
        f"{published_on.day}日印发。经核查，现对其中部分内容更正如下{which}。"
    )
    document = Document(
        organ=f"{settings.COUNTY_NAME}信访局文件",
        title=correction_title(paper),
        issued_on=day,
        number=number,
        signer=f"{settings.COUNTY_NAME}信访局",
        addressee=paper.content["document"]["addressee"],
        blocks=(Paragraph(opening), *_sections(correction, chosen, ending, heads)),
        copies_to=paper.content["document"]["copies_to"],
        printer=f"{settings.COUNTY_NAME}信访局",
        printed_on=day,
        draft="" if number else DRAFT_MARK,
        approver=approver,
    )
    return document.to_dict()


def _sections(
    correction: Correction, chosen: Sequence[Change], ending: str, heads: tuple[str, str]
) -> list[Block]:
    ranks = [one for one in chosen if one.is_rank]
    cells = [one for one in chosen if not one.is_rank]
    sections: list[tuple[str, list[Block]]] = [
        ("更正原因", [Paragraph(_sentence(correction.reason))])
    ]
    if cells:
        sections.append(("数据更正", [_table(cells, heads)]))
    if ranks:
        sections.append(("名次变动", [_table(ranks, heads)]))
    if correction.texts:
        texts: list[Block] = [
            Paragraph(f"原文“{one['old']}”，更正为“{one['new']}”。") for one in correction.texts
        ]
        sections.append(("文字更正", texts))
    sections.append(("其他", [Paragraph(ending)]))
    return [
        block
        for numeral, (name, blocks) in zip(NUMERALS, sections, strict=False)
        for block in (Heading(f"{numeral}、{name}"), *blocks)
    ]


def _sentence(text: str) -> str:
    """With a full stop where the writer left it out."""
    return text if text.endswith(("。", "！", "？", "；", "”", "）")) else f"{text}。"


def _table(found: Sequence[Change], heads: tuple[str, str]) -> Table:
    """Old and new; the matters behind them where the paper kept what each matter was counted as."""
    named = any(one.cases for one in found)
    columns = [
        Column("所在", "left"),
        *(Column(head, "left") for head in heads),
        Column("原为"),
        Column("更正为"),
    ]
    return Table(
        columns=(*columns, *((Column("涉及信访事项编号", "left"),) if named else ())),
        rows=tuple(
            Row(
                (
                    *(one.table, one.row, one.column, one.old, one.new),
                    *((cases_text(one.cases),) if named else ()),
                )
            )
            for one in found
        ),
    )
