"""What a unit's month came to: score, three places, change, whether it is listed at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from reporting.domain.figures import TOWNSHIP, MonthFigures
from reporting.domain.ranking import (
    Change,
    Contender,
    change_of_rank,
    standings,
    worst,
)


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit's result in one bulletin.

    Attributes:
        points: sum of all score lines, negative for deductions.
        score: base and points.
        per_10k: matters per 10,000 residents, None without a population or for departments.
        rank_matters, rank_population, rank_score: places; the second may be None.
        unranked: why there is no place in the second tier, or "".
        last_rank: place by score in last month's bulletin.
        worst: place from the end, 1 or 2, or None; `worst_reason` says why, with ties.
    """

    unit_id: int
    name: str
    group: str
    points: Decimal
    score: Decimal
    per_10k: Decimal | None
    rank_matters: int
    rank_population: int | None
    rank_score: int
    unranked: str = ""
    last_rank: int | None = None
    worst: int | None = None
    worst_reason: str = ""

    @property
    def change(self) -> Change:
        """Change of the place by score against last month's bulletin."""
        return change_of_rank(self.rank_score, self.last_rank)

    @property
    def deducted(self) -> Decimal:
        """Points as printed in the column 扣分: positive when the unit lost points."""
        return -self.points

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
    scores: Mapping[int, tuple[Decimal, Decimal]],
    *,
    last_ranks: Mapping[int, int],
    count: int = 2,
) -> tuple[UnitResult, ...]:
    """Rank the units of a month inside their groups.

    Args:
        figures: the month.
        scores: unit id → (points, score); every unit of the figures must be there.
        last_ranks: unit id → place by score in last month's bulletin.
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
            points=scores[unit.unit_id][0],
            score=scores[unit.unit_id][1],
            by_population=unit.group == TOWNSHIP,
        )
        for unit in figures.units
    ]
    places = standings(contenders)
    listed = {w.unit_id: w for group in _groups(contenders) for w in worst(group, count=count)}
    found = []
    for unit in figures.units:
        standing = places[unit.unit_id]
        points, score = scores[unit.unit_id]
        last = listed.get(unit.unit_id)
        found.append(
            UnitResult(
                unit_id=unit.unit_id,
                name=unit.name,
                group=unit.group,
                points=points,
                score=score,
                per_10k=standing.per_10k,
                rank_matters=standing.by_matters.rank or 0,
                rank_population=standing.by_population.rank,
                rank_score=standing.by_score.rank or 0,
                unranked=standing.by_population.reason,
                last_rank=last_ranks.get(unit.unit_id),
                worst=last.place if last else None,
                worst_reason=last.reason if last else "",
            )
        )
    order = {unit.unit_id: index for index, unit in enumerate(figures.units)}
    return tuple(sorted(found, key=lambda r: (r.group != TOWNSHIP, r.rank_score, order[r.unit_id])))


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
class RuleNote:
    """The rule set a bulletin was scored by, as printed in its notes."""

    name: str
    base: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class BulletinData:
    """All a bulletin is written from, frozen with it.

    Attributes:
        figures, results, rule: the month, the units' results, the rule set.
        talks: proposals made with this bulletin.
        worst: how many last places are listed.
    """

    figures: MonthFigures
    results: tuple[UnitResult, ...]
    rule: RuleNote
    talks: tuple[TalkItem, ...] = ()
    worst: int = 2

    def of_group(self, group: str) -> tuple[UnitResult, ...]:
        """Results of one group, first place first."""
        return tuple(result for result in self.results if result.group == group)

    def crowd(self, group: str) -> tuple[UnitResult, ...]:
        """Units with deductions that share a last place but are too many to be listed."""
        results = self.of_group(group)
        rest = [r for r in results if r.points < 0 and not r.worst]
        lowest = min((r.score for r in rest), default=None)
        shared = tuple(r for r in rest if r.score == lowest)
        listed = sum(1 for r in results if r.worst)
        return shared if listed < self.worst and len(shared) > 1 else ()

    def to_json(self) -> dict[str, Any]:
        """Plain data for freezing."""
        return {
            "version": 1,
            "figures": self.figures.to_json(),
            "results": [result.to_json() for result in self.results],
            "rule": asdict(self.rule),
            "talks": [asdict(talk) for talk in self.talks],
            "worst": self.worst,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> BulletinData:
        """Rebuild what `to_json` gave, also after a round trip through JSON."""
        return cls(
            figures=MonthFigures.from_json(data["figures"]),
            results=tuple(UnitResult.from_json(item) for item in data["results"]),
            rule=RuleNote(**data["rule"]),
            talks=tuple(TalkItem(**item) for item in data["talks"]),
            worst=data.get("worst", 2),
        )
