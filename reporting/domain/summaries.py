"""The few lines of a bulletin that stand in the mail itself: a unit's own, or the county's."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.domain import wording
from reporting.domain.figures import UnitFigures
from reporting.domain.number_texts import points_text
from reporting.domain.results import BulletinData, UnitResult


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One figure: its name and its text."""

    name: str
    text: str


def unit_lines(data: BulletinData, unit_id: int | None) -> tuple[SummaryLine, ...]:
    """A unit's own line of the bulletin; () when it has none.

    Args:
        data: the frozen bulletin.
        unit_id: the unit of the recipient's post.
    """
    result = next((r for r in data.results if r.unit_id == unit_id), None)
    figures = next((u for u in data.figures.units if u.unit_id == unit_id), None)
    if result is None or figures is None:
        return ()
    return (
        SummaryLine("起数", f"{figures.matters.now}起（{figures.matters.on_year.phrase('同比')}）"),
        SummaryLine("人次", f"{figures.persons}人次"),
        *_score_lines(result, among=len(data.of_group(result.group))),
        SummaryLine("超期", _overdue(figures)),
    )


def _score_lines(result: UnitResult, *, among: int) -> tuple[SummaryLine, ...]:
    """Score, place and change; a span of free days is not scored and has none."""
    if result.score is None or result.rank_score is None:
        return ()
    return (
        SummaryLine("得分", f"{points_text(result.score)}分"),
        SummaryLine("名次", f"第{result.rank_score}名（共{among}个单位）"),
        SummaryLine("升降", result.change.text),
    )


def _overdue(figures: UnitFigures) -> str:
    late = figures.late_inform + figures.late_conclude
    if not late:
        return "无"
    return f"{late}件（未告知{figures.late_inform}件、未办结{figures.late_conclude}件）"


def county_sentences(data: BulletinData) -> tuple[str, ...]:
    """What the county's leaders read first."""
    return (wording.totals(data.figures), wording.balance(data.figures))
