"""What the sections about duties are written from, beside the counted figures: evaluations, returns, supervision,
talks and undertakings, problems of the bulletin before, the numbers of the matters behind each deduction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from accountability.domain.problems import TaskFlow
from core.domain.words import words as _
from reporting.domain.measures import Rate

#: Kinds of problems followed from one bulletin to the next, as sentences call them.
PROBLEM_KINDS = {
    "inform": _("超期未告知事项"),
    "conclude": _("超期未办结事项"),
    "supervision": _("未办结督办件"),
}


@dataclass(frozen=True, slots=True)
class UnitDuty:
    """One unit's duties that the counted figures do not hold.

    Attributes:
        evaluable, evaluated: matters whose time to evaluate ended in the period; those evaluated.
        rated, satisfied: those in which the unit was rated; rated satisfied or fairly satisfied.
        returned: dispatches given back in the period.
        supervised, supervised_open: supervision items opened in the period; open at its end.
        often: matters of the period that are the third or a later petition of one chain; townships by place,
            departments by responsible unit, as in the tables.
    """

    unit_id: int
    evaluable: int = 0
    evaluated: int = 0
    rated: int = 0
    satisfied: int = 0
    returned: int = 0
    supervised: int = 0
    supervised_open: int = 0
    often: int = 0

    @property
    def participation(self) -> Rate:
        """参评率."""
        return Rate(self.evaluated, self.evaluable)

    @property
    def satisfaction(self) -> Rate:
        """满意率."""
        return Rate(self.satisfied, self.rated)


@dataclass(frozen=True, slots=True)
class CountyDuties:
    """The whole county's numbers beside the counted figures, also of units that have no row of their own.

    Attributes:
        evaluable, evaluated, rated, satisfied: as of a unit.
        visits: (level above the county, batches, persons) of the visits received in the period.
        skipped, skipped_persons: visits above the own or next higher level of the competent organ (越级走访, 条例第二十条).
        general: supervision items opened in the period about a unit's work as a whole, beside those about a matter.
    """

    evaluable: int = 0
    evaluated: int = 0
    rated: int = 0
    satisfied: int = 0
    visits: tuple[tuple[str, int, int], ...] = ()
    skipped: int = 0
    skipped_persons: int = 0
    general: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What one unit had left undone at the end of a period; ``keys`` name the matters or items for the next bulletin."""

    kind: str
    unit_id: int
    unit: str
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one kind of problem listed in the bulletin before.

    Attributes:
        kind: key of `PROBLEM_KINDS`.
        listed: how many there were.
        settled: how many are no longer there at the end of this period.
        still: (unit, number) of those that are, most first.
    """

    kind: str
    listed: int
    settled: int
    still: tuple[tuple[str, int], ...]


def carry_over(before: Iterable[Problem], now: Iterable[Problem]) -> tuple[Carried, ...]:
    """Compare the problems of the bulletin before with those of this one, kind by kind."""
    here = {(one.kind, key) for one in now for key in one.keys}
    listed = list(before)
    found = []
    for kind in PROBLEM_KINDS:
        mine = [one for one in listed if one.kind == kind]
        total = len({key for one in mine for key in one.keys})
        if not total:
            continue
        still = [
            (one.unit, left)
            for one in mine
            if (left := sum((kind, key) in here for key in one.keys))
        ]
        left = len({key for one in mine for key in one.keys if (kind, key) in here})
        still.sort(key=lambda pair: -pair[1])
        found.append(Carried(kind, total, total - left, tuple(still)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TalkNote:
    """A talk held in the period: with which unit's leader, and on which day ("10月12日")."""

    unit: str
    target: str
    day: str


@dataclass(frozen=True, slots=True)
class Rectification:
    """Talks, undertakings and supervision of the period.

    Attributes:
        held: talks.
        due, kept: undertakings whose day fell in the period, and those of them found carried out.
        broken: (unit, number) of those that were not.
        opened, closed, pending, late: supervision items of the county; pending and late at the end.
        listed: items that stand on the public list (挂牌督办) at the end.
    """

    held: tuple[TalkNote, ...] = ()
    due: int = 0
    kept: int = 0
    broken: tuple[tuple[str, int], ...] = ()
    opened: int = 0
    closed: int = 0
    pending: int = 0
    late: int = 0
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Deduction:
    """The numbers of the matters behind one item of one unit's score; ``points`` as text, positive when lost."""

    unit: str
    item: str
    clause: str
    points: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """All of the above for one bulletin, frozen with it.

    Attributes:
        units: one for each unit that has something.
        problems: left undone at the end of the period.
        before: title of the bulletin whose problems were followed, or "".
        carried: what became of them.
        rectification: talks, undertakings, supervision.
        deductions: for the annex.
        thresholds: numbers of matters from which units are listed, lowest first.
        tasks: of the monthly analysis: carried into the period, given, closed, left.
        county: of the whole county; None in a bulletin frozen before it was kept.
    """

    units: tuple[UnitDuty, ...] = ()
    problems: tuple[Problem, ...] = ()
    before: str = ""
    carried: tuple[Carried, ...] = ()
    rectification: Rectification = Rectification()
    deductions: tuple[Deduction, ...] = ()
    thresholds: tuple[int, ...] = ()
    tasks: TaskFlow = field(default_factory=TaskFlow)
    county: CountyDuties | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data for freezing."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Duties:
        """Rebuild what `to_json` gave, also after a round trip through JSON."""
        rect = dict(data["rectification"])
        rect["held"] = tuple(TalkNote(**one) for one in rect["held"])
        rect["broken"] = _pairs(rect["broken"])
        return cls(
            units=tuple(UnitDuty(**one) for one in data["units"]),
            problems=tuple(
                Problem(**{**one, "keys": tuple(one["keys"])}) for one in data["problems"]
            ),
            before=data["before"],
            carried=tuple(
                Carried(**{**one, "still": _pairs(one["still"])}) for one in data["carried"]
            ),
            rectification=Rectification(**rect),
            deductions=tuple(
                Deduction(**{**one, "numbers": tuple(one["numbers"])}) for one in data["deductions"]
            ),
            thresholds=tuple(data["thresholds"]),
            tasks=_tasks(data.get("tasks", {})),
            county=_county(data.get("county")),
        )


def _tasks(data: Mapping[str, Any]) -> TaskFlow:
    """Bulletins frozen before tasks were followed have none."""
    return TaskFlow(**{**data, "by_unit": _pairs(data.get("by_unit", ()))})


def _county(data: Mapping[str, Any] | None) -> CountyDuties | None:
    if data is None:
        return None
    return CountyDuties(**{**data, "visits": tuple(tuple(one) for one in data["visits"])})


def _pairs(items: Sequence[Sequence[Any]]) -> tuple[tuple[str, int], ...]:
    return tuple((name, number) for name, number in items)
