"""The tables of the bulletin: each cell with its text and, where it is a count, the question behind it.

One grid serves paper (texts) and screen (texts that open the list of cases).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from reporting.domain.drilldown import Drill
from reporting.domain.figures import DEPARTMENT, GROUPS, TOWNSHIP, UnitFigures
from reporting.domain.indicators import MINIMUM_FOR_RANK, Rate
from reporting.domain.periods import Month
from reporting.domain.results import BulletinData, UnitResult

EMPTY = "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the question behind a count, the unit behind a name."""

    text: str
    drill: Drill | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row; `style` is "", "group" (one cell across), "total" or "marked"."""

    cells: tuple[Cell, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        caption: title with its number.
        heads: headings of the columns; a pair is a heading over several columns, each with its own.
        lines: the rows.
        unit: unit of the figures, printed at the upper right.
        notes: printed right under the table.
    """

    caption: str
    heads: tuple[str | tuple[str, tuple[str, ...]], ...]
    lines: tuple[Line, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Headings of the columns themselves."""
        found: list[str] = []
        for head in self.heads:
            found += [head] if isinstance(head, str) else head[1]
        return tuple(found)


def _whole(month: Month) -> Drill:
    return Drill(received_from=month.first_day, received_to=month.last_day)


def _number(value: int, drill: Drill) -> Cell:
    return Cell(str(value), drill if value else None)


def _plain(value: object) -> Cell:
    return Cell(EMPTY if value is None else str(value))


def points_text(points: Decimal) -> str:
    """Points without useless zeros: "3", "2.5", "0.25"."""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def ranking_grid(data: BulletinData, group: str, number: int) -> Grid:
    """Table of one group: matters, persons, per 10,000, points, score, places, change."""
    month = Month.parse(data.figures.month)
    by_population = group == TOWNSHIP
    heads: list[str | tuple[str, tuple[str, ...]]] = [
        "名次",
        "单位",
        ("起数", ("起数", "名次")),
        "人次",
    ]
    if by_population:
        heads.append(("占人口比例", ("每万人", "名次")))
    heads += ["扣分", "得分", "上月名次", "升降"]
    rows = {unit.unit_id: unit for unit in data.figures.of_group(group)}
    lines = tuple(
        _ranking_line(result, rows[result.unit_id], month, by_population=by_population)
        for result in data.of_group(group)
    )
    return Grid(
        caption=f"表{number}　{month.label}{GROUPS[group]}信访工作情况排名表",
        heads=tuple(heads),
        lines=lines,
        unit="单位：起、人次、分",
        notes=_ranking_notes(data, group),
    )


def _ranking_line(
    result: UnitResult, unit: UnitFigures, month: Month, *, by_population: bool
) -> Line:
    mine = replace(_whole(month), unit=unit.unit_id)
    cells = [
        _plain(result.rank_score),
        Cell(result.name, unit_id=result.unit_id),
        _number(unit.matters.now, mine),
        _plain(result.rank_matters),
        _number(unit.persons, mine),
    ]
    if by_population:
        cells += [_plain(result.per_10k), _plain(result.rank_population)]
    cells += [
        Cell(points_text(result.deducted), unit_id=result.unit_id),
        Cell(points_text(result.score), unit_id=result.unit_id),
        _plain(result.last_rank),
        Cell(result.change.text),
    ]
    return Line(tuple(cells), "marked" if result.worst else "")


def _ranking_notes(data: BulletinData, group: str) -> tuple[str, ...]:
    notes = ["名次按得分由高到低排列，得分相同的并列；起数名次、占人口比例名次由多到少排列。"]
    if any(result.worst for result in data.of_group(group)):
        notes.append(f"加底纹的为有扣分且得分列末{data.worst}位的单位，并列的一并列出。")
    month = Month.parse(data.figures.month)
    years = {u.population_year for u in data.figures.of_group(group)} - {None, month.year}
    if group == TOWNSHIP and years:
        words = "、".join(f"{year}年" for year in sorted(y for y in years if y is not None))
        notes.append(f"{month.year}年常住人口尚未录入的，采用{words}数据。")
    missing = [r.name for r in data.of_group(group) if group == TOWNSHIP and r.per_10k is None]
    if missing:
        notes.append(f"{'、'.join(missing)}缺少常住人口数据，不参加占人口比例排名。")
    return tuple(notes)


def rates_grid(data: BulletinData, number: int) -> Grid:
    """Table of limits that ended in the month and how many were kept."""
    month = Month.parse(data.figures.month)
    lines: list[Line] = []
    for group in (TOWNSHIP, DEPARTMENT):
        mine = [u for u in data.figures.of_group(group) if u.inform.due or u.conclude.due]
        lines += _group_of(group, (_rates_line(unit, month) for unit in mine))
    return Grid(
        caption=f"表{number}　及时受理率、按期办结率",
        heads=(
            "单位",
            "告知期限届满",
            "按期告知",
            "及时受理率",
            "办理期限届满",
            "按期办结",
            "按期办结率",
        ),
        lines=tuple(lines),
        unit="单位：件",
        notes=(
            (
                "只计期限在当月届满的事项，尚未到期的不计入分母；"
                f"届满不足{MINIMUM_FOR_RANK}件的，比率仅供参考（以*标注）。"
            ),
        ),
    )


def _rates_line(unit: UnitFigures, month: Month) -> Line:
    cells = [Cell(unit.name, unit_id=unit.unit_id)]
    for clock, rate in (("inform", unit.inform), ("conclude", unit.conclude)):
        due = Drill(due_from=month.first_day, due_to=month.last_day, clock=clock, owes=unit.unit_id)
        cells += [_number(rate.due, due), _number(rate.hits, replace(due, hit=True))]
        cells.append(
            Cell(rate_text(rate), replace(due, hit=False) if rate.hits < rate.due else None)
        )
    return Line(tuple(cells))


def rate_text(rate: Rate) -> str:
    """The rate, with a star when too few items were due to compare it."""
    return f"{rate.text}*" if rate.due and not rate.ranked else rate.text


def progress_grid(data: BulletinData, number: int) -> Grid:
    """Table that proves each row: opening + received − closed = pending, with what is overdue."""
    month = Month.parse(data.figures.month)
    lines: list[Line] = []
    for group in (TOWNSHIP, DEPARTMENT):
        units = data.figures.of_group(group)
        mine = [_progress_line(unit, month) for unit in units]
        lines += _group_of(group, [*mine, _subtotal(units)] if mine else [])
    return Grid(
        caption=f"表{number}　办理进度和超期情况",
        heads=(
            "单位",
            "月初在办",
            "当月新收",
            "当月了结",
            "月末在办",
            ("月末超期", ("未告知", "未办结")),
        ),
        lines=tuple(lines),
        unit="单位：起",
        notes=(
            (
                "月初在办＋当月新收－当月了结＝月末在办；超期数为截至月末承办单位超过期限仍未告知、"
                "未办结的事项，按承办单位统计。"
            ),
        ),
    )


def _progress_line(unit: UnitFigures, month: Month) -> Line:
    mine = Drill(unit=unit.unit_id)
    late = Drill(overdue_on=month.last_day, owes=unit.unit_id, clock="inform")
    whole = _whole(month)
    cells = (
        Cell(unit.name, unit_id=unit.unit_id),
        _number(unit.balance.opening, replace(mine, open_on=month.previous.last_day)),
        _number(unit.balance.received, replace(whole, unit=unit.unit_id)),
        _number(
            unit.balance.closed,
            replace(mine, closed_from=month.first_day, closed_to=month.last_day),
        ),
        _number(unit.balance.pending, replace(mine, open_on=month.last_day)),
        _number(unit.late_inform, late),
        _number(unit.late_conclude, replace(late, clock="conclude")),
    )
    return Line(cells, "marked" if unit.late_inform or unit.late_conclude else "")


def _subtotal(units: tuple[UnitFigures, ...]) -> Line:
    sums = (
        sum(unit.balance.opening for unit in units),
        sum(unit.balance.received for unit in units),
        sum(unit.balance.closed for unit in units),
        sum(unit.balance.pending for unit in units),
        sum(unit.late_inform for unit in units),
        sum(unit.late_conclude for unit in units),
    )
    return Line((Cell("小计"), *(_plain(number) for number in sums)), "total")


def _group_of(group: str, lines: Iterable[Line]) -> list[Line]:
    found = list(lines)
    return [Line((Cell(GROUPS[group]),), "group"), *found] if found else []
