"""Text messages on screen: what was sent, what became of it, and what a person decides about the doubtful ones."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import permissions, sms
from core.access import record_view
from core.errors import DomainError
from core.http import authority_of, redirect
from core.models import Sms, SmsState
from core.pagination import keyset_page
from core.views import message_context, only


@require_GET
@only(permissions.can_read_mails)
def sms_list(request: HttpRequest) -> HttpResponse:
    """Text messages, newest first, with what became of them.

    Query budget: 6 (session, user, authority, banner, counts, rows).
    """
    state = request.GET.get("state", "")
    if state not in SmsState.values:
        state = ""
    rows = Sms.objects.all()
    page = keyset_page(rows.filter(state=state) if state else rows, request.GET, size=50)
    counts = dict(Sms.objects.order_by().values_list("state").annotate(Count("pk")))
    authority = authority_of(request)
    context = {
        "page": page,
        "rows": [(row, permissions.can_read_message(authority, row)) for row in page.rows],
        "state": state,
        "states": [(value, label, counts.get(value, 0)) for value, label in SmsState.choices],
        "gateway": settings.SMS_GATEWAY,
        "is_on": sms.is_on(),
    }
    return render(request, "core/sms_list.html", context)


@require_GET
def sms_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One text message; its words for the recipient and the head of the office."""
    found = get_object_or_404(Sms.objects.select_related("recipient"), pk=pk)
    context = {"sms": found, **message_context(request, found)}
    record_view(found, user=request.user, at=timezone.now())
    return render(request, "core/sms_detail.html", context)


@require_POST
@only(permissions.can_read_mails)
def sms_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A person decides about a message that failed or whose outcome is unknown."""
    found = get_object_or_404(Sms, pk=pk)
    acts = {"again": sms.send_again, "confirm": sms.confirm_sent}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(sms=found, actor=request.user, now=timezone.now())
        messages.success(request, _("已登记。"))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(request, "sms-detail", pk)
