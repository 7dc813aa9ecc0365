"""Scores of a period: sheets from facts, and the entries that keep every line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accountability.domain.scoring import RuleSetData, ScoreSheet, score_unit
from accountability.models import RuleSet, ScoreEntry
from accountability.selectors.facts import unit_facts
from accountability.selectors.findings import evidence_between
from petitions.models import Case


def rule_set_data(rule_set: RuleSet) -> RuleSetData:
    """A stored rule set as plain values; raises ScoringError when its items are unusable."""
    return RuleSetData.from_json(
        code=rule_set.code,
        version=rule_set.version,
        name=rule_set.name,
        base=rule_set.base_score,
        items=rule_set.items,
        rule_set_id=rule_set.pk,
        policy_note=rule_set.policy_note,
        floor=rule_set.floor_score,
        other_units=frozenset(rule_set.other_units),
    )


def score_period(
    *,
    rule_set: RuleSet | RuleSetData,
    cases: QuerySet[Case],
    first_day: date,
    last_day: date,
    unit_ids: Iterable[int] | None = None,
) -> list[ScoreSheet]:
    """Score every township and department over a period; nothing is written.

    Args:
        rule_set: the rules to apply (`rule_set_in_force` names them), stored or made up for a trial.
        cases: what may be counted; reports against units or persons are left out in any case.
        first_day, last_day: the period, both included.
        unit_ids: only these units.
    """
    rules = rule_set_data(rule_set) if isinstance(rule_set, RuleSet) else rule_set
    facts = unit_facts(
        cases=cases,
        first_day=first_day,
        last_day=last_day,
        unit_ids=unit_ids,
        other_units=rules.other_units,
        evidence=evidence_between(rules, first_day, last_day),
        metrics=frozenset(item.metric for item in rules.items),
    )
    return [score_unit(rule_set=rules, facts=unit) for unit in facts]


@transaction.atomic
def write_entries(
    *, period: str, rule_set: RuleSet, sheets: Sequence[ScoreSheet]
) -> list[ScoreEntry]:
    """Replace the stored lines of these units in a period by those of the sheets (all or nothing).

    The caller makes sure that the period's bulletin is still a draft. Lines of 0.00 are kept too: they
    say why nothing was deducted.
    """
    units = [sheet.unit_id for sheet in sheets]
    ScoreEntry.objects.filter(period=period, unit__in=units).delete()
    return ScoreEntry.objects.bulk_create(
        [
            ScoreEntry(
                unit_id=sheet.unit_id,
                period=period,
                rule_set=rule_set,
                item=line.item,
                clause=line.clause,
                case_id=line.case_id,
                clock_id=line.clock_id,
                points=line.points,
                wanted=line.wanted,
                reason=line.reason,
                key=line.key,
                corrects=line.corrects,
            )
            for sheet in sheets
            for line in sheet.lines
        ],
        batch_size=500,
    )
