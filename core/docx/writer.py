"""Writes a document as a whole: head, title, body, signature, annexes, 版记."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt

from core.docx import parts, tables
from core.docx.layout import (
    BLACK,
    CELL,
    LINE,
    RED,
    narrow,
    new_word,
    paragraph,
    rule,
    run,
    set_spacing,
)
from core.pdf import page, titles
from core.pdf.document import Document
from core.pdf.prose import POINT_MM, clean

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def write_docx(document: Document | Mapping[str, Any]) -> bytes:
    """Write a document as a Word file.

    Args:
        document: a `Document`, or the plain data of one (`Document.to_dict()`, also after JSON).

    Raises:
        ValueError: the data is not a document; the message names the field.
    """
    whole = document if isinstance(document, Document) else Document.from_dict(document)
    word = new_word(numbered=whole.format != "form", mark=clean(whole.draft))
    _properties(word, whole)
    _HEADS[whole.format](word, whole)
    _title(word, clean(whole.title))
    if whole.addressee:
        text = clean(whole.addressee).strip()
        paragraph(word, text if text.endswith(("：", ":")) else f"{text}：")
    parts.write_blocks(word, whole.blocks)
    _attachments(word, whole)
    _signature(word, whole)
    if whole.remark:
        paragraph(word, f"（{clean(whole.remark)}）", indent=2)
    parts.write_blocks(word, whole.closing)
    for at, annex in enumerate(whole.annexes, start=1):
        _break(word)
        paragraph(word, annex.label or page.annex_label(whole, at), role="hei")
        _title(word, clean(annex.title))
        parts.write_blocks(word, annex.blocks)
    _imprint(word, whole)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _properties(word: Word, document: Document) -> None:
    """Title, language and dates of the file; nothing of the machine or the person that wrote it."""
    core = word.core_properties
    core.title = clean(document.title).replace("\n", "")
    core.author = clean(document.signer or document.organ)
    core.language = "zh-CN"
    core.subject = clean(document.number)
    core.comments, core.keywords, core.last_modified_by = "", "", ""
    day = datetime.fromisoformat(document.issued_on or "2000-01-01")
    core.created = core.modified = day


def _break(word: Word) -> None:
    """The next part begins a page; the break hangs on the last paragraph, so that no empty page comes of it."""
    last = word.paragraphs[-1] if _ends_with_text(word) else paragraph(word, "")
    last.add_run().add_break(WD_BREAK.PAGE)


def _ends_with_text(word: Word) -> bool:
    """True when the body's last part is a paragraph, which can carry the break."""
    body = word.element.body
    return len(body) > 1 and body[-2].tag.endswith("}p")


def _title(word: Word, text: str) -> None:
    found = word.add_paragraph(style="Title")
    for at, line in enumerate(titles.title_lines(text)):
        if at:
            found.runs[-1].add_break()
        run(found, line, role="xiaobiaosong", size=22)


def _tags(word: Word, document: Document) -> None:
    """份号, 密级, 紧急程度, from the top down."""
    for text, role in (
        (document.serial, "song"),
        (document.secrecy, "hei"),
        (document.urgency, "hei"),
    ):
        if text:
            paragraph(word, clean(text), role=role)


def _redhead(word: Word, document: Document) -> None:
    """The red mark, the number and 签发人, the red line."""
    _tags(word, document)
    mark = titles.mark(clean(document.organ))
    size = mark.size / POINT_MM
    head = paragraph(word, clean(document.organ), role="xiaobiaosong", size=size, colour=RED)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_spacing(head, before=Mm(page.MARK_TOP_MM - 12), line=Pt(size * 1.15), after=Pt(LINE))
    if mark.narrowed < 1:
        narrow(head.runs[0], mark.narrowed)
    number = clean(document.number)
    if document.approver:
        number = f"{number}　　　　签发人：{clean(document.approver)}"
    line = paragraph(word, number)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    rule(line, "bottom", colour=RED, size=12)
    set_spacing(line, after=Pt(LINE * 2))


def _letter(word: Word, document: Document) -> None:
    """The letter head: the red mark over a double line, the number below at the right."""
    mark = titles.mark(clean(document.organ), largest=page.LETTER_MARK_MAX_MM)
    size = mark.size / POINT_MM
    head = paragraph(word, clean(document.organ), role="xiaobiaosong", size=size, colour=RED)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_spacing(head, line=Pt(size * 1.15))
    rule(head, "bottom", colour=RED, size=12, style="thickThinSmallGap")
    _tags(word, document)
    line = paragraph(word, clean(document.number))
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    set_spacing(line, after=Pt(LINE * 2))


def _form(word: Word, document: Document) -> None:
    _tags(word, document)
    head = paragraph(word, clean(document.organ), role="hei", colour=BLACK)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER


_HEADS = {"redhead": _redhead, "letter": _letter, "form": _form}


def _attachments(word: Word, document: Document) -> None:
    """附件说明: one annex without a number, several numbered (7.3.4)."""
    names = [*document.attachments, *(annex.title for annex in document.annexes)]
    for at, name in enumerate(names, start=1):
        text = clean(name).replace("\n", "").rstrip("。；，")
        label = f"{at}. " if len(names) > 1 else ""
        lead = "附件：" if at == 1 else ""
        line = paragraph(word, f"{lead}{label}{text}")
        hang = len(label) * CELL / 2
        line.paragraph_format.left_indent = Pt(5 * CELL + hang)
        line.paragraph_format.first_line_indent = Pt(-(3 * CELL if lead else 0) - hang)
        if at == 1:
            set_spacing(line, before=Pt(LINE))


def _signature(word: Word, document: Document) -> None:
    """Signer and date, at the places the standard gives them (7.3.5)."""
    if document.code:
        parts.write_blocks(word, (document.code,))
    places = page.signature(document)
    lines = [
        (clean(document.signer), places["right_signer"]),
        (places["date"], places["right_date"]),
    ]
    first = True
    for text, right in lines:
        if not text:
            continue
        line = paragraph(word, text)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(right)
        line.paragraph_format.keep_with_next = first
        if first:
            set_spacing(line, before=Pt(2 * LINE if document.sealed else LINE))
        first = False


def _imprint(word: Word, document: Document) -> None:
    """版记 at the foot of the last page: copies; who printed it and when (7.4)."""
    copies = clean(document.copies_to).strip()
    is_redhead = document.format == "redhead"
    printer = clean(document.printer) if is_redhead else ""
    printed_on = page.chinese_date(document.printed_on) if is_redhead else ""
    if not (copies or printer):
        return
    if copies and not copies.endswith("。"):
        copies += "。"
    tables.write_imprint(
        word,
        f"抄送：{copies}" if copies else "",
        printer,
        f"{printed_on}印发" if printed_on else "",
    )
