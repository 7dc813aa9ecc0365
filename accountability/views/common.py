"""What the pages of the accountability app share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accountability import permissions
from organizations.authority import Authority
from organizations.views.common import authority_of


def show_form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with a form; 422 when it was sent with errors, so that htmx and tests can tell."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def first_contact_reader(request: HttpRequest) -> Authority:
    """The user's posts, when they allow to hold first contact; 403 otherwise."""
    authority = authority_of(request)
    if not permissions.can_have_first_contact(authority):
        raise PermissionDenied
    return authority
