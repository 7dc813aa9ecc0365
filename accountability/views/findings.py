"""Findings for items scored by hand: entered by one person, confirmed by another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.forms.scores import FindingDecisionForm, FindingForm, MonthForm
from accountability.models import FindingStatus, ScoreFinding
from accountability.selectors.findings import visible_findings
from accountability.selectors.scores import SCORED
from accountability.services import findings as services
from accountability.views.common import show_form
from accountability.views.scores import lister
from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.models import Unit
from organizations.views.common import authority_of
from petitions.selectors.choices import unit_choices

MONTHS = 13


@require_GET
def finding_list(request: HttpRequest) -> HttpResponse:
    """Findings one may see, newest month first. Query budget: 6."""
    authority = lister(request)
    page = keyset_page(visible_findings(authority), request.GET, order=("-period", "-id"), size=50)
    context = {
        "page": page,
        "can_enter": permissions.can_enter_finding(authority),
        "sees_county": authority.sees_all_cases,
    }
    return render(request, "accountability/finding_list.html", context)


@require_http_methods(["GET", "POST"])
def finding_new(request: HttpRequest) -> HttpResponse:
    """Write down what was found of a unit. Query budget: 7."""
    authority = authority_of(request)
    if not permissions.can_enter_finding(authority):
        raise PermissionDenied
    periods = months_until(authority.on)
    chosen = request.POST.get("period") or request.GET.get("period") or periods[0]
    period = chosen if chosen in periods else periods[0]
    rule_set, items = services.manual_items(period)
    form = FindingForm(
        request.POST or None,
        request.FILES or None,
        units=unit_choices(on=authority.on, kinds=SCORED),
        items=items,
    )
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: _enter(authority, period, form))
        if row is not None:
            messages.success(request, _("已录入，须由第二人认定后计分。"))
            return redirect(request, "accountability:finding", row.pk)
    return show_form(
        request,
        "accountability/finding_form.html",
        form,
        month_form=MonthForm(initial={"period": period}, periods=periods),
        period=period,
        rule_set=rule_set,
        items=items,
    )


def _enter(authority: Authority, period: str, form: FindingForm) -> ScoreFinding:
    data = form.cleaned_data
    return services.enter_finding(
        authority=authority,
        period=period,
        unit=Unit.objects.get(pk=data["unit"]),
        item=data["item"],
        points=form.signed(),
        text=data["text"],
        document=data["document"],
        uploads=form.uploads(),
        now=timezone.now(),
    )


@require_GET
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding with its document. Query budget: 6."""
    authority = lister(request)
    return _page(request, _find(pk, authority), authority)


@require_POST
def finding_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person confirms or refuses it."""
    authority = lister(request)
    row = _find(pk, authority)
    if not permissions.can_decide_score_objection(authority):
        raise PermissionDenied
    form = FindingDecisionForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.decide_finding(
                authority=authority,
                finding=row,
                confirm=form.cleaned_data["confirm"] == "yes",
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, _("已办理；通报草稿重新统计时计入。"))
            return redirect(request, "accountability:finding", pk)
    return _page(request, row, authority, form=form, status=422)


def months_until(day: date) -> list[str]:
    """This month and the twelve before, newest first."""
    index = day.year * 12 + day.month - 1
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(index, index - MONTHS, -1)]


def _find(pk: int, authority: Authority) -> ScoreFinding:
    return get_object_or_404(visible_findings(authority), pk=pk)


def _page(
    request: HttpRequest, row: ScoreFinding, authority: Authority, *, status: int = 200, **more: Any
) -> HttpResponse:
    may_decide = permissions.can_decide_score_objection(authority)
    context = {
        "finding": row,
        "files": list(row.files.all()),
        "can_decide": may_decide
        and row.status == FindingStatus.ENTERED
        and row.entered_by_id != authority.user.pk,
        "form": more.get("form") or FindingDecisionForm(),
    }
    return render(request, "accountability/finding.html", context, status=status)
