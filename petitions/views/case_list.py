"""The case list, its export, and the panel of the home page."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core.access import record_view
from core.pagination import COUNT_LIMIT, capped_count, keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions import permissions
from petitions.filters import CaseFilter
from petitions.models import Case
from petitions.selectors import cases as selectors
from petitions.views.common import without_empty

ORDER_WORDS = {
    "newest": gettext_lazy("最新登记"),
    "received": gettext_lazy("收到日期，新的在前"),
    "oldest": gettext_lazy("收到日期，旧的在前"),
    "due": gettext_lazy("最近到期在前"),
    "level": gettext_lazy("督办层级高的在前"),
}
# Views of work to be done are read by due date unless another order is asked for.
DUE_FIRST = ("todo",)
BOM = "\ufeff"
EXPORT_CHUNK = 500


def _filtered(request: HttpRequest, params: Any) -> CaseFilter:
    authority = authority_of(request)
    return CaseFilter(params, Case.objects.visible_to(authority), authority=authority)


def _order(params: Any) -> str:
    asked = params.get("order", "")
    if asked in selectors.ORDERS:
        return str(asked)
    return "due" if params.get("view") in DUE_FIRST or params.get("overdue") else "newest"


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases the user may see, filtered, sorted, one page at a time.

    Query budget: 9 (session, user, authority, banner, units, content classes, count, rows, petitioners).
    """
    authority = authority_of(request)
    if not authority.posts:
        raise PermissionDenied
    filters = _filtered(request, request.GET)
    found = filters.qs if filters.is_valid() else Case.objects.none()
    count, more = capped_count(found)
    order = _order(request.GET)
    page = keyset_page(
        selectors.for_list(found), request.GET, order=selectors.ORDERS[order], size=50
    )
    context = {
        "filter": filters,
        "page": page,
        "count": f"{COUNT_LIMIT}+" if more else str(count),
        "order": order,
        "orders": ORDER_WORDS,
        "active": without_empty(request.GET),
        "can_register": permissions.can_register(authority),
        "can_dispatch": authority.is_office_staff,
        "view": request.GET.get("view", ""),
    }
    return render(request, "petitions/case_list.html", context)


@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All cases of the list as CSV, however many: streamed, permission-filtered, noted in the access log."""
    authority = authority_of(request)
    if not authority.posts:
        raise PermissionDenied
    filters = _filtered(request, request.POST)
    if not filters.is_valid():
        raise PermissionDenied
    cases = filters.qs
    record_view(
        request.user, user=request.user, at=timezone.now(), action=f"export:{cases.count()}"
    )
    response = StreamingHttpResponse(
        _csv_lines(cases, authority), content_type="text/csv; charset=utf-8"
    )
    stamp = timezone.localdate().strftime("%Y%m%d")
    response["Content-Disposition"] = f'attachment; filename="cases-{stamp}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


class _Echo:
    """A file that hands back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(cases: Any, authority: Authority) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM
    yield writer.writerow(_heads())
    rows = selectors.for_list(cases).order_by("id")
    total = 0
    for case in rows.iterator(chunk_size=EXPORT_CHUNK):
        total += 1
        yield writer.writerow([_safe(value) for value in _row(case, authority)])
    # A file without this line was cut off on its way.
    yield writer.writerow([_("共 %(total)s 件") % {"total": total}])


def _heads() -> list[str]:
    return [
        _("信访件编号"),
        _("上级系统编号"),
        _("主题"),
        _("信访人"),
        _("信访人数"),
        _("信访形式"),
        _("信访目的"),
        _("问题属地"),
        _("收到日期"),
        _("首接责任人"),
        _("责任单位"),
        _("包案领导"),
        _("督办层级"),
        _("状态"),
        _("最近到期日"),
        _("超期天数"),
        _("办结日期"),
    ]


def _row(case: Any, authority: Authority) -> list[Any]:
    late = 0
    if case.is_open and case.next_due_on:
        late = max(0, (authority.on - case.next_due_on).days)
    return [
        case.number,
        case.superior_number,
        case.title,
        "、".join(part.petitioner.name for part in case.people) or _("匿名"),
        case.head_count,
        case.get_form_display(),
        case.get_purpose_display(),
        case.place or "",
        case.received_on,
        case.first_contact,
        case.responsible_unit,
        case.leader or "",
        case.get_escalation_level_display(),
        case.get_status_display(),
        case.next_due_on or "",
        late,
        case.closed_on or "",
    ]


def _safe(value: Any) -> str:
    """Text a spreadsheet shows and never runs as a formula; long numbers stay whole."""
    text = str(value)
    if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{text}"
    return f"\t{text}" if text.isdigit() and len(text) > 11 else text


@require_GET
def home_panel(request: HttpRequest) -> HttpResponse:
    """What waits for the user, for the home page.

    Query budget: 10 (session, user, authority, five capped counts, rows, petitioners).
    """
    authority = authority_of(request)
    cases = Case.objects.visible_to(authority)
    todo = selectors.to_handle(cases, authority)
    mine = selectors.mine(cases, authority).open()
    handles = authority.is_office_staff or bool(authority.handling_units)
    shown = todo if handles else mine
    context = {
        "rows": selectors.due_first(selectors.for_list(shown))[:8],
        "handles": handles,
        "todo": _capped(todo) if handles else "",
        "mine": _capped(mine),
        "late": _capped(shown.overdue(on=authority.on)),
        "objections": _capped(selectors.awaiting_decision(cases, authority))
        if authority.is_office_staff
        else "",
        "unplaced": _capped(cases.open().placed_nowhere()) if authority.is_office_staff else "",
    }
    return render(request, "petitions/_home_panel.html", context)


def _capped(cases: Any) -> str:
    count, more = capped_count(cases)
    return f"{count}+" if more else str(count)
