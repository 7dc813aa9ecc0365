"""Pages of the monthly public table: list, one month, its PDF and workbook, publication."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accountability import permissions
from accountability.domain.leader_table import TableRow, grouped, totals
from accountability.models import LeaderCase, LeaderTable
from accountability.selectors import leader_tables as selectors
from accountability.services import leader_tables as services
from accountability.views.leading import reader, tabs
from core.errors import DomainError
from core.http import redirect
from core.pagination import keyset_page
from core.pdf import render as render_pdf
from core.tables import write_xlsx
from organizations.authority import Authority

KEPT_SECONDS = 15 * 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _month(request: HttpRequest, period: str) -> tuple[Authority, LeaderTable | None, date]:
    """The published table, or None and the last day for a month one may look at beforehand; else 404."""
    authority = reader(request)
    span = selectors.bounds(period)
    if span is None:
        raise Http404
    table = LeaderTable.objects.filter(period=period).select_related("published_by").first()
    may = permissions.can_preview_leader_table(authority) and span[0] <= authority.on
    if table is None and not may:
        raise Http404
    return authority, table, span[1]


def _rows(table: LeaderTable | None, period: str, on: date) -> list[TableRow]:
    if table is not None:
        return selectors.published_rows(table)
    first, last = selectors.bounds(period) or (on, on)
    return selectors.rows_of(first, min(last, on))


@require_GET
def table_list(request: HttpRequest) -> HttpResponse:
    """Published months, newest first. Query budget: 6 (session, user, authority, banner, rows, waiting month)."""
    authority = reader(request)
    rows = LeaderTable.objects.select_related("published_by")
    page = keyset_page(rows, request.GET, order=("-period", "-id"), size=24)
    previews = permissions.can_preview_leader_table(authority)
    this_month = f"{authority.on:%Y-%m}"
    last = authority.on.replace(day=1).toordinal() - 1
    last_month = f"{date.fromordinal(last):%Y-%m}"
    published = any(row.period == last_month for row in page.rows)
    context = {
        "page": page,
        "previews": previews,
        "this_month": this_month,
        "waiting": "" if published else last_month,
        **tabs(authority, "tables"),
    }
    return render(request, "accountability/leader_tables.html", context)


@require_GET
def table_page(request: HttpRequest, period: str) -> HttpResponse:
    """One month: as published, or as it would be. Query budget: 13."""
    authority, table, last = _month(request, period)
    rows = _rows(table, period, authority.on)
    ids = [row.leader_case_id for row in rows]
    seen = LeaderCase.objects.of_visible_cases(authority).filter(pk__in=ids)
    context = {
        "period": period,
        "month": services.month_name(period),
        "table": table,
        "number": services.number_of(table.serial_year, table.serial) if table else "",
        "groups": grouped(rows),
        "words": totals(rows).words,
        "seen": set(seen.values_list("pk", flat=True)),
        "is_over": last < authority.on,
        "may_publish": table is None
        and last < authority.on
        and bool(rows)
        and permissions.can_publish_leader_table(authority),
        **tabs(authority, "tables"),
    }
    return render(request, "accountability/leader_table.html", context)


def _file(content: bytes, name: str, kind: str, *, download: bool) -> HttpResponse:
    shown = content_disposition_header(as_attachment=download, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": shown or ""})


@require_GET
def table_pdf(request: HttpRequest, period: str) -> HttpResponse:
    """The official document, shown in the browser; the same data gives the same bytes."""
    authority, table, _last = _month(request, period)
    name = _("%(month)s领导包案进展") % {"month": services.month_name(period)}
    if table is not None:
        document: dict[str, Any] = table.content
    else:
        rows = _rows(None, period, authority.on)
        document = services.document(
            rows, period=period, on=authority.on, draft=services.DRAFT_MARK
        )
        name = _("（待公布）%(name)s") % {"name": name}
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    key = f"leader-table:{hashlib.sha256(text.encode()).hexdigest()}"
    content = cache.get(key)
    if content is None:
        content = render_pdf(document).content
        cache.set(key, content, KEPT_SECONDS)
    return _file(content, f"{name}.pdf", "application/pdf", download=False)


@require_GET
def table_xlsx(request: HttpRequest, period: str) -> HttpResponse:
    """The rows as a workbook."""
    authority, table, _last = _month(request, period)
    rows = _rows(table, period, authority.on)
    head = [
        _("序号"), _("包案领导"), _("职务"), _("类别"), _("内容分类"), _("责任单位"), _("方案"),
        _("走访"), _("进展"), _("结果"),
    ]  # fmt: skip
    lines = [
        [number, row.leader_name, row.leader_title, *services.cells(row)]
        for number, row in enumerate(rows, start=1)
    ]
    content = write_xlsx(
        [head, *lines], name=_("包案进展"), widths=(6, 12, 24, 8, 16, 16, 16, 8, 60, 12)
    )
    name = _("%(month)s领导包案进展") % {"month": services.month_name(period)}
    return _file(content, f"{name}.xlsx", XLSX, download=True)


@require_POST
def table_publish(request: HttpRequest, period: str) -> HttpResponse:
    """Publish a month's table."""
    authority, _table, _last = _month(request, period)
    try:
        services.publish(authority=authority, period=period, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("包案进展已公布，并已通知包案领导。"))
    return redirect(request, "accountability:leader_table", period)
