"""GET, HEAD and OPTIONS can only read: a hidden write cannot ship."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|ALTER|DROP|CREATE|TRUNCATE)\b", re.I)
ALLOWED = re.compile(
    r'^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(core_accesslog|django_session)"?', re.I
)


class WriteOnGetError(RuntimeError):
    """A safe HTTP method tried to write to the database."""


def _guard(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    if WRITES.match(sql) and not ALLOWED.match(sql):
        raise WriteOnGetError(f"a safe request may not write: {sql[:120]}")
    return execute(sql, params, many, context)


class ReadOnlyGetMiddleware:
    """Refuse writes while a safe request is answered; only the access log and the session may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with connections["default"].execute_wrapper(_guard):
            return self.get_response(request)
