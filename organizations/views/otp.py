"""One-time codes: set up an authenticator app, and confirm a log-in with it."""

from __future__ import annotations

from base64 import b32encode
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login

from core import http
from core.qr import qr_svg
from organizations.forms.accounts import TokenForm
from organizations.models import User
from organizations.services import otp


@require_http_methods(["GET", "POST"])
@never_cache
def setup(request: HttpRequest) -> HttpResponse:
    """Begin with a button (a GET writes nothing), scan or type the key, confirm with the first code."""
    user = cast("User", request.user)
    form = TokenForm(request.POST if "token" in request.POST else None)
    device = otp.begun(user=user)
    if request.method == "POST" and "begin" in request.POST:
        otp.begin(user=user)
        return redirect("otp-setup")
    if form.is_bound and form.is_valid():
        done = http.attempt(
            form,
            lambda: otp.confirm(user=user, token=form.cleaned_data["token"], now=timezone.now()),
        )
        if done is not None:
            otp_login(request, done)
            messages.success(request, _("动态验证码已启用。"))
            return redirect("home")
    context = {
        "form": form,
        "has_device": otp.device_of(user) is not None,
        "key": _grouped(b32encode(device.bin_key).decode()) if device else "",
        "uri": device.config_url if device else "",
        "qr": mark_safe(qr_svg(device.config_url, border=4, sized=True)) if device else "",  # noqa: S308 (drawn by core.qr)
    }
    return render(request, "registration/otp_setup.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Confirm the log-in with a code."""
    user = cast("User", request.user)
    if otp.device_of(user) is None:
        return redirect("otp-setup")
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = http.attempt(form, lambda: otp.verify(user=user, token=form.cleaned_data["token"]))
        if device is not None:
            otp_login(request, device)
            return redirect(_next(request))
    return render(request, "registration/otp_verify.html", {"form": form})


def _next(request: HttpRequest) -> str:
    """Where the user was going; only an address of this site."""
    url = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if ours else resolve_url("home")


def _grouped(key: str) -> str:
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))
