"""Scores and talks of a period: asks the accountability app, which owns the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accountability.domain.score_terms import ScoreSheet, ScoringError
from accountability.models import RuleSet, ScoreObjection, ScoreObjectionStatus, TalkTarget
from accountability.services.rule_sets import rule_set_in_force
from accountability.services.score_periods import totals, with_decisions
from accountability.services.scoring import score_period
from accountability.services.talks import propose_talks, talk_rule, talks_due
from core.errors import Unlawful
from reporting.domain.averages import MonthMark, means
from reporting.domain.figures import GROUPS
from reporting.domain.number_texts import points_text
from reporting.domain.periods import Month
from reporting.domain.results import ObjectionNote, TalkItem, UnitResult
from reporting.domain.spans import DAYS, MONTH, Period
from reporting.models import Bulletin, BulletinKind
from reporting.selectors.bulletins import month_marks, was_skipped, worst_lists
from reporting.selectors.cases import county_cases


@dataclass(frozen=True)
class PeriodScores:
    """The scores of a period.

    Attributes:
        rule_set: the row; None for a free span, which is not scored.
        totals: unit id → (points, score), points negative for deductions; None for a free span.
        sheets: of a month: one per township and department, with every line behind its score.
        months: of a longer period: what its months' bulletins gave.
        worst: how many last places are listed.
    """

    rule_set: RuleSet | None
    totals: Mapping[int, tuple[Decimal, Decimal]] | None
    sheets: tuple[ScoreSheet, ...] = ()
    months: tuple[MonthMark, ...] = ()
    worst: int = 0

    @property
    def other_units(self) -> list[int]:
        """Departments the rules rank apart."""
        return list(self.rule_set.other_units) if self.rule_set else []


def score(period: Period) -> PeriodScores:
    """Score a period: a month line by line, a longer one as the mean of its months' bulletins, a free span not at all.

    Raises:
        Unlawful: no rule set is in force, or it cannot be read; or a month of the period is not published yet.
    """
    if period.kind == DAYS:
        return PeriodScores(None, None)
    if period.kind == MONTH:
        return _score_month(period)
    return _mean_of_months(period)


def require_scorable(period: Period) -> None:
    """Raise at once what `score` would raise after counting: the rules of a month, the bulletins of a longer period."""
    if period.kind == MONTH:
        _rules(period)
    else:
        score(period)


def _rules(period: Period) -> RuleSet:
    rule_set = rule_set_in_force(on=period.last_day)
    if rule_set is None:
        raise Unlawful(_("%(month)s没有生效的考核办法，不能生成通报。") % {"month": period.label})
    return rule_set


def _score_month(period: Period) -> PeriodScores:
    """Under the rule set in force on the month's last day, with the decisions on objections made so far."""
    rule_set = _rules(period)
    try:
        sheets = score_period(
            rule_set=rule_set,
            cases=county_cases(),
            first_day=period.first_day,
            last_day=period.last_day,
        )
    except ScoringError as error:
        raise Unlawful(str(error)) from error
    sheets = with_decisions(period=period.code, rule_set=rule_set, sheets=sheets)
    return PeriodScores(
        rule_set, totals(sheets), tuple(sheets), worst=talk_rule(on=period.last_day).worst
    )


def _mean_of_months(period: Period) -> PeriodScores:
    """Only published months count: nobody objects to a quarter, the objections were decided month by month.

    A month that was skipped, or lies before the office began, can never be issued any more; the mean is then that of
    the others, and the bulletin says of which.
    """
    marks = month_marks(period)
    published = {mark.month for mark in marks}
    missing = [month for month in period.months if month.code not in published]
    waiting = [month.label for month in missing if not was_skipped(month)]
    if waiting:
        raise Unlawful(
            _("%(months)s的月通报尚未印发。%(period)s的得分取各月通报的平均，请先印发各月通报。")
            % {"months": "、".join(waiting), "period": period.label}
        )
    if not marks:
        raise Unlawful(
            _("%(period)s没有一个月印发过月通报，不能计分；可以选“自定期间”生成情况通报。")
            % {"period": period.label}
        )
    rule_set = _rules(period)
    # a unit without any month (founded later) has lost nothing
    none = (Decimal(0), rule_set.base_score)
    return PeriodScores(
        rule_set,
        defaultdict(lambda: none, means(marks)),
        months=marks,
        worst=talk_rule(on=period.last_day).worst,
    )


def talks_of(period: Period, found: Sequence[UnitResult]) -> tuple[TalkItem, ...]:
    """Talks that this month's bulletin leads to: the last places in consecutive bulletins; none for other periods."""
    if period.kind != MONTH:
        return ()
    names = {result.unit_id: result.name for result in found}
    latest: dict[str, list[int]] = {group: [] for group in GROUPS}
    for result in reversed(found):
        if result.worst:
            latest[result.group].append(result.unit_id)
    due = talks_due(worst_lists=_lists(Month.of(period.first_day), latest), on=period.last_day)
    return tuple(
        TalkItem(talk.unit_id, names[talk.unit_id], str(TalkTarget(talk.target).label), talk.reason)
        for _period, talk in due
    )


def objection_notes(period: Period) -> tuple[ObjectionNote, ...]:
    """The objections to a month's deductions as the annex prints them (one query); no matter is named.

    A missing number among others would tell the unit that its matter has become a report (条例第三十条).
    """
    rows = ScoreObjection.objects.filter(period=period.code).select_related("unit")
    return tuple(_objection_note(row) for row in rows.order_by("number"))


def _objection_note(row: ScoreObjection) -> ObjectionNote:
    after = row.points if row.new_points is None else row.new_points
    return ObjectionNote(
        number=row.number,
        unit=str(row.unit),
        item=row.item_name,
        before=points_text(-row.points),
        outcome=str(row.get_status_display()),
        after="" if row.status == ScoreObjectionStatus.PENDING else points_text(-after),
    )


def propose_talks_of(bulletin: Bulletin, *, now: datetime) -> None:
    """Put the talks of a bulletin that has just been published on the books, each once; only months lead to talks."""
    if bulletin.kind != BulletinKind.MONTH:
        return
    month = Month.parse(bulletin.period)
    latest: dict[str, list[int]] = {group: [] for group in GROUPS}
    rows = bulletin.rows.filter(is_worst=True).order_by("-rank_score", "pk")
    for group, unit_id in rows.values_list("group", "unit_id"):
        latest[group].append(unit_id)
    propose_talks(worst_lists=_lists(month, latest), on=month.last_day, now=now)


def _lists(month: Month, latest: Mapping[str, list[int]]) -> dict[str, list[tuple[str, list[int]]]]:
    before = worst_lists(month.previous)
    return {group: [*before[group], (month.code, units)] for group, units in latest.items()}
