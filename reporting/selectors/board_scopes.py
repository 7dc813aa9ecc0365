"""What a board counts, and how the addresses of its numbers say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from organizations.authority import Authority
from organizations.models import Unit
from petitions.querysets import CaseQuerySet
from reporting.domain.figures import TOWNSHIP
from reporting.selectors.cases import county_cases, of_unit, visible_cases


@dataclass(frozen=True)
class Scope:
    """The matters of a board.

    Attributes:
        received: those whose receipt is counted.
        standing: those whose limits run.
        limits: those whose ended limits are counted; of one unit only what that unit owed.
        unit: the board is narrowed to this unit's row; None for all the reader may see.
        is_own: the board of the unit itself: what stands open is what it has to handle, wherever it lies.
    """

    received: CaseQuerySet
    standing: CaseQuerySet
    limits: CaseQuerySet
    unit: Unit | None = None
    is_own: bool = False

    @property
    def row(self) -> dict[str, Any]:
        """Keys of a `Drill` for matters received."""
        return {"unit": self.unit.pk} if self.unit else {}

    @property
    def stock(self) -> dict[str, Any]:
        """Keys of a `Drill` for what stands open."""
        if self.unit is None:
            return {}
        return {"owner": self.unit.pk} if self.is_own else self.row

    @property
    def owes(self) -> dict[str, Any]:
        """Keys of a `Drill` for limits."""
        return {"owes": self.unit.pk} if self.unit else {}

    @property
    def keys(self) -> dict[str, str]:
        """Keys of a `Fact` for matters received."""
        if self.unit is None:
            return {}
        return {"place" if self.unit.kind == TOWNSHIP else "owner": str(self.unit.pk)}


def whole(authority: Authority) -> Scope:
    """All the reader may see."""
    cases = visible_cases(authority)
    return Scope(cases, cases, cases)


def narrowed(authority: Authority, unit: Unit) -> Scope:
    """One unit's row, for a reader who sees the county."""
    cases = visible_cases(authority)
    mine = cases.filter(of_unit(unit))
    return Scope(mine, mine, cases, unit)


def own(authority: Authority, unit: Unit) -> Scope:
    """The unit's own row as the bulletin counts it (numbers only), and what the unit has to handle."""
    handled = Q(responsible_unit__path__startswith=unit.path)
    return Scope(
        received=county_cases().filter(of_unit(unit)),
        standing=visible_cases(authority).filter(handled),
        limits=county_cases(),
        unit=unit,
        is_own=True,
    )
