"""Workbooks that look like the printed tables: merged heads, shaded rows, numbers as numbers, no formulas.

    from core.sheets import Page, write_workbook
    content = write_workbook([Page("表1", table=table), Page("口径", table=other)], title="……", mark="送审稿")

`table` is a `core.pdf.Table`, the one that is printed; see `number_of` for which of its texts become numbers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from core.pdf.blocks import Column, HeadCell, Row, Scalar, Table
from core.pdf.prose import clean
from core.text import display_width

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Widest column, characters of half width; longer texts are folded.
WIDEST = 60
_NUMBER = re.compile(r"(-?)(\d{1,9})(?:\.(\d{1,4}))?(%?)(\*?)")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_EDGE = Side(style="thin", color="808080")
_RULED = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_SHADES = {
    "marked": PatternFill("solid", fgColor="D9D9D9"),
    "total": PatternFill("solid", fgColor="F2F2F2"),
}
_HEAD = PatternFill("solid", fgColor="DCE6F1")


@dataclass(frozen=True)
class Page:
    """One sheet: its name (shortened to what Excel takes), and the table with caption, unit and notes."""

    name: str
    table: Table


def write_workbook(pages: Sequence[Page], *, title: str, mark: str = "") -> bytes:
    """A workbook, one sheet for each page.

    Args:
        pages: the sheets; names that repeat are numbered.
        title: of the file.
        mark: printed at the head of each sheet and in the header of its pages ("送审稿").
    """
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.title = title
    book.properties.language = "zh-CN"
    book.properties.creator = ""
    for page in pages:
        _write(book.create_sheet(_name(page.name, book.sheetnames)), page.table, mark)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def number_of(text: Scalar) -> tuple[Scalar, str]:
    """A printed cell as a value and its number format: "95.2%" is 0.952 in "0.0%", "—" stays a text.

    Long numbers of documents and cases and numbers with idle zeros in front stay texts.
    """
    if not isinstance(text, str):
        return text, "General"
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return text, "@"
    sign, whole, part, percent, star = found.groups()
    if len(whole) > 1 and whole.startswith("0"):
        return text, "@"
    form = "0" + (f".{'0' * len(part)}" if part else "") + percent + ('"*"' if star else "")
    if not (part or percent):
        return int(sign + whole), form
    value = float(f"{sign}{whole}.{part or 0}")
    return (round(value / 100, 8) if percent else value), form


def _name(wanted: str, taken: Iterable[str]) -> str:
    """A name Excel takes: at most 31 characters, each once."""
    base = _FORBIDDEN.sub(" ", clean(wanted)).strip(" '")[:31] or "表"
    name, number = base, 2
    while name in taken:
        name = f"{base[:27]}（{number}）"
        number += 1
    return name


def _write(sheet: Any, table: Table, mark: str) -> None:
    wide = len(table.columns)
    row = 1
    head_text = f"（{mark}）{table.caption}" if mark else table.caption
    for text, style, align in (
        (head_text, Font(bold=True, size=14), "center"),
        (table.unit, Font(size=9), "right"),
    ):
        if text:
            _across(sheet, row, wide, clean(text), font=style, align=align)
            row += 1
    first = row
    row = _write_head(sheet, row, table)
    if row > first:
        sheet.freeze_panes = f"A{row}"
        sheet.print_title_rows = f"{first}:{row - 1}"
    for line in table.rows:
        _write_row(sheet, row, line, table.columns)
        row += 1
    for note in table.notes:
        _across(sheet, row, wide, clean(note), font=Font(size=9), align="left")
        row += 1
    _set_widths(sheet, table)
    sheet.page_setup.orientation = "landscape" if wide > 6 else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter.center.text = "— &P —"
    if mark:  # an empty part cannot be read back
        sheet.oddHeader.right.text = mark


def _across(sheet: Any, row: int, wide: int, text: str, *, font: Font, align: str) -> None:
    """One text over all columns."""
    cell = _put(sheet, row, 1, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if wide > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=wide)


def _put(sheet: Any, row: int, column: int, value: Scalar) -> Any:
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"  # a text that begins with = stays a text
    else:
        cell.value = value
    return cell


def _write_head(sheet: Any, row: int, table: Table) -> int:
    """Headings with their spans; returns the row below them."""
    head = table.head or (tuple(HeadCell(column.title) for column in table.columns),)
    if not any(cell.text for line in head for cell in line):
        return row
    taken: set[tuple[int, int]] = set()
    for y, line in enumerate(head):
        x = 0
        for heading in line:
            while (y, x) in taken:
                x += 1
            covered = [
                (y + dy, x + dx) for dy in range(heading.rowspan) for dx in range(heading.colspan)
            ]
            taken.update(covered)
            _write_heading(sheet, row, heading, covered)
            x += heading.colspan
    return row + len(head)


def _write_heading(
    sheet: Any, row: int, heading: HeadCell, covered: Sequence[tuple[int, int]]
) -> None:
    for y, x in covered:
        cell = sheet.cell(row=row + y, column=x + 1)
        cell.border, cell.fill = _RULED, _HEAD
    (y, x), (last_y, last_x) = covered[0], covered[-1]
    cell = _put(sheet, row + y, x + 1, heading.text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if len(covered) > 1:
        sheet.merge_cells(
            start_row=row + y, start_column=x + 1, end_row=row + last_y, end_column=last_x + 1
        )


def _write_row(sheet: Any, at: int, row: Row, columns: Sequence[Column]) -> None:
    if row.style == "group":
        _across(
            sheet, at, len(columns), str(row.cells[0] or ""), font=Font(bold=True), align="left"
        )
        return
    for place, (value, column) in enumerate(zip(row.cells, columns, strict=True), start=1):
        content, form = (value, "@") if column.align == "left" else number_of(value)
        cell = _put(sheet, at, place, "—" if content is None else content)
        cell.number_format = form
        cell.border = _RULED
        cell.alignment = Alignment(horizontal=column.align, vertical="center", wrap_text=True)
        if row.style in _SHADES:
            cell.fill = _SHADES[row.style]
            cell.font = Font(bold=row.style == "total")


def _set_widths(sheet: Any, table: Table) -> None:
    for at, column in enumerate(table.columns):
        texts = [str(row.cells[at] or "") for row in table.rows if row.style != "group"]
        titles = [column.title[:6]]
        need = max((display_width(text) * 2 for text in (*texts, *titles)), default=8)
        sheet.column_dimensions[get_column_letter(at + 1)].width = min(WIDEST, max(8, need + 3))
