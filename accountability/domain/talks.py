"""Talks proposed after consecutive bulletins among the worst: the deputy first, then the principal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.words import words as _


@dataclass(frozen=True, slots=True)
class TalkRule:
    """``consecutive``: bulletins in a row among the worst before a talk is proposed; ``worst``: how many
    units of a group are listed as the worst in each bulletin (said in the reason)."""

    consecutive: int = 2
    worst: int = 2

    def __post_init__(self) -> None:
        if self.consecutive < 1 or self.worst < 1:
            raise ValueError(_("谈话规则的期数和位数须大于零"))


@dataclass(frozen=True, slots=True)
class Talk:
    """A proposal: ``target`` is "deputy" or "principal"; ``run`` is how many bulletins in a row."""

    unit_id: int
    run: int
    target: str
    reason: str


def propose(
    worst_lists: Sequence[tuple[str, Sequence[int]]],
    rule: TalkRule,
    *,
    talked: Mapping[int, str] | None = None,
) -> list[Talk]:
    """Talks to propose after the latest bulletin.

    Args:
        worst_lists: (period such as 2026-03, ids of the worst units) of consecutive bulletins, oldest
            first; a month without a bulletin is a gap that the caller passes as an empty list.
        rule: how many bulletins, how many places.
        talked: unit → target of its latest talk in the present run ("deputy" or "principal"), which
            was proposed already for an earlier period of the run.

    Returns:
        One talk per unit of the latest list whose run is long enough, in the order of the list. A run
        that goes on after the deputy was talked to leads to the principal.
    """
    if not worst_lists:
        return []
    period, latest = worst_lists[-1]
    talks = []
    for unit_id in latest:
        run = _run(unit_id, worst_lists)
        if run < rule.consecutive:
            continue
        target = "principal" if (talked or {}).get(unit_id) else "deputy"
        reason = _(
            "截至%(period)s连续%(run)s期月通报列本组末%(worst)s位，达到连续%(consecutive)s期的谈话标准（条例第三十九条第三款）"
        ) % {
            "period": _period(period),
            "run": run,
            "worst": rule.worst,
            "consecutive": rule.consecutive,
        }
        talks.append(Talk(unit_id, run, target, reason))
    return talks


def _period(code: str) -> str:
    """2026-10 as 2026年10月."""
    year, _dash, month = code.partition("-")
    return f"{year}年{int(month)}月" if month.isdigit() else code


def _run(unit_id: int, worst_lists: Sequence[tuple[str, Sequence[int]]]) -> int:
    run = 0
    for _period_code, worst in reversed(worst_lists):
        if unit_id not in worst:
            break
        run += 1
    return run
