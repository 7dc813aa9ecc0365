"""Trial scores (试算): a past month under other rules, place by place beside the bulletin; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from accountability.domain.rule_items import RuleSetData
from accountability.domain.score_terms import ScoreSheet
from accountability.services.rule_sets import rule_set_in_force
from accountability.services.scoring import rule_set_data, score_period
from reporting.domain.agreement import kendall_tau_b
from reporting.domain.figures import GROUPS
from reporting.domain.periods import Month
from reporting.domain.ranking import Change, change_of_rank, rank
from reporting.models import Bulletin
from reporting.selectors.cases import county_cases


@dataclass(frozen=True)
class TrialRow:
    """One unit: score and place as published, and under the trial rules."""

    unit_id: int
    name: str
    score: Decimal | None
    place: int | None
    trial_score: Decimal
    trial_place: int

    @property
    def change(self) -> Change:
        """How far the unit would move."""
        return change_of_rank(self.trial_place, self.place)


@dataclass(frozen=True)
class TrialGroup:
    """The units ranked together, best first under the trial rules, and how far the rankings agree."""

    name: str
    rows: tuple[TrialRow, ...]
    tau: float | None


@dataclass(frozen=True)
class Trial:
    """A month under other rules; ``compared_with`` says what stands beside it."""

    month: Month
    rules: RuleSetData
    compared_with: str
    groups: tuple[TrialGroup, ...]


@dataclass(frozen=True)
class Course:
    """One unit over several months: (place as published, place under the trial rules) for each, None where absent."""

    name: str
    places: tuple[tuple[int | None, int] | None, ...]

    @property
    def moved(self) -> int:
        """In how many of the months the place would have been another."""
        return sum(1 for pair in self.places if pair and pair[0] is not None and pair[0] != pair[1])


@dataclass(frozen=True)
class GroupCourse:
    """The units ranked together over several months, and how far the rankings agree in each."""

    name: str
    rows: tuple[Course, ...]
    taus: tuple[float | None, ...]

    @property
    def mean(self) -> float | None:
        """Mean of the months' tau-b; None where no month can be compared."""
        known = [tau for tau in self.taus if tau is not None]
        return sum(known) / len(known) if known else None


def courses(trials: Sequence[Trial]) -> tuple[GroupCourse, ...]:
    """The trials of several months side by side, units in the order of their first month."""
    found = []
    for group in GROUPS.values():
        mine = [next((g for g in one.groups if g.name == group), None) for one in trials]
        if not any(mine):
            continue
        places = [
            {row.unit_id: (row.place, row.trial_place) for row in one.rows} if one else {}
            for one in mine
        ]
        names = {row.unit_id: row.name for one in mine if one for row in one.rows}
        rows = tuple(
            Course(name, tuple(month.get(unit_id) for month in places))
            for unit_id, name in names.items()
        )
        found.append(GroupCourse(group, rows, tuple(one.tau if one else None for one in mine)))
    return tuple(found)


def with_points(rules: RuleSetData, points: Mapping[str, Decimal]) -> RuleSetData:
    """The rules with other points for some items (code → points); points by level move in proportion."""
    items = []
    for item in rules.items:
        new = points.get(item.code)
        if new is None or new == item.points:
            items.append(item)
            continue
        share = new / item.points if item.points else Decimal(1)
        levels = tuple((level, value * share) for level, value in item.level_points)
        items.append(replace(item, points=new, level_points=levels))
    return replace(rules, items=tuple(items))


def trial(*, month: Month, rules: RuleSetData) -> Trial:
    """Score a month under these rules and put it beside the bulletin of that month; writes nothing.

    Args:
        month: a month that is over.
        rules: stored or made up; without a bulletin of the month it is compared with the rules then in force.
    """
    sheets = _scored(month, rules)
    bulletin = Bulletin.objects.filter(period=month.code).defer("content", "figures").first()
    if bulletin is not None:
        rows = bulletin.rows.values_list("unit_id", "score", "rank_score")
        before = {
            unit_id: (score, place)
            for unit_id, score, place in rows
            if score is not None and place is not None
        }
        words = f"{month.label}通报（{bulletin.get_status_display()}）"
    else:
        before, words = _under_rules_in_force(month)
    return Trial(month, rules, words, _groups(sheets, before))


def _scored(month: Month, rules: RuleSetData) -> list[ScoreSheet]:
    return score_period(
        rule_set=rules, cases=county_cases(), first_day=month.first_day, last_day=month.last_day
    )


def _under_rules_in_force(month: Month) -> tuple[dict[int, tuple[Decimal, int]], str]:
    stored = rule_set_in_force(on=month.last_day)
    if stored is None:
        return {}, "无（当月没有通报，也没有生效的考核办法）"
    sheets = _scored(month, rule_set_data(stored))
    before: dict[int, tuple[Decimal, int]] = {}
    for group in GROUPS:
        mine = {s.unit_id: s.score for s in sheets if s.group == group}
        for unit_id, place in rank(mine).items():
            before[unit_id] = (mine[unit_id], place.rank or 0)
    return before, f"当时生效的《{stored}》（当月没有通报）"


def _groups(
    sheets: list[ScoreSheet], before: Mapping[int, tuple[Decimal, int]]
) -> tuple[TrialGroup, ...]:
    found = []
    for group, name in GROUPS.items():
        mine = [sheet for sheet in sheets if sheet.group == group]
        places = rank({sheet.unit_id: sheet.score for sheet in mine})
        rows = [_row(sheet, places[sheet.unit_id].rank or 0, before) for sheet in mine]
        if rows:
            old = {row.unit_id: row.place for row in rows if row.place is not None}
            new = {row.unit_id: row.trial_place for row in rows}
            ordered = tuple(sorted(rows, key=lambda row: row.trial_place))
            found.append(TrialGroup(name, ordered, kendall_tau_b(old, new)))
    return tuple(found)


def _row(sheet: ScoreSheet, place: int, before: Mapping[int, tuple[Decimal, int]]) -> TrialRow:
    score, old = before.get(sheet.unit_id, (None, None))
    return TrialRow(sheet.unit_id, sheet.unit_name, score, old, sheet.score, place)
