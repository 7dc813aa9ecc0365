"""The page that explains the API: made from the schema itself, without any script or foreign asset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its parameters, input and answers.

    Query budget: 4 (session, user, authority, banner).
    """
    schema = SchemaGenerator().get_schema(request=None, public=True)
    groups: dict[str, list[dict[str, Any]]] = {}
    for endpoint in _endpoints(schema):
        groups.setdefault(endpoint["tag"], []).append(endpoint)
    context = {"groups": groups, "title": schema["info"]["title"], "base": "/api/v1/"}
    return render(request, "api/docs.html", context)


def _endpoints(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    parts = schema.get("components", {}).get("schemas", {})
    for path, methods in schema["paths"].items():
        for method in METHODS:
            found = methods.get(method)
            if found is None:
                continue
            told = {
                "tag": (found.get("tags") or ["api"])[0],
                "method": method.upper(),
                "path": path,
                "summary": found.get("summary", ""),
                "description": found.get("description", ""),
                "parameters": found.get("parameters", []),
                "answers": sorted(found.get("responses", {})),
            }
            shape = _shape(found.get("requestBody"), parts)
            yield {**told, "fields": list(_fields(shape))}
            for one in shape.get("oneOf", ()):
                yield {**told, **_variant(one["$ref"].rpartition("/")[2], path, parts)}


def _shape(body: dict[str, Any] | None, parts: dict[str, Any]) -> dict[str, Any]:
    content = (body or {}).get("content", {}).get("application/json", {})
    return parts.get(content.get("schema", {}).get("$ref", "").rpartition("/")[2], {})


def _variant(name: str, path: str, parts: dict[str, Any]) -> dict[str, Any]:
    """One of several inputs of an address: the variable part of the address is in its name (TransferAct: transfer)."""
    word = re.sub(r"(?<!^)(?=[A-Z])", "-", name.removesuffix("Act")).lower()
    shape = parts[name]
    return {
        "path": path.replace("{act}", word),
        "summary": shape.get("description", ""),
        "description": "",
        "parameters": [],
        "fields": list(_fields(shape)),
    }


def _fields(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for field, spec in shape.get("properties", {}).items():
        yield {
            "name": field,
            "kind": spec.get("format") or spec.get("type") or "",
            "required": field in shape.get("required", ()),
            "note": spec.get("description", ""),
        }
