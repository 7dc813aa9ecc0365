"""Gives each request the user's authority for today, read at most once."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from organizations.authority import authority_of
from organizations.models import User


class AuthorityMiddleware:
    """Sets ``request.authority`` (lazy: one query when first asked)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.authority = SimpleLazyObject(  # type: ignore[attr-defined]  # Django's request declares no such attribute
            lambda: authority_of(cast("User", request.user), on=timezone.localdate())
        )
        return self.get_response(request)
