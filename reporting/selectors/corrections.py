"""Reads of corrections: what they state in place of what was printed, and those a user may read."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import QuerySet

from reporting.domain.corrections import Change, corrected_results
from reporting.models import AnnualReport, Bulletin, Correction, CorrectionStatus


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


def of_paper(paper: Bulletin | AnnualReport) -> QuerySet[Correction]:
    """All corrections of a paper, drafts too."""
    if isinstance(paper, AnnualReport):
        return Correction.objects.filter(annual=paper)
    return Correction.objects.filter(bulletin=paper)


def stated_by(paper: Bulletin | AnnualReport) -> dict[str, str]:
    """Key of a figure → what the published corrections of a paper say it is, the latest one holds (one query)."""
    stated: dict[str, str] = {}
    published = of_paper(paper).filter(status=CorrectionStatus.PUBLISHED).order_by("number")
    for found in published.values_list("changes", flat=True):
        stated |= {one["key"]: one["new"] for one in found if one["chosen"]}
    return stated


def corrections_of(paper: Bulletin | AnnualReport, *, sees_drafts: bool) -> QuerySet[Correction]:
    """The corrections of a paper a user may read, first to last."""
    rows = of_paper(paper).select_related("made_by", "approved_by")
    if not sees_drafts:
        rows = rows.filter(status=CorrectionStatus.PUBLISHED)
    return rows.order_by("pk")


def published_corrections(paper: Bulletin | AnnualReport) -> QuerySet[Correction]:
    """Those that were published, first to last, without their contents."""
    rows = corrections_of(paper, sees_drafts=False)
    return rows.defer("changes", "texts", "content")
