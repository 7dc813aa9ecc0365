"""Hot spots: a place and a class that received clearly more than their own twelve months before.

The rule compares two counts exactly. When matters arrive at an unchanged rate (a Poisson process), the number of
this month among all of this month and the months before is binomial with the share of days as its chance; that holds
whatever the rate is, so a small place needs no other rule than a large one and the uncertainty of a short history is
counted in. A cell is a hot spot when so many or more would come with a chance of at most `RISK` divided by the number
of cells looked at (Bonferroni): in a county where nothing has changed, at most five months in a hundred show any
false hot spot. docs/guide/zh/analysis.md gives the simulated rate and what size of rise is found.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import exp, lgamma, log

#: Chance that a month in which nothing has changed shows a hot spot anywhere.
RISK = 0.05
MONTHS = 12
#: Fewer months of history than this say nothing.
MINIMUM_MONTHS = 6
#: Cells with fewer matters than this, history and month together, are not looked at. The bound rests on their sum alone,
#: on which the chance is conditioned, so leaving them out does not spoil the rule.
MINIMUM_TOTAL = 4
#: Fewer matters than this in a month are no hot spot for anybody.
MINIMUM_NOW = 3
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one place and class received.

    Attributes:
        key: place and class.
        now: in the month.
        history: in each month before, oldest first.
    """

    key: Hashable
    now: int
    history: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.now < 0 or any(number < 0 for number in self.history):
            raise ValueError("a count cannot be negative")

    @property
    def before(self) -> int:
        """All months before together."""
        return sum(self.history)


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A cell above its limit.

    Attributes:
        cell: what it received.
        expected: of the month, by its own history, one decimal.
        limit: from how many on it is a hot spot this month.
        chance: that so many or more come when nothing has changed.
    """

    cell: Cell
    expected: Decimal
    limit: int
    chance: float


@dataclass(frozen=True, slots=True)
class Search:
    """What was found.

    Attributes:
        found: hot spots, the least likely first.
        looked_at: how many cells were compared.
        months: how many months of history there were; fewer than `MINIMUM_MONTHS` find nothing.
    """

    found: tuple[HotSpot, ...]
    looked_at: int
    months: int

    @property
    def has_history(self) -> bool:
        """True when the history was long enough to compare with."""
        return self.months >= MINIMUM_MONTHS


def search(cells: Iterable[Cell], *, days: int, days_before: Sequence[int]) -> Search:
    """Find the hot spots of a month.

    Args:
        cells: what each place and class received.
        days: days of the month.
        days_before: days of each month of the history, oldest first; months before the county kept records are left
            out there and in the cells.

    Raises:
        ValueError: a cell has another number of months.
    """
    months = len(days_before)
    if months < MINIMUM_MONTHS:
        return Search((), 0, months)
    share = days / (days + sum(days_before))
    looked_at = []
    for cell in cells:
        if len(cell.history) != months:
            raise ValueError(f"{len(cell.history)} months of history, not {months}")
        if cell.now + cell.before >= MINIMUM_TOTAL:
            looked_at.append(cell)
    risk = RISK / max(len(looked_at), 1)
    found = []
    for cell in looked_at:
        chance = tail(cell.now, cell.now + cell.before, share)
        if cell.now >= MINIMUM_NOW and chance <= risk:
            expected = Decimal(cell.before * days) / sum(days_before)
            limit = upper_limit(cell.before, share=share, risk=risk)
            found.append(
                HotSpot(
                    cell, expected.quantize(TENTH, ROUND_HALF_UP), max(limit, MINIMUM_NOW), chance
                )
            )
    found.sort(key=lambda spot: (spot.chance, -spot.cell.now, str(spot.cell.key)))
    return Search(tuple(found), len(looked_at), months)


def upper_limit(before: int, *, share: float, risk: float) -> int:
    """The smallest number that is too many after `before` matters in the history."""
    limit = 1
    while tail(limit, limit + before, share) > risk:
        limit += 1
    return limit


def tail(least: int, total: int, share: float) -> float:
    """Chance of `least` or more out of `total`, each with the chance `share` (binomial, exact sum).

    Raises:
        ValueError: `share` is no chance between nil and one.
    """
    if not 0 < share < 1:
        raise ValueError(f"{share} is no chance")
    if least <= 0:
        return 1.0
    if least > total:
        return 0.0
    term = exp(
        lgamma(total + 1)
        - lgamma(least + 1)
        - lgamma(total - least + 1)
        + least * log(share)
        + (total - least) * log(1 - share)
    )
    odds, found = share / (1 - share), 0.0
    for number in range(least, total + 1):
        found += term
        term *= (total - number) / (number + 1) * odds
    return min(found, 1.0)
