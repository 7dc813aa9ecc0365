"""The figures of one period as plain values that survive a round trip through JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from core.domain.words import words as _
from reporting.domain.measures import Balance, Comparison, Rate
from reporting.domain.periods import Month
from reporting.domain.spans import Period

TOWNSHIP = "township"
DEPARTMENT = "department"
OTHER = "other"
#: Units are ranked inside their group; the rules of a county may set some departments apart as "other".
GROUPS = {TOWNSHIP: _("乡镇（街道）"), DEPARTMENT: _("县直部门"), OTHER: _("其他单位")}


@dataclass(frozen=True, slots=True)
class Tally:
    """One figure of the period with those it is compared with.

    Attributes:
        now: the period itself.
        last_month: the period before; None when the county kept no complete records of it.
        last_year: the same period of the year before, likewise.
    """

    now: int = 0
    last_month: int | None = 0
    last_year: int | None = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.now + other.now,
            _sum(self.last_month, other.last_month),
            _sum(self.last_year, other.last_year),
        )

    @property
    def on_month(self) -> Comparison:
        """Against the period before (环比)."""
        return Comparison(self.now, self.last_month)

    @property
    def on_year(self) -> Comparison:
        """Against the same period of the year before (同比)."""
        return Comparison(self.now, self.last_year)

    @property
    def any(self) -> bool:
        """True when the period or one it is compared with has something."""
        return bool(self.now or self.last_month or self.last_year)

    def phrase(self, *, both: bool = True) -> str:
        """Both comparisons for a sentence; a year has 同比 only."""
        on_year = self.on_year.phrase(_("同比"))
        found = [on_year, self.on_month.phrase(_("环比"))] if both else [on_year]
        return "、".join(one for one in found if one)

    def without(self, *, month: bool, year: bool) -> Tally:
        """The same without what it cannot be compared with."""
        return Tally(self.now, None if month else self.last_month, None if year else self.last_year)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of the period that has one form, level or class.

    Attributes:
        key: stored value, which the case list filters by.
        name: Chinese name.
        matters: number of matters (起数).
        persons: persons (人次).
    """

    key: str
    name: str
    matters: Tally
    persons: Tally


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What one unit's row counts; see `reporting.domain.indicators` for the definitions.

    Attributes:
        matters: 起数 — by place for townships, by responsible unit for departments.
        persons, batches, collective, repeats: of the period.
        balance: opening + received − closed = pending.
        inform, conclude: limits that ended in the period and were kept, owed by the unit.
        late_inform, late_conclude: open matters past that limit at the period's end.
        residents, population_year: resident population and the year it belongs to.
    """

    unit_id: int
    name: str
    group: str
    matters: Tally = field(default_factory=Tally)
    persons: int = 0
    batches: int = 0
    collective: int = 0
    repeats: int = 0
    balance: Balance = field(default_factory=lambda: Balance(0, 0, 0, 0))
    inform: Rate = field(default_factory=lambda: Rate(0, 0))
    conclude: Rate = field(default_factory=lambda: Rate(0, 0))
    late_inform: int = 0
    late_conclude: int = 0
    residents: int | None = None
    population_year: int | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One month of the course over the year."""

    month: str
    matters: int
    persons: int
    collective: int


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The county's month, or another period.

    Attributes:
        period: code such as "2026-10" or "2026-Q3".
        limits_to: ISO day up to which ended limits are counted (the period's last once it is over).
        matters, persons: all forms; batches, visit_persons: visits; collective,
            collective_persons: collective visits; repeats: repeated matters.
        by_form, by_level, by_class, top_classes: parts, most first (forms and levels in law's order).
        balance, inform, conclude: of the whole county.
        unplaced: matters whose place is not settled yet (属地待定).
        reports: secret matters as printed ("不足5" or a number).
        units: one row per township and department.
        trend: twelve months or more, ending with the last one of the period.
        begins: ISO day of the county's oldest matter when its month lies in the period and does not begin it.
    """

    period: str
    limits_to: str
    matters: Tally
    persons: Tally
    batches: Tally
    visit_persons: Tally
    collective: Tally
    collective_persons: Tally
    repeats: Tally
    by_form: tuple[Slice, ...]
    by_level: tuple[Slice, ...]
    by_class: tuple[Slice, ...]
    top_classes: tuple[Slice, ...]
    balance: Balance
    inform: Rate
    conclude: Rate
    unplaced: int
    reports: str
    units: tuple[UnitFigures, ...]
    trend: tuple[TrendPoint, ...]
    begins: str = ""

    @property
    def days(self) -> Period:
        """The period as a value."""
        return Period.parse(self.period)

    def of_group(self, group: str) -> tuple[UnitFigures, ...]:
        """The units ranked together."""
        return tuple(unit for unit in self.units if unit.group == group)

    def set_apart(self, unit_ids: Collection[int]) -> MonthFigures:
        """The same figures with these departments in the group of the other units."""
        units = tuple(
            replace(u, group=OTHER) if u.unit_id in unit_ids and u.group == DEPARTMENT else u
            for u in self.units
        )
        return replace(self, units=units)

    def recorded_since(self, began: date) -> MonthFigures:
        """The same figures, compared only with periods of which the county kept records.

        Args:
            began: day of the oldest matter; its month counts as recorded.
        """
        since, days = Month.of(began), self.days
        begins = began.isoformat() if days.first_day < since.first_day else ""
        gone = {
            "month": days.previous.first_day < since.first_day,
            "year": days.year_before.first_day < since.first_day,
        }
        parts = {
            name: tuple(
                replace(
                    one, matters=one.matters.without(**gone), persons=one.persons.without(**gone)
                )
                for one in getattr(self, name)
            )
            for name in _SLICES
        }
        tallies = {name: getattr(self, name).without(**gone) for name in _TALLIES}
        units = tuple(replace(one, matters=one.matters.without(**gone)) for one in self.units)
        trend = tuple(one for one in self.trend if Month.parse(one.month) >= since)
        changed: dict[str, Any] = {**tallies, **parts}
        return replace(self, **changed, units=units, trend=trend, begins=begins)

    def to_json(self) -> dict[str, Any]:
        """Plain data for freezing."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> MonthFigures:
        """Rebuild what `to_json` gave, also after a round trip through JSON."""
        values = dict(data)
        if "month" in values:  # frozen before there were other periods
            values["period"] = values.pop("month")
        for name in _TALLIES:
            values[name] = Tally(**values[name])
        for name in _SLICES:
            values[name] = tuple(_slice(item) for item in values[name])
        values.update(_measures(values))
        values["units"] = tuple(_unit(item) for item in values["units"])
        values["trend"] = tuple(TrendPoint(**item) for item in values["trend"])
        return cls(**values)


_SLICES = ("by_form", "by_level", "by_class", "top_classes")
_TALLIES = (
    "matters",
    "persons",
    "batches",
    "visit_persons",
    "collective",
    "collective_persons",
    "repeats",
)


def _slice(item: Mapping[str, Any]) -> Slice:
    return Slice(item["key"], item["name"], Tally(**item["matters"]), Tally(**item["persons"]))


def _measures(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "balance": Balance(**values["balance"]),
        "inform": Rate(**values["inform"]),
        "conclude": Rate(**values["conclude"]),
    }


def _unit(item: Mapping[str, Any]) -> UnitFigures:
    return UnitFigures(**{**item, "matters": Tally(**item["matters"]), **_measures(item)})
