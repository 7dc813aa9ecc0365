"""Findings entered by hand: what counts in a period, and who sees them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from accountability.domain.rule_items import Formula, RuleSetData
from accountability.domain.score_terms import Evidence
from accountability.models import FindingStatus, ScoreFinding
from accountability.selectors.scores import answering_units
from organizations.authority import Authority


def evidence_between(
    rules: RuleSetData, first_day: date, last_day: date
) -> dict[int, tuple[Evidence, ...]]:
    """Unit id → confirmed findings of the months for the manual items of these rules (at most one query)."""
    manual = {item.code for item in rules.items if item.formula is Formula.MANUAL}
    if not manual:
        return {}
    confirmed = ScoreFinding.objects.filter(
        period__gte=f"{first_day:%Y-%m}",
        period__lte=f"{last_day:%Y-%m}",
        status=FindingStatus.CONFIRMED,
        item__in=manual,
    )
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in confirmed.select_related("decided_by").order_by("pk"):
        evidence = Evidence(
            item=row.item,
            points=row.points,
            text=row.text,
            document=row.document,
            confirmed_by=str(row.decided_by),
            finding_id=row.pk,
        )
        found[row.unit_id].append(evidence)
    return {unit_id: tuple(rows) for unit_id, rows in found.items()}


def visible_findings(authority: Authority) -> QuerySet[ScoreFinding]:
    """The office sees all; a unit's own people see what was confirmed against or for it."""
    found = ScoreFinding.objects.select_related("unit", "entered_by", "decided_by")
    if authority.sees_all_cases:
        return found
    return found.filter(unit__in=answering_units(authority), status=FindingStatus.CONFIRMED)
