"""What the pages of the accountability app share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show_form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with a form; 422 when it was sent with errors, so that htmx and tests can tell."""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
