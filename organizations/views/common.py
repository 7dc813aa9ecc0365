"""What the pages of this app share: who may open them, and one frame for forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import http
from organizations.authority import Authority
from organizations.permissions import can_read, can_write

View = Callable[..., HttpResponse]


def authority_of(request: HttpRequest) -> Authority:
    """The user's posts today (see `organizations.middleware`)."""
    return cast("Authority", http.authority_of(request))


def _only(allowed: Callable[[Authority], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(authority_of(request)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


readers = _only(can_read)
writers = _only(can_write)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    title: str,
    back: str,
    done: str,
    submit: str = "",
    confirm: str = "",
) -> HttpResponse:
    """One form on one page: calls `act` when it is valid, shows a refusal next to its field.

    Args:
        request: the request.
        form: bound with the posted data on POST.
        act: the service call; must not return None.
        title: heading.
        back: address to return to.
        done: message after success.
        submit: word on the button.
        confirm: question asked before it is sent.
    """
    if request.method == "POST" and form.is_valid() and http.attempt(form, act) is not None:
        messages.success(request, done)
        return http.redirect(request, back)
    context = {
        "form": form,
        "heading": title,
        "back": back,
        "submit": submit,
        "confirm": confirm,
        "multipart": form.is_multipart(),
    }
    return render(request, "organizations/form.html", context)
