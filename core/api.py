"""What every REST endpoint shares: error shape and keyset paging."""

from __future__ import annotations

from typing import Any

from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from core.errors import DomainError, InvalidMany


class KeysetPagination(CursorPagination):
    """Newest first by id; the cursor is opaque and cheap at any depth."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn a DomainError into a JSON answer with its Chinese message, field and article."""
    if isinstance(exc, InvalidMany):
        return Response(
            {"code": exc.code, "errors": exc.errors, "detail": exc.message}, status=exc.http_status
        )
    if isinstance(exc, DomainError):
        body = {"code": exc.code, "detail": exc.message, "field": exc.field, "article": exc.article}
        return Response(body, status=exc.http_status)
    return drf_handler(exc, context)
