"""What a unit's period came to: score, three places, change, whether it is listed at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from reporting.domain.averages import MonthMark
from reporting.domain.duties import Duties, UnitDuty
from reporting.domain.figures import GROUPS, TOWNSHIP, MonthFigures, UnitFigures
from reporting.domain.ranking import (
    Change,
    Contender,
    Standing,
    Worst,
    change_of_rank,
    standings,
    worst,
)
from reporting.domain.spans import Period

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit's result in one bulletin.

    Attributes:
        points: sum of all score lines, negative for deductions; the mean of its months for a longer period; None for a
            free span, which is not scored.
        score: base and points, or None.
        per_10k: matters per 10,000 residents, None without a population or for departments.
        rank_matters, rank_population, rank_score: places; the second may be None.
        unranked: why there is no place in the second tier, or "".
        last_rank: place by score in the bulletin of the same kind before.
        worst: place from the end, 1 or 2, or None; `worst_reason` says why, with ties.
    """

    unit_id: int
    name: str
    group: str
    points: Decimal | None
    score: Decimal | None
    per_10k: Decimal | None
    rank_matters: int
    rank_population: int | None
    rank_score: int | None
    unranked: str = ""
    last_rank: int | None = None
    worst: int | None = None
    worst_reason: str = ""

    @property
    def change(self) -> Change:
        """Change of the place by score against the bulletin before."""
        return change_of_rank(self.rank_score, self.last_rank)

    @property
    def deducted(self) -> Decimal | None:
        """Points as printed in the column 扣分: positive when the unit lost points."""
        return None if self.points is None else -self.points

    @property
    def lost(self) -> bool:
        """True when the unit lost points."""
        return self.points is not None and self.points < 0

    def to_json(self) -> dict[str, Any]:
        """Plain data for freezing; decimals become texts."""
        return {
            key: str(value) if isinstance(value, Decimal) else value
            for key, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> UnitResult:
        """Rebuild what `to_json` gave."""
        values = dict(data)
        for name in ("points", "score", "per_10k"):
            values[name] = None if values[name] is None else Decimal(values[name])
        return cls(**values)


def results(
    figures: MonthFigures,
    scores: Mapping[int, tuple[Decimal, Decimal]] | None,
    *,
    last_ranks: Mapping[int, int],
    count: int = 2,
) -> tuple[UnitResult, ...]:
    """Rank the units of a period inside their groups.

    Args:
        figures: the period.
        scores: unit id → (points, score), of every unit of the figures; None when the period is not scored.
        last_ranks: unit id → place by score in the bulletin of the same kind before.
        count: how many last places are listed.

    Returns:
        One result per unit, by group and place, then in the order of the figures.
    """
    contenders = [
        Contender(
            unit_id=unit.unit_id,
            group=unit.group,
            matters=unit.matters.now,
            residents=unit.residents,
            points=scores[unit.unit_id][0] if scores is not None else ZERO,
            score=scores[unit.unit_id][1] if scores is not None else ZERO,
            by_population=unit.group == TOWNSHIP,
        )
        for unit in figures.units
    ]
    places = standings(contenders)
    listed = {w.unit_id: w for group in _groups(contenders) for w in worst(group, count=count)}
    order = {unit.unit_id: index for index, unit in enumerate(figures.units)}
    found = (
        _result(
            unit,
            places[unit.unit_id],
            scores[unit.unit_id] if scores is not None else None,
            listed.get(unit.unit_id),
            last_ranks.get(unit.unit_id),
        )
        for unit in figures.units
    )
    place = list(GROUPS).index
    return tuple(sorted(found, key=lambda r: (place(r.group), r.rank_score or 0, order[r.unit_id])))


def _result(
    unit: UnitFigures,
    standing: Standing,
    scored: tuple[Decimal, Decimal] | None,
    last: Worst | None,
    last_rank: int | None,
) -> UnitResult:
    points, score = scored or (None, None)
    return UnitResult(
        unit_id=unit.unit_id,
        name=unit.name,
        group=unit.group,
        points=points,
        score=score,
        per_10k=standing.per_10k,
        rank_matters=standing.by_matters.rank or 0,
        rank_population=standing.by_population.rank,
        rank_score=(standing.by_score.rank or 0) if scored else None,
        unranked=standing.by_population.reason,
        last_rank=last_rank,
        worst=last.place if last else None,
        worst_reason=last.reason if last else "",
    )


def _groups(contenders: Iterable[Contender]) -> list[list[Contender]]:
    groups: dict[str, list[Contender]] = {}
    for one in contenders:
        groups.setdefault(one.group, []).append(one)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class TalkItem:
    """A talk proposed with a bulletin: with whom and why."""

    unit_id: int
    unit: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class ObjectionNote:
    """An objection as the annex prints it: nobody's name, no matter and no reasons.

    ``before``, ``after``: points the line cost and costs now, as texts; ``case_number``: of bulletins frozen before
    matters were left out.
    """

    number: int
    unit: str
    item: str
    before: str
    outcome: str
    after: str
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class RuleNote:
    """The rule set a bulletin was scored by, as printed in its notes."""

    name: str
    base: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class BulletinData:
    """All a bulletin is written from, frozen with it.

    Attributes:
        figures, results: the period, the units' results.
        rule: the rules it was scored by, None for a free span.
        talks: proposals made with this bulletin.
        worst: how many last places are listed.
        objections: what units objected to, and what came of it.
        months: what each unit came to in each month of a quarter, half-year or year.
        duties: evaluations, returns, supervision, talks, problems of the bulletin before; empty in old bulletins.
    """

    figures: MonthFigures
    results: tuple[UnitResult, ...]
    rule: RuleNote | None
    talks: tuple[TalkItem, ...] = ()
    worst: int = 2
    objections: tuple[ObjectionNote, ...] = ()
    months: tuple[MonthMark, ...] = ()
    duties: Duties = field(default_factory=Duties)

    @property
    def period(self) -> Period:
        """The period as a value."""
        return self.figures.days

    def of_group(self, group: str) -> tuple[UnitResult, ...]:
        """Results of one group, first place first."""
        return tuple(result for result in self.results if result.group == group)

    def duty_of(self, unit_id: int) -> UnitDuty:
        """A unit's duties; zeros when it has none."""
        return next((u for u in self.duties.units if u.unit_id == unit_id), UnitDuty(unit_id))

    def crowd(self, group: str) -> tuple[UnitResult, ...]:
        """Units with deductions that share a last place but are too many to be listed."""
        results = self.of_group(group)
        rest = [r for r in results if r.lost and not r.worst]
        lowest = min((r.score for r in rest if r.score is not None), default=None)
        shared = tuple(r for r in rest if r.score == lowest)
        listed = sum(1 for r in results if r.worst)
        return shared if listed < self.worst and len(shared) > 1 else ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for freezing."""
        return {
            "version": 1,
            "figures": self.figures.to_json(),
            "results": [result.to_json() for result in self.results],
            "rule": asdict(self.rule) if self.rule else None,
            "talks": [asdict(talk) for talk in self.talks],
            "worst": self.worst,
            "objections": [asdict(note) for note in self.objections],
            "months": [asdict(mark) for mark in self.months],
            "duties": self.duties.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> BulletinData:
        """Rebuild what `to_json` gave, also after a round trip through JSON."""
        return cls(
            figures=MonthFigures.from_json(data["figures"]),
            results=tuple(UnitResult.from_json(item) for item in data["results"]),
            rule=RuleNote(**data["rule"]) if data["rule"] else None,
            talks=tuple(TalkItem(**item) for item in data["talks"]),
            worst=data.get("worst", 2),
            objections=tuple(ObjectionNote(**item) for item in data.get("objections", ())),
            months=tuple(MonthMark(**item) for item in data.get("months", ())),
            duties=Duties.from_json(data["duties"]) if "duties" in data else Duties(),
        )
