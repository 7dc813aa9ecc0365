"""Which scored unit a place or a responsible unit belongs to, and what counts as a visit above the county."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountability.domain.score_terms import Attribution, UnitGroup
from core.domain.words import words as _
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions.enums import Form, LevelVisited

SCORED_KINDS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)
ABOVE = {
    LevelVisited.CITY: _("到市"),
    LevelVisited.PROVINCE: _("到省"),
    LevelVisited.NATIONAL: _("进京"),
}


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    first_day: date
    last_day: date


class Owners:
    """Finds the scored unit above a path."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = list(units)
        self.by_id = {unit.pk: unit for unit in self.units}
        self._by_path = {unit.path: unit for unit in self.units}

    @classmethod
    def on(cls, day: date) -> Owners:
        """The townships and departments that existed on that day (one query)."""
        found = Unit.objects.active(on=day).filter(kind__in=SCORED_KINDS)
        return cls(found.order_by("order", "code"))

    def of(self, path: str | None, *, by: Attribution) -> Unit | None:
        """The township or department the path lies in; a place lies in a township only."""
        while path and path != "/":
            unit = self._by_path.get(path)
            if unit is not None:
                wrong = by is Attribution.PLACE and unit.kind != UnitKind.TOWNSHIP
                return None if wrong else unit
            path = path.rstrip("/").rpartition("/")[0] + "/"
        return None


def group_of(unit: Unit, apart: Collection[int]) -> str:
    """With which units it is scored and ranked; ``apart``: ids of the other units."""
    if unit.pk in apart and unit.kind == UnitKind.DEPARTMENT:
        return UnitGroup.OTHER.value
    return unit.kind


def is_above(row: Mapping[str, Any]) -> bool:
    """True for a visit to an organ above the county."""
    return row["form"] == Form.VISIT and row["level_visited"] in ABOVE
