"""What the monthly analysis (月分析) says: what rose, how long each step took, where the petitioner came again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from core.domain.words import words as _
from reporting.domain.measures import MINIMUM_FOR_RANK, NO_DATA, Comparison
from reporting.domain.values import median

#: So many of a kind are listed, those that rose most.
RISES_SHOWN = 5
NINE_OF_TEN = Decimal("0.9")
DISPATCH, INFORM, CONCLUDE = "dispatch", "inform", "conclude"
#: Step → Chinese name; each from the day of receipt.
STEPS = {DISPATCH: _("收到到转送交办"), INFORM: _("收到到告知受理"), CONCLUDE: _("收到到办结")}


@dataclass(frozen=True, slots=True)
class Rise:
    """One row of what changed.

    Attributes:
        key, name: the place, class or form.
        now, previous, year_before: matters of the month, the month before, the same month last year; the last is None
            where the county kept no records of it.
    """

    key: object
    name: str
    now: int
    previous: int
    year_before: int | None

    @property
    def on_month(self) -> Comparison:
        """环比."""
        return Comparison(self.now, self.previous)

    @property
    def on_year(self) -> Comparison:
        """同比."""
        return Comparison(self.now, self.year_before)

    @property
    def more(self) -> int:
        """How many more than the month before."""
        return self.now - self.previous


def risen(rows: Iterable[Rise], *, count: int | None = RISES_SHOWN) -> list[Rise]:
    """Those that rose against the month before, most first; equal ones by what they rose against last year."""
    found = [row for row in rows if row.more > 0]
    return sorted(found, key=lambda row: (-row.more, (row.year_before or 0) - row.now, row.name))[
        :count
    ]


def percentile(days: Mapping[int, int], share: Decimal) -> int:
    """The smallest number of days within which that share of the matters was done (nearest rank).

    Raises:
        ValueError: nothing was done, or `share` is not above nil and at most one.
    """
    count = sum(days.values())
    if not count or not 0 < share <= 1:
        raise ValueError("no values or no share")
    wanted, seen = ceil(count * share), 0
    for day in sorted(days):
        seen += days[day]
        if seen >= wanted:
            return day
    raise AssertionError("the counts changed while they were added")


@dataclass(frozen=True)
class Course:
    """How long the matters of one row took.

    Attributes:
        count: concluded in the month.
        days: step → calendar days from receipt → how many; a step some matters skip has fewer.
    """

    count: int = 0
    days: Mapping[str, Counter[int]] = field(default_factory=dict)

    def median(self, step: str) -> str:
        """Half of the matters were done within so many days; "—" without any."""
        days = self.days.get(step)
        if not days:
            return NO_DATA
        text = f"{median(days):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def slowest(self, step: str) -> str:
        """Nine of ten were done within so many days; "—" without any."""
        days = self.days.get(step)
        return str(percentile(days, NINE_OF_TEN)) if days else NO_DATA

    @property
    def is_small(self) -> bool:
        """Too few to compare with others."""
        return self.count < MINIMUM_FOR_RANK
