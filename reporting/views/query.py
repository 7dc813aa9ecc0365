"""Ad-hoc query (统计查询): any figures by one or two dimensions over any period, as table, chart and Excel file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.http import redirect
from core.pagination import numbered_page
from organizations.views.common import authority_of
from reporting import permissions
from reporting.domain.asking import FIGURES, PERIOD, SORT, Asked
from reporting.domain.measures import TOO_FEW
from reporting.forms import QueryForm
from reporting.selectors.query_cells import CHANGES, Cell, Column
from reporting.selectors.querying import Row, Table, answer
from reporting.selectors.saved_views import views_for
from reporting.services.query_workbook import XLSX, file_name, query_workbook, scope
from reporting.views.common import cases_url
from reporting.views.query_charts import chart_of

PAGE_ROWS = 100


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The question and its answer; the whole question stands in the address.

    Query budget: 3 (session, user, authority), one for the saved view it came from, then for each source among the figures asked one by rows and
    one for the total (two more in a cross table), one for each dimension's names and one for its readers, residents
    and settings; whatever the number of rows.
    """
    form = asked_of(request)
    context: dict[str, Any] = {
        "form": form,
        "chapters": form.chapters(),
        "sees_county": form.sees_county,
        "samples": _samples(),
        "view": _view(request, form),
        "table": None,
        "chart": None,
    }
    if form.asked is None:
        return render(request, "reporting/query.html", context, status=422 if form.errors else 200)
    table = answer(authority_of(request), form.asked, on=form.today)
    rows = numbered_page(table.rows, request.GET, size=PAGE_ROWS)
    context |= {
        "table": table,
        "columns": [_head(column, table, request) for column in table.columns],
        "rows": [_row(row) for row in rows.rows],
        "page": rows,
        "total": _row(table.total),
        "chart": chart_of(table),
        "scope": scope(table),
        "compared": [
            (word, table.spans[name]) for name, word in CHANGES.items() if name in table.spans
        ],
        "query": urlencode(form.asked.to_query()),
    }
    return render(request, "reporting/query.html", context)


@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """The same table as an Excel file; back to the page, which says why, when nothing sensible was asked.

    Query budget: that of the page.
    """
    form = asked_of(request)
    if form.asked is None:
        return redirect(request, f"{reverse('reporting:query')}?{request.GET.urlencode()}")
    authority = authority_of(request)
    table = answer(authority, form.asked, on=form.today)
    content = query_workbook(
        table=table, authority=authority, address=query_url(form.asked), now=timezone.now()
    )
    shown = content_disposition_header(as_attachment=True, filename=file_name(table))
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": shown})


def query_url(asked: Asked, view: int | None = None) -> str:
    """Address of the page that asks this, under the name of a saved view if it is one."""
    pairs = asked.to_query() + ([("view", str(view))] if view else [])
    return f"{reverse('reporting:query')}?{urlencode(pairs)}"


def _view(request: HttpRequest, form: QueryForm) -> dict[str, Any] | None:
    """The saved view the reader came from: its name, and whether the question has changed since."""
    pk = request.GET.get("view", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        return None
    view = views_for(authority_of(request)).filter(pk=int(pk)).first()
    if view is None:
        return None
    now = urlencode(form.asked.to_query()) if form.asked else view.query
    return {
        "row": view,
        "is_mine": view.owner_id == authority_of(request).user.pk,
        "has_changed": now != view.query,
    }


def asked_of(request: HttpRequest) -> QueryForm:
    """The form of this request, read where anything was asked; PermissionDenied for those who see no matter."""
    authority = authority_of(request)
    if not permissions.can_query(authority):
        raise PermissionDenied
    is_asked = any(name in request.GET for name in (FIGURES, PERIOD, "by", "then"))
    data = request.GET if is_asked else None
    form = QueryForm(
        data,
        today=timezone.localdate(),
        sees_county=authority.sees_all_cases,
        initial={PERIOD: "last_month", "by": "place", FIGURES: ["matters"]},
    )
    form.is_valid()
    return form


def _samples() -> list[tuple[str, str]]:
    """Questions that are often asked, for the empty page."""
    asked = [
        (_("各乡镇信访量"), Asked(("matters", "persons", "repeat_rate"), ("place",), compared=True)),
        (
            _("各单位办理时限和质量"),
            Asked(
                ("timely_rate", "concluded_rate", "repeat_rate", "overturned_rate", "unit_satisfaction"),
                ("owner",),
                "year_to_last_month",
            ),
        ),
        (_("近十二个月走势"), Asked(("matters", "collective", "pending"), ("month",), "last_12_months")),
        (_("各单位成因"), Asked(("cause_due",), ("owner", "cause1"), "year_to_last_month")),
        (_("内容分类与信访形式"), Asked(("matters",), ("class1", "form"), "year_to_last_month")),
    ]  # fmt: skip
    return [(name, query_url(one)) for name, one in asked]


def _head(column: Column, table: Table, request: HttpRequest) -> dict[str, Any]:
    """A column's head; a figure's own column sorts the rows, largest first, then smallest first."""
    sort, code = table.asked.sort, column.code
    sorts = bool(table.rows) and not column.change and (column.is_total or not table.across)
    turned = {f"-{code}": code, code: ""}.get(sort, f"-{code}")
    query = [pair for pair in table.asked.to_query() if pair[0] != SORT]
    query += [("view", request.GET["view"])] if request.GET.get("view") else []
    return {
        "column": column,
        "figure": "" if column.change or table.across else code,
        "url": f"?{urlencode([*query, *([(SORT, turned)] if turned else [])])}" if sorts else "",
        "state": {f"-{code}": "descending", code: "ascending"}.get(sort, "none") if sorts else "",
    }


def _row(row: Row) -> dict[str, Any]:
    return {"labels": row.labels, "cells": [_cell(cell) for cell in row.cells]}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "text": cell.text,
        "url": cases_url(cell.fact) if cell.fact else "",
        "detail": cell.detail,
        "is_small": cell.note == TOO_FEW,
        "note": cell.note,
    }
