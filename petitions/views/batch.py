"""Transferring several matters of the list to one unit, each with its own result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

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
from organizations.views.common import authority_of
from petitions.forms.batch import BATCH_LIMIT, BatchTransferForm
from petitions.models import Case
from petitions.selectors.cases import for_list
from petitions.services.dispatching import transfer_case
from petitions.services.previewing import problem_of
from petitions.views.common import ids_of


@dataclass(frozen=True)
class RowResult:
    """What became of one matter, or would: ``problem`` is "" when it was sent or can be."""

    case: Case
    problem: str


@require_POST
def batch_transfer(request: HttpRequest) -> HttpResponse:
    """First the chosen matters and a form; then which of them can go to the unit and which not, and why; then,
    matter by matter, the result.

    One refusal does not stop the others: each matter is a transaction of its own. What the preview refuses stays
    among the chosen ones, so that none is lost: it is refused again in the result, unless the reason is gone.
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
    chosen = for_list(Case.objects.visible_to(authority).filter(pk__in=ids)).order_by("id")
    cases = list(chosen)
    asked = {"preview", "confirm"} & set(request.POST)
    form = _form(request, authority, is_asked=bool(asked))
    context = {"cases": cases, "form": form, "missing": len(set(ids)) - len(cases)}
    if asked and not form.is_valid():
        return render(request, "petitions/batch_transfer.html", context, status=422)
    if "preview" in asked:
        context |= _previewed(authority, cases, list(chosen.all()), form)
        return render(request, "petitions/batch_preview.html", context)
    if asked:
        results = [
            _send(authority, case, form.cleaned_data["to_unit"], form.cleaned_data["note"])
            for case in cases
        ]
        sent = sum(not result.problem for result in results)
        context |= {"results": results, "sent": sent, "unit": form.cleaned_data["to_unit"]}
        return render(request, "petitions/batch_result.html", context)
    return render(request, "petitions/batch_transfer.html", context)


def _form(request: HttpRequest, authority: Authority, *, is_asked: bool) -> BatchTransferForm:
    """The form as sent; on the way back from the preview what was chosen stands in it."""
    if is_asked:
        return BatchTransferForm(request.POST, on=authority.on)
    kept = {name: request.POST[name] for name in ("to_unit", "note") if name in request.POST}
    return BatchTransferForm(on=authority.on, initial=kept)


def _previewed(
    authority: Authority, cases: list[Case], tried: list[Case], form: BatchTransferForm
) -> dict[str, Any]:
    """Which matters would go, which not and why; `tried` are the same matters, read for the trial."""
    unit, note = form.cleaned_data["to_unit"], form.cleaned_data["note"]
    now = timezone.now()
    rows = [
        RowResult(
            case,
            problem_of(
                partial(
                    transfer_case, authority=authority, case=trial, to_unit=unit, note=note, now=now
                )
            ),
        )
        for case, trial in zip(cases, tried, strict=True)
    ]
    going = sum(not row.problem for row in rows)
    return {"rows": rows, "unit": unit, "note": note, "going": going, "staying": len(rows) - going}


def _send(authority: Authority, case: Case, unit: Unit, note: str) -> RowResult:
    try:
        transfer_case(authority=authority, case=case, to_unit=unit, note=note, now=timezone.now())
    except DomainError as error:
        return RowResult(case, str(error))
    return RowResult(case, "")
