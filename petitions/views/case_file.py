"""The case file (卷宗): what it would hold, printing it, and large ones that a worker put together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.access import record_view
from core.errors import DomainError
from core.http import redirect
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions import permissions
from petitions.models import Case, CaseFilePrint
from petitions.services.case_file import printing
from petitions.views.common import CASE_RELATED, visible_case
from petitions.views.letters import as_pdf

SHOWN = 5


def _printable(request: HttpRequest, pk: int) -> tuple[Authority, Case]:
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    if not permissions.can_print_file(authority, case):
        raise PermissionDenied
    return authority, case


def _context(authority: Authority, case: Case) -> dict[str, Any]:
    orders = list(CaseFilePrint.objects.filter(case=case, by=authority.user)[:SHOWN])
    return {
        "case": case,
        "orders": orders,
        "is_busy": any(order.state == "queued" for order in orders),
    }


@require_GET
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """How large the file is, and the user's own orders. Query budget: 10."""
    authority, case = _printable(request, pk)
    context = {**_context(authority, case), "size": printing.size_of(case)}
    return render(request, "petitions/case_file.html", context)


@require_GET
def case_file_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The user's own orders, asked again while one is waiting. Query budget: 6."""
    authority, case = _printable(request, pk)
    return render(request, "petitions/_case_file_orders.html", _context(authority, case))


@require_POST
def case_file_print(request: HttpRequest, pk: int) -> HttpResponse:
    """A small file is the answer; a large one is ordered from a worker."""
    authority, case = _printable(request, pk)
    now = timezone.now()
    if printing.size_of(case).is_small:
        volume = printing.print_file(authority=authority, case=case, now=now)
        record_view(case, user=request.user, at=now, action="case_file")
        return as_pdf(volume.content, f"case-file-{case.number}")
    printing.order_file(authority=authority, case=case, now=now)
    messages.success(request, _("卷宗较大，正在后台生成，完成后可在本页下载。"))
    return redirect(request, "petitions:case_file", case.pk)


@require_POST
def case_file_download(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """A finished file of the user's own order; each copy is on record."""
    authority, case = _printable(request, pk)
    row = get_object_or_404(CaseFilePrint, pk=order, case=case, by=authority.user)
    row.case = case
    now = timezone.now()
    try:
        content = printing.hand_out(authority=authority, order=row, now=now)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(request, "petitions:case_file", case.pk)
    record_view(case, user=request.user, at=now, action=f"case_file:{row.pk}")
    return as_pdf(content, f"case-file-{case.number}")
