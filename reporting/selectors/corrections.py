"""Reads of corrections: what they state in place of what was printed, and those a user may read."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from petitions.enums import LegalClass
from petitions.models import Case
from reporting.domain.corrections import Change, corrected_results
from reporting.domain.spans import Period
from reporting.models import AnnualReport, Bulletin, BulletinStatus, Correction, CorrectionStatus


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


def published_papers_told(case_id: int) -> list[str]:
    """One sentence that names the published bulletins which count a matter, none where there are none (two queries).

    A report is in no figure, and none is told of it (条例第三十条第三款).
    """
    case = Case.objects.filter(pk=case_id).exclude(legal_class=LegalClass.REPORT).first()
    if case is None:
        return []
    days = [day for day in (case.received_on, case.closed_on) if day]
    covers = Q(pk__in=())
    for day in days:
        covers |= Q(first_day__lte=day, last_day__gte=day)
    papers = Bulletin.objects.filter(covers, status=BulletinStatus.PUBLISHED).order_by("first_day")
    labels = [Period.parse(code).label for code in papers.values_list("period", flat=True)]
    if not labels:
        return []
    return [
        _(
            "%(periods)s的通报已经印发，本件计入其中。更正登记不改动已印发的通报；影响其数字的，由信访局在该通报页另行“更正”。"
        )
        % {"periods": "、".join(labels)}
    ]
