"""The tables of the bulletin: each cell with its text and, where it is a count, the question behind it.

One grid serves paper (texts) and screen (texts that open the list of cases).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from reporting.domain.drilldown import Drill
from reporting.domain.duties import UnitDuty
from reporting.domain.figures import DEPARTMENT, GROUPS, OTHER, TOWNSHIP, UnitFigures
from reporting.domain.grid import Cell, Grid, Line
from reporting.domain.measures import MINIMUM_FOR_RANK, TOO_FEW
from reporting.domain.number_texts import EMPTY, points_text
from reporting.domain.period_words import words
from reporting.domain.results import BulletinData, UnitResult
from reporting.domain.spans import MONTH, Period

A_DAY = timedelta(days=1)
#: Groups that share a ranking table; each is ranked for itself.
TABLES = ((TOWNSHIP,), (DEPARTMENT, OTHER))


def _whole(period: Period) -> Drill:
    return Drill(received_from=period.first_day, received_to=period.last_day)


def _number(value: int, drill: Drill) -> Cell:
    return Cell(str(value), drill if value else None)


def _plain(value: object) -> Cell:
    return Cell(EMPTY if value is None else str(value))


def ranking_grids(data: BulletinData) -> list[Grid]:
    """表1 of the townships, 表2 of the departments and other units, those that have units."""
    shown = [groups for groups in TABLES if any(data.of_group(group) for group in groups)]
    return [ranking_grid(data, groups, number) for number, groups in enumerate(shown, 1)]


def ranking_grid(data: BulletinData, groups: Sequence[str], number: int) -> Grid:
    """A ranking table: matters, persons, per 10,000, points, score, places, change.

    Args:
        data: the bulletin.
        groups: whose units it holds, each ranked for itself.
        number: of the table.
    """
    found = [group for group in groups if data.of_group(group)]
    lines: list[Line] = []
    for group in found:
        rows = {unit.unit_id: unit for unit in data.figures.of_group(group)}
        mine = [
            _ranking_line(result, rows[result.unit_id], data) for result in data.of_group(group)
        ]
        lines += _group_of(group, mine) if len(found) > 1 else mine
    name = "信访工作情况排名表" if data.rule else "信访事项情况表"
    return Grid(
        caption=f"表{number}　{data.period.label}{GROUPS[found[0]]}{name}",
        heads=_ranking_heads(data, by_population=TOWNSHIP in found),
        lines=tuple(lines),
        unit="单位：起、人次、分" if data.rule else "单位：起、人次",
        notes=tuple(note for group in found for note in _ranking_notes(data, group)),
    )


def _ranking_heads(
    data: BulletinData, *, by_population: bool
) -> tuple[str | tuple[str, tuple[str, ...]], ...]:
    heads: list[str | tuple[str, tuple[str, ...]]] = ["单位", ("起数", ("起数", "名次")), "人次"]
    if by_population:
        heads.append(("占人口比例", ("每万人", "名次")))
    if data.rule is None:
        return (*heads, "同比", "环比")
    before = "上月" if data.period.kind == MONTH else "上期"
    return ("名次", *heads, "扣分", "得分", f"{before}名次", "升降")


def _ranking_line(result: UnitResult, unit: UnitFigures, data: BulletinData) -> Line:
    mine = replace(_whole(data.period), unit=unit.unit_id)
    cells = [
        Cell(result.name, unit_id=result.unit_id),
        _number(unit.matters.now, mine),
        _plain(result.rank_matters),
        _number(unit.persons, mine),
    ]
    if unit.group == TOWNSHIP:
        cells += [_plain(result.per_10k), _plain(result.rank_population)]
    if data.rule is None:
        cells += [Cell(unit.matters.on_year.text), Cell(unit.matters.on_month.text)]
        return Line(tuple(cells))
    cells = [_plain(result.rank_score), *cells]
    cells += [
        Cell(points_text(result.deducted), unit_id=result.unit_id),
        Cell(points_text(result.score), unit_id=result.unit_id),
        _plain(result.last_rank),
        Cell(result.change.text),
    ]
    return Line(tuple(cells), "marked" if result.worst else "")


def _ranking_notes(data: BulletinData, group: str) -> list[str]:
    notes = []
    if group != OTHER:
        notes.append("起数名次、占人口比例名次由多到少排列。")
        if data.rule:
            notes = ["名次按得分由高到低排列，得分相同的并列；" + notes[0]]
        if data.months:
            notes.append("扣分、得分为各月通报的平均数，各月得分见附件。")
    if any(result.worst for result in data.of_group(group)):
        notes.append(f"加底纹的为有扣分且得分列末{data.worst}位的单位，并列的一并列出。")
    year = data.period.last_day.year
    years = {u.population_year for u in data.figures.of_group(group)} - {None, year}
    if group == TOWNSHIP and years:
        names = "、".join(f"{year}年" for year in sorted(y for y in years if y is not None))
        notes.append(f"{year}年常住人口尚未录入的，采用{names}数据。")
    missing = [r.name for r in data.of_group(group) if group == TOWNSHIP and r.per_10k is None]
    if missing:
        notes.append(f"{'、'.join(missing)}缺少常住人口数据，不参加占人口比例排名。")
    return notes


def rates_grid(data: BulletinData, number: int) -> Grid:
    """Table of limits that ended in the period and how many were kept; of what petitioners said."""
    period = data.period
    duties = data.duty_of
    lines: list[Line] = []
    for group in GROUPS:
        mine = [
            unit
            for unit in data.figures.of_group(group)
            if unit.inform.due or unit.conclude.due or duties(unit.unit_id).evaluable
        ]
        lines += _group_of(group, (_rates_line(u, duties(u.unit_id), period) for u in mine))
    now = words(period).now
    return Grid(
        caption=f"表{number}　及时受理率、按期办结率、参评率、满意率",
        heads=(
            "单位",
            ("及时受理", ("届满", "按期", "比率")),
            ("按期办结", ("届满", "按期", "比率")),
            ("群众参评", ("可评", "已评", "参评率")),
            ("群众满意", ("满意", "满意率")),
        ),
        lines=tuple(lines),
        unit="单位：件",
        notes=(
            (
                f"只计期限在{now}届满的事项，尚未到期的不计入分母；"
                f"分母不足{MINIMUM_FOR_RANK}件的不列比率，注明“{TOO_FEW}”。"
            ),
            (
                f"参评率为评价期在{now}届满的事项中群众已评价的比例，满意率为已评价的事项中评价满意、"
                "基本满意的比例，均按承办单位统计。"
            ),
        ),
    )


def _rates_line(unit: UnitFigures, duty: UnitDuty, period: Period) -> Line:
    cells = [Cell(unit.name, unit_id=unit.unit_id)]
    for clock, rate in (("inform", unit.inform), ("conclude", unit.conclude)):
        due = Drill(
            due_from=period.first_day, due_to=period.last_day, clock=clock, owes=unit.unit_id
        )
        cells += [_number(rate.due, due), _number(rate.hits, replace(due, hit=True))]
        cells.append(Cell(rate.shown, replace(due, hit=False) if rate.hits < rate.due else None))
    said, good = duty.participation, duty.satisfaction
    cells += [Cell(str(said.due)), Cell(str(said.hits)), Cell(said.shown)]
    return Line((*cells, Cell(str(good.hits)), Cell(good.shown)))


def progress_grid(data: BulletinData, number: int) -> Grid:
    """Table that proves each row: opening + received − closed = pending, with what is overdue."""
    period, w = data.period, words(data.period)
    lines: list[Line] = []
    for group in GROUPS:
        units = data.figures.of_group(group)
        mine = [_progress_line(unit, data.duty_of(unit.unit_id), period) for unit in units]
        rest = _rest(data, mine) if group == TOWNSHIP and mine else []
        lines += _group_of(group, [*mine, _subtotal(mine), *rest] if mine else [])
    return Grid(
        caption=f"表{number}　办理进度、超期、退回和督办情况",
        heads=(
            "单位",
            f"{w.start}在办",
            f"{w.now}新收",
            f"{w.now}了结",
            f"{w.end}在办",
            (f"{w.end}超期", ("未告知", "未办结")),
            "退回",
            ("督办件", ("新发", "未结")),
        ),
        lines=tuple(lines),
        unit="单位：起、件",
        notes=(
            (
                f"{w.start}在办＋{w.now}新收－{w.now}了结＝{w.end}在办；超期数为截至{w.end}承办单位超过期限仍未告知、"
                "未办结的事项，按承办单位统计。"
            ),
            ("全县合计按属地相加；县直部门各行为其承办的事项，已含在各属地内，不再相加。"),
            (
                f"退回为{w.now}经审核成立的管辖异议而退回的转送、交办件；督办件为{w.now}发出的和截至{w.end}尚未办结的，"
                "按被督办单位统计。"
            ),
        ),
    )


def _progress_line(unit: UnitFigures, duty: UnitDuty, period: Period) -> Line:
    mine = Drill(unit=unit.unit_id)
    late = Drill(overdue_on=period.last_day, owes=unit.unit_id, clock="inform")
    closed = replace(mine, closed_from=period.first_day, closed_to=period.last_day)
    cells = (
        Cell(unit.name, unit_id=unit.unit_id),
        _number(unit.balance.opening, replace(mine, open_on=period.first_day - A_DAY)),
        _number(unit.balance.received, replace(_whole(period), unit=unit.unit_id)),
        _number(unit.balance.closed, closed),
        _number(unit.balance.pending, replace(mine, open_on=period.last_day)),
        _number(unit.late_inform, late),
        _number(unit.late_conclude, replace(late, clock="conclude")),
        Cell(str(duty.returned)),
        Cell(str(duty.supervised)),
        Cell(str(duty.supervised_open)),
    )
    left = unit.late_inform or unit.late_conclude or duty.supervised_open
    return Line(cells, "marked" if left else "")


def _rest(data: BulletinData, lines: Sequence[Line]) -> list[Line]:
    """What lies in no township (not placed yet, or the county's own), so that the places add up to the county."""
    b = data.figures.balance
    whole = (b.opening, b.received, b.closed, b.pending)
    listed = [sum(int(line.cells[at].text) for line in lines) for at in range(1, 5)]
    left = [total - mine for total, mine in zip(whole, listed, strict=True)]
    blank = [_plain(None)] * (len(lines[0].cells) - 5)
    county = Line((Cell("全县合计"), *map(_plain, whole), *blank), "total")
    if not any(left):
        return [county]
    return [Line((Cell("属地待定和县本级"), *map(_plain, left), *blank)), county]


def _subtotal(lines: Sequence[Line]) -> Line:
    """The sum of each column of numbers."""
    columns = zip(*(line.cells[1:] for line in lines), strict=True)
    return Line(
        (Cell("小计"), *(_plain(sum(int(cell.text) for cell in column)) for column in columns)),
        "total",
    )


def _group_of(group: str, lines: Iterable[Line]) -> list[Line]:
    found = list(lines)
    return [Line((Cell(GROUPS[group]),), "group"), *found] if found else []
