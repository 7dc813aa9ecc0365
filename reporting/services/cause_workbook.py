"""The causes of a month as an Excel file: the tables of the page as numbers, and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.tables import Number, Sheet, write_book
from petitions.domain.causes import level_one
from reporting.domain.crossing import Cross
from reporting.domain.indicators import BY_CODE
from reporting.selectors.causes import Causes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEFINED = ("cause_due", "caused", "cause_rate")


def cause_workbook(*, found: Causes, user: str, address: str, now: datetime) -> bytes:
    """Write the file.

    Args:
        found: the month, as the page shows it.
        user: who asked.
        address: of the page.
        now: aware time of the export.
    """
    crossed = (
        (_("分类与成因"), found.by_class, "class1", "cause1", _("内容分类")),
        (_("单位与成因"), found.by_unit, "owner", "cause1", _("责任单位")),
        (_("单位与分类"), found.classes, "owner", "class1", _("责任单位")),
    )
    return write_book(
        [
            Sheet(_("成因"), _causes(found), (20, 26, 12, 12, 12, 12, 12)),
            *(
                Sheet(name, _crossed(found, table, (down, over), head), (24,) + (13,) * 18)
                for name, table, down, over, head in crossed
            ),
            Sheet(_("口径"), _about(found, user, address, now), (20, 90)),
        ]
    )


def _causes(found: Causes) -> Iterator[list[object]]:
    yield [
        _("一级成因"),
        _("二级成因"),
        _("本月"),
        _("上月"),
        _("环比"),
        _("去年同月"),
        _("同比"),
    ]
    for one in found.rises:
        first = found.name("cause1", level_one(str(one.key))) if one.key else ""
        yield [
            first,
            one.name,
            one.now,
            one.previous,
            one.on_month.text,
            one.year_before,
            one.on_year.text,
        ]


def _crossed(
    found: Causes, table: Cross, dims: tuple[str, str], head: str
) -> Iterator[list[object]]:
    down, over = dims
    columns, by_cause = table.across(), over == "cause1"
    last = [_("成因登记率")] if by_cause else []
    yield [head, *(found.name(over, key) for key in columns), _("合计"), *last]
    for key in table.largest_first(lambda key: found.name(down, key)):
        missing = table.cells.get((key, None), 0)
        yield [
            found.name(down, key),
            *(table.cells.get((key, column), 0) for column in columns),
            table.rows[key],
            *([_share(table.rows[key] - missing, table.rows[key])] if by_cause else []),
        ]
    yield [
        _("合计"),
        *(table.columns[column] for column in columns),
        table.total,
        *([_share(found.rate.hits, found.rate.due)] if by_cause else []),
    ]


def _share(hits: int, due: int) -> object:
    return Number(hits / due, "0.0%") if due else "—"


def _about(found: Causes, user: str, address: str, now: datetime) -> Iterator[list[object]]:
    yield [_("项目"), _("内容")]
    yield [_("统计期间"), found.month.label]
    yield [_("统计范围"), _("当月办结、调解和解的事项，不含检举控告类事项；每件一个主要成因")]
    yield [_("查询人"), user]
    yield [_("导出时间"), f"{timezone.localtime(now):%Y-%m-%d %H:%M}"]
    yield [_("网址"), f"{settings.SITE_URL.rstrip('/')}{address}"]
    for one in (BY_CODE[code] for code in DEFINED):
        yield [f"{one.name}（{one.unit}）", f"{one.formula}。{_('依据：')}{one.source}"]
