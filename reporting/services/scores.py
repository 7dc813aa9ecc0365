"""Scores and talks of a month: asks the accountability app, which owns the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accountability.domain.score_terms import ScoreSheet, ScoringError
from accountability.models import RuleSet, TalkTarget
from accountability.services.rule_sets import rule_set_in_force
from accountability.services.scoring import score_period
from accountability.services.talks import propose_talks, talk_rule, talks_due
from core.errors import Unlawful
from reporting.domain.figures import GROUPS
from reporting.domain.periods import Month
from reporting.domain.results import TalkItem, UnitResult
from reporting.models import Bulletin
from reporting.selectors.bulletins import worst_lists
from reporting.selectors.cases import county_cases


@dataclass(frozen=True)
class MonthScores:
    """The sheets of a month under the rule set in force.

    Attributes:
        rule_set: the row.
        sheets: one per township and department, each with every line behind its score.
        worst: how many last places are listed.
    """

    rule_set: RuleSet
    sheets: tuple[ScoreSheet, ...]
    worst: int

    @property
    def totals(self) -> dict[int, tuple[Decimal, Decimal]]:
        """unit id → (points, score); points are negative for deductions."""
        return {s.unit_id: (s.score - s.base, s.score) for s in self.sheets}


def score_month(month: Month) -> MonthScores:
    """Score every township and department under the rule set in force on the month's last day.

    Raises:
        Unlawful: no rule set is in force, or it cannot be read.
    """
    rule_set = rule_set_in_force(on=month.last_day)
    if rule_set is None:
        raise Unlawful(_("%(month)s没有生效的考核办法，不能生成通报。") % {"month": month.label})
    try:
        sheets = score_period(
            rule_set=rule_set,
            cases=county_cases(),
            first_day=month.first_day,
            last_day=month.last_day,
        )
    except ScoringError as error:
        raise Unlawful(str(error)) from error
    return MonthScores(rule_set, tuple(sheets), worst=talk_rule(on=month.last_day).worst)


def talks_of(month: Month, found: Sequence[UnitResult]) -> tuple[TalkItem, ...]:
    """Talks that this month's bulletin leads to: the last places in consecutive bulletins."""
    names = {result.unit_id: result.name for result in found}
    latest: dict[str, list[int]] = {group: [] for group in GROUPS}
    for result in reversed(found):
        if result.worst:
            latest[result.group].append(result.unit_id)
    due = talks_due(worst_lists=_lists(month, latest), on=month.last_day)
    return tuple(
        TalkItem(talk.unit_id, names[talk.unit_id], str(TalkTarget(talk.target).label), talk.reason)
        for _period, talk in due
    )


def propose_talks_of(bulletin: Bulletin, *, now: datetime) -> None:
    """Put the talks of a bulletin that has just been published on the books, each once."""
    month = Month.parse(bulletin.period)
    latest: dict[str, list[int]] = {group: [] for group in GROUPS}
    rows = bulletin.rows.filter(is_worst=True).order_by("-rank_score", "pk")
    for group, unit_id in rows.values_list("group", "unit_id"):
        latest[group].append(unit_id)
    propose_talks(worst_lists=_lists(month, latest), on=month.last_day, now=now)


def _lists(month: Month, latest: Mapping[str, list[int]]) -> dict[str, list[tuple[str, list[int]]]]:
    before = worst_lists(month.previous)
    return {group: [*before[group], (month.code, units)] for group, units in latest.items()}
