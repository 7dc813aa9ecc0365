"""A draft after an objection was raised or decided: the counted figures stay, scores and places are found anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accountability.models import ScorePeriod
from accountability.selectors.scores import totals_of
from core import audit
from reporting.domain.results import BulletinData, results
from reporting.domain.spans import Period
from reporting.models import Bulletin, BulletinStatus
from reporting.selectors.bulletins import last_ranks
from reporting.selectors.deductions import deductions_of
from reporting.services.bulletin_document import bulletin_content
from reporting.services.bulletins import store_rows
from reporting.services.scores import objection_notes, talks_of


@transaction.atomic
def rescore_draft(*, period: str, now: datetime) -> Bulletin | None:
    """Rank the units of a draft anew by the stored lines; None when the month has no draft.

    Args:
        period: code of the month.
        now: aware time.
    """
    bulletin = Bulletin.objects.filter(period=period, status=BulletinStatus.DRAFT).first()
    scored = ScorePeriod.objects.select_related("rule_set").filter(period=period).first()
    if bulletin is None or scored is None:
        return None
    data, month = BulletinData.from_json(bulletin.figures), Period.parse(period)
    base = scored.rule_set.base_score
    stored = totals_of(scored)
    scores = {u.unit_id: stored.get(u.unit_id, (base - base, base)) for u in data.figures.units}
    found = results(data.figures, scores, last_ranks=last_ranks(month), count=data.worst)
    data = replace(
        data,
        results=found,
        talks=talks_of(month, found),
        objections=objection_notes(month),
        duties=replace(data.duties, deductions=deductions_of(month)),
    )
    store_rows(bulletin, data.figures.units, found)
    bulletin.figures = data.to_json()
    bulletin.content = bulletin_content(
        data,
        requirements=bulletin.requirements,
        additions=bulletin.additions,
        built_at=bulletin.built_at,
    )
    bulletin.save(update_fields=["figures", "content"])
    audit.record(bulletin, "bulletin.rescore", actor=None, at=now, period=period)
    return bulletin
