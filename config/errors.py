"""Answers where no view was found: a page for people, JSON for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the shape the caller reads."""
    if request.path.startswith("/api/"):
        body = {"code": "not_found", "detail": _("内容不存在，或您无权查看。")}
        return JsonResponse(body, status=404)
    return page_not_found(request, exception)
