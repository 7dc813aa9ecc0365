"""What every REST endpoint shares: error shape and keyset paging."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler

from core.errors import DomainError, InvalidMany

WORDS = {
    401: _("请先登录，或者在请求头中带上令牌。"),
    403: _("您没有办理这一事项的权限。"),
    404: _("没有找到。"),
    405: _("该地址不支持这种请求方法。"),
    406: _("只能返回 JSON。"),
    415: _("只接受 JSON。"),
    429: _("请求过于频繁，请稍后再试。"),
}


class KeysetPagination(CursorPagination):
    """Newest first by id; the cursor is opaque and cheap at any depth."""

    ordering = "-id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    cursor_query_description = "不透明的翻页标记，取自 next 或 previous。"
    page_size_query_description = "每页条数，最多 200。"
    invalid_cursor_message = _("翻页标记无效。")  # type: ignore[assignment]  # a lazy text where the stubs want str


class ErrorSerializer(serializers.Serializer):
    """Every refusal: a stable code, a Chinese sentence, and where it belongs."""

    code = serializers.CharField(help_text="稳定的英文代码，例如 unlawful")
    detail = serializers.CharField(help_text="可以直接显示的中文说明")
    field = serializers.CharField(required=False, help_text="有误的字段")
    article = serializers.CharField(required=False, help_text="法律依据")
    errors = serializers.DictField(  # type: ignore[assignment]  # a field named like a property of the base class
        child=serializers.CharField(), required=False, help_text="各字段的说明"
    )


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Turn a refusal into a JSON answer with its code, Chinese message, field and article."""
    if isinstance(exc, InvalidMany):
        body = {"code": exc.code, "detail": exc.message, "errors": exc.errors}
        if exc.article:
            body["article"] = exc.article
        return Response(body, status=exc.http_status)
    if isinstance(exc, DomainError):
        body = {"code": exc.code, "detail": exc.message, "field": exc.field, "article": exc.article}
        if exc.field:
            body["errors"] = {exc.field: exc.message}
        return Response(body, status=exc.http_status)
    if isinstance(exc, exceptions.ValidationError):
        errors = dict(_flat("", exc.detail))
        body = {"code": "invalid", "detail": "；".join(errors.values()), "errors": errors}
        return Response(body, status=exc.status_code)
    response = drf_handler(exc, context)
    if response is not None:
        response.data = {"code": _code(exc), "detail": _words(exc, response.status_code)}
    return response


def _code(exc: Exception) -> str:
    if isinstance(exc, Http404):
        return "not_found"
    if isinstance(exc, PermissionDenied):
        return "not_allowed"
    return str(getattr(exc, "default_code", "error"))


def _words(exc: Exception, status: int) -> str:
    said: Any = getattr(exc, "detail", None)
    return str(WORDS.get(status) or said or exc)


def _flat(prefix: str, detail: Any) -> list[tuple[str, str]]:
    """Field → message; fields of nested objects are joined by a hyphen (people-0-name)."""
    pairs: Iterable[tuple[str, Any]]
    if isinstance(detail, dict):
        pairs = detail.items()
    elif isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        pairs = ((str(index), one) for index, one in enumerate(detail))
    else:
        words = detail if isinstance(detail, list) else [detail]
        return [(prefix, "".join(str(word) for word in words))]
    found = []
    for key, value in pairs:
        name = "" if key == "non_field_errors" else str(key)
        if value:
            found += _flat(f"{prefix}-{name}".strip("-"), value)
    return found
