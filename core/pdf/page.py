"""The values of a whole document's template: the red head or letter head, title, signature and 版记."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from core.pdf import columns, faces, titles
from core.pdf.blocks import Table
from core.pdf.document import Document
from core.pdf.lines import Run
from core.pdf.prose import (
    CELL,
    PITCH,
    POINT_MM,
    SIZE,
    TEXT_WIDTH,
    clean,
    measure,
    prose,
    text_html,
)
from core.pdf.typeset import image, typeset
from core.text import display_width

LINE_MM = PITCH * POINT_MM
TYPE_MM = SIZE * POINT_MM
#: From the top of the text area to the top of the red mark (7.2.4), and from the page's edge in a letter (10.1).
MARK_TOP_MM = 35.0
LETTER_MARK_TOP_MM = 30.0
TOP_MARGIN_MM = 37.0
#: From the number to the red line of a red-head document (7.2.7), from the mark to the double line of a letter (10.1).
RULE_GAP_MM = 4.0
LETTER_RULE_MM = 1.6
#: Largest mark of a letter: smaller than that of a red-head document.
LETTER_MARK_MAX_MM = 13.0
#: The mark of a draft: its largest type and its length across the page, points.
DRAFT_LARGEST, DRAFT_LENGTH = 80.0, 430.0
#: Type of the 版记 (四号).
IMPRINT_SIZE = 14.0


def chinese_date(iso: str) -> str:
    """ "2026-12-01" as 2026年12月1日 (7.3.5: Arabic digits, no leading zeros)."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def context(document: Document) -> dict[str, Any]:
    """Everything the template of the document's format prints."""
    everything = (
        document.blocks,
        document.closing,
        *(annex.blocks for annex in document.annexes),
    )
    size = columns.largest_size(
        block for items in everything for block in items if isinstance(block, Table)
    )
    head = HEADS[document.format](document)
    return {
        "document": document,
        "name": clean(document.title).replace("\n", ""),
        "head": head,
        "title_lines": [
            text_html(line, "xiaobiaosong") for line in titles.title_lines(clean(document.title))
        ],
        "addressee": _addressee(document.addressee),
        "blocks": typeset(document.blocks, table_size=size),
        "closing": typeset(document.closing, table_size=size),
        "attachments": _attachments(document),
        "signature": signature(document),
        "remark": prose([Run(f"（{clean(document.remark)}）")], indent=2 * CELL)
        if document.remark
        else "",
        "annexes": [
            {
                "label": text_html(annex.label or annex_label(document, at), "hei"),
                "title_lines": [
                    text_html(line, "xiaobiaosong")
                    for line in titles.title_lines(clean(annex.title))
                ],
                "blocks": typeset(annex.blocks, table_size=size),
            }
            for at, annex in enumerate(document.annexes, start=1)
        ],
        "imprint": _imprint(document),
        "code": image(document.code) if document.code else None,
        "draft": clean(document.draft),
        "draft_size": _draft_size(clean(document.draft)),
    }


def _draft_size(mark: str) -> float:
    """Points of type in which the mark of a draft keeps to one line."""
    return round(min(DRAFT_LARGEST, DRAFT_LENGTH / max(1.0, display_width(mark))), 1)


def _redhead(document: Document) -> dict[str, Any]:
    """Places in the head, millimetres from the top of the text area; its height is a whole number of lines."""
    mark = titles.mark(clean(document.organ))
    inset, end = faces.han_extent("xiaobiaosong")
    mark_bottom = MARK_TOP_MM + mark.size * (end - inset)
    has_line = bool(document.number or document.approver)
    number_top = mark_bottom + 2 * LINE_MM
    number_bottom = number_top + TYPE_MM if has_line else mark_bottom
    rule = number_bottom + RULE_GAP_MM
    lines = max(math.ceil(rule / LINE_MM), round((rule + 2 * LINE_MM) / LINE_MM))
    return {
        "mark": text_html(document.organ, "xiaobiaosong"),
        "mark_size": mark.size,
        "mark_narrowed": mark.narrowed,
        "mark_top": round(MARK_TOP_MM - mark.size * inset, 3),
        "number_top": round(number_top - (LINE_MM - TYPE_MM) / 2, 3),
        "rule_top": round(rule, 3),
        "lines": lines,
        "tags": _tags(document),
    }


def _letter(document: Document) -> dict[str, Any]:
    """Places in the head of a letter, millimetres from the top of the text area."""
    mark = titles.mark(clean(document.organ), largest=LETTER_MARK_MAX_MM)
    mark_top = LETTER_MARK_TOP_MM - TOP_MARGIN_MM
    inset, end = faces.han_extent("xiaobiaosong")
    rule = mark_top + mark.size * (end - inset) + RULE_GAP_MM
    number_top = rule + LETTER_RULE_MM + TYPE_MM * 7 / 8
    tags = _tags(document)
    below = number_top + TYPE_MM + max(0, len(tags) - 1) * LINE_MM
    lines = round((below + 2 * LINE_MM) / LINE_MM)
    return {
        "mark": text_html(document.organ, "xiaobiaosong"),
        "mark_size": mark.size,
        "mark_narrowed": mark.narrowed,
        "mark_top": round(mark_top - mark.size * inset, 3),
        "number_top": round(number_top - (LINE_MM - TYPE_MM) / 2, 3),
        "rule_top": round(rule, 3),
        "lines": lines,
        "tags": tags,
    }


def _form(document: Document) -> dict[str, Any]:
    """The head of a form: the organ's name above the title, and 密级 where there is one."""
    return {"mark": text_html(document.organ, "hei"), "tags": _tags(document)}


#: The head of each format.
HEADS = {"redhead": _redhead, "letter": _letter, "form": _form}


def _tags(document: Document) -> list[dict[str, Any]]:
    """份号, 密级, 紧急程度, from the top down (7.2.1 to 7.2.3)."""
    found = ((document.serial, "song"), (document.secrecy, "hei"), (document.urgency, "hei"))
    return [{"html": text_html(text, role), "role": role} for text, role in found if text]


def _addressee(text: str) -> str:
    text = clean(text).strip()
    if not text:
        return ""
    if not text.endswith(("：", ":")):
        text += "："
    return prose([Run(text)])


def _attachments(document: Document) -> list[dict[str, Any]]:
    """附件说明: one annex without a number, several numbered, later ones under the first (7.3.4)."""
    names = [*document.attachments, *(annex.title for annex in document.annexes)]
    names = [clean(name).replace("\n", "").rstrip("。；，") for name in names]
    found = []
    for at, name in enumerate(names, start=1):
        label = f"{at}. " if len(names) > 1 else ""
        hang = 5 * CELL + sum(measure(char, "fangsong") * SIZE for char in label)
        found.append(
            {
                "label": label,
                "prefix": "附件：" if at == 1 else "",
                "left": round(5 * CELL, 3),
                "hang": round(hang, 3),
                "html": prose([Run(name)], width=TEXT_WIDTH - hang),
            }
        )
    return found


def annex_label(document: Document, at: int) -> str:
    """What stands over an annex: "附件", or "附件2" where there are several; `at` counts from 1."""
    offset = len(document.attachments)
    total = offset + len(document.annexes)
    return f"附件{offset + at}" if total > 1 else "附件"


def signature(document: Document) -> dict[str, Any]:
    """Signer and date (7.3.5). Sealed: date four characters from the right, signer centred above it. Unsealed: signer two characters
    from the right, the date begins two characters right of it."""
    signer = clean(document.signer)
    is_dated = document.format != "form" or bool(signer)
    day = chinese_date(document.issued_on) if is_dated else ""
    day_width = sum(measure(char, "fangsong") for char in day)
    signer_width = display_width(signer)
    if document.sealed:
        right_day = 4.0
        right_signer = right_day + (day_width - signer_width) / 2
        if (
            right_signer < 2
        ):  # a long name keeps two characters from the edge, the date moves with it
            right_signer = 2.0
            right_day = right_signer + (signer_width - day_width) / 2
    else:
        right_signer = 2.0
        right_day = right_signer + signer_width - 2 - day_width
        if right_day < 2:
            right_signer, right_day = right_signer + 2 - right_day, 2.0
    return {
        "signer": text_html(signer),
        "date": day,
        "right_signer": round(right_signer * CELL, 3),
        "right_date": round(right_day * CELL, 3),
    }


def _imprint(document: Document) -> dict[str, Any]:
    """版记: copies and, in a red-head document, who printed it and when (7.4, 10.1)."""
    copies = clean(document.copies_to).strip()
    if copies and not copies.endswith("。"):
        copies += "。"
    indent = IMPRINT_SIZE
    lines = ""
    if copies:
        lines = prose(
            [Run(copies)],
            size=IMPRINT_SIZE,
            width=TEXT_WIDTH - 2 * indent - 3 * IMPRINT_SIZE,
            grid=False,
        )
    is_redhead = document.format == "redhead"
    return {
        "copies": lines,
        "printer": text_html(document.printer) if is_redhead else "",
        "printed_on": chinese_date(document.printed_on) if is_redhead else "",
        "ruled": is_redhead,
    }
