"""Which matters are the cause of a corrected figure: those that count otherwise in that very figure, then and now.

Each figure has a measure; a matter's facts give it a weight in the figure. A matter whose weight did not change is
no cause, however much else of it did. Places in a ranking have no measure: they move by the figures of others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from core.domain.words import words as _
from reporting.domain.figures import TOWNSHIP
from reporting.domain.limits import CONCLUDE, INFORM
from reporting.domain.period_words import words
from reporting.domain.spans import Period

Facts = Mapping[str, Mapping[str, Any]]
Fact = Mapping[str, Any]

#: Heading of a column in the tables of units → measure; headings of the stock are in `measure_of`.
COLUMNS = {
    _("起数"): "matters",
    _("占人口比例·每万人"): "matters",
    _("同比"): "matters",
    _("环比"): "matters",
    _("人次"): "persons",
    _("扣分"): "score",
    _("得分"): "score",
    _("及时受理·届满"): "inform",
    _("及时受理·按期"): "inform",
    _("及时受理·比率"): "inform",
    _("按期办结·届满"): "conclude",
    _("按期办结·按期"): "conclude",
    _("按期办结·比率"): "conclude",
}


def measure_of(column: str, period: Period) -> str:
    """What a column of a unit's row measures; "" for places and for what no facts are kept of."""
    w = words(period)
    of_period = {
        _("%(start)s在办") % {"start": w.start}: "opening",
        _("%(now)s新收") % {"now": w.now}: "matters",
        _("%(now)s了结") % {"now": w.now}: "closed",
        _("%(end)s在办") % {"end": w.end}: "pending",
        _("%(end)s超期·未告知") % {"end": w.end}: "late_inform",
        _("%(end)s超期·未办结") % {"end": w.end}: "late_conclude",
    }
    return COLUMNS.get(column) or of_period.get(column, "")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit whose row counts matters: townships by place, others by responsible unit; limits always by who owed them."""

    group: str
    path: str

    @property
    def side(self) -> str:
        """Name of the fact that puts a matter into the row."""
        return "place" if self.group == TOWNSHIP else "owner"


def weight(
    facts: Fact | None, measure: str, places: Sequence[Place] | None, period: Period
) -> tuple[int, ...]:
    """What a matter adds to a figure.

    Args:
        facts: of the matter; None or empty when it is not counted.
        measure: see `measure_of`; "form:visit" and the like for the county's parts.
        places: the units whose sum the figure is; None for the county.
        period: of the bulletin.
    """
    if not facts:
        return (0, 0)
    limits = {"inform": INFORM, "conclude": CONCLUDE}
    if measure in limits:
        return _limits(facts, limits[measure], places, period)
    if measure.startswith("late_"):
        return _late(facts, limits[measure.removeprefix("late_")], places, period)
    inside = 1 if places is None else sum(_lies(facts, one) for one in places)
    return (inside * _counted(facts, measure, period), 0)


def _lies(facts: Fact, place: Place) -> bool:
    return str(facts.get(place.side) or "").startswith(place.path)


def _counted(facts: Fact, measure: str, period: Period) -> int:
    received, closed = date.fromisoformat(facts["received"]), facts["closed"]
    first, last = period.first_day, period.last_day
    if measure == "closed":
        return int(bool(closed) and first <= date.fromisoformat(closed) <= last)
    if measure == "pending":
        return int(received <= last and not closed)
    if measure == "opening":
        return int(received < first and (not closed or date.fromisoformat(closed) >= first))
    if not first <= received <= last:
        return 0
    part, _colon, value = measure.partition(":")
    return int(_PARTS[part](facts, value))


def _class(facts: Fact, value: str) -> bool:
    """A class of level one holds all that begins with its first two digits; "none" those without a class."""
    code = str(facts["content"])
    return not code if value == "none" else bool(code) and code.startswith(value[:2])


_PARTS: dict[str, Callable[[Fact, str], int]] = {
    "matters": lambda facts, _value: 1,
    "persons": lambda facts, _value: facts["persons"],
    "batches": lambda facts, _value: facts["form"] == "visit",
    "collective": lambda facts, _value: facts["collective"],
    "collective_persons": lambda facts, _value: facts["persons"] * facts["collective"],
    "repeats": lambda facts, _value: facts["repeat"],
    "form": lambda facts, value: facts["form"] == value,
    "level": lambda facts, value: facts["level"] == value,
    "class": _class,
}


def _owed(facts: Fact, codes: Sequence[str], place: Place | None) -> list[Sequence[Any]]:
    path = place.path if place else ""
    return [clock for clock in facts["clocks"] if clock[0] in codes and clock[1].startswith(path)]


def _limits(
    facts: Fact, codes: Sequence[str], places: Sequence[Place] | None, period: Period
) -> tuple[int, ...]:
    """Rows the matter is due in, rows in which all its limits were kept."""
    due = kept = 0
    first, last = period.first_day.isoformat(), period.last_day.isoformat()
    for place in [None] if places is None else places:
        ended = [clock for clock in _owed(facts, codes, place) if first <= clock[2] <= last]
        due += bool(ended)
        kept += bool(ended) and all(clock[3] for clock in ended)
    return (due, kept)


def _late(
    facts: Fact, codes: Sequence[str], places: Sequence[Place] | None, period: Period
) -> tuple[int, ...]:
    """Rows in which the matter is open past a limit at the period's end."""
    is_open = _counted(facts, "pending", period)
    late = sum(
        any(not clock[4] and clock[2] <= period.last_day.isoformat() for clock in owed)
        for owed in (_owed(facts, codes, place) for place in ([None] if places is None else places))
    )
    return (is_open * late, 0)


@dataclass(frozen=True)
class Causes:
    """The matters behind changed figures.

    Attributes:
        period: of the bulletin.
        old, new: number → facts when the bulletin was built, and now.
        places: unit id → where its row counts.
        scores: unit id → numbers of the matters whose lines in its score differ.
    """

    period: Period
    old: Facts
    new: Facts
    places: Mapping[int, Place]
    scores: Mapping[int, Sequence[str]]

    def of(self, measure: str, *, unit_id: int | None, group: str) -> tuple[str, ...]:
        """Numbers of the matters that changed a figure.

        Args:
            measure: of the figure; "" has no causes.
            unit_id: whose row; None for a sum.
            group: of a sum of units; "" for the county.
        """
        if not measure:
            return ()
        if measure == "score":
            return tuple(self.scores.get(unit_id or 0, ()))
        places: list[Place] | None = None
        if unit_id is not None:
            places = [self.places[unit_id]] if unit_id in self.places else []
        elif group:
            places = [place for place in self.places.values() if place.group == group]
        return tuple(number for number in self.moved if self._counts(number, measure, places))

    def _counts(self, number: str, measure: str, places: Sequence[Place] | None) -> bool:
        before, now = self.old.get(number), self.new.get(number)
        return weight(before, measure, places, self.period) != weight(
            now, measure, places, self.period
        )

    @property
    def numbers(self) -> set[str]:
        """Numbers of all matters that are counted or scored otherwise now."""
        return set(self.moved).union(*self.scores.values())

    @cached_property
    def moved(self) -> list[str]:
        """Numbers of the matters that are counted otherwise now, or only then or only now."""
        numbers = {**self.old, **self.new}
        return sorted(n for n in numbers if self.old.get(n) != self.new.get(n))


def score_causes(
    old: Mapping[tuple[int, str], Any], new: Mapping[tuple[int, str], Any]
) -> dict[int, list[str]]:
    """Unit id → numbers of the matters that cost or gave it other points now; both are (unit id, number) → points."""
    found: dict[int, list[str]] = {}
    for key in sorted({**old, **new}):
        if old.get(key) != new.get(key):
            found.setdefault(key[0], []).append(key[1])
    return found
