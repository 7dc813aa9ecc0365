"""What a recount finds changed in a published bulletin: cell by cell, old and new, with the matters behind it.

Matters that are reports (检举控告) today are never named, whatever they were when the bulletin was printed, and what
changes by them is stated only if the head of the office decides so: a figure that falls without a number beside it
tells the unit enough (条例第三十条).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from core.domain.words import words as _
from reporting.domain import grids
from reporting.domain.correction_causes import Causes, measure_of
from reporting.domain.figures import GROUPS, MonthFigures
from reporting.domain.grid import Grid
from reporting.domain.results import BulletinData
from reporting.domain.spans import Period

COUNTY = _("全县")
RANKING = _("排名表")
EMPTY = "—"
SCORES = (_("扣分"), _("得分"))
#: More numbers than these are not printed in one cell.
MOST_CASES = 20
#: Numbers of matters have 18 digits, and so have those of identity cards.
LONG_NUMBER = re.compile(r"\d{15,}")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: where it stands, what it says, whose it is (None for a sum), what it measures.

    ``group``: of a sum of units, "" for the county; ``measure``: see `correction_causes`, "" for places.
    """

    table: str
    row: str
    column: str
    text: str
    unit_id: int | None = None
    group: str = ""
    measure: str = ""

    @property
    def key(self) -> str:
        """The same for the same figure of the same bulletin, however often it is counted."""
        return "|".join((self.table, str(self.unit_id or self.row), self.column))


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs.

    ``cases``: numbers of the matters behind it; ``chosen``: the correction states it; ``held``: a matter that must be
    kept secret moved it or may have moved it, the head of the office decides whether it is stated.
    """

    key: str
    table: str
    row: str
    column: str
    old: str
    new: str
    unit_id: int | None = None
    cases: tuple[str, ...] = ()
    chosen: bool = True
    held: bool = False

    @property
    def is_rank(self) -> bool:
        """True for a place in a ranking."""
        return _("名次") in self.column and "上" not in self.column

    @property
    def follows_others(self) -> bool:
        """True for a place, this one or the last, and the way between them: it moves by the figures of others."""
        return _("名次") in self.column or self.column == _("升降")

    def to_json(self) -> dict[str, Any]:
        """Plain data for freezing."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Change:
        """Rebuild what `to_json` gave."""
        return cls(**{**data, "cases": tuple(data["cases"])})


def figures_of(data: BulletinData) -> dict[str, Figure]:
    """Every figure of a bulletin that a recount may change, by key."""
    found = [*_county(data.figures)]
    tables = grids.ranking_grids(data)
    tables += [grids.rates_grid(data, 0), grids.progress_grid(data, 0)]
    for grid in tables:
        found += _of_grid(grid, data.period)
    return {figure.key: figure for figure in found}


def _county(f: MonthFigures) -> Iterator[Figure]:
    plain = (
        (_("信访总量（起）"), f.matters.now, "matters"),
        (_("人次"), f.persons.now, "persons"),
        (_("来访批次"), f.batches.now, "batches"),
        (_("集体访批次"), f.collective.now, "collective"),
        (_("集体访人次"), f.collective_persons.now, "collective_persons"),
        (_("重复信访（起）"), f.repeats.now, "repeats"),
        (_("了结（起）"), f.balance.closed, "closed"),
        (_("期末在办（起）"), f.balance.pending, "pending"),
        (_("及时受理率"), f.inform.text, "inform"),
        (_("按期办结率"), f.conclude.text, "conclude"),
    )
    for name, value, measure in plain:
        yield Figure(COUNTY, COUNTY, name, str(value), measure=measure)
    parts = (
        (_("形式"), "form", f.by_form),
        (_("层级"), "level", f.by_level),
        (_("内容"), "class", f.by_class),
    )
    for part, code, slices in parts:
        for one in slices:
            name, measure = (
                _("%(part)s：%(name)s（起）") % {"part": part, "name": one.name},
                f"{code}:{one.key}",
            )
            yield Figure(COUNTY, COUNTY, name, str(one.matters.now), measure=measure)


def _of_grid(grid: Grid, period: Period) -> Iterator[Figure]:
    table = grid.caption.split("\u3000", maxsplit=1)[-1]
    codes = {name: code for code, name in GROUPS.items()}
    group, names = "", _columns(grid)
    measures = [measure_of(name, period) for name in names]
    for line in grid.lines:
        if line.style == "group":
            group = line.cells[0].text
            continue
        at = next((n for n, name in enumerate(names) if name == _("单位")), 0)
        name, unit_id = line.cells[at].text, line.cells[at].unit_id
        is_sum = not unit_id and not name.startswith(COUNTY)  # of the group above it
        row = f"{group}{name}" if is_sum else name
        code = codes.get(group, "") if is_sum else ""
        for number, cell in enumerate(line.cells):
            if number != at:
                yield Figure(
                    table, row, names[number], cell.text, unit_id, code, measures[number]
                )  # fmt: skip


def _columns(grid: Grid) -> list[str]:
    found: list[str] = []
    for head in grid.heads:
        found += [head] if isinstance(head, str) else [_joined(head[0], name) for name in head[1]]
    return found


def _joined(upper: str, lower: str) -> str:
    return upper if upper == lower else f"{upper}·{lower}"


def changes(
    old: Mapping[str, Figure],
    new: Mapping[str, Figure],
    *,
    corrected: Mapping[str, str],
    causes: Causes | None,
) -> list[Change]:
    """The figures that differ from what is in force: as printed, or as a correction has put it since.

    Args:
        old: of the published bulletin.
        new: counted now.
        corrected: key → what published corrections say.
        causes: what the matters were counted as, then and now; None when that was not kept.
    """
    found = []
    for key in {**old, **new}:
        figure = new.get(key) or old[key]
        before = corrected.get(key, old[key].text if key in old else EMPTY)
        after = new[key].text if key in new else _none(before)
        if before != after:
            found.append(
                Change(
                    key, figure.table, figure.row, figure.column, before, after,
                    figure.unit_id, _causes(figure, causes),
                )
            )  # fmt: skip
    return found


def _causes(figure: Figure, causes: Causes | None) -> tuple[str, ...]:
    if causes is None:
        return ()
    return causes.of(figure.measure, unit_id=figure.unit_id, group=figure.group)


def keep_secrets(
    found: Iterable[Change], secret: Collection[str], *, anything: bool = False
) -> list[Change]:
    """The same changes without the numbers of secret matters; what those moved is held back and not chosen.

    A place has no matters of its own: it is held back where a figure of its table is. A score is where a figure of its
    unit is: fewer matters due raise the points of those that are left. Other figures of which no cause is known are
    held back as soon as any secret matter changed.

    Args:
        found: with the numbers of all matters behind them.
        secret: numbers of the matters that changed and are reports now.
        anything: nobody knows which figure a secret matter moved: all of them are held back.
    """
    rows = list(found)
    moved = [one for one in rows if any(number in secret for number in one.cases)]
    touched, units = {one.table for one in moved}, {one.unit_id for one in moved} - {None}

    def is_held(one: Change) -> bool:
        if one.follows_others:
            return anything or one.table in touched
        scored = one.column in SCORES and one.unit_id in units
        return anything or scored or one in moved or bool(secret and not one.cases)

    return [_held(one, secret) if is_held(one) else one for one in rows]


def _held(change: Change, secret: Collection[str]) -> Change:
    cases = tuple(number for number in change.cases if number not in secret)
    return replace(change, cases=cases, held=True, chosen=False)


def without_numbers(found: Iterable[Change], secret: Collection[str]) -> list[Change]:
    """The same changes without the numbers of secret matters; the choice stays."""
    return [
        replace(one, cases=tuple(number for number in one.cases if number not in secret))
        for one in found
    ]


def has_long_number(text: str) -> bool:
    """True when a text written by hand holds what may be the number of a matter."""
    return LONG_NUMBER.search(text) is not None


def _none(before: str) -> str:
    """A row that is gone counts nothing."""
    return "0" if before.isdigit() else EMPTY


def choose(found: Iterable[Change], keys: Collection[str]) -> list[Change]:
    """The same changes with those of these keys chosen and no other."""
    return [Change.from_json({**one.to_json(), "chosen": one.key in keys}) for one in found]


def cases_text(cases: Sequence[str]) -> str:
    """Numbers for a cell, the first ones of many."""
    shown = "、".join(cases[:MOST_CASES])
    return (
        (_("%(shown)s等%(count)s件") % {"shown": shown, "count": len(cases)})
        if len(cases) > MOST_CASES
        else shown or EMPTY
    )


def corrected_results(found: Iterable[Change]) -> dict[int, dict[str, Decimal]]:
    """Unit id → "rank", "deducted" and "score" as stated by a correction, those that are."""
    names = {_("名次"): "rank", _("扣分"): "deducted", _("得分"): "score"}
    stated: dict[int, dict[str, Decimal]] = {}
    for one in found:
        is_mine = one.chosen and one.unit_id and one.table.endswith(RANKING)
        if is_mine and one.column in names and one.new != EMPTY:
            stated.setdefault(one.unit_id or 0, {})[names[one.column]] = Decimal(one.new)
    return stated
