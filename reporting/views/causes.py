"""Causes of a month (成因分析): what the answered matters came from, by class and by unit, each number with its matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organizations.views.common import authority_of
from reporting.domain.analysis import Rise
from reporting.domain.crossing import Cross, Key
from reporting.domain.measures import TOO_FEW, Rate
from reporting.domain.periods import Month
from reporting.selectors.cases import visible_cases
from reporting.selectors.causes import ANSWERED, Causes, causes_of
from reporting.services.cause_workbook import XLSX, cause_workbook
from reporting.views.analysis import Number, asked_month, fact_url, months_offered, recording
from reporting.views.common import problem_url


@dataclass(frozen=True)
class CauseRow:
    """One cause: its numbers of three months, under the first level it belongs to."""

    group: str
    rise: Rise
    share: str
    now: Number
    previous: Number
    year_before: Number
    is_missing: bool
    problem: str


@dataclass(frozen=True)
class CrossRow:
    """One row of a cross table; ``rate``: 成因登记率 where the columns are causes."""

    name: str
    cells: tuple[Number, ...]
    total: Number
    rate: str = ""
    note: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class CrossTable:
    """A cross table for the page."""

    code: str
    title: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[CrossRow, ...]
    has_rate: bool


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Causes beside the month before and last year, and three cross tables.

    Query budget: 10 (session, user, authority, banner, matters, classes, units twice, causes, setting).
    """
    month = asked_month(request)
    found = causes_of(visible_cases(authority_of(request)), month)
    rate = found.rate
    context = {
        "tab": "causes",
        "month": month,
        "months": months_offered(timezone.localdate()),
        "answered": Number(str(rate.due), fact_url(ANSWERED, month, {})),
        "recorded": Number(str(rate.hits), fact_url("caused", month, {})),
        "missing": Number(str(rate.due - rate.hits), fact_url(ANSWERED, month, {"cause1": None})),
        "rate": rate.text,
        "causes": [
            row for one in found.rises if (row := _cause_row(one, found)).rise.now or _before(one)
        ],
        "tables": tables(found) if rate.due else [],
        **recording(request, month, "cause"),
    }
    return render(request, "reporting/analysis/causes.html", context)


@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """The same tables as an Excel file. Query budget: that of the page."""
    month = asked_month(request)
    authority = authority_of(request)
    found = causes_of(visible_cases(authority), month)
    content = cause_workbook(
        found=found,
        user=str(authority.user),
        address=f"{reverse('reporting:analysis_causes')}?month={month.code}",
        now=timezone.now(),
    )
    name = f"{month.label}{_('成因分析')}.xlsx"
    shown = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": shown})


def _before(rise: Rise) -> bool:
    return bool(rise.previous or rise.year_before)


def _cause_row(rise: Rise, found: Causes) -> CauseRow:
    def number(count: int, month: Month) -> Number:
        return Number(str(count), fact_url(ANSWERED, month, {"cause2": rise.key}))

    month, due = found.month, found.rate.due
    first = f"{str(rise.key)[:2]}00" if rise.key else None
    share = Rate(rise.now, due).text if due else "—"
    now = number(rise.now, month)
    text = _("%(month)s办结的事项中%(now)d件（%(share)s）的主要成因是“%(name)s”。") % {
        "month": month.label,
        "now": rise.now,
        "share": share,
        "name": rise.name,
    }
    return CauseRow(
        group=found.name("cause1", first) if first else "",
        rise=rise,
        share=share,
        now=now,
        previous=number(rise.previous, month.previous),
        year_before=number(rise.year_before or 0, month.year_before),
        is_missing=rise.key is None,
        problem=problem_url(month, "cause", title=rise.name, text=text, cases=now.url),
    )


def tables(found: Causes) -> list[CrossTable]:
    """Class by cause, unit by cause, unit by class."""
    return [
        _table(found, found.by_class, "class1", "cause1", _("内容分类与成因"), _("内容分类")),
        _table(found, found.by_unit, "owner", "cause1", _("责任单位与成因"), _("责任单位")),
        _table(found, found.classes, "owner", "class1", _("责任单位与内容分类"), _("责任单位")),
    ]


def _table(found: Causes, table: Cross, down: str, over: str, title: str, head: str) -> CrossTable:
    columns = table.across()
    by_cause = over == "cause1"
    rows = [
        _cross_row(found, table, key, (down, over), columns) for key in _rows(found, table, down)
    ]
    edge = [
        Number(str(table.columns[key]), fact_url(ANSWERED, found.month, {over: key}))
        for key in columns
    ]
    whole = CrossRow(
        name=_("合计"),
        cells=tuple(edge),
        total=Number(str(table.total), fact_url(ANSWERED, found.month, {})),
        rate=found.rate.text if by_cause else "",
        is_total=True,
    )
    return CrossTable(
        code=f"{down}-{over}",
        title=title,
        head=head,
        columns=tuple(found.name(over, key) for key in columns),
        rows=(*rows, whole),
        has_rate=by_cause,
    )


def _rows(found: Causes, table: Cross, down: str) -> list[Key]:
    return table.largest_first(lambda key: found.name(down, key))


def _cross_row(
    found: Causes, table: Cross, key: Key, dims: tuple[str, str], columns: list[Key]
) -> CrossRow:
    down, over = dims

    def cell(column: Key) -> Number:
        number = table.cells.get((key, column), 0)
        keys: Mapping[str, Key] = {down: key, over: column}
        return Number(str(number), fact_url(ANSWERED, found.month, keys) if number else "")

    due = table.rows[key]
    rate = Rate(due - table.cells.get((key, None), 0), due)
    return CrossRow(
        name=found.name(down, key),
        cells=tuple(cell(column) for column in columns),
        total=Number(str(due), fact_url(ANSWERED, found.month, {down: key})),
        rate=rate.full if over == "cause1" else "",
        note="" if rate.ranked or not rate.due else TOO_FEW,
    )
