"""Escalation on screen: what waits at my level, all steps, one step with its signing, a case's part, falling."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.domain.level_rules import LEVEL_NAMES
from accountability.forms.escalation import LowerForm, SignForm
from accountability.models import Escalation, LevelFall, Reminder, TaskReminder
from accountability.selectors import escalations as selectors
from accountability.services import escalations as services
from accountability.services.level_falls import decide_fall
from accountability.views.kit import Page, act_page
from core.http import attempt, is_htmx, redirect
from core.pagination import capped_count, keyset_page
from organizations.views.common import authority_of
from petitions.models import Case
from petitions.views.common import visible_case

SLOT_ROWS = 100
MINE = "accountability:my_escalations"
TABS = (
    ("", gettext_lazy("待签阅")),
    ("late", gettext_lazy("签阅超期")),
    ("vacant", gettext_lazy("岗位空缺")),
    ("all", gettext_lazy("全部")),
)


@require_GET
def my_escalations(request: HttpRequest) -> HttpResponse:
    """All that waits at my level, oldest first, signed or not.

    Query budget: 11 (session, user, authority, banner, calendar twice, setting, rows, levels below, instructions, count).
    """
    authority = authority_of(request)
    steps = selectors.asked_of(authority)
    unsigned = steps.waiting()
    only_unsigned = "unsigned" in request.GET
    page = keyset_page(
        (unsigned if only_unsigned else steps).select_related(*selectors.RELATED),
        request.GET,
        order=("fired_at", "id"),
        size=30,
    )
    rule = selectors.signing_rule(on=authority.on)
    count, more = capped_count(unsigned)
    context = {
        "page": page,
        "lines": selectors.lines(page.rows, rule, with_instructions=True),
        "only_unsigned": only_unsigned,
        "count": count,
        "more": more,
        "read_days": rule.days,
    }
    return render(request, "accountability/my_escalations.html", context)


@require_GET
def escalation_list(request: HttpRequest) -> HttpResponse:
    """Steps of the cases the user may see: waiting, signed too late, posts nobody holds, all.

    Query budget: 10 (session, user, authority, banner, calendar twice, setting, rows, levels below, count).
    """
    authority = authority_of(request)
    rule = selectors.signing_rule(on=authority.on)
    steps = Escalation.objects.of_visible_cases(authority)
    waiting = steps.waiting()
    choices = {
        "": waiting,
        "late": waiting.filter(recipient__isnull=False, fired_at__lt=rule.late_before),
        "vacant": waiting.filter(recipient__isnull=True),
        "all": steps,
    }
    show = request.GET.get("show", "")
    if show not in choices:
        show = ""
    page = keyset_page(
        choices[show].select_related(*selectors.RELATED),
        request.GET,
        order=("-fired_at", "-id"),
        size=50,
    )
    count, more = capped_count(waiting)
    context = {
        "page": page,
        "lines": selectors.lines(page.rows, rule),
        "tabs": TABS,
        "show": show,
        "count": count,
        "more": more,
    }
    return render(request, "accountability/escalation_list.html", context)


def _step(request: HttpRequest, pk: int) -> Escalation:
    found = Escalation.objects.of_visible_cases(authority_of(request)).filter(pk=pk)
    step = found.select_related(
        "case__content_class", "clock__owed_by_unit", "clock__case__content_class", "recipient"
    ).first()
    if step is None:
        raise Http404
    return step


@require_http_methods(["GET", "POST"])
def escalation_step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step: why, who was asked below and read it when; the person asked signs and may give an instruction."""
    authority, step = authority_of(request), _step(request, pk)
    may_sign = permissions.can_acknowledge(authority, step)
    may_order = step.recipient_id == authority.user.pk and step.replaced_at is None
    people = selectors.addressees(step, authority) if may_order else []
    form = SignForm(request.POST or None, people=people, today=authority.on, may_wait=may_sign)
    if request.method == "POST":
        if not may_order:
            raise Http404
        if form.is_valid():
            signed = attempt(
                form,
                lambda: services.acknowledge(
                    authority=authority, escalation=step, order=form.order(), now=timezone.now()
                ),
            )
            if signed is not None:
                return redirect(request, MINE)
    line = selectors.lines([step], selectors.signing_rule(on=authority.on), with_instructions=True)
    context = {
        "line": line[0],
        "step": step,
        "form": form if may_order else None,
        "may_sign": may_sign,
        "may_lower": permissions.can_lower_level(authority) and step.case.escalation_level > 0,
        "falls": LevelFall.objects.filter(case=step.case).select_related("decided_by"),
    }
    status = 422 if form.errors else 200
    return render(request, "accountability/escalation_step.html", context, status=status)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign that one has read an escalation step (已阅)."""
    authority, step = authority_of(request), _step(request, pk)
    if step.recipient_id != authority.user.pk or step.replaced_at is not None:
        raise Http404
    services.acknowledge(authority=authority, escalation=step, now=timezone.now())
    if is_htmx(request):
        return _slot(request, step.case)
    return redirect(request, reverse("petitions:case_detail", args=[step.case_id]))


@require_GET
def case_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Reminders, steps up and down of a case, for its page.

    Query budget: 9 (session, user, authority, case, reminders of clocks and of tasks, escalations, their
    instructions, falls).
    """
    return _slot(request, visible_case(request, pk))


def _slot(request: HttpRequest, case: Case) -> HttpResponse:
    authority = authority_of(request)
    reminders = Reminder.objects.filter(clock__case=case).select_related("clock", "recipient")
    tasks = TaskReminder.objects.of_case(case.pk).select_related("recipient")[:SLOT_ROWS]
    both = sorted([*reminders[:SLOT_ROWS], *tasks], key=lambda row: row.sent_at, reverse=True)
    rows = case.escalations.select_related("clock", "recipient")
    steps = list(rows.prefetch_related("instructions")[:SLOT_ROWS])
    falls = list(case.level_falls.select_related("decided_by")[:SLOT_ROWS])
    events: list[tuple[datetime, Escalation | LevelFall, bool]] = [
        (step.fired_at, step, permissions.can_acknowledge(authority, step)) for step in steps
    ]
    events += [(fall.fell_at, fall, False) for fall in falls]
    context = {
        "case": case,
        "reminders": both[:SLOT_ROWS],
        "steps": sorted(events, key=lambda event: event[0], reverse=True),
        "may_lower": permissions.can_lower_level(authority) and case.escalation_level > 0,
    }
    return render(request, "accountability/_case_reminders.html", context)


@require_http_methods(["GET", "POST"])
def lower_level(request: HttpRequest, pk: int) -> HttpResponse:
    """A supervisor decides that a case falls to a lower level."""
    authority = authority_of(request)
    if not permissions.can_lower_level(authority):
        raise PermissionDenied
    case = visible_case(request, pk)
    back = reverse("petitions:case_detail", args=[case.pk])
    form = LowerForm(request.POST or None, level=case.escalation_level)
    level = f"{case.escalation_level} {LEVEL_NAMES[case.escalation_level]}"
    return act_page(
        request,
        form=form,
        page=Page(
            heading=_("决定降级"),
            back=back,
            crumbs=((case.number, back),),
            intro=_("降级后，原通知的人员会收到理由；仍逾期的，到期后继续逐级升级。"),
            basis=_("《信访工作条例》第四十条第一款"),
            facts=((_("现在的督办层级"), level),),
        ),
        act=lambda: decide_fall(
            authority=authority, case=case, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已降级并通知有关人员。"),
    )
