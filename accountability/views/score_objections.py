"""Objections to a deduction: raised by the unit, decided by the office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.forms.scores import DecisionForm, ObjectionForm, ReasonForm
from accountability.models import (
    ScoreEntry,
    ScoreFile,
    ScoreObjection,
    ScoreObjectionStatus,
    ScorePeriod,
)
from accountability.selectors import scores as selectors
from accountability.selectors.findings import visible_findings
from accountability.services import score_objections as services
from accountability.views.common import show_form
from accountability.views.scores import lister, may_object
from core.http import attempt, file_response, redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions.models import Case


@require_http_methods(["GET", "POST"])
def score_object(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to one deduction of one's own unit. Query budget: 8."""
    authority = authority_of(request)
    entry = get_object_or_404(ScoreEntry.objects.select_related("unit", "case", "rule_set"), pk=pk)
    if not permissions.speaks_for(authority, entry.unit_id):
        raise Http404
    month = get_object_or_404(ScorePeriod, period=entry.period)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form,
            lambda: services.raise_score_objection(
                authority=authority,
                entry=entry,
                text=form.cleaned_data["text"],
                uploads=form.uploads(),
                now=timezone.now(),
            ),
        )
        if row is not None:
            messages.success(request, _("异议已提出，编号%(number)s。") % {"number": row.number})
            return redirect(request, "accountability:score_objection", row.pk)
    return show_form(
        request,
        "accountability/score_object.html",
        form,
        entry=entry,
        period=month,
        text=_line_text(entry.case, entry.reason, authority, is_frozen=month.frozen_at is not None),
        can_object=may_object(month, authority, entry.unit_id),
    )


@require_GET
def objection_list(request: HttpRequest) -> HttpResponse:
    """Objections one may see; those that wait by default. Query budget: 6."""
    authority = lister(request)
    found = selectors.visible_objections(authority)
    show_all = "all" in request.GET
    if not show_all:
        found = found.filter(status=ScoreObjectionStatus.PENDING)
    page = keyset_page(found, request.GET, order=("-period", "-number"), size=50)
    context = {"page": page, "show_all": show_all, "sees_county": authority.sees_all_cases}
    return render(request, "accountability/score_objection_list.html", context)


@require_GET
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection, its files and its decision. Query budget: 8."""
    authority = authority_of(request)
    return _page(request, _find(pk, authority), authority)


@require_POST
def objection_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The office decides."""
    authority = authority_of(request)
    row = _find(pk, authority)
    if not permissions.can_decide_score_objection(authority):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.decide_score_objection(
                authority=authority, objection=row, now=timezone.now(), **form.cleaned_data
            ),
        )
        if done is not None:
            messages.success(request, _("已决定，该单位得分和排名已相应更正。"))
            return redirect(request, "accountability:score_objection", pk)
    return _page(request, row, authority, decision_form=form, status=422)


@require_POST
def objection_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit takes it back."""
    authority = authority_of(request)
    row = _find(pk, authority)
    if not permissions.speaks_for(authority, row.unit_id):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.withdraw_score_objection(
                authority=authority,
                objection=row,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("异议已撤回。"))
            return redirect(request, "accountability:score_objections")
    return _page(request, row, authority, withdraw_form=form, status=422)


@require_GET
def score_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of an objection or a finding one may see."""
    authority = lister(request)
    row = get_object_or_404(ScoreFile, pk=pk)
    if row.objection_id is not None:
        _find(row.objection_id, authority)
    elif row.finding_id is not None:
        get_object_or_404(visible_findings(authority), pk=row.finding_id)
    return file_response(row.file, name=row.name)


def _find(pk: int, authority: Authority) -> ScoreObjection:
    return get_object_or_404(selectors.visible_objections(authority), pk=pk)


def _page(
    request: HttpRequest,
    row: ScoreObjection,
    authority: Authority,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    is_waiting = row.status == ScoreObjectionStatus.PENDING
    is_frozen = ScorePeriod.objects.filter(period=row.period, frozen_at__isnull=False).exists()
    may_open = Case.objects.visible_to(authority).filter(pk=row.case_id).exists()
    line = selectors.line_text(row.line, row.case, may_open=may_open, is_frozen=is_frozen)
    context = {
        "objection": row,
        "files": list(row.files.all()),
        "line": line,
        "may_open": may_open,
        "can_decide": is_waiting and permissions.can_decide_score_objection(authority),
        "can_withdraw": is_waiting and permissions.speaks_for(authority, row.unit_id),
        "decision_form": forms.get("decision_form") or DecisionForm(),
        "withdraw_form": forms.get("withdraw_form") or ReasonForm(),
    }
    return render(request, "accountability/score_objection.html", context, status=status)


def _line_text(case: Case | None, text: str, authority: Authority, *, is_frozen: bool) -> str:
    """What the line says to this reader."""
    may_open = case is not None and Case.objects.visible_to(authority).filter(pk=case.pk).exists()
    return selectors.line_text(text, case, may_open=may_open, is_frozen=is_frozen)
