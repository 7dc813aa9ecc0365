"""Reads of corrections: what they state in place of what was printed, and those a user may read."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import QuerySet

from reporting.domain.corrections import Change, corrected_results
from reporting.models import Bulletin, Correction, CorrectionStatus


def corrected(periods: Collection[str]) -> dict[str, dict[int, dict[str, Decimal]]]:
    """Code of the period → unit id → place, deduction and score that published corrections state (one query)."""
    rows = Correction.objects.filter(
        bulletin__period__in=periods, status=CorrectionStatus.PUBLISHED
    ).order_by("bulletin_id", "number")
    found: dict[str, dict[int, dict[str, Decimal]]] = {}
    for period, changes in rows.values_list("bulletin__period", "changes"):
        mine = found.setdefault(period, {})
        for unit_id, stated in corrected_results(map(Change.from_json, changes)).items():
            mine.setdefault(unit_id, {}).update(stated)
    return found


def corrections_of(bulletin: Bulletin, *, sees_drafts: bool) -> QuerySet[Correction]:
    """The corrections of a bulletin a user may read, first to last."""
    rows = Correction.objects.filter(bulletin=bulletin).select_related("made_by", "approved_by")
    if not sees_drafts:
        rows = rows.filter(status=CorrectionStatus.PUBLISHED)
    return rows.order_by("pk")


def published_corrections(bulletin: Bulletin) -> QuerySet[Correction]:
    """Those that were published, first to last, without their contents."""
    rows = corrections_of(bulletin, sees_drafts=False)
    return rows.defer("changes", "texts", "content")
