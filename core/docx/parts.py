"""The parts of a document as paragraphs, pictures and tables of Word."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.shared import Mm, Pt

from core import charts
from core.docx import tables
from core.docx.layout import LINE, TEXT_MM, paragraph, run, set_spacing
from core.pdf import blocks
from core.pdf.prose import clean
from core.pdf.raster import svg_to_png
from core.pdf.typeset import HEADING_ROLES

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_blocks(word: Word, items: Sequence[blocks.Block]) -> None:
    """Add the blocks at the end of the file, in order."""
    for block in items:
        _WRITERS[type(block)](word, block)


def _heading(word: Word, block: blocks.Heading) -> None:
    text = clean(block.text).replace("\n", " ")
    paragraph(word, text, role=HEADING_ROLES[block.level], style=f"Heading {block.level}")


def _paragraph(word: Word, block: blocks.Paragraph) -> None:
    texts = [part.strip(" \u3000") for part in clean(block.text).split("\n")]
    for at, text in enumerate(text for text in texts if text or block.lead):
        made = paragraph(word, "", indent=2 if block.indent and block.align == "left" else 0)
        if block.lead and at == 0:
            run(made, clean(block.lead), role="kai")
        for piece, is_bold in block.runs or ((text, block.bold),):
            run(made, clean(piece), role="hei" if is_bold else "fangsong")
        made.alignment = _ALIGN[block.align]
        made.paragraph_format.keep_with_next = block.keep_with_next


def _table(word: Word, block: blocks.Table) -> None:
    tables.write_table(word, block)


def _chart(word: Word, block: blocks.Chart) -> None:
    data = charts.ChartData.from_dict(block.data)
    svg = charts.KINDS[block.kind](data.without_links()).svg
    _picture(word, svg_to_png(svg, width=TEXT_MM), TEXT_MM, alt=data.title, caption=block.caption)


def _image(word: Word, block: blocks.Image) -> None:
    if block.svg:
        content = svg_to_png(block.svg, width=block.width)
    else:
        content = base64.b64decode(block.jpeg or block.png)
    _picture(word, content, block.width, alt=block.alt, caption=block.caption)


def _picture(word: Word, content: bytes, width: float, *, alt: str, caption: str) -> None:
    made = word.add_paragraph()
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE  # a fixed height would cut it
    made.paragraph_format.keep_with_next = bool(caption)
    shape = made.add_run().add_picture(io.BytesIO(content), width=Mm(width))
    shape._inline.docPr.set("descr", clean(alt))
    if caption:
        paragraph(word, clean(caption), role="hei", size=12, style="Caption")


def _fields(word: Word, block: blocks.Fields) -> None:
    tables.write_fields(word, block)


def _signatures(word: Word, block: blocks.Signatures) -> None:
    for label in block.labels:
        day = "　　　年　　月　　日" if block.dated else ""
        set_spacing(paragraph(word, f"{clean(label)}：＿＿＿＿＿＿{day}"), before=Pt(LINE / 2))


def _notes(word: Word, block: blocks.Notes) -> None:
    is_numbered = block.numbered and len(block.items) > 1
    if block.title:
        title = paragraph(word, clean(block.title), role="hei", size=12)
        title.paragraph_format.keep_with_next = True
        set_spacing(title, before=Pt(12), line=Pt(20))
    for at, item in enumerate(block.items, start=1):
        label = f"{at}." if is_numbered else ""
        made = paragraph(word, label + " ".join(clean(item).split("\n")), size=12)
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if is_numbered:
            made.paragraph_format.left_indent = Pt(18)
            made.paragraph_format.first_line_indent = Pt(-18)
        set_spacing(made, line=Pt(20))


def _space(word: Word, block: blocks.Space) -> None:
    for _line in range(block.lines):
        paragraph(word, "")


def _page_break(word: Word, _block: blocks.PageBreak) -> None:
    paragraph(word, "").add_run().add_break(WD_BREAK.PAGE)


_WRITERS: dict[type[Any], Callable[[Word, Any], None]] = {
    blocks.Heading: _heading,
    blocks.Paragraph: _paragraph,
    blocks.Table: _table,
    blocks.Chart: _chart,
    blocks.Image: _image,
    blocks.Fields: _fields,
    blocks.Signatures: _signatures,
    blocks.Notes: _notes,
    blocks.Space: _space,
    blocks.PageBreak: _page_break,
}
