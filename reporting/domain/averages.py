"""Scores of a quarter, half-year or year: the mean of what its months' bulletins gave, nothing counted anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class MonthMark:
    """What one unit came to in the published bulletin of one month; points and score as texts."""

    unit_id: int
    month: str
    points: str
    score: str


def means(marks: Iterable[MonthMark]) -> dict[int, tuple[Decimal, Decimal]]:
    """unit id → mean points and mean score of the months the unit stood in, two decimals, half up."""
    mine: dict[int, list[MonthMark]] = defaultdict(list)
    for mark in marks:
        mine[mark.unit_id].append(mark)
    return {
        unit_id: (
            _mean([Decimal(mark.points) for mark in found]),
            _mean([Decimal(mark.score) for mark in found]),
        )
        for unit_id, found in mine.items()
    }


def _mean(values: list[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(CENT, ROUND_HALF_UP)
