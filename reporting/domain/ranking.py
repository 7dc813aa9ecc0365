"""Places among units: standard competition ranking, ties said aloud, worst places, changes.

Two tiers are ranked from the most to the fewest (起数, 每万人起数), so place 1 has the most matters
and a unit without any matter stands in the last, best place. The score is ranked from the highest
to the lowest, so place 1 is the best. Units of different groups are never ranked together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.domain.words import words as _
from reporting.domain.number_texts import points_text

NO_POPULATION = _("缺少常住人口数据，不参加占人口比例排名")
NOT_A_TOWNSHIP = _("县直部门不按人口比例排名")
TEN_THOUSAND = 10_000
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one unit stands.

    Attributes:
        rank: 1, 2, 2, 4 …; None when the unit is not ranked.
        tied_with: how many other units share the place.
        reason: why it is not ranked, or "".
    """

    rank: int | None
    tied_with: int = 0
    reason: str = ""

    @property
    def text(self) -> str:
        """As printed: "3", "3（并列）" or "—"."""
        if self.rank is None:
            return "—"
        return (_("%(rank)s（并列）") % {"rank": self.rank}) if self.tied_with else str(self.rank)


def rank(values: Mapping[int, Decimal | int], *, highest_first: bool = True) -> dict[int, Place]:
    """Standard competition ranking (1, 2, 2, 4) of the values by key.

    Equal values share a place; the next place is skipped. The order of the mapping has no effect.
    """
    counts = Counter(values.values())
    place_of: dict[Decimal | int, int] = {}
    passed = 0
    for value in sorted(counts, reverse=highest_first):
        place_of[value] = passed + 1
        passed += counts[value]
    return {
        key: Place(rank=place_of[value], tied_with=counts[value] - 1)
        for key, value in values.items()
    }


def per_10k(matters: int, residents: int | None) -> Decimal | None:
    """Matters per 10,000 residents, two decimals, half up; None without a population."""
    if not residents:
        return None
    return (Decimal(matters) * TEN_THOUSAND / residents).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Contender:
    """What one unit is ranked on.

    Attributes:
        unit_id: key.
        group: units are ranked inside their group only.
        matters: number of matters of the month (起数).
        residents: resident population, or None when unknown.
        score: base plus points under the rule set in force.
        points: sum of the deductions (zero or negative) and additions.
        by_population: False for groups without the second tier (departments).
    """

    unit_id: int
    group: str
    matters: int
    residents: int | None
    score: Decimal
    points: Decimal = Decimal(0)
    by_population: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """The three places of one unit, with the figure of the second tier."""

    unit_id: int
    group: str
    per_10k: Decimal | None
    by_matters: Place
    by_population: Place
    by_score: Place


def standings(contenders: Iterable[Contender]) -> dict[int, Standing]:
    """Rank every unit inside its group in both tiers and by score.

    The second tier compares the exact ratio, not its printed two decimals: two units share a place
    only when their ratios are equal.
    """
    groups: dict[str, list[Contender]] = {}
    for one in contenders:
        groups.setdefault(one.group, []).append(one)
    found: dict[int, Standing] = {}
    for group, members in groups.items():
        matters = rank({m.unit_id: m.matters for m in members})
        score = rank({m.unit_id: m.score for m in members})
        ratio = rank(
            {
                m.unit_id: Decimal(m.matters) / Decimal(m.residents)
                for m in members
                if m.by_population and m.residents
            }
        )
        for m in members:
            found[m.unit_id] = Standing(
                unit_id=m.unit_id,
                group=group,
                per_10k=per_10k(m.matters, m.residents) if m.by_population else None,
                by_matters=matters[m.unit_id],
                by_population=ratio.get(m.unit_id) or Place(None, 0, _unranked(m)),
                by_score=score[m.unit_id],
            )
    return found


def _unranked(unit: Contender) -> str:
    return NO_POPULATION if unit.by_population else NOT_A_TOWNSHIP


@dataclass(frozen=True, slots=True)
class Worst:
    """One unit listed at the end of its group.

    Attributes:
        unit_id: key.
        place: 1 is the lowest score, 2 the next.
        reason: why it is listed, with ties named.
    """

    unit_id: int
    place: int
    reason: str


def worst(contenders: Iterable[Contender], *, count: int = 2) -> list[Worst]:
    """The `count` last places by score in one group; units that share a last place are all listed.

    A unit without any deduction is never listed, however the others stand: a place alone is no
    fault (law.md section 7: not simply by the number of matters). Nor is a place that so many share
    that more than twice `count` units would be listed: it tells none of them from the rest.
    """
    members = list(contenders)
    if len({m.group for m in members}) > 1:
        raise ValueError("units of several groups are not ranked together")
    places = rank({m.unit_id: m.score for m in members}, highest_first=False)
    listed: list[Worst] = []
    for m in sorted(members, key=lambda m: (m.score, m.unit_id)):
        place = places[m.unit_id]
        if place.rank is None or place.rank > count or m.points >= 0:
            continue
        if place.rank + place.tied_with > 2 * count:
            continue
        reason = _("得分%(score)s分，列倒数第%(rank)s位") % {
            "score": points_text(m.score),
            "rank": place.rank,
        }
        if place.tied_with:
            reason += _("，与另外%(tied_with)s个单位并列，并列者一并列出") % {
                "tied_with": place.tied_with
            }
        listed.append(Worst(unit_id=m.unit_id, place=place.rank, reason=reason))
    return listed


def consecutive(periods_among_worst: Iterable[bool]) -> int:
    """How many bulletins in a row, newest first, listed the unit among the worst."""
    length = 0
    for listed in periods_among_worst:
        if not listed:
            break
        length += 1
    return length


@dataclass(frozen=True, slots=True)
class Change:
    """Change of place against last month's bulletin.

    Attributes:
        steps: positive is up (towards place 1), None when there is nothing to compare with.
    """

    steps: int | None

    @property
    def text(self) -> str:
        """As printed: "↑2", "↓1", "持平" or "—"."""
        if self.steps is None:
            return "—"
        if self.steps == 0:
            return _("持平")
        return f"↑{self.steps}" if self.steps > 0 else f"↓{-self.steps}"


def change_of_rank(now: int | None, last: int | None) -> Change:
    """How far a unit moved: last month's place minus this month's."""
    return Change(None if now is None or last is None else last - now)


def leading(figures: Sequence[object], least: int) -> int:
    """How many of a list in order a sentence names: nobody is named whose equal is not.

    Args:
        figures: what the list is ordered by, the largest first; equal ones are equal objects.
        least: how many are named where no equal ones are in the way; twice as many at most.

    Returns:
        The number; nil when so many are equal at the top that naming them says nothing.
    """
    count = min(least, len(figures))
    while 0 < count < len(figures) and figures[count] == figures[count - 1]:
        count += 1
    if count <= 2 * least:
        return count
    last = figures[count - 1]
    return next(at for at, figure in enumerate(figures) if figure == last)
