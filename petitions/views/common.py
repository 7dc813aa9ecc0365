"""What the pages of the petitions app share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest

from organizations.views.common import authority_of
from petitions.models import Case

# What a page of one case shows beside its own columns.
CASE_RELATED = (
    "place",
    "content_class__parent",
    "cause__parent",
    "responsible_unit",
    "receiving_unit",
    "first_contact",
    "first_contact_unit",
    "leader__unit",
    "registered_by",
)

ID = re.compile(r"[0-9]{1,12}")


def visible_case(request: HttpRequest, pk: int, *related: str) -> Case:
    """The case with its related rows, or 404 when the user may not see it."""
    found = Case.objects.visible_to(authority_of(request)).select_related(*related)
    case = found.filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def without_empty(params: Any) -> dict[str, str]:
    """Query parameters that say something, the place in the list left out."""
    return {key: value for key, value in params.items() if value and key != "page"}


def ids_of(texts: Iterable[Any]) -> list[int]:
    """The record ids among what a browser sent; whatever cannot be one (², a 30-digit number) is left out."""
    return [int(text) for text in map(str, texts) if ID.fullmatch(text)]
