"""What an account must do before it may do anything else: choose a password, confirm with a code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_otp.middleware import is_verified

from core.http import authority_of

if TYPE_CHECKING:
    from organizations.authority import Authority

# Pages that stay open meanwhile, by the name of their address.
OPEN = frozenset({"login", "logout", "set_language", "session-state", "password_change"})
OTP_PAGES = frozenset({"otp-setup", "otp-verify"})


def needs_code(authority: Authority) -> bool:
    """True for accounts that must confirm a log-in with a one-time code."""
    return bool(settings.REQUIRE_OTP) and (authority.is_administrator or authority.is_office_head)


class AccountGateMiddleware:
    """Leads to the page that is due; the API keeps its own tokens and is not led anywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict
    ) -> HttpResponse | None:
        """Before a page is made: is something due first?"""
        match = request.resolver_match
        name = match.url_name if match else ""
        if not request.user.is_authenticated or name in OPEN:
            return None
        if getattr(request.user, "must_change_password", False):
            return redirect("password_change")
        if name in OTP_PAGES or not settings.REQUIRE_OTP:
            return None
        verified = is_verified(request.user)
        if not verified and needs_code(authority_of(request)):
            return redirect(f"{reverse('otp-verify')}?{urlencode({'next': request.path})}")
        return None
