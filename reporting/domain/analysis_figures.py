"""The figures of a monthly analysis paper (月分析) as plain values that survive a round trip through JSON.

Reports against units or persons (检举控告) are in none of them. No petitioner and no single matter is named: chains of
repeats are counted (ADR 0037).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reporting.domain.analysis import Rise
from reporting.domain.crossing import Cross, Key
from reporting.domain.measures import MINIMUM_FOR_RANK, Rate
from reporting.domain.periods import Month
from reporting.domain.spans import MONTH, Period

FIRST_MONTH = Month(2001, 1)
#: As many classes that rose are explained, each by as many places, units and causes.
EXPLAINED, REASONS = 5, 3
#: A class that rose by less is not explained.
LEAST_RISE = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a class rose.

    Attributes:
        rise: the class of level one.
        places: townships in which it rose, most first.
        units: (unit id, name, matters) that answer for the matters of the month, most first.
        causes: (code, name, matters) of level one among those of the class answered in the month, most first.
        answered: matters of the class answered in the month, with or without a cause.
    """

    rise: Rise
    places: tuple[Rise, ...]
    units: tuple[tuple[int, str, int], ...]
    causes: tuple[tuple[str, str, int], ...]
    answered: int


@dataclass(frozen=True, slots=True)
class Hot:
    """One hot spot: place, class (its dimension and code), what came, what was to be expected, from how many on it is one."""

    place_id: int
    place: str
    dimension: str
    code: str
    name: str
    now: int
    before: int
    expected: str
    limit: int


@dataclass(frozen=True, slots=True)
class HotSpots:
    """What the search found; `first` is the code of the first month of the history."""

    found: tuple[Hot, ...]
    looked_at: int
    months: int
    first: str
    has_history: bool


@dataclass(frozen=True, slots=True)
class ChainSums:
    """Matters petitioned three times or more, again in the month.

    Attributes:
        chains: how many; matters: how many of them were received in the month; longest: times of the longest.
        by_length: (times, chains); the last is "that many or more".
        by_place: (township id or None, name, chains), most first.
    """

    chains: int
    matters: int
    longest: int
    by_length: tuple[tuple[int, int], ...]
    by_place: tuple[tuple[int | None, str, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A cross table of matters answered in the month; keys of None have none."""

    rows: tuple[tuple[Key, str], ...]
    columns: tuple[tuple[Key, str], ...]
    cells: tuple[tuple[int, ...], ...]

    @classmethod
    def of(
        cls, found: Cross, rows: Sequence[tuple[Key, str]], columns: Sequence[tuple[Key, str]]
    ) -> Table:
        """Freeze a cross table."""
        cells = tuple(
            tuple(found.cells.get((row, column), 0) for column, _n in columns)
            for row, _name in rows
        )
        return cls(tuple(rows), tuple(columns), cells)


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A cause of level two under its level one, with its matters of three months."""

    group: str
    rise: Rise


@dataclass(frozen=True, slots=True)
class Causes:
    """Causes of the matters answered in the month; `rate`: of how many one is recorded."""

    rate: Rate
    rows: tuple[CauseRow, ...]
    by_class: Table
    by_unit: Table


@dataclass(frozen=True, slots=True)
class Steps:
    """How long the matters of one row took from receipt, and their quality.

    Attributes:
        unit_id: None for the county and for units that are not listed.
        count: matters concluded in the month.
        days: (half within, nine of ten within) for each step, as printed.
        quality: (text, whether something was due) for each figure of quality.
    """

    unit_id: int | None
    name: str
    count: int
    days: tuple[tuple[str, str], ...]
    quality: tuple[tuple[str, bool], ...]

    @property
    def is_small(self) -> bool:
        """Too few to compare with others."""
        return self.count < MINIMUM_FOR_RANK


@dataclass(frozen=True, slots=True)
class Speed:
    """Steps of the county, this month and the one before, and of each unit."""

    whole: Steps
    before: Steps
    units: tuple[Steps, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What a unit is to put right, as it stood when the figures were taken.

    Attributes:
        month: code of the month in whose analysis the problem was seen; problem: its title.
        due_on, closed_on: ISO days; "" while it is not closed.
        status, state: stored value and word.
        is_late: its day had passed and the unit still owed a result.
    """

    month: str
    problem: str
    unit: str
    due_on: str
    closed_on: str
    status: str
    state: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of the month: where it was seen, what was written, its tasks."""

    kind: str
    title: str
    text: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class AnalysisFigures:
    """A month that is over.

    Attributes:
        month: its code.
        taken_on: ISO day the figures were taken; tasks stand as they did then.
        total, firsts, repeats: matters of the county.
        rises: dimension (class1, place, form) → rows, most matters first.
        reasons: the classes that rose most, with why.
        carried: tasks for problems of earlier months that were open at any time since the month began.
    """

    month: str
    taken_on: str
    total: Rise
    firsts: Rise
    repeats: Rise
    rises: Mapping[str, tuple[Rise, ...]]
    reasons: tuple[Reason, ...]
    hot: HotSpots
    chains: ChainSums
    causes: Causes
    speed: Speed
    problems: tuple[Problem, ...]
    carried: tuple[Task, ...]

    @property
    def days(self) -> Month:
        """The month."""
        return Month.parse(self.month)

    @property
    def period(self) -> Period:
        """Its days."""
        return Period.of_months(self.days, MONTH)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Those given for the problems of the month."""
        return tuple(task for one in self.problems for task in one.tasks)

    def to_json(self) -> dict[str, Any]:
        """Plain data for freezing."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AnalysisFigures:
        """Rebuild what `to_json` gave, also after a round trip through JSON."""
        values = dict(data)
        for name in ("total", "firsts", "repeats"):
            values[name] = Rise(**values[name])
        values["rises"] = {name: _rises(rows) for name, rows in values["rises"].items()}
        values["reasons"] = tuple(_reason(item) for item in values["reasons"])
        hot = values["hot"]
        values["hot"] = HotSpots(**{**hot, "found": tuple(Hot(**one) for one in hot["found"])})
        values["chains"] = ChainSums(**_tupled(values["chains"], "by_length", "by_place"))
        values["causes"] = _causes(values["causes"])
        speed = values["speed"]
        values["speed"] = Speed(
            _steps(speed["whole"]), _steps(speed["before"]), tuple(map(_steps, speed["units"]))
        )
        values["problems"] = tuple(
            Problem(**{**one, "tasks": _tasks(one["tasks"])}) for one in values["problems"]
        )
        values["carried"] = _tasks(values["carried"])
        return cls(**values)


def _rises(rows: Iterable[Mapping[str, Any]]) -> tuple[Rise, ...]:
    return tuple(Rise(**row) for row in rows)


def _tupled(item: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**item, **{name: tuple(tuple(row) for row in item[name]) for name in names}}


def _reason(item: Mapping[str, Any]) -> Reason:
    values = _tupled(item, "units", "causes")
    return Reason(**{**values, "rise": Rise(**item["rise"]), "places": _rises(item["places"])})


def _causes(item: Mapping[str, Any]) -> Causes:
    rows = tuple(CauseRow(row["group"], Rise(**row["rise"])) for row in item["rows"])
    tables = (
        Table(**_tupled(item[name], "rows", "columns", "cells")) for name in ("by_class", "by_unit")
    )
    return Causes(Rate(**item["rate"]), rows, *tables)


def _steps(item: Mapping[str, Any]) -> Steps:
    return Steps(**_tupled(item, "days", "quality"))


def _tasks(rows: Iterable[Mapping[str, Any]]) -> tuple[Task, ...]:
    return tuple(Task(**row) for row in rows)
