"""The inbox, its bell, and the part of a case page about reminders and escalation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accountability import permissions
from accountability.models import Escalation, Notice, Reminder
from accountability.services import escalations as escalation_services
from accountability.services import notices as notice_services
from core.http import is_htmx, redirect
from core.pagination import capped_count, keyset_page
from petitions.models import Case
from petitions.views.common import authority_of, visible_case

BELL_LIMIT = 99
HOME_ROWS = 5
SLOT_ROWS = 100


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first. Query budget: 6 (session, user, authority, banner, rows, count)."""
    authority = authority_of(request)
    notices = Notice.objects.shown_to(authority)
    only_unread = "unread" in request.GET
    shown = notices.unread() if only_unread else notices
    page = keyset_page(shown.select_related("case"), request.GET, order=("-at", "-id"), size=30)
    unread, more = capped_count(notices.unread(), limit=BELL_LIMIT)
    context = {"page": page, "only_unread": only_unread, "unread": unread, "more": more}
    return render(request, "accountability/inbox.html", context)


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell with its number: one query beside session, user and authority."""
    unread, more = capped_count(
        Notice.objects.shown_to(authority_of(request)).unread(), limit=BELL_LIMIT
    )
    return render(request, "accountability/_bell.html", {"unread": unread, "more": more})


@require_GET
def home_panel(request: HttpRequest) -> HttpResponse:
    """The newest unread notices on the home page: one query beside session, user and authority."""
    unread = Notice.objects.shown_to(authority_of(request)).unread()
    context = {"notices": list(unread[:HOME_ROWS])}
    return render(request, "accountability/_home_panel.html", context)


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one's own notice as read and go to its case, if it has one."""
    authority = authority_of(request)
    notice = get_object_or_404(Notice.objects.shown_to(authority), pk=pk)
    notice_services.mark_read(authority=authority, notice=notice, now=timezone.now())
    if notice.case_id:
        return redirect(request, "petitions:case_detail", notice.case_id)
    return redirect(request, "accountability:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything in one's own inbox as read."""
    notice_services.mark_all_read(authority=authority_of(request), now=timezone.now())
    return redirect(request, "accountability:inbox")


@require_GET
def case_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Reminders and escalation steps of a case, for its page.

    Query budget: 6 (session, user, authority, case, reminders, escalations).
    """
    return _slot(request, visible_case(request, pk))


def _slot(request: HttpRequest, case: Case) -> HttpResponse:
    authority = authority_of(request)
    reminders = Reminder.objects.filter(clock__case=case).select_related("clock", "recipient")
    steps = list(case.escalations.select_related("clock", "recipient")[:SLOT_ROWS])
    context = {
        "case": case,
        "reminders": list(reminders[:SLOT_ROWS]),
        "escalations": [(step, permissions.can_acknowledge(authority, step)) for step in steps],
    }
    return render(request, "accountability/_case_reminders.html", context)


@require_GET
def escalation_list(request: HttpRequest) -> HttpResponse:
    """Escalation steps of the cases the user may see; those that wait come first by default.

    Query budget: 6 (session, user, authority, banner, rows, count).
    """
    authority = authority_of(request)
    steps = Escalation.objects.of_visible_cases(authority)
    waiting = steps.waiting()
    show_all = "all" in request.GET
    page = keyset_page(
        (steps if show_all else waiting).select_related("case", "clock__owed_by_unit", "recipient"),
        request.GET,
        order=("-fired_at", "-id"),
        size=50,
    )
    count, more = capped_count(waiting)
    context = {"page": page, "show_all": show_all, "count": count, "more": more}
    return render(request, "accountability/escalation_list.html", context)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign that one has read an escalation step (已阅)."""
    authority = authority_of(request)
    step = (
        Escalation.objects.of_visible_cases(authority).select_related("case").filter(pk=pk).first()
    )
    if step is None or step.recipient_id != authority.user.pk:
        raise Http404
    escalation_services.acknowledge(authority=authority, escalation=step, now=timezone.now())
    if is_htmx(request):
        return _slot(request, step.case)
    return redirect(request, reverse("petitions:case_detail", args=[step.case_id]))
