"""A paper as a workbook and as a Word file: the frozen document in other clothes, nothing is counted anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from core.docx import write_docx
from core.pdf import Document
from core.sheets import Page, write_workbook
from reporting.models import Bulletin, BulletinStatus, Paper
from reporting.services.export_tables import DEFINITIONS, cover_table, definitions_table, tables_of
from reporting.services.paper_document import draft_document, minute
from reporting.services.publication import number_of


def printed_document(paper: Paper, *, now: datetime) -> Document:
    """The document of a published paper as it was printed; of any other as it would be today, marked as a draft."""
    if paper.status == BulletinStatus.PUBLISHED:
        return Document.from_dict(paper.content["document"])
    return Document.from_dict(draft_document(paper.content, on=timezone.localdate(now)))


def document_workbook(
    document: Document, *, title: str, facts: Mapping[str, str], scope: str = "本通报"
) -> bytes:
    """Every table of a document as a sheet, with a cover and the definitions.

    Args:
        document: printed or as it would be.
        title: of the paper.
        facts: lines of the cover.
        scope: what the document calls itself, beside the definitions it prints.
    """
    pages = [
        Page("封面", cover_table(title, facts)),
        *(Page(name, table) for name, table in tables_of(document)),
        Page(DEFINITIONS, definitions_table(document, scope=scope)),
    ]
    return write_workbook(pages, title=title, mark=document.draft)


def bulletin_workbook(bulletin: Bulletin, *, now: datetime) -> bytes:
    """Every table of a bulletin as a sheet, with a cover and the definitions.

    Args:
        bulletin: with its content; the rules, if any, selected.
        now: day a draft is dated.
    """
    document = printed_document(bulletin, now=now)
    return document_workbook(document, title=bulletin.title, facts=_facts(bulletin))


def _facts(bulletin: Bulletin) -> dict[str, str]:
    is_published = bulletin.status == BulletinStatus.PUBLISHED
    return {
        "标题": bulletin.title,
        "发文字号": number_of(bulletin),
        "状态": "已印发" if is_published else "送审稿（未印发）",
        "种类": str(bulletin.get_kind_display()),
        "统计期间": f"{bulletin.first_day} 至 {bulletin.last_day}",
        "数据截至": minute(bulletin.built_at),
        "考核办法": str(bulletin.rule_set) if bulletin.rule_set else "不计分",
        "印发时间": minute(bulletin.published_at) if bulletin.published_at else "",
        "印发文件校验码（SHA-256）": bulletin.pdf_sha256,
        "编制单位": f"{settings.COUNTY_NAME}信访局",
        "说明": "数值取自封存的通报，不含公式；以印发的 PDF 为准。",
    }


def report_workbook(
    paper: Paper, *, number: str, days: str, name: str, scope: str, now: datetime
) -> bytes:
    """Every table of a report as a sheet, with a cover and the definitions.

    Args:
        paper: with its content.
        number: 发文字号 or "".
        days: the period counted, as text.
        name: what the cover calls the paper ("报告").
        scope: what the document calls itself, beside the definitions it prints.
        now: day a draft is dated.
    """
    is_published = paper.status == BulletinStatus.PUBLISHED
    facts = {
        "标题": paper.title,
        "发文字号": number,
        "状态": "已印发" if is_published else "送审稿（未印发）",
        "统计期间": days,
        "数据截至": minute(paper.built_at),
        "印发时间": minute(paper.published_at) if paper.published_at else "",
        "印发文件校验码（SHA-256）": paper.pdf_sha256,
        "编制单位": f"{settings.COUNTY_NAME}信访局",
        "说明": f"数值取自封存的{name}，不含公式；以印发的 PDF 为准。",
    }
    return document_workbook(
        printed_document(paper, now=now), title=paper.title, facts=facts, scope=scope
    )


def paper_word(paper: Paper, *, now: datetime) -> bytes:
    """The document of a paper as a Word file.

    Args:
        paper: with its content.
        now: day a draft is dated.
    """
    return write_docx(printed_document(paper, now=now))
