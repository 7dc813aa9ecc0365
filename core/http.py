"""Small words for views: htmx answers, and service refusals shown next to their cause."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from core.errors import DomainError, InvalidMany

Result = TypeVar("Result")


def is_htmx(request: HttpRequest) -> bool:
    """True when htmx asks for a fragment (not when it only replaces the whole page)."""
    return request.headers.get("HX-Request") == "true" and "HX-Boosted" not in request.headers


def authority_of(request: HttpRequest) -> Any:
    """The user's posts today, as `organizations.middleware` put them there (an app above this one knows their class)."""
    return request.authority  # type: ignore[attr-defined]  # Django's request declares no such attribute


def redirect(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Go to another page after a write, whether the form was sent by htmx or by the browser."""
    url = resolve_url(to, *args, **kwargs)
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def toast(response: HttpResponse, text: str, *, tone: str = "success") -> HttpResponse:
    """Let the page that receives this htmx answer show a short message."""
    # Header values are ASCII: json escapes the Chinese characters.
    response["HX-Trigger"] = json.dumps({"app:toast": {"text": str(text), "tone": tone}})
    return response


def add_errors(form: forms.BaseForm, error: DomainError) -> None:
    """Put a service's refusal on the form: next to its field when the form has it, else on top."""
    found = error.errors if isinstance(error, InvalidMany) else {error.field: str(error)}
    for field, message in found.items():
        form.add_error(field if field in form.fields else None, message)


def attempt(form: forms.BaseForm, act: Callable[[], Result]) -> Result | None:
    """Call a service for a valid form; a refusal becomes the form's error and None is returned.

    A service that returns None itself should be wrapped to return something.
    """
    try:
        return act()
    except DomainError as error:
        add_errors(form, error)
        return None


def file_response(file: FieldFile, *, name: str, content_type: str = "") -> FileResponse:
    """Hand out a file somebody uploaded so that the browser runs nothing of it.

    Args:
        file: the stored file.
        name: its own name, for the download.
        content_type: of a picture that may open in the browser; "" lets every other file be saved only.
    """
    response = FileResponse(
        file.open("rb"),
        as_attachment=not content_type,
        filename=name,
        content_type=content_type or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
