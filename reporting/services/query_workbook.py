"""A queried table as an Excel file: the figures as numbers, and a sheet that says what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.tables import Number, Sheet, write_book
from organizations.authority import Authority
from reporting.selectors.answers import PREVIOUS, YEAR_BEFORE
from reporting.selectors.query_cells import Cell, Column
from reporting.selectors.querying import Row, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNCHANGED = ';"持平"'
#: How a number of each unit is shown; what the page writes and what Excel shows are the same text.
FORMATS = {
    "count": "0",
    "rate": "0.0%",
    "per_10k": "0.00",
    "length": "0.0",
    "percent": '"+"0.0%;"−"0.0%' + UNCHANGED,
    "points": '"+"0.0"个百分点";"−"0.0"个百分点"' + UNCHANGED,
    "days": '"+"0.0"天";"−"0.0"天"' + UNCHANGED,
}
#: Units whose number is a hundredth in the file.
HUNDREDTHS = ("rate", "percent")


def query_workbook(*, table: Table, authority: Authority, address: str, now: datetime) -> bytes:
    """Write the file.

    Args:
        table: the answer, as the page shows it; all its rows are written.
        authority: who asked.
        address: of the page that shows the same, with the question.
        now: aware time of the export.
    """
    return write_book(
        [
            Sheet(
                _("统计"),
                _figures(table),
                (18,) * max(1, len(table.heads)) + (14,) * len(table.columns),
            ),
            Sheet(_("口径"), _about(table, authority, address, now), (22, 90)),
        ]
    )


def file_name(table: Table) -> str:
    """Chinese name of the file."""
    return f"{_('统计查询')}_{table.title}.xlsx".replace("/", "-").replace(" ", "")


def _figures(table: Table) -> Iterator[list[object]]:
    yield [*(table.heads or (_("范围"),)), *(_head(column, table) for column in table.columns)]
    for row in (*table.rows, table.total):
        yield [*_labels(row, table), *(_number(cell) for cell in row.cells)]


def _labels(row: Row, table: Table) -> list[str]:
    missing = max(1, len(table.heads)) - len(row.labels)
    return [*row.labels, *[""] * missing]


def _head(column: Column, table: Table) -> str:
    if column.change:
        return f"{_named(column, table)}{column.name}"
    return f"{column.name}（{column.unit}）"


def _named(column: Column, table: Table) -> str:
    return next(one.name for one in table.indicators if one.code == column.code)


def _number(cell: Cell) -> object:
    """The figure as a number in its format; the text of the page where there is none."""
    if cell.number is None:
        return cell.text
    value = cell.number / 100 if cell.unit in HUNDREDTHS else cell.number
    shown = FORMATS[cell.unit]
    plain = int(value) if cell.unit == "count" else float(value)
    return Number(plain, shown)


def _about(
    table: Table, authority: Authority, address: str, now: datetime
) -> Iterator[list[object]]:
    yield [_("项目"), _("内容")]
    yield [_("统计期间"), _days(table, "now")]
    if YEAR_BEFORE in table.spans:
        yield [_("同比的比较期"), _days(table, YEAR_BEFORE)]
        yield [_("环比的比较期"), _days(table, PREVIOUS)]
    yield [_("划分"), "、".join((*table.heads, *filter(None, [table.across]))) or _("不划分")]
    yield [_("统计范围"), scope(table)]
    yield [_("查询人"), str(authority.user)]
    yield [_("导出时间"), f"{timezone.localtime(now):%Y-%m-%d %H:%M}"]
    yield [_("同一查询的网址"), f"{settings.SITE_URL.rstrip('/')}{address}"]
    for note in table.notes:
        yield [_("说明"), note]
    for one in table.indicators:
        yield [f"{one.name}（{one.unit}）", f"{one.formula}。{_('依据：')}{one.source}"]


def _days(table: Table, name: str) -> str:
    period = table.spans[name]
    return f"{period.label}（{period.first_day.isoformat()} — {period.last_day.isoformat()}）"


def scope(table: Table) -> str:
    """Which matters were counted, as a sentence."""
    if table.sees_county:
        return _("全县信访事项，不含检举控告类事项")
    return _("只统计查询人有权查看的事项，不是全县数")
