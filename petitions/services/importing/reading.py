"""Reading register files: .xlsx, .xls and .csv by what they are, not by what they are called."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol

import openpyxl
import xlrd
from django.utils.translation import gettext as _

from core.errors import Invalid
from petitions.domain.import_plan import SourceRow

XLSX, XLS, CSV = "xlsx", "xls", "csv"
ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: More than this unpacked is no register: the file is refused before it fills the memory.
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_ROWS = 300_000
MAX_COLUMNS = 200
#: Unicode categories no register is written in, and the share of them a text may hold.
ODD, MAX_ODD = frozenset({"Cc", "Cn", "Co"}), 0.01
ENCODINGS = ("utf-8-sig", "gb18030")
BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
csv.field_size_limit(10 * 1024 * 1024)


class Readable(Protocol):
    """An open file, an upload or a stored file."""

    def read(self) -> bytes:
        """All bytes from where it stands."""

    def seek(self, offset: int, /) -> object:
        """Go to a place."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file: `rows` holds the non-empty ones with their numbers as the spreadsheet shows them."""

    name: str
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True)
class RegisterFile:
    """A file that could be read: its real kind, its encoding (csv only) and its sheets with content."""

    kind: str
    encoding: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        """The named sheet; the one with most rows when `name` is empty.

        Raises:
            Invalid: no such sheet.
        """
        if not name:
            return max(self.sheets, key=lambda sheet: len(sheet.rows))
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise Invalid(_("文件中没有工作表“%(name)s”。") % {"name": name}, field="sheet")


def read_register(file: Readable, *, name: str = "") -> RegisterFile:
    """Read a whole register file from its start.

    Args:
        name: what the upload calls itself. A text under the name of a workbook is taken only when it is a table:
            many systems write such files, and so does a broken download.

    Raises:
        Invalid: Chinese message on field ``file``: empty, not one of the three kinds, damaged, protected, too large.
    """
    file.seek(0)
    data = file.read()
    if not data.strip():
        raise Invalid(_("文件是空的。"), field="file")
    kind = sniff(data)
    if kind == XLSX:
        sheets, encoding = _read_xlsx(data), ""
    elif kind == XLS:
        sheets, encoding = _read_xls(data), ""
    else:
        text, encoding = _decode(data)
        sheets = [Sheet("", tuple(_csv_rows(text)))]
        if name.lower().endswith((".xls", ".xlsx")) and not _is_table(sheets[0]):
            raise Invalid(
                _(
                    "文件名是 Excel 表格，内容却不是，可能没有下载完整或已损坏。请用 Excel 或 WPS 打开原文件，"
                    "另存为 .xlsx 后再上传。"
                ),
                field="file",
            )
    kept = tuple(sheet for sheet in sheets if sheet.rows)
    if not kept:
        raise Invalid(_("文件中没有数据行。"), field="file")
    return RegisterFile(kind=kind, encoding=encoding, sheets=kept)


def sniff(data: bytes) -> str:
    """What the bytes are: xlsx, xls or csv.

    Raises:
        Invalid: another kind of file, whatever its name says.
    """
    if data.startswith(ZIP_MAGIC):
        _check_archive(data)
        return XLSX
    if data.startswith(OLE_MAGIC):
        return XLS
    head = data[:4096]
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")):
        raise Invalid(_("这不是表格文件，请上传 .xlsx、.xls 或 .csv。"), field="file")
    if head.lstrip()[:200].lower().startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise Invalid(
            _("这是网页格式的假表格，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"), field="file"
        )
    if b"\x00" in head and not any(data.startswith(bom) for bom, _encoding in BOMS):
        raise Invalid(_("这不是表格文件，请上传 .xlsx、.xls 或 .csv。"), field="file")
    return CSV


def _is_table(sheet: Sheet) -> bool:
    """A header and a row below it, each of several cells."""
    return sum(len(row.cells) > 1 for row in sheet.rows) > 1


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except zipfile.BadZipFile:
        raise Invalid(_("文件已损坏，请重新保存后再上传。"), field="file") from None
    if not any(info.filename.startswith("xl/") for info in infos):
        raise Invalid(_("这是压缩包而不是 Excel 表格，请先解压。"), field="file")
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Invalid(_("文件展开后过大，请拆分后再上传。"), field="file")


def _read_xlsx(data: bytes) -> list[Sheet]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:
        raise Invalid(_("Excel 文件无法打开，可能已损坏或加密。"), field="file") from error
    try:
        return [
            Sheet(
                sheet.title,
                tuple(_numbered(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS))),
            )
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Invalid(_("Excel 文件内容有误，请重新保存后再上传。"), field="file") from error
    finally:
        book.close()


def _read_xls(data: bytes) -> list[Sheet]:
    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=True)
        sheets = [sheet for sheet in book.sheets() if sheet.visibility == 0]
    except (
        Exception
    ) as error:  # xlrd stumbles over a broken file in many ways, also while loading its sheets
        raise Invalid(_("Excel 文件无法打开，可能已损坏或加密。"), field="file") from error
    return [
        Sheet(
            sheet.name,
            tuple(
                _numbered(
                    tuple(
                        _xls_value(cell, book.datemode) for cell in sheet.row(index)[:MAX_COLUMNS]
                    )
                    for index in range(sheet.nrows)
                )
            ),
        )
        for sheet in sheets
    ]


def _xls_value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment: datetime = xlrd.xldate_as_datetime(cell.value, datemode)
        except (xlrd.XLDateError, OverflowError, ValueError):
            return cell.value
        return moment.date() if moment.time() == time() else moment
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return None
    return cell.value


def _decode(data: bytes) -> tuple[str, str]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace"), encoding
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
        if _is_readable(text):
            return text, encoding
    raise Invalid(
        _("无法识别文字编码，请用 Excel 或 WPS 另存为 .xlsx，或存为 UTF-8 的 .csv。"), field="file"
    )


def _is_readable(text: str) -> bool:
    """Whether it is writing: chance bytes decode to control signs and to characters nobody assigned."""
    sample = text[:20_000]
    odd = sum(unicodedata.category(char) in ODD and char not in "\t\r\n" for char in sample)
    return odd <= MAX_ODD * len(sample)


def _csv_rows(text: str) -> Iterator[SourceRow]:
    head = text[:20_000]
    lines = [line for line in head.splitlines()[:20] if line.strip()]
    delimiter = max(",\t;", key=lambda char: max((line.count(char) for line in lines), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _numbered(tuple(row[:MAX_COLUMNS]) for row in reader)
    except csv.Error as error:
        raise Invalid(
            _("第 %(line)s 行附近的引号或分隔符有误。") % {"line": reader.line_num}, field="file"
        ) from error


def _numbered(rows: Iterable[tuple[object, ...]]) -> Iterator[SourceRow]:
    for number, cells in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise Invalid(
                _("文件超过 %(count)s 行，请拆分后再上传。") % {"count": MAX_ROWS}, field="file"
            )
        width = len(cells)
        while width and (cells[width - 1] is None or cells[width - 1] == ""):
            width -= 1
        if any(cell is not None and str(cell).strip() for cell in cells[:width]):
            yield SourceRow(number, cells[:width])
