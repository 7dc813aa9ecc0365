"""The pages with rows of steps: the plan, and a conference with its decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability import permissions
from accountability.forms.leader_plans import PlanForm, step_set
from accountability.forms.leading import ConferenceForm
from accountability.models import LeaderCase
from accountability.services import leader_plans, leader_work
from accountability.services.leader_work import ConferenceDraft, current_plan
from accountability.views.kit import Page
from accountability.views.leader_acts import BASIS, crumbs, facts
from accountability.views.leading import reader, visible_leader_case
from core.http import attempt, redirect
from petitions.forms.fields import as_uploads

TEMPLATE = "accountability/leader_steps_form.html"


def _page(leader_case: LeaderCase, heading: str, intro: str) -> Page:
    return Page(
        heading=heading,
        back=reverse("accountability:leader_case", args=[leader_case.pk]),
        crumbs=crumbs(leader_case),
        basis=BASIS,
        intro=intro,
        submit=_("保存"),
        facts=facts(leader_case),
        template=TEMPLATE,
    )


def _wants_rows(request: HttpRequest) -> bool:
    return request.POST.get("do") == "add"


def _show(request: HttpRequest, page: Page, form: Any, steps: Any, label: str) -> HttpResponse:
    context = {"page": page, "form": form, "steps": steps, "steps_label": label}
    refused = form.is_bound and not _wants_rows(request)
    return render(request, TEMPLATE, context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Write or revise the plan. Query budget of the form: 14, however many steps."""
    authority = reader(request)
    leader_case = visible_leader_case(request, pk)
    if not permissions.can_write_leader_case(authority, leader_case):
        raise PermissionDenied
    now_valid = current_plan(leader_case)
    is_first = now_valid is None or (now_valid.revision == 1 and now_valid.status == "draft")
    data = request.POST or None
    form = PlanForm(data, plan=now_valid, is_first=is_first)
    steps = step_set(data, leader_case=leader_case, on=authority.on, plan=now_valid)
    page = _page(
        leader_case,
        _("制定包案方案") if is_first else _("修订包案方案"),
        _("方案经包案领导确认后执行；已执行的方案保留，修订另成一版。清空步骤内容即删除该步骤。"),
    )
    if request.method == "POST" and not _wants_rows(request) and form.is_valid() & steps.is_valid():
        stored = attempt(
            form,
            lambda: leader_plans.write_plan(
                authority=authority,
                leader_case=leader_case,
                draft=form.draft(steps.plan_drafts()),
                now=timezone.now(),
            ),
        )
        if stored is not None:
            messages.success(request, _("方案已保存，待包案领导确认。"))
            return redirect(request, page.back)
    return _show(request, page, form, steps, _("方案步骤"))


@require_http_methods(["GET", "POST"])
def conference(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a conference with its decisions. Query budget of the form: 13."""
    authority = reader(request)
    leader_case = visible_leader_case(request, pk)
    if not (
        permissions.can_assign_leader_case(authority)
        or permissions.can_write_leader_case(authority, leader_case)
    ):
        raise PermissionDenied
    data = request.POST or None
    form = ConferenceForm(data, request.FILES or None, today=authority.on)
    steps = step_set(data, leader_case=leader_case, on=authority.on)
    page = _page(
        leader_case,
        _("登记调度会商"),
        _("会商决定的事项列入方案：由包案领导登记的即时执行，由他人登记的待包案领导确认。"),
    )
    if request.method == "POST" and not _wants_rows(request) and form.is_valid() & steps.is_valid():
        values = {**form.cleaned_data}
        uploads = as_uploads(values.pop("attachments"))
        draft = ConferenceDraft(decisions=steps.drafts(), uploads=uploads, **values)
        stored = attempt(
            form,
            lambda: leader_work.record_conference(
                authority=authority, leader_case=leader_case, draft=draft, now=timezone.now()
            ),
        )
        if stored is not None:
            messages.success(request, _("会商记录已登记。"))
            return redirect(request, page.back)
    return _show(request, page, form, steps, _("决定事项（列入方案）"))
