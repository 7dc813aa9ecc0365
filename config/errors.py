"""Answers where no view was found: a page for people, JSON for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, page_not_found

from core.errors import BadAddress


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 in the shape the caller reads."""
    if request.path.startswith("/api/"):
        body = {"code": "not_found", "detail": _("内容不存在，或您无权查看。")}
        return JsonResponse(body, status=404)
    return page_not_found(request, exception)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; what the product itself found wrong with the address is said, nothing else is."""
    if isinstance(exception, BadAddress):
        return render(request, "400.html", {"problem": str(exception)}, status=400)
    return bad_request(request, exception)
