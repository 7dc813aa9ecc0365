"""Transferring several matters of the list to one unit, each with its own result."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from core.http import redirect
from organizations.authority import Authority
from organizations.models import Unit
from petitions.forms.batch import BATCH_LIMIT, BatchTransferForm
from petitions.models import Case
from petitions.selectors.cases import for_list
from petitions.services.dispatching import transfer_case
from petitions.views.common import authority_of, ids_of


@dataclass(frozen=True)
class RowResult:
    """What became of one matter: ``problem`` is "" when it was sent."""

    case: Case
    problem: str


@require_POST
def batch_transfer(request: HttpRequest) -> HttpResponse:
    """First the chosen matters and a form; then, matter by matter, the result.

    One refusal does not stop the others: each matter is a transaction of its own.
    """
    authority = authority_of(request)
    if not authority.is_office_staff:
        raise PermissionDenied
    ids = ids_of(request.POST.getlist("case"))
    if not ids or len(ids) > BATCH_LIMIT:
        messages.error(
            request, _("请勾选 1 至 %(limit)s 件要转送的事项。") % {"limit": BATCH_LIMIT}
        )
        return redirect(request, "petitions:case_list")
    cases = list(for_list(Case.objects.visible_to(authority).filter(pk__in=ids)).order_by("id"))
    confirmed = "confirm" in request.POST
    form = BatchTransferForm(request.POST if confirmed else None, on=authority.on)
    context = {"cases": cases, "form": form, "missing": len(set(ids)) - len(cases)}
    if confirmed and form.is_valid():
        results = [
            _send(authority, case, form.cleaned_data["to_unit"], form.cleaned_data["note"])
            for case in cases
        ]
        sent = sum(not result.problem for result in results)
        context |= {"results": results, "sent": sent, "unit": form.cleaned_data["to_unit"]}
        return render(request, "petitions/batch_result.html", context)
    return render(
        request, "petitions/batch_transfer.html", context, status=422 if confirmed else 200
    )


def _send(authority: Authority, case: Case, unit: Unit, note: str) -> RowResult:
    try:
        transfer_case(authority=authority, case=case, to_unit=unit, note=note, now=timezone.now())
    except DomainError as error:
        return RowResult(case, str(error))
    return RowResult(case, "")
