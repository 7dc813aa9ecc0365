"""Pages of leaders' cases: lists, one case, its part of the matter's page and of the home page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability import permissions
from accountability.forms.leading import FilterForm
from accountability.models import LeaderCase, LeaderPlan, PlanStatus, PlanStep
from accountability.selectors import leading as selectors
from accountability.selectors.leader_rest import what_is_left
from accountability.selectors.leader_story import story
from accountability.services.leader_closing import has_work
from core.access import record_view
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions.domain.timeline import arranged
from petitions.models import Case
from petitions.views.common import visible_case, without_empty

HOME_ROWS = 5
CASE_RELATED = (
    "case__responsible_unit",
    "case__receiving_unit",
    "case__content_class__parent",
    "case__place",
    "case__merged_into",
    "leader",
    "post__unit",
    "mark__set_by",
    "opened_by",
    "closed_by",
)


def reader(request: HttpRequest) -> Authority:
    """The user's posts, when they allow to read leaders' cases; 403 otherwise."""
    authority = authority_of(request)
    if not permissions.can_read_duties(authority):
        raise PermissionDenied
    return authority


def visible_leader_case(request: HttpRequest, pk: int) -> LeaderCase:
    """The case with its related rows, or 404 when the user may not see its matter."""
    found = LeaderCase.objects.of_visible_cases(authority_of(request))
    leader_case = found.select_related(*CASE_RELATED).filter(pk=pk).first()
    if leader_case is None:
        raise Http404
    return leader_case


def tabs(authority: Authority, tab: str) -> dict[str, Any]:
    """What the tabs of these pages need."""
    return {"tab": tab, "sees_all": authority.sees_all_cases}


@require_GET
def case_list(request: HttpRequest, scope: str) -> HttpResponse:
    """Cases one has a part in, or all that one may see.

    Query budget: 9 (session, user, authority, banner, three about convenors, rows, steps of them).
    """
    authority = reader(request)
    rows = selectors.visible(authority)
    if scope == "mine":
        rows = selectors.mine(rows, authority)
    elif not authority.sees_all_cases:
        raise PermissionDenied
    form = FilterForm({"state": "open", **without_empty(request.GET)})
    if "state" in request.GET:
        form = FilterForm(request.GET)
    if form.is_valid():
        rows = _filtered(rows, form.cleaned_data)
    page = keyset_page(rows, request.GET, order=("-opened_at", "-id"), size=30)
    idle = selectors.convenors_without_case(on=authority.on) if authority.sees_all_cases else []
    context = {
        "page": page,
        "form": form,
        "idle": idle,
        "no_convenor": authority.sees_all_cases and not selectors.convenors(on=authority.on),
        **tabs(authority, scope),
    }
    return render(request, "accountability/leader_cases.html", context)


def _filtered(rows: Any, data: dict[str, Any]) -> Any:
    if data["state"]:
        rows = rows.filter(status=data["state"])
    if data["kind"]:
        rows = rows.filter(mark__kind=data["kind"])
    if data["leader"] and data["leader"] < 2**63:
        rows = rows.filter(leader=data["leader"])
    return rows


@require_GET
def overdue(request: HttpRequest) -> HttpResponse:
    """Steps past their day. Query budget: 5 (session, user, authority, banner, rows)."""
    authority = reader(request)
    steps = selectors.overdue_steps(authority)
    if not authority.sees_all_cases:
        steps = selectors.own_overdue_steps(authority)
    page = keyset_page(steps, request.GET, order=("due_on", "id"), size=50)
    context = {"page": page, **tabs(authority, "overdue")}
    return render(request, "accountability/leader_steps.html", context)


@require_GET
def loads(request: HttpRequest) -> HttpResponse:
    """Cases by leader, convenors first. Query budget: 7 (session, user, authority, banner, figures)."""
    authority = reader(request)
    if not authority.sees_all_cases:
        raise PermissionDenied
    context = {"lines": selectors.loads(authority), **tabs(authority, "loads")}
    return render(request, "accountability/leader_loads.html", context)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; that its matter was looked at is noted in the access log.

    Query budget: 22 (session, user, authority, banner, case, log, plans, steps, units, people, meetings and
    conferences with their files, progress, related matters, charges, story, what is left).
    """
    authority = reader(request)
    leader_case = visible_leader_case(request, pk)
    record_view(leader_case.case, user=request.user, at=timezone.now())
    steps = PlanStep.objects.select_related("unit", "person", "done_by").order_by("order")
    plans = list(
        leader_case.plans.select_related("written_by", "confirmed_by").prefetch_related(
            Prefetch("steps", steps)
        )
    )
    in_force = next((plan for plan in plans if plan.status == PlanStatus.CONFIRMED), None)
    waiting = next((plan for plan in plans if plan.status == PlanStatus.DRAFT), None)
    seen = Case.objects.visible_to(authority)
    conferences = list(
        leader_case.conferences.select_related("by").prefetch_related("files").reverse()
    )
    visits = list(leader_case.visits.select_related("by").prefetch_related("files").reverse())
    related = leader_case.related.filter(case__in=seen).select_related("case", "by", "result_by")
    context = {
        "leader_case": leader_case,
        "case": leader_case.case,
        "in_force": _with_rights(in_force, leader_case, authority),
        "waiting": waiting,
        "old_plans": [plan for plan in plans if plan.status == PlanStatus.REPLACED],
        "visits": visits,
        "conferences": [(row, _decisions(plans, row.pk)) for row in conferences],
        "related": list(related),
        "story": arranged(story(leader_case))[::-1],
        "left": what_is_left(leader_case.case) if leader_case.is_open else None,
        **_rights(leader_case, authority),
        "cancels": leader_case.is_open
        and permissions.can_assign_leader_case(authority)
        and not has_work(leader_case),
    }
    return render(request, "accountability/leader_case.html", context)


def _decisions(plans: list[LeaderPlan], conference: int) -> list[PlanStep]:
    """What a conference decided, as it went into the plan."""
    first = next((plan for plan in plans if plan.conference_id == conference), None)
    steps = first.steps.all() if first else []
    return [step for step in steps if step.conference_id == conference]


def _rights(leader_case: LeaderCase, authority: Authority) -> dict[str, bool]:
    is_open = leader_case.is_open
    assigns = permissions.can_assign_leader_case(authority)
    return {
        "writes": is_open and permissions.can_write_leader_case(authority, leader_case),
        "confirms": is_open and authority.user.pk == leader_case.leader_id,
        "assigns": is_open and assigns,
        "closes": is_open and permissions.can_close_leader_case(authority, leader_case),
        "clears_mark": assigns and not is_open and leader_case.mark.cleared_at is None,
    }


def _with_rights(
    plan: LeaderPlan | None, leader_case: LeaderCase, authority: Authority
) -> dict[str, Any] | None:
    """The plan in force with its steps, each with whether the user may say that it is done."""
    if plan is None:
        return None
    plan.leader_case = leader_case
    rows = []
    for step in plan.steps.all():
        step.plan = plan
        open_one = step.done_on is None and leader_case.is_open
        rows.append((step, open_one and permissions.can_finish_step(authority, step)))
    done = sum(step.done_on is not None for step, _may in rows)
    return {"plan": plan, "steps": rows, "done": done, "total": len(rows)}


@require_GET
def case_slot(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader's case of a matter, for its page.

    Query budget: 9 (session, user, authority, case, mark, cases, plan, steps, matters it is solved with).
    """
    authority = authority_of(request)
    case = visible_case(request, pk)
    rows = LeaderCase.objects.filter(case=case).exclude(status="cancelled")
    cases = list(rows.select_related("leader", "post", "mark").order_by("-opened_at"))
    current = cases[0] if cases and cases[0].is_open else None
    steps = list(PlanStep.objects.in_force().filter(plan__leader_case=current)) if current else []
    linked = case.solved_with.select_related("leader_case__leader", "leader_case__case")
    seen = Case.objects.visible_to(authority)
    assigns = permissions.can_assign_leader_case(authority)
    context = {
        "case": case,
        "mark": case.marks.filter(cleared_at__isnull=True).first(),
        "cases": cases,
        "current": current,
        "total": len(steps),
        "done": sum(step.done_on is not None for step in steps),
        "late": sum(step.done_on is None and step.due_on < authority.on for step in steps),
        "linked": list(linked.filter(leader_case__case__in=seen)),
        "may_take_up": assigns and current is None and case.merged_into_id is None,
        "may_clear": assigns and current is None,
    }
    return render(request, "accountability/_case_leading.html", context)


@require_GET
def home_panel(request: HttpRequest) -> HttpResponse:
    """What waits for the user in leaders' cases: overdue steps, plans to confirm, a convenor without a case.

    Query budget: 9 (session, user, authority, steps, plans, count, three about convenors).
    """
    authority = authority_of(request)
    steps = selectors.own_overdue_steps(authority).order_by("due_on", "pk")
    plans = (
        LeaderPlan.objects.filter(
            status=PlanStatus.DRAFT,
            leader_case__leader=authority.user,
            leader_case__in=LeaderCase.objects.open().of_visible_cases(authority),
        )
        .select_related("leader_case__case", "written_by")
        .order_by("written_at")
    )
    idle = selectors.convenors_without_case(on=authority.on) if authority.is_county_leader else []
    context = {
        "steps": list(steps[: HOME_ROWS + 1]),
        "rows": HOME_ROWS,
        "plans": list(plans[:HOME_ROWS]),
        "is_idle": authority.user.pk in {user.pk for user in idle},
    }
    return render(request, "accountability/_leading_panel.html", context)
