"""A bulletin as a workbook and as a Word file: the frozen document in other clothes, nothing is counted anew."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from core.docx import write_docx
from core.pdf import Document
from core.sheets import Page, write_workbook
from reporting.models import Bulletin, BulletinStatus
from reporting.services.bulletin_document import draft_document
from reporting.services.export_tables import DEFINITIONS, cover_table, definitions_table, tables_of
from reporting.services.publication import number_of


def printed_document(bulletin: Bulletin, *, now: datetime) -> Document:
    """The document of a published bulletin as it was printed; of any other as it would be today, marked as a draft."""
    if bulletin.status == BulletinStatus.PUBLISHED:
        return Document.from_dict(bulletin.content["document"])
    return Document.from_dict(draft_document(bulletin.content, on=timezone.localdate(now)))


def bulletin_workbook(bulletin: Bulletin, *, now: datetime) -> bytes:
    """Every table of a bulletin as a sheet, with a cover and the definitions.

    Args:
        bulletin: with its content; the rules, if any, selected.
        now: day a draft is dated.
    """
    document = printed_document(bulletin, now=now)
    pages = [
        Page("封面", cover_table(bulletin.title, _facts(bulletin))),
        *(Page(name, table) for name, table in tables_of(document)),
        Page(DEFINITIONS, definitions_table(document)),
    ]
    return write_workbook(pages, title=bulletin.title, mark=document.draft)


def _facts(bulletin: Bulletin) -> dict[str, str]:
    is_published = bulletin.status == BulletinStatus.PUBLISHED
    return {
        "标题": bulletin.title,
        "发文字号": number_of(bulletin),
        "状态": "已印发" if is_published else "送审稿（未印发）",
        "种类": str(bulletin.get_kind_display()),
        "统计期间": f"{bulletin.first_day} 至 {bulletin.last_day}",
        "数据截至": _moment(bulletin.built_at),
        "考核办法": str(bulletin.rule_set) if bulletin.rule_set else "不计分",
        "印发时间": _moment(bulletin.published_at) if bulletin.published_at else "",
        "印发文件校验码（SHA-256）": bulletin.pdf_sha256,
        "编制单位": f"{settings.COUNTY_NAME}信访局",
        "说明": "数值取自封存的通报，不含公式；以印发的 PDF 为准。",
    }


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def bulletin_word(bulletin: Bulletin, *, now: datetime) -> bytes:
    """The document of a bulletin as a Word file.

    Args:
        bulletin: with its content.
        now: day a draft is dated.
    """
    return write_docx(printed_document(bulletin, now=now))
