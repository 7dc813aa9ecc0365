"""The few lines of a bulletin that stand in the mail itself: a unit's own, or the county's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.words import words as _
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
        SummaryLine(_("起数"), _matters(figures)),
        SummaryLine(_("人次"), _("%(persons)s人次") % {"persons": figures.persons}),
        *_score_lines(result, data.of_group(result.group)),
        SummaryLine(_("超期"), _overdue(figures)),
    )


def _matters(figures: UnitFigures) -> str:
    change = figures.matters.on_year.phrase(_("同比"))
    words = {"now": figures.matters.now, "phrase": change}
    return _("%(now)s起（%(phrase)s）") % words if change else _("%(now)s起") % words


def _score_lines(result: UnitResult, group: Sequence[UnitResult]) -> tuple[SummaryLine, ...]:
    """Score, place and change; a span of free days is not scored and has none."""
    if result.score is None or result.rank_score is None:
        return ()
    return (
        SummaryLine(_("得分"), _("%(points_text)s分") % {"points_text": points_text(result.score)}),
        SummaryLine(
            _("名次"),
            (
                _("并列第%(rank_score)s名（共%(among)s个单位）")
                if sum(one.rank_score == result.rank_score for one in group) > 1
                else _("第%(rank_score)s名（共%(among)s个单位）")
            )
            % {"rank_score": result.rank_score, "among": len(group)},
        ),
        SummaryLine(_("升降"), result.change.text),
    )


def _overdue(figures: UnitFigures) -> str:
    late = figures.late_inform + figures.late_conclude
    if not late:
        return _("无")
    return _("%(late)s件（未告知%(late_inform)s件、未办结%(late_conclude)s件）") % {
        "late": late,
        "late_inform": figures.late_inform,
        "late_conclude": figures.late_conclude,
    }


def county_sentences(data: BulletinData) -> tuple[str, ...]:
    """What the county's leaders read first."""
    return (wording.totals(data.figures), wording.balance(data.figures))
