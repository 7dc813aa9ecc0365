"""What became of a published bulletin: states, one delivery with its messages, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.http import attempt, redirect
from core.pagination import keyset_page
from organizations.views.common import authority_of
from reporting import permissions
from reporting.domain.deliveries import NONE, RESENDABLE, SENT, UNKNOWN
from reporting.forms import DeliveryReasonForm
from reporting.models import Bulletin, BulletinStatus, Delivery, DeliveryState
from reporting.selectors import deliveries as selectors
from reporting.services import deliveries as services
from reporting.services.receipts import sign_logged_in
from reporting.views.common import bulletin_or_404

MAX_ID = 2**63


@require_GET
def page(request: HttpRequest, period: str) -> HttpResponse:
    """Every recipient with the state of the delivery, filtered by state.

    Query budget: 8 (session, user, authority, bulletin, numbers, rows, omissions, banner).
    """
    bulletin = _published(request, period)
    state = request.GET.get("state", "")
    if state not in DeliveryState.values:
        state = ""
    rows = selectors.deliveries_of(bulletin, state=state)
    states = selectors.state_table(bulletin)
    context = {
        "bulletin": bulletin,
        "page": keyset_page(rows, request.GET, order=("id",), size=50),
        "state": state,
        "states": states,
        "total": sum(number for _state, _word, number in states),
        "omissions": selectors.omissions(bulletin),
    }
    return render(request, "reporting/deliveries.html", context)


@require_GET
def detail(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """One delivery: its messages, reminders and receipt, and what may be done.

    Query budget: 9 (session, user, authority, bulletin, delivery, messages, reminders, banner, one to spare).
    """
    bulletin = _published(request, period)
    return _detail(request, bulletin, _delivery(bulletin, pk))


@require_POST
def resend(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """Send a further message."""
    return _with_reason(
        request, period, pk, "resend_form", services.resend, _("已登记重发，邮件正在发送。")
    )


@require_POST
def bounce(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """Note that the latest message came back."""
    return _with_reason(request, period, pk, "bounce_form", services.note_bounce, _("已登记退信。"))


@require_POST
def confirm(request: HttpRequest, period: str, pk: int) -> HttpResponse:
    """Note that a message of unknown outcome did arrive."""
    bulletin = _published(request, period, to_act=True)
    delivery = _delivery(bulletin, pk)
    try:
        services.confirm_arrival(
            delivery=delivery, authority=authority_of(request), now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已登记为送达。"))
    return redirect(request, "reporting:delivery", period, pk)


@require_POST
def sign(request: HttpRequest, period: str) -> HttpResponse:
    """The recipient who is logged in signs for the bulletin."""
    bulletin = bulletin_or_404(request, period)
    if bulletin.status != BulletinStatus.PUBLISHED:
        raise Http404
    try:
        sign_logged_in(bulletin=bulletin, authority=authority_of(request), now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已签收。"))
    return redirect(request, "reporting:bulletin", period)


def _with_reason(
    request: HttpRequest,
    period: str,
    pk: int,
    name: str,
    act: Callable[..., Delivery],
    done: str,
) -> HttpResponse:
    bulletin = _published(request, period, to_act=True)
    delivery = _delivery(bulletin, pk)
    form = DeliveryReasonForm(request.POST, label=_label(name))
    if form.is_valid():
        found = attempt(
            form,
            lambda: act(
                delivery=delivery,
                reason=form.cleaned_data["reason"],
                authority=authority_of(request),
                now=timezone.now(),
            ),
        )
        if found:
            messages.success(request, done)
            return redirect(request, "reporting:delivery", period, pk)
    return _detail(request, bulletin, delivery, **{name: form})


def _label(name: str) -> str:
    return _("重发原因") if name == "resend_form" else _("退信原因")


def _detail(
    request: HttpRequest, bulletin: Bulletin, delivery: Delivery, **forms: Any
) -> HttpResponse:
    state = delivery.state
    may_act = permissions.can_draft(authority_of(request))
    recipient = delivery.recipient
    has_address = bool(recipient and recipient.is_active and recipient.email)
    context = {
        "bulletin": bulletin,
        "delivery": delivery,
        "word": DeliveryState(state).label,
        "sent": selectors.messages_of(delivery),
        "reminded": selectors.reminded_at(delivery),
        "can_resend": may_act and has_address and state in RESENDABLE | {NONE},
        "can_bounce": may_act and state in {SENT, UNKNOWN},
        "can_confirm": may_act and state == UNKNOWN,
        "resend_form": DeliveryReasonForm(label=_label("resend_form")),
        "bounce_form": DeliveryReasonForm(label=_label("bounce_form")),
        **forms,
    }
    return render(request, "reporting/delivery.html", context, status=422 if forms else 200)


def _published(request: HttpRequest, period: str, *, to_act: bool = False) -> Bulletin:
    """The published bulletin for those who see the county's deliveries, else 404; acts are the office's."""
    bulletin = bulletin_or_404(request, period)
    is_published = bulletin.status == BulletinStatus.PUBLISHED
    if not is_published or not permissions.can_see_county(authority_of(request)):
        raise Http404
    if to_act and not permissions.can_draft(authority_of(request)):
        raise PermissionDenied
    return bulletin


def _delivery(bulletin: Bulletin, pk: int) -> Delivery:
    delivery = selectors.one_delivery(bulletin, pk) if pk < MAX_ID else None
    if delivery is None:
        raise Http404
    return delivery
