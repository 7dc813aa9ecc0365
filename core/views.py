"""The outbox and the jobs that failed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import audit, jobs, mail, permissions
from core.access import record_view
from core.errors import DomainError, Invalid
from core.http import authority_of, redirect
from core.models import EffectState, Mail, MailState, OwedEffect
from core.pagination import keyset_page

LATE = timedelta(minutes=10)
View = Callable[..., HttpResponseBase]


def only(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    """Refuse whoever `allowed` does not let in."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(authority_of(request)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return wrap


@require_GET
@only(permissions.can_read_mails)
def mail_list(request: HttpRequest) -> HttpResponse:
    """Messages, newest first, with what became of them.

    Query budget: 6 (session, user, authority, banner, counts, rows).
    """
    state = request.GET.get("state", "")
    if state not in MailState.values:
        state = ""
    rows = Mail.objects.defer("text", "html")
    page = keyset_page(rows.filter(state=state) if state else rows, request.GET, size=50)
    counts = dict(Mail.objects.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "page": page,
        "state": state,
        "states": [(value, label, counts.get(value, 0)) for value, label in MailState.choices],
    }
    return render(request, "core/mail_list.html", context)


def message_context(request: HttpRequest, message: Any) -> dict[str, bool]:
    """What the reader may know of a message: the rest of the office sees what became of it, not what it says.

    Raises:
        PermissionDenied: neither keeps the outbox nor is the recipient.
    """
    authority = authority_of(request)
    keeps = permissions.can_read_mails(authority)
    reads = permissions.can_read_message(authority, message)
    if not (keeps or reads):
        raise PermissionDenied
    return {"keeps": keeps, "reads": reads}


@require_GET
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One message; its text and attachments for the recipient and the head of the office."""
    found = get_object_or_404(Mail.objects.select_related("recipient"), pk=pk)
    context = {"mail": found, **message_context(request, found)}
    record_view(found, user=request.user, at=timezone.now())
    return render(request, "core/mail_detail.html", context)


@require_GET
def mail_attachment(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """One attachment of a message, for the recipient and the head of the office."""
    found = get_object_or_404(Mail, pk=pk)
    if not permissions.can_read_message(authority_of(request), found):
        raise PermissionDenied
    try:
        item = found.attachments[number]
        path = mail.attachment_path(item)
    except (IndexError, Invalid) as error:
        raise Http404 from error
    record_view(found, user=request.user, at=timezone.now(), action="attachment")
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=item["name"],
        content_type=item["content_type"] or "application/octet-stream",
    )


@require_POST
@only(permissions.can_read_mails)
def mail_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A person decides about a message that failed or whose outcome is unknown."""
    found = get_object_or_404(Mail, pk=pk)
    acts = {"again": mail.send_again, "confirm": mail.confirm_sent}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(mail=found, actor=request.user, now=timezone.now())
        messages.success(
            request,
            _("已登记，邮件将重新发送。") if act is mail.send_again else _("已登记为送达。"),
        )
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(request, "mail-detail", pk)


@require_GET
@only(permissions.can_repair_effects)
def effect_list(request: HttpRequest) -> HttpResponse:
    """Jobs that need a person, and how the queue stands.

    Query budget: 6 (session, user, authority, banner, figures, rows).
    """
    late = timezone.now() - LATE
    figures = OwedEffect.objects.aggregate(
        owed=Count("pk", filter=Q(state=EffectState.OWED)),
        late=Count("pk", filter=Q(state=EffectState.OWED, due_at__lt=late)),
        claimed=Count("pk", filter=Q(state=EffectState.CLAIMED)),
        failed=Count("pk", filter=Q(state=EffectState.FAILED)),
    )
    page = keyset_page(OwedEffect.objects.failed(), request.GET, size=50)
    return render(request, "core/effect_list.html", {"page": page, "figures": figures})


@require_POST
@only(permissions.can_repair_effects)
def effect_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a failed job back on the books."""
    effect = get_object_or_404(OwedEffect, pk=pk)
    now = timezone.now()
    with transaction.atomic():
        again = jobs.retry(effect.pk, now=now)
        if again:
            audit.record(effect, "effect.retry", actor=request.user, at=now, effect=str(effect))
    if again:
        messages.success(request, _("已重新排队。"))
    else:
        messages.error(request, _("该任务的状态已变化，请刷新。"))
    return redirect(request, "effect-list")
