"""The inbox, its bell and its part of the home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accountability.models import Notice
from accountability.services import notices as notice_services
from core.http import redirect
from core.pagination import capped_count, keyset_page
from organizations.views.common import authority_of

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
    """Mark one's own notice as read and go to the page it speaks of, or to its case."""
    authority = authority_of(request)
    notice = get_object_or_404(Notice.objects.shown_to(authority), pk=pk)
    notice_services.mark_read(authority=authority, notice=notice, now=timezone.now())
    if notice.link:
        name, *ids = notice.link.split()
        return redirect(request, name, *ids)
    if notice.case_id:
        return redirect(request, "petitions:case_detail", notice.case_id)
    return redirect(request, "accountability:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything in one's own inbox as read."""
    notice_services.mark_all_read(authority=authority_of(request), now=timezone.now())
    return redirect(request, "accountability:inbox")
