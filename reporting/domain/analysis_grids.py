"""The tables of the monthly analysis paper: each count with the question behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reporting.domain.analysis import STEPS, Rise
from reporting.domain.analysis_figures import AnalysisFigures, Hot, Steps, Table, Task
from reporting.domain.facts import NONE, Fact
from reporting.domain.grid import Cell, Grid, Line
from reporting.domain.indicators import BY_CODE
from reporting.domain.measures import NO_DATA, TOO_FEW, share
from reporting.domain.periods import Month
from reporting.domain.spans import MONTH, Period
from reporting.domain.wording_analysis import day

#: Figures of quality beside speed, in the order in which the figures keep them.
QUALITY = ("repeat_rate", "unit_satisfaction", "overturned_rate")
ANSWERED = "cause_due"
ROWS, UNITS_SHOWN = 10, 12
DIMENSIONS = {"class1": "内容分类（一级）", "place": "问题属地", "form": "信访形式"}
Keys = Mapping[str, str]


def _text(key: object) -> str:
    return NONE if key is None else str(key)


def _fact(code: str, days: Month, keys: Keys, number: int) -> Fact | None:
    return Fact(code, Period.of_months(days, MONTH), dict(keys)) if number else None


def _three(f: AnalysisFigures, one: Rise, code: str, keys: Keys) -> tuple[Cell, ...]:
    """The month, the month before, 环比, the same month of last year, 同比."""
    month = f.days
    return (
        Cell(str(one.now), _fact(code, month, keys, one.now)),
        Cell(str(one.previous), _fact(code, month.previous, keys, one.previous)),
        Cell(one.on_month.text),
        _year_before(one, code, month.year_before, keys),
        Cell(one.on_year.text),
    )


def _year_before(one: Rise, code: str, days: Month, keys: Keys) -> Cell:
    if one.year_before is None:
        return Cell(NO_DATA)
    return Cell(str(one.year_before), _fact(code, days, keys, one.year_before))


def totals_grid(f: AnalysisFigures, number: int) -> Grid:
    """Total, first and repeated, then each class, township and form."""
    lines = [
        Line((Cell("信访事项"), *_three(f, f.total, "matters", {})), "total"),
        *(
            Line((Cell(one.name), *_three(f, one, "matters", {"repeat": str(one.key)})))
            for one in (f.firsts, f.repeats)
        ),
    ]
    for dimension, name in DIMENSIONS.items():
        rows = [one for one in f.rises[dimension] if one.now or one.previous][:ROWS]
        if rows:
            lines.append(Line((Cell(f"{name}{'（前十）' if len(rows) == ROWS else ''}"),), "group"))
        lines += [
            Line((Cell(one.name), *_three(f, one, "matters", {dimension: _text(one.key)})))
            for one in rows
        ]
    heads = ("项目", "当月", "上月", "环比", "上年同月", "同比")
    caption = f"表{number}　{f.days.label}信访事项构成和变化"
    return Grid(caption=caption, heads=heads, lines=tuple(lines), unit="单位：起")


def rises_grid(f: AnalysisFigures) -> Grid:
    """The classes that rose, each with the places, units and causes it came from; for the annex."""
    lines = []
    for one in f.reasons:
        code = _text(one.rise.key)
        lines.append(Line((Cell(f"{one.rise.name}"),), "group"))
        lines.append(
            _row("合计", f"增加{one.rise.more}起", one.rise.now, "matters", f, {"class1": code})
        )
        for place in one.places:
            keys = {"class1": code, "place": _text(place.key)}
            lines.append(_row("属地", place.name, place.now, "matters", f, keys))
        for pk, name, n in one.units:
            lines.append(
                _row("责任单位", name, n, "matters", f, {"class1": code, "owner": str(pk)})
            )
        for cause, name, n in one.causes:
            lines.append(_row("成因", name, n, ANSWERED, f, {"class1": code, "cause1": cause}))
    return Grid(
        caption="",
        heads=("项目", "名称", "起数"),
        lines=tuple(lines),
        unit="单位：起",
        notes=("属地列增加的，责任单位列当月起数多的，成因列当月办结事项中登记多的，各列前三。",),
    )


def _row(item: str, name: str, number: int, code: str, f: AnalysisFigures, keys: Keys) -> Line:
    return Line((Cell(item), Cell(name), Cell(str(number), _fact(code, f.days, keys, number))))


def hot_grid(f: AnalysisFigures, number: int) -> Grid:
    """The hot spots with what was to be expected and the limit."""
    return Grid(
        caption=f"表{number}　超过警戒线的热点",
        heads=("单位", "内容分类", "级别", "当月", "历史合计", "应有", "警戒线"),
        lines=tuple(_spot(f, one) for one in f.hot.found),
        unit="单位：起",
        notes=("只计初次信访；应有起数按该处历史的日均起数推算。",),
    )


def _spot(f: AnalysisFigures, one: Hot) -> Line:
    keys = {"place": str(one.place_id), one.dimension: one.code, "repeat": "0"}
    history = Period(Month.parse(f.hot.first).first_day, f.days.previous.last_day)
    before = Fact("matters", history, keys) if one.before else None
    return Line(
        (
            Cell(one.place),
            Cell(one.name),
            Cell("一级" if one.dimension == "class1" else "二级"),
            Cell(str(one.now), _fact("matters", f.days, keys, one.now)),
            Cell(str(one.before), before),
            Cell(one.expected),
            Cell(str(one.limit)),
        )
    )


def causes_grid(f: AnalysisFigures, number: int) -> Grid:
    """Causes of both levels beside the month before and last year."""
    lines: list[Line] = []
    group = None
    for row in f.causes.rows:
        if row.group and row.group != group:
            lines.append(Line((Cell(row.group),), "group"))
            group = row.group
        keys = {"cause2": _text(row.rise.key)}
        cells = _three(f, row.rise, ANSWERED, keys)
        part = Cell(share(row.rise.now, f.causes.rate.due))
        lines.append(Line((Cell(row.rise.name), cells[0], part, *cells[1:])))
    heads = ("项目", "当月", "占比", "上月", "环比", "上年同月", "同比")
    caption = f"表{number}　{f.days.label}办结事项的主要成因"
    return Grid(caption=caption, heads=heads, lines=tuple(lines), unit="单位：起")


def class_causes_grid(f: AnalysisFigures, number: int) -> Grid:
    """Class by cause of level one."""
    caption = f"表{number}　内容分类与成因（一级）"
    return _cross(f, f.causes.by_class, "class1", "内容分类", caption, ROWS)


def unit_causes_grid(f: AnalysisFigures) -> Grid:
    """Unit by cause of level one, every unit; for the annex."""
    return _cross(f, f.causes.by_unit, "owner", "单位", "", len(f.causes.by_unit.rows))


def _cross(f: AnalysisFigures, table: Table, down: str, head: str, caption: str, most: int) -> Grid:
    lines = []
    for (key, name), numbers in list(zip(table.rows, table.cells, strict=True))[:most]:
        mine = {down: _text(key)}
        cells = [
            Cell(str(n), _fact(ANSWERED, f.days, {**mine, "cause1": _text(column)}, n))
            for (column, _name), n in zip(table.columns, numbers, strict=True)
        ]
        whole = sum(numbers)
        lines.append(
            Line((Cell(name), *cells, Cell(str(whole), _fact(ANSWERED, f.days, mine, whole))))
        )
    sums = [sum(column) for column in zip(*table.cells, strict=True)]
    total = [
        Cell(str(n), _fact(ANSWERED, f.days, {"cause1": _text(column)}, n))
        for (column, _name), n in zip(table.columns, sums, strict=True)
    ]
    whole = sum(sums)
    lines.append(
        Line((Cell("合计"), *total, Cell(str(whole), _fact(ANSWERED, f.days, {}, whole))), "total")
    )
    return Grid(
        caption=caption,
        heads=(head, *(name for _key, name in table.columns), "合计"),
        lines=tuple(lines),
        unit="单位：起",
        notes=(f"列起数最多的{most}行，合计为全部。",) if len(table.rows) > most else (),
    )


def speed_grid(f: AnalysisFigures, rows: Iterable[Steps], caption: str) -> Grid:
    """Steps and quality, the county first."""
    steps = tuple((name.replace("收到到", ""), ("一半", "九成")) for name in STEPS.values())
    return Grid(
        caption=caption,
        heads=("单位", "办结", *steps, *(BY_CODE[code].name for code in QUALITY)),
        lines=(_steps(f, f.speed.whole, whole=True), *(_steps(f, one) for one in rows)),
        unit="单位：起、日",
        notes=(f"各环节从收到之日起算，自然日；办结不足5起的单位注明“{TOO_FEW}”。",),
    )


def _steps(f: AnalysisFigures, one: Steps, *, whole: bool = False) -> Line:
    keys = {} if whole else {"owner": _text(one.unit_id)}
    name = f"{one.name}（{TOO_FEW}）" if one.count and one.is_small and not whole else one.name
    quality = (
        Cell(text, _fact(code, f.days, keys, int(due)))
        for code, (text, due) in zip(QUALITY, one.quality, strict=True)
    )
    return Line(
        (
            Cell(name),
            Cell(str(one.count), _fact("concluded", f.days, keys, one.count)),
            *(Cell(text) for pair in one.days for text in pair),
            *quality,
        ),
        "total" if whole else "",
    )


def tasks_grid(f: AnalysisFigures, tasks: Iterable[Task], caption: str) -> Grid:
    """Tasks with their problem, unit, day and state."""
    return Grid(
        caption=caption,
        heads=("问题", "分析月份", "单位", "完成期限", "状态"),
        lines=tuple(_task(one) for one in tasks),
        notes=(f"状态截至{day(f.taken_on)}。",),
    )


def _task(one: Task) -> Line:
    state = f"{one.state}（{one.closed_on}）" if one.closed_on else one.state
    if one.is_late:
        state += "，已超期限"
    return Line(
        (Cell(one.problem), Cell(one.month), Cell(one.unit), Cell(one.due_on), Cell(state)),
        "marked" if one.is_late else "",
    )
