"""Guides in force, and the history of one."""

from __future__ import annotations

from datetime import date

from petitions.domain.default_guides import DEFAULT_GUIDES
from petitions.domain.guides import Guide, guides_on
from petitions.models import ProcedureGuide


def guides(*, on: date) -> tuple[Guide, ...]:
    """The guides in force on a day, in the order of the routes (one query)."""
    rows = ProcedureGuide.objects.filter(valid_from__lte=on)
    return guides_on(on, [row.as_version() for row in rows], DEFAULT_GUIDES)


def default_guide(code: str) -> Guide | None:
    """The guide a county begins with, None for one of its own."""
    return next((guide for guide in DEFAULT_GUIDES if guide.code == code), None)


def versions(code: str) -> list[ProcedureGuide]:
    """What the office set, the latest first (one query)."""
    rows = ProcedureGuide.objects.filter(code=code).select_related("set_by")
    return list(rows.order_by("-valid_from"))
