"""The report of a batch as a file, and the refused rows as a file to mend and import again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.tables import write_xlsx
from organizations.authority import Authority
from petitions.domain.import_fields import REPORT_COLUMNS
from petitions.domain.import_values import text_of
from petitions.enums import ImportStatus, RowOutcome
from petitions.models import ImportBatch, ImportRow
from petitions.selectors.imports import rows_of
from petitions.services.importing.batches import read_batch
from petitions.services.importing.running import split_header

KINDS = ("xlsx", "csv")
Cells = Sequence[object]
WIDTHS = (8, 18, 24, 40, 80)
# A cell that begins like this would be carried out as a formula by the spreadsheet that opens the file.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def build(*, authority: Authority, batch: ImportBatch, kind: str) -> bytes:
    """Every row of the batch the reader may see, with its outcome, its case and the reasons, in the order of the file."""
    planned = batch.status in (ImportStatus.CHECKED, ImportStatus.CHECKING)
    head = [
        _("行号"),
        _("试运行结果") if planned else _("结果"),
        _("信访件编号"),
        _("主题"),
        _("说明"),
    ]
    return _file(kind, [head, *_report_rows(rows_of(authority=authority, batch=batch))])


def build_problems(*, authority: Authority, batch: ImportBatch, kind: str) -> bytes:
    """Each problem of each row on a line of its own: row, column, what stands in the cell, and what is wrong with it."""
    head = [_("行号"), _("结果"), _("程度"), _("列"), _("栏目"), _("原值"), _("原因")]
    rows = rows_of(authority=authority, batch=batch)
    return _file(kind, [head, *_problem_rows(rows)], widths=(8, 14, 8, 8, 14, 40, 60))


def _problem_rows(rows: Iterable[ImportRow]) -> Iterator[Cells]:
    words = {"error": _("错误"), "warning": _("提醒")}
    for row in rows:
        for reason in row.reasons:
            if reason["level"] in words:
                yield (
                    row.row_number,
                    str(row.get_outcome_display()),
                    words[reason["level"]],
                    reason.get("letter", ""),
                    reason["column"],
                    reason.get("value", ""),
                    reason["text"],
                )


def build_rejected(*, authority: Authority, batch: ImportBatch, kind: str) -> bytes:
    """The refused rows as they stand in the file, with their number and reason in front, under the same header.

    Mended and uploaded again the rows are imported; the two added columns are ignored.
    """
    refused = {
        row.row_number: _reasons(row, errors_only=True)
        for row in rows_of(authority=authority, batch=batch, outcome=RowOutcome.REJECTED)
    }
    headers, rows = split_header(read_batch(batch).sheet(batch.sheet), batch.header_row)
    lines = [(row.number, refused[row.number], *row.cells) for row in rows if row.number in refused]
    return _file(kind, [(*REPORT_COLUMNS, *headers), *lines])


def _report_rows(rows: Iterable[ImportRow]) -> Iterator[Cells]:
    for row in rows:
        title = row.case.title if row.case else row.preview.get("title", "")
        number = row.case.number if row.case else ""
        yield row.row_number, str(row.get_outcome_display()), number, title, _reasons(row)


def _reasons(row: ImportRow, *, errors_only: bool = False) -> str:
    return "；".join(
        f"【{reason['column']}】{reason['text']}" if reason["column"] else reason["text"]
        for reason in row.reasons
        if not errors_only or reason["level"] == "error"
    )


def _file(kind: str, lines: Iterable[Cells], widths: Sequence[int] = WIDTHS) -> bytes:
    if kind == "csv":
        return _csv(lines)
    cells = ([_cell(value) for value in line] for line in lines)
    return write_xlsx(cells, name=_("导入报告"), widths=widths)


def _csv(lines: Iterable[Cells]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    for line in lines:
        writer.writerow([_harmless(text_of(cell)) for cell in line])
    return target.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _cell(value: object) -> object:
    kept = value is None or isinstance(value, int | float | date | datetime)
    return value if kept else text_of(value)
