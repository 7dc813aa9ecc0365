"""Pages of the acts in a leader's case: take up, pass on, plan, meet, confer, go on, end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accountability import permissions
from accountability.forms import leading as leading_forms
from accountability.models import CaseMark, LeaderCase, LeaderPlan, PlanStep, RelatedMatter
from accountability.selectors import leader_choices
from accountability.selectors.leader_rule import suggest
from accountability.services import leader_closing, leader_plans, leading
from accountability.services import related_matters as related_services
from accountability.views.kit import Page, act_page
from accountability.views.leader_act_table import ACTS, writes_or_assigns
from accountability.views.leading import CASE_RELATED, reader, visible_leader_case
from core.errors import DomainError
from core.http import redirect
from petitions.models import Case
from petitions.views.common import visible_case

BASIS = gettext_lazy("条例第十八条第二款（包案化解群众反映强烈的突出问题）")


def crumbs(leader_case: LeaderCase | None = None) -> tuple[tuple[Any, str], ...]:
    """The way to a case."""
    top = (_("领导包案"), reverse("accountability:leader_cases"))
    if leader_case is None:
        return (top,)
    own = (leader_case.case.number, reverse("accountability:leader_case", args=[leader_case.pk]))
    return (top, own)


def facts(leader_case: LeaderCase) -> tuple[tuple[Any, Any], ...]:
    """Which case it is."""
    return (
        (_("信访事项"), f"{leader_case.case.number} {leader_case.case.title}"),
        (_("包案领导"), leader_case.leader),
    )


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The page of one act. Query budget of the form: 12."""
    authority = reader(request)
    leader_case = visible_leader_case(request, pk)
    found = ACTS.get(act)
    if found is None:
        raise Http404
    if not found.may(authority, leader_case):
        raise PermissionDenied
    form = found.form(request.POST or None, request.FILES or None, leader_case, authority)
    back = reverse("accountability:leader_case", args=[pk])
    page = Page(
        heading=found.heading,
        back=back,
        crumbs=crumbs(leader_case),
        basis=BASIS,
        intro=found.intro,
        submit=found.submit,
        facts=facts(leader_case),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: found.run(form, leader_case, authority),
        done=found.done,
    )


@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a matter as hard or major and name its leader. Query budget of the form: 14."""
    authority = reader(request)
    case = visible_case(request, pk, "content_class__parent", "responsible_unit", "leader")
    if not permissions.can_assign_leader_case(authority):
        raise PermissionDenied
    found = suggest(case, on=authority.on)
    mark = CaseMark.objects.current().filter(case=case).first()
    initial = {"kind": mark.kind, "reason": mark.reason} if mark else {}
    form = leading_forms.TakeUpForm(
        request.POST or None,
        users=leader_choices.leaders(case, on=authority.on),
        suggested=found.user if found else None,
        initial=initial,
    )
    rule = f"{found.user}：{found.reason}" if found else _("没有合适的领导，请指定")
    page = Page(
        heading=_("列为难案、要案并包案"),
        back=reverse("petitions:case_detail", args=[pk]),
        crumbs=((case.number, reverse("petitions:case_detail", args=[pk])),),
        basis=BASIS,
        intro=_("一个问题、一名领导、一个方案、一抓到底。"),
        facts=((_("信访事项"), f"{case.number} {case.title}"), (_("按分工"), rule)),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: leading.take_up(
            authority=authority, case=case, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已确定包案领导。"),
        to=lambda leader_case: reverse("accountability:leader_case", args=[leader_case.pk]),
    )


@require_http_methods(["GET", "POST"])
def mark_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """A matter is no longer hard or major."""
    authority = reader(request)
    mark = get_object_or_404(
        CaseMark.objects.filter(case__in=Case.objects.visible_to(authority)).select_related("case"),
        pk=pk,
    )
    if not permissions.can_assign_leader_case(authority):
        raise PermissionDenied
    form = leading_forms.ReasonForm(request.POST or None)
    page = Page(
        heading=_("取消难案、要案"),
        back=reverse("petitions:case_detail", args=[mark.case_id]),
        crumbs=crumbs(),
        facts=((_("信访事项"), f"{mark.case.number} {mark.case.title}"), (_("类别"), mark.get_kind_display())),
    )  # fmt: skip
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: leader_closing.clear_mark(
            authority=authority, mark=mark, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已取消。"),
    )


@require_POST
def plan_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader puts the waiting plan in force."""
    authority = reader(request)
    leader_case = visible_leader_case(request, pk)
    waiting = LeaderPlan.objects.filter(leader_case=leader_case, status="draft")
    plan = get_object_or_404(waiting.select_related("leader_case__leader", "leader_case__case"))
    try:
        leader_plans.confirm_plan(authority=authority, plan=plan, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("方案已确认，开始执行。"))
    return redirect(request, "accountability:leader_case", pk)


@require_http_methods(["GET", "POST"])
def step_done(request: HttpRequest, pk: int) -> HttpResponse:
    """A step was done. Query budget of the form: 7."""
    authority = reader(request)
    related = [f"plan__leader_case__{name}" for name in CASE_RELATED[:1]]
    steps = PlanStep.objects.in_force().of_visible_cases(authority)
    step = get_object_or_404(
        steps.select_related(
            *related, "plan__leader_case__leader", "plan__leader_case__post", "unit", "person"
        ),
        pk=pk,
    )
    if not permissions.can_finish_step(authority, step):
        raise PermissionDenied
    leader_case = step.plan.leader_case
    form = leading_forms.StepDoneForm(request.POST or None, today=authority.on)
    page = Page(
        heading=_("登记步骤完成"),
        back=reverse("accountability:leader_case", args=[leader_case.pk]),
        crumbs=crumbs(leader_case),
        facts=(
            (_("步骤"), f"{step.order}. {step.text}"),
            (_("责任单位（责任人）"), step.owner),
            (_("完成期限"), f"{step.due_on:%Y-%m-%d}"),
        ),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: leader_plans.finish_step(
            authority=authority, step=step, now=timezone.now(), **form.cleaned_data
        ),
        done=_("步骤已登记完成。"),
    )


@require_http_methods(["GET", "POST"])
def related_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of one matter solved together."""
    authority = reader(request)
    seen = Case.objects.visible_to(authority)
    rows = RelatedMatter.objects.filter(case__in=seen, leader_case__case__in=seen)
    row = get_object_or_404(
        rows.select_related(
            "case", "leader_case__case", "leader_case__leader", "leader_case__post"
        ),
        pk=pk,
    )
    if not writes_or_assigns(authority, row.leader_case):
        raise PermissionDenied
    form = leading_forms.ResultForm(request.POST or None)
    page = Page(
        heading=_("登记适用结果"),
        back=reverse("accountability:leader_case", args=[row.leader_case_id]),
        crumbs=crumbs(row.leader_case),
        facts=((_("信访事项"), f"{row.case.number} {row.case.title}"), (_("关联说明"), row.note)),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: related_services.tell_related_result(
            authority=authority, row=row, now=timezone.now(), **form.cleaned_data
        ),
        done=_("适用结果已登记。"),
    )
