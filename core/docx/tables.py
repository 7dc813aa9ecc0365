"""Tables of a Word file: heads of several levels, marked rows, ruled forms, 版记."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from core.docx.layout import TEXT_MM, paragraph, run, set_spacing
from core.pdf import blocks, columns
from core.pdf.prose import clean
from core.pdf.rows import kept

SHADE = "D9D9D9"
CAPTION, NOTE, IMPRINT, IMPRINT_LINE = 12.0, 10.5, 14.0, 24.0
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_table(word: Word, block: blocks.Table) -> None:
    """A table as wide as the text: caption, unit, head repeated on each page, rows never split, notes."""
    chosen = columns.layout(block)
    if block.caption:
        title = paragraph(word, clean(block.caption), role="hei", size=CAPTION, style="Caption")
        title.paragraph_format.keep_with_next = True
    if block.unit:
        unit = paragraph(word, clean(block.unit), size=NOTE)
        unit.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        unit.paragraph_format.keep_with_next = True
        set_spacing(unit, line=Pt(16))
    head = block.head or (tuple(blocks.HeadCell(column.title) for column in block.columns),)
    if not any(cell.text for row in head for cell in row):
        head = ()
    table = _grid(word, len(head) + len(block.rows), chosen.widths)
    _write_head(table, head, columns.folded(head, chosen), chosen.size)
    for at, (row, is_kept) in enumerate(zip(block.rows, kept(block.rows), strict=True), len(head)):
        _write_row(table, at, row, block.columns, chosen.size)
        if is_kept:
            _keep_with_next(table, at)
    for note in block.notes:
        small = paragraph(word, " ".join(clean(note).split("\n")), size=NOTE)
        set_spacing(small, line=Pt(16))
    if not block.notes:
        set_spacing(paragraph(word, ""), line=Pt(8))


def _grid(word: Word, rows: int, widths: Sequence[float]) -> Table:
    """A ruled table of that many rows with columns of these shares (per cent)."""
    table = word.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    lengths = [Mm(TEXT_MM * width / 100) for width in widths]
    for column, length in zip(table._tbl.tblGrid.gridCol_lst, lengths, strict=True):
        column.w = length
    for row in table._tbl.tr_lst:
        for cell, length in zip(row.tc_lst, lengths, strict=True):
            cell.width = length
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "40")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    return table


def _write_head(
    table: Table,
    head: Sequence[Sequence[blocks.HeadCell]],
    texts: Sequence[Sequence[str]],
    size: float,
) -> None:
    """Rows of headings with their spans."""
    taken: set[tuple[int, int]] = set()
    for y, (row, names) in enumerate(zip(head, texts, strict=True)):
        table._tbl.tr_lst[y].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        x = 0
        for cell, name in zip(row, names, strict=True):
            while (y, x) in taken:
                x += 1
            covered = [(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)]
            taken.update(covered)
            whole = table.cell(y, x)
            if len(covered) > 1:
                whole = whole.merge(table.cell(*covered[-1]))
            _fill(whole, name, "center", size, role="hei")
            x += cell.colspan


def _write_row(
    table: Table, at: int, row: blocks.Row, heads: Sequence[blocks.Column], size: float
) -> None:
    cells = [_Cell(tc, table) for tc in table._tbl.tr_lst[at].tc_lst]
    if row.style == "group":
        whole = cells[0].merge(cells[-1])
        _fill(whole, columns.cell_text(row.cells[0]), "left", size, role="hei")
        return
    for cell, value, column in zip(cells, row.cells, heads, strict=True):
        role = "hei" if row.style == "total" else "fangsong"
        _fill(cell, columns.cell_text(value), column.align, size, role=role)
        if row.style == "marked":
            _shade(cell)


def _keep_with_next(table: Table, at: int) -> None:
    """No page ends with the row: Word asks it of the paragraphs in its cells."""
    for tc in table._tbl.tr_lst[at].tc_lst:
        for inner in _Cell(tc, table).paragraphs:
            inner.paragraph_format.keep_with_next = True


def _fill(cell: _Cell, text: str, align: str, size: float, *, role: str = "fangsong") -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    first = cell.paragraphs[0]
    for at, line in enumerate(clean(text).split("\n")):
        target = first if at == 0 else cell.add_paragraph()
        run(target, line.strip(" "), role=role, size=size)
        target.alignment = _ALIGN[align]
        target.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        target.paragraph_format.line_spacing = Pt(round(size * 1.4, 1))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign")


def write_fields(word: Word, block: blocks.Fields) -> None:
    """A ruled form: two pairs of label and value a row, or one that takes the whole row."""
    if block.caption:
        paragraph(word, clean(block.caption), role="hei", size=CAPTION, style="Caption")
    rows: list[list[blocks.Field]] = []
    for item in block.items:
        if item.wide or not rows or len(rows[-1]) == 2 or rows[-1][-1].wide:
            rows.append([item])
        else:
            rows[-1].append(item)
    table = _grid(word, len(rows), (18, 32, 18, 32))
    for at, row in enumerate(rows):
        table.rows[at].height = Mm(8 * max(item.lines for item in row))
        cells = table.rows[at].cells
        for place, item in enumerate(row):
            value = cells[1].merge(cells[3]) if len(row) == 1 else cells[2 * place + 1]
            _fill(cells[2 * place], item.label, "center", CAPTION, role="hei")
            _fill(value, item.value, "left", CAPTION)
    set_spacing(paragraph(word, ""), line=Pt(8))


def write_imprint(word: Word, copies: str, printer: str, printed_on: str) -> None:
    """版记 below the text, never torn apart; the outer lines are thick (7.4)."""
    lines = [line for line in ((copies, ""), (printer, printed_on)) if any(line)]
    set_spacing(paragraph(word, ""), line=Pt(IMPRINT_LINE))
    table = word.add_table(rows=len(lines), cols=2)
    table.autofit = False
    _rules(table)
    for at, (left, right) in enumerate(lines):
        cells = table.rows[at].cells
        for cell, width in zip(cells, (96, 60), strict=True):
            cell.width = Mm(width)
        if not right:
            whole = cells[0].merge(cells[1])
            _imprint_text(whole, left, "left", hang=bool(copies and at == 0))
            continue
        _imprint_text(cells[0], left, "left")
        _imprint_text(cells[1], right, "right")
    end = paragraph(word, "")  # a file may not end with a table
    set_spacing(end, line=Pt(1))


def _imprint_text(cell: _Cell, text: str, align: str, *, hang: bool = False) -> None:
    _fill(cell, text, align, IMPRINT)
    target = cell.paragraphs[0].paragraph_format
    target.keep_with_next = target.keep_together = True
    target.line_spacing = Pt(IMPRINT_LINE)
    if align == "right":
        target.right_indent = Pt(IMPRINT)
    else:
        target.left_indent = Pt(IMPRINT * (4 if hang else 1))
        target.first_line_indent = Pt(-3 * IMPRINT if hang else 0)


def _rules(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", 8), ("bottom", 8), ("insideH", 4)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", 0), ("color", "000000")):
            line.set(qn(f"w:{name}"), str(value))
        borders.append(line)
    table._tbl.tblPr.insert_element_before(borders, "w:tblLayout", "w:tblCellMar", "w:tblLook")
