"""Small tables: those that people upload (.csv in UTF-8 or GB18030, .xlsx), and workbooks they are given."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import Invalid

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
ZIP_MAGIC = b"PK\x03\x04"


def read_table(file: BinaryIO, *, field: str = "file") -> list[tuple[int, list[str]]]:
    """Rows of the first sheet with their numbers (from 1), cells as stripped text.

    Args:
        file: an open binary file.
        field: form field a refusal belongs to.

    Raises:
        Invalid: too large, neither .csv nor .xlsx, or an encoding that cannot be read.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Invalid(_("文件超过 5 MB。"), field=field)
    rows = _xlsx(content, field) if content.startswith(ZIP_MAGIC) else _csv(content, field)
    if len(rows) > MAX_ROWS:
        raise Invalid(_("文件超过 20000 行。"), field=field)
    return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def _xlsx(content: bytes, field: str) -> list[list[Any]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [list(row) for row in sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 1)]
        book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        raise Invalid(_("文件无法读取，请用 .xlsx 或 .csv 格式。"), field=field) from error
    return rows


def _csv(content: bytes, field: str) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return [list(row) for row in csv.reader(io.StringIO(text))]
    raise Invalid(_("文件无法读取，请用 .xlsx 或 .csv 格式。"), field=field)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


@dataclass(frozen=True)
class Number:
    """A number with the format Excel shows it in, such as ``0.0%``; its value stays exact."""

    value: float | int | None
    format: str


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: ``lines`` of numbers, days and texts, the first one its head; ``widths`` in characters."""

    name: str
    lines: Iterable[Sequence[object]]
    widths: Sequence[int] = ()


def write_xlsx(
    lines: Iterable[Sequence[object]], *, name: str, widths: Sequence[int] = ()
) -> bytes:
    """A workbook of one sheet, its first line bold and always in view.

    Args:
        lines: rows of numbers, days and texts; a text never becomes a formula.
        name: of the sheet.
        widths: of the columns, in characters.
    """
    return write_book([Sheet(name, lines, widths)])


def write_book(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of several sheets, each as `write_xlsx` writes one."""
    book = openpyxl.Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_sheet(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    for index, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    for number, line in enumerate(sheet.lines):
        cells = [WriteOnlyCell(page, value=_plain(value)) for value in line]
        for cell, value in zip(cells, line, strict=True):
            if isinstance(value, Number):
                cell.number_format = value.format
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with = stays a text
            if number == 0:
                cell.font = Font(bold=True)
        page.append(cells)


def _plain(value: object) -> object:
    if isinstance(value, Number):
        return value.value
    if value is None or isinstance(value, int | float | date | datetime):
        return value
    return "".join(char for char in str(value) if char >= " " or char in "\n\t")
