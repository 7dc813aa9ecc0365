"""Log-in required by default; htmx is told by a status, not by the log-in page inside a fragment."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class LoginMiddleware(LoginRequiredMiddleware):
    """Answers 401 to htmx, so that the page can offer the log-in and repeat the request."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]  # the stubs allow a redirect only
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)
