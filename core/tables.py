"""Small tables that people upload: .csv (UTF-8 or GB18030) and .xlsx, as numbered rows of text."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
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
