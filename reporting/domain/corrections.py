"""What a recount finds changed in a published bulletin: cell by cell, old and new, with the matters behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from reporting.domain import grids
from reporting.domain.figures import MonthFigures
from reporting.domain.grids import Grid
from reporting.domain.results import BulletinData

COUNTY = "全县"
RANKING = "排名表"
EMPTY = "—"
#: More numbers than these are not printed in one cell.
MOST_CASES = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: where it stands, what it says, whose it is (None for the county)."""

    table: str
    row: str
    column: str
    text: str
    unit_id: int | None = None

    @property
    def key(self) -> str:
        """The same for the same figure of the same bulletin, however often it is counted."""
        return "|".join((self.table, str(self.unit_id or self.row), self.column))


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs; `cases` are numbers of matters, `chosen` whether the correction states it."""

    key: str
    table: str
    row: str
    column: str
    old: str
    new: str
    unit_id: int | None = None
    cases: tuple[str, ...] = ()
    chosen: bool = True

    @property
    def is_rank(self) -> bool:
        """True for a place in a ranking."""
        return "名次" in self.column and "上" not in self.column

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
        found += _of_grid(grid)
    return {figure.key: figure for figure in found}


def _county(f: MonthFigures) -> Iterator[Figure]:
    plain = {
        "信访总量（起）": f.matters.now,
        "人次": f.persons.now,
        "来访批次": f.batches.now,
        "集体访批次": f.collective.now,
        "集体访人次": f.collective_persons.now,
        "重复信访（起）": f.repeats.now,
        "了结（起）": f.balance.closed,
        "期末在办（起）": f.balance.pending,
        "及时受理率": f.inform.text,
        "按期办结率": f.conclude.text,
    }
    for part, slices in (("形式", f.by_form), ("层级", f.by_level), ("内容", f.by_class)):
        for one in slices:
            plain[f"{part}：{one.name}（起）"] = one.matters.now
    for name, value in plain.items():
        yield Figure(COUNTY, COUNTY, name, str(value))


def _of_grid(grid: Grid) -> Iterator[Figure]:
    table = grid.caption.split("\u3000", maxsplit=1)[-1]
    group, names = "", _columns(grid)
    for line in grid.lines:
        if line.style == "group":
            group = line.cells[0].text
            continue
        at = next((n for n, name in enumerate(names) if name == "单位"), 0)
        name, unit_id = line.cells[at].text, line.cells[at].unit_id
        row = name if unit_id else f"{group}{name}"
        for number, cell in enumerate(line.cells):
            if number != at:
                yield Figure(table, row, names[number], cell.text, unit_id)


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
    causes: Mapping[int | None, Sequence[str]],
) -> list[Change]:
    """The figures that differ from what is in force: as printed, or as a correction has put it since.

    Args:
        old: of the published bulletin.
        new: counted now.
        corrected: key → what published corrections say.
        causes: unit id (None: the county) → numbers of the matters that are counted otherwise now.
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
                    figure.unit_id, tuple(causes.get(figure.unit_id, ())),
                )
            )  # fmt: skip
    return found


def _none(before: str) -> str:
    """A row that is gone counts nothing."""
    return "0" if before.isdigit() else EMPTY


def choose(found: Iterable[Change], keys: Collection[str]) -> list[Change]:
    """The same changes with those of these keys chosen and no other."""
    return [Change.from_json({**one.to_json(), "chosen": one.key in keys}) for one in found]


Facts = Mapping[str, Mapping[str, Any]]


def moved(old: Facts, new: Facts) -> list[str]:
    """Numbers of the matters that are counted otherwise now, or only then or only now."""
    return sorted(number for number in {**old, **new} if old.get(number) != new.get(number))


def causes_of(old: Facts, new: Facts, paths: Mapping[int, str]) -> dict[int | None, list[str]]:
    """Unit id (None: the county) → numbers of the matters that moved in, out of or within it.

    Args:
        old: number → facts when the bulletin was built.
        new: the same now.
        paths: unit id → path in the tree of units.
    """
    numbers = moved(old, new)
    found: dict[int | None, list[str]] = {None: numbers}
    for number in numbers:
        touched = [*_places(old.get(number, {})), *_places(new.get(number, {}))]
        for unit_id, path in paths.items():
            if any(place.startswith(path) for place in touched):
                found.setdefault(unit_id, []).append(number)
    return found


def _places(facts: Mapping[str, Any]) -> list[str]:
    owners = [clock[1] for clock in facts.get("clocks", ())]
    return [place for place in (facts.get("place"), facts.get("owner"), *owners) if place]


def cases_text(cases: Sequence[str]) -> str:
    """Numbers for a cell, the first ones of many."""
    shown = "、".join(cases[:MOST_CASES])
    return f"{shown}等{len(cases)}件" if len(cases) > MOST_CASES else shown or EMPTY


def corrected_results(found: Iterable[Change]) -> dict[int, dict[str, Decimal]]:
    """Unit id → "rank", "deducted" and "score" as stated by a correction, those that are."""
    names = {"名次": "rank", "扣分": "deducted", "得分": "score"}
    stated: dict[int, dict[str, Decimal]] = {}
    for one in found:
        is_mine = one.chosen and one.unit_id and one.table.endswith(RANKING)
        if is_mine and one.column in names and one.new != EMPTY:
            stated.setdefault(one.unit_id or 0, {})[names[one.column]] = Decimal(one.new)
    return stated
