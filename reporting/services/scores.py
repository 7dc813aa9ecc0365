"""Scores and talks of a month: asks the accountability app, which owns the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from accountability.domain.score_terms import Rate as ScoreRate
from accountability.domain.score_terms import (
    RateMetric,
    RuleSetData,
    ScoreSheet,
    UnitFacts,
)
from accountability.domain.scoring import score_unit
from accountability.domain.talks import Talk, TalkRule, propose
from accountability.models import RuleSet, TalkProposal, TalkTarget
from core.errors import Unlawful
from reporting.domain.figures import MonthFigures
from reporting.domain.periods import Month
from reporting.domain.results import TalkItem, UnitResult
from reporting.models import Bulletin
from reporting.selectors.bulletins import worst_lists


@dataclass(frozen=True)
class MonthScores:
    """The sheets of a month under the rule set in force.

    Attributes:
        rule_set: the row; `policy` is its policy note as printed.
        sheets: one per township and department, each with every line behind its score.
    """

    rule_set: RuleSet
    sheets: tuple[ScoreSheet, ...]

    @property
    def policy(self) -> str:
        """What the rule set says about itself."""
        return self.rule_set.policy_note

    @property
    def totals(self) -> dict[int, tuple[Decimal, Decimal]]:
        """unit id → (points, score); points are negative for deductions."""
        return {s.unit_id: (s.score - s.base, s.score) for s in self.sheets}


def score_month(*, month: Month, figures: MonthFigures, now: datetime) -> MonthScores:
    """Score every unit of the figures under the rule set in force at the month's end.

    Raises:
        Unlawful: no rule set is in force.
    """
    rule_set = (
        RuleSet.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=month.last_day),
            valid_from__lte=month.last_day,
        )
        .order_by("-valid_from", "-version")
        .first()
    )
    if rule_set is None:
        raise Unlawful(_("%(month)s没有生效的考核办法，不能生成通报。") % {"month": month.label})
    rules = RuleSetData.from_json(
        code=rule_set.code,
        version=rule_set.version,
        name=rule_set.name,
        base=rule_set.base_score,
        items=rule_set.items,
    )
    sheets = []
    for unit in figures.units:
        rates = (
            ScoreRate(RateMetric.INFORMED_ON_TIME, unit.inform.hits, unit.inform.due),
            ScoreRate(RateMetric.CONCLUDED_ON_TIME, unit.conclude.hits, unit.conclude.due),
        )
        facts = UnitFacts(unit.unit_id, unit.name, unit.group, rates=rates)
        sheets.append(score_unit(rule_set=rules, facts=facts))
    return MonthScores(rule_set, tuple(sheets))


def talks_of(month: Month, found: Sequence[UnitResult]) -> tuple[TalkItem, ...]:
    """Talks that this month's bulletin leads to: the last places in two consecutive bulletins."""
    names = {result.unit_id: result.name for result in found}
    latest = [result.unit_id for result in reversed(found) if result.worst]
    return tuple(
        TalkItem(t.unit_id, names[t.unit_id], str(TalkTarget(t.target).label), t.reason)
        for t in _propose(month, latest)
    )


def _propose(month: Month, latest: Sequence[int]) -> list[Talk]:
    lists = [*worst_lists(month.previous), (month.code, latest)]
    earlier = TalkProposal.objects.filter(unit__in=latest, period__lt=month.code)
    talked = dict(earlier.order_by("period").values_list("unit_id", "target"))
    return propose(lists, TalkRule(), talked=talked)


def propose_talks_of(bulletin: Bulletin, *, now: datetime) -> None:
    """Put the talks of a bulletin that has just been published on the books, each once."""
    rows = bulletin.rows.filter(is_worst=True).order_by("pk").values_list("unit_id", flat=True)
    for talk in _propose(Month.parse(bulletin.period), list(rows)):
        TalkProposal.objects.get_or_create(
            unit_id=talk.unit_id,
            period=bulletin.period,
            defaults={
                "consecutive": talk.run,
                "target": talk.target,
                "reason": talk.reason,
                "proposed_at": now,
            },
        )
