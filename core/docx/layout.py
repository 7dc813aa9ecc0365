"""Page, styles, fonts and paragraphs of a Word file after GB/T 9704-2012."""

from __future__ import annotations

import math
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

#: Line pitch and width of a character on the grid of 22 lines and 28 characters, points.
LINE = 28.95
SIZE = 16.0
TEXT_MM = 156.0
CELL = TEXT_MM / 25.4 * 72 / 28
RED = RGBColor(0xE6, 0x00, 0x12)
BLACK = RGBColor(0, 0, 0)
#: The typefaces the standard names, and what Word takes where one is not installed.
FONTS = {
    "fangsong": ("仿宋_GB2312", "FangSong"),
    "kai": ("楷体_GB2312", "KaiTi"),
    "hei": ("黑体", "SimHei"),
    "xiaobiaosong": ("方正小标宋简体", "SimSun"),
    "song": ("宋体", "SimSun"),
}
_HEADINGS = ((1, "hei"), (2, "kai"), (3, "fangsong"), (4, "fangsong"))


def new_word(*, numbered: bool, mark: str) -> Word:
    """An empty file with the page, the grid, the styles and the footers of an official document.

    Args:
        numbered: whether its pages carry numbers ("— 1 —").
        mark: printed in the header of each page ("送审稿"), or "".
    """
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(18), Mm(22)
    _grid(section)
    _styles(word)
    _font_table(word)
    word.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        if numbered:
            _page_number(footer.paragraphs[0], side)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        if mark:
            run(header.paragraphs[0], mark, role="hei", size=22, colour=RED)
            header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return word


def _grid(section: Any) -> None:
    """22 lines a page; the pitch in twentieths of a point."""
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(
        qn("w:type"), "lines"
    )  # a grid of characters is read differently by Word and LibreOffice
    grid.set(qn("w:linePitch"), str(round(LINE * 20)))
    grid.attrib.pop(qn("w:charSpace"), None)


def _styles(word: Word) -> None:
    normal = word.styles["Normal"]
    _style_font(normal, "fangsong", SIZE)
    closer = OxmlElement("w:spacing")  # twentieths of a point: 28 characters in a line
    closer.set(qn("w:val"), str(math.floor((CELL - SIZE) * 20)))
    _into(normal.element.get_or_add_rPr(), closer)
    _line(normal.paragraph_format, Pt(LINE))
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = False
    title = word.styles["Title"]
    _style_font(title, "xiaobiaosong", 22)
    for spacing in title.element.rPr.findall(qn("w:spacing")):
        title.element.rPr.remove(spacing)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(LINE)
    _line(title.paragraph_format, Pt(34))
    for border in title.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for level, role in _HEADINGS:
        heading = word.styles[f"Heading {level}"]
        _style_font(heading, role, SIZE)
        heading.paragraph_format.space_before = Pt(0)
        heading.paragraph_format.keep_with_next = True
        _indent(heading.element.get_or_add_pPr(), 2)
    caption = word.styles["Caption"]
    _style_font(caption, "hei", 12)
    caption.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    language = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "zh-CN")


def _style_font(style: Any, role: str, size: float) -> None:
    font = style.font
    font.size, font.bold, font.italic = Pt(size), False, False
    font.color.rgb = BLACK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):  # theme fonts would win
        del fonts.attrib[name]
    _set_fonts(fonts, role)


def _set_fonts(fonts: Any, role: str) -> None:
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONTS[role][0])
    fonts.set(qn("w:hint"), "eastAsia")


def _font_table(word: Word) -> None:
    """Name what stands in for a typeface that is not installed."""
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in FONTS.values()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def _page_number(target: Paragraph, side: Any) -> None:
    """ "— 1 —" in 四号宋体, one character from the outer edge (7.5)."""
    target.alignment = side
    is_right = side == WD_ALIGN_PARAGRAPH.RIGHT
    edge = target.paragraph_format
    edge.right_indent, edge.left_indent = (Pt(14), None) if is_right else (None, Pt(14))
    run(target, "— ", role="song", size=14)
    piece = run(target, "", role="song", size=14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:t" if kind else "w:instrText")
            mark.text = text
        piece._r.append(mark)
    run(target, " —", role="song", size=14)


def paragraph(
    parent: Any,
    text: str,
    *,
    role: str = "fangsong",
    size: float = SIZE,
    indent: int = 0,
    colour: RGBColor | None = None,
    style: str | None = None,
) -> Paragraph:
    """A paragraph of one run.

    Args:
        parent: the file, or a cell.
        text: without line breaks.
        role: typeface, a key of `FONTS`.
        size: points.
        indent: of the first line, characters.
        colour: of the type.
        style: name of a paragraph style.
    """
    made: Paragraph = parent.add_paragraph(style=style)
    if text:
        run(made, text, role=role, size=size, colour=colour)
    if indent:
        _indent(made._p.get_or_add_pPr(), indent)
    return made


def run(
    target: Paragraph,
    text: str,
    *,
    role: str = "fangsong",
    size: float | None = None,
    colour: RGBColor | None = None,
    bold: bool = False,
) -> Run:
    """Text in one typeface at the end of a paragraph."""
    piece = target.add_run(text)
    _set_fonts(piece._r.get_or_add_rPr().get_or_add_rFonts(), role)
    if size:
        piece.font.size = Pt(size)
    if colour is not None:
        piece.font.color.rgb = colour
    if bold:
        piece.font.bold = True
    return piece


def narrow(piece: Run, part: float) -> None:
    """Set characters to a part of their width."""
    scale = OxmlElement("w:w")
    scale.set(qn("w:val"), str(round(part * 100)))
    _into(piece._r.get_or_add_rPr(), scale)


def _into(properties: Any, mark: Any) -> None:
    """Put the spacing or width of characters where the schema wants it."""
    properties.insert_element_before(mark, "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def _indent(properties: Any, characters: int) -> None:
    """First-line indent counted in characters, as Word's own Chinese documents have it."""
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(characters * 100))
    indent.set(qn("w:firstLine"), str(round(characters * SIZE * 20)))


def set_spacing(
    target: Paragraph,
    *,
    before: Length | None = None,
    after: Length | None = None,
    line: Length | None = None,
) -> None:
    """Room before and after a paragraph, and the exact height of its lines."""
    if before is not None:
        target.paragraph_format.space_before = before
    if after is not None:
        target.paragraph_format.space_after = after
    if line is not None:
        _line(target.paragraph_format, line)


def _line(target: Any, line: Length) -> None:
    target.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    target.line_spacing = line


def rule(
    target: Paragraph, side: str, *, colour: RGBColor, size: int, style: str = "single"
) -> None:
    """A line at one side of a paragraph; `size` in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", style), ("sz", size), ("space", 4), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)
    properties = target._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
