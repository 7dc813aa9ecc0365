"""The page on which a person chooses by which channels notices arrive (提醒方式)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.domain.channels import Choice
from accountability.forms.channels import ChannelsForm
from accountability.models import NoticeChoice
from accountability.services import channels as services
from accountability.services.quiet import quiet_of, time_of
from accountability.views.common import show_form
from core import sms
from core.http import attempt, redirect
from organizations.views.common import authority_of


@require_http_methods(["GET", "POST"])
def channels(request: HttpRequest) -> HttpResponse:
    """One's own channels. Query budget: 8 (session, user, authority, banner, choices, three settings)."""
    authority = authority_of(request)
    rows = NoticeChoice.objects.filter(user=authority.user).order_by("pk")
    chosen = {row.kind: Choice(row.by_mail, row.by_sms) for row in rows}
    form = ChannelsForm(request.POST or None, chosen=chosen)
    if request.method == "POST" and form.is_valid():

        def act() -> bool:
            services.choose(authority=authority, choices=form.choices(), now=timezone.now())
            return True

        if attempt(form, act):
            messages.success(request, _("提醒方式已保存。"))
            return redirect(request, "accountability:channels")
    return show_form(
        request,
        "accountability/channels.html",
        form,
        forced=[kind.label for kind in services.forced()],
        phone=sms.mobile(authority.user.phone),
        sms_is_on=sms.is_on(),
        digest_at=time_of("digest.at", on=authority.on),
        quiet=quiet_of(authority.on),
    )
