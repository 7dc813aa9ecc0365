"""The tables of the annual report: each count with the question behind it, for the year and for the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reporting.domain.annual import PROGRESS, REVIEWS, UNCLASSED, VOLUME, AnnualFigures, Part
from reporting.domain.facts import NONE, Fact
from reporting.domain.figures import GROUPS
from reporting.domain.grid import Cell, Grid, Line
from reporting.domain.indicators import BY_CODE, Indicator
from reporting.domain.measures import NO_DATA, Comparison, share
from reporting.domain.spans import Period

HANDLED = ("timely_rate", "concluded_rate", "first_rate", "execution_rate")
JUDGED = ("participation", "office_satisfaction", "unit_satisfaction")
SENT = ("transferred", "assigned", "dispatch_rate", "feedback_rate", "objections")
SUPERVISED = ("supervised", "supervision_closed", "supervision_open")
STRUCTURE = {
    "form": "信访形式",
    "purpose": "信访目的",
    "level": "信访层级",
    "repeat": "初次和重复",
    "collective": "集体访",
}
#: Figures whose definitions are printed.
USED = (*VOLUME, "repeat_rate", *PROGRESS, *HANDLED, *JUDGED, *REVIEWS, *SENT, *SUPERVISED)


def main_grid(f: AnnualFigures, number: int) -> Grid:
    """Volume, progress, quality and reviews, one figure a row."""
    chapters = {
        "数量": (*VOLUME, "repeat_rate"),
        "办理": (*PROGRESS, *HANDLED),
        "评价和复查复核": (*JUDGED, *REVIEWS),
    }
    return _figures(f, f"表{number}　{f.year}年信访工作主要指标", chapters)


def sending_grid(f: AnnualFigures, number: int) -> Grid:
    """Transfers, assignments and supervision."""
    chapters = {"转送、交办": SENT, "督办": SUPERVISED}
    return _figures(f, f"表{number}　{f.year}年转送、交办、督办情况", chapters)


def _figures(f: AnnualFigures, caption: str, chapters: Mapping[str, Iterable[str]]) -> Grid:
    lines: list[Line] = []
    for name, codes in chapters.items():
        lines.append(Line((Cell(name),), "group"))
        lines += [_figure(f, BY_CODE[code]) for code in codes]
    heads = ("指标", "计量单位", "本年度", f.before, "同比")
    return Grid(caption=caption, heads=heads, lines=tuple(lines))


def _figure(f: AnnualFigures, one: Indicator) -> Line:
    if one.code in f.rates:
        pair = f.rates[one.code]
        cells = (
            Cell(pair.now.full, _rate_fact(one, pair.now.due, f.period)),
            Cell(pair.base.full, _rate_fact(one, pair.base.due, f.base_period)),
            Cell(pair.change),
        )
    else:
        cells = _compared(f, one.code, f.counts[one.code], {})
    return Line((Cell(one.name), Cell(one.unit), *cells))


def _rate_fact(one: Indicator, due: int, period: Period) -> Fact | None:
    return Fact(one.due, period) if due else None


def _compared(
    f: AnnualFigures, code: str, pair: Comparison, keys: Mapping[str, str]
) -> tuple[Cell, Cell, Cell]:
    """The year, the year before, and how it moved."""
    return (
        _number(pair.now, code, f.period, keys),
        Cell(NO_DATA) if pair.base is None else _number(pair.base, code, f.base_period, keys),
        Cell(pair.text),
    )


def _number(number: int, code: str, period: Period, keys: Mapping[str, str]) -> Cell:
    return Cell(str(number), Fact(code, period, dict(keys)) if number else None)


def structure_grid(f: AnnualFigures, number: int) -> Grid:
    """By form, purpose, level, first or repeated, collective or not."""
    lines: list[Line] = []
    for dimension, name in STRUCTURE.items():
        parts = [_part(f, dimension, one) for one in f.splits[dimension]]
        lines += [Line((Cell(name),), "group"), *parts] if parts else []
    return _parts(f, f"表{number}　{f.year}年信访事项构成", lines)


def fields_grid(f: AnnualFigures, number: int) -> Grid:
    """By class of level one."""
    lines = [_part(f, "class1", one) for one in f.splits["class1"]]
    return _parts(f, f"表{number}　{f.year}年信访事项涉及领域（一级分类）", lines)


def finer_grid(f: AnnualFigures) -> Grid:
    """By class of level two, in the order of their codes under their class of level one; for the annex."""
    above = {one.key: one.name for one in f.splits["class1"]}
    lines: list[Line] = []
    group = ""
    for one in sorted(f.splits["class2"], key=lambda part: (part.key == UNCLASSED, part.key)):
        top = UNCLASSED if one.key == UNCLASSED else f"{one.key[:2]}0000"
        if top != group:
            lines.append(Line((Cell(above.get(top, one.name)),), "group"))
            group = top
        is_top = one.key.endswith("0000")
        lines.append(_part(f, "class2", one, name="未细分" if is_top else ""))
    return _parts(f, "", lines)


def _parts(f: AnnualFigures, caption: str, lines: Iterable[Line]) -> Grid:
    heads = ("项目", "起数", "占比", f.before, "同比", "人次")
    return Grid(caption=caption, heads=heads, lines=tuple(lines), unit="单位：起、人次")


def _part(f: AnnualFigures, dimension: str, one: Part, *, name: str = "") -> Line:
    keys = {dimension: NONE if one.key == UNCLASSED else one.key}
    now, base, change = _compared(f, "matters", one.matters, keys)
    persons = _number(one.persons.now, "persons", f.period, keys)
    part = Cell(share(one.matters.now, f.counts["matters"].now))
    return Line((Cell(name or one.name), now, part, base, change, persons))


def organs_grid(f: AnnualFigures, number: int) -> Grid:
    """The organs named, with what became of their matters beside the number."""
    lines: list[Line] = []
    for group, name in GROUPS.items():
        mine = [_organ(f, at, one.unit_id) for at, one in enumerate(f.of_group(group), start=1)]
        lines += [Line((Cell(name),), "group"), *mine] if mine else []
    return Grid(
        caption=f"表{number}　{f.year}年被投诉较多的机关、单位",
        heads=(
            "序号",
            "单位",
            "起数",
            f.before,
            "同比",
            "重复信访",
            "复查复核改变",
            "督办",
            "满意率",
        ),
        lines=tuple(lines),
        unit="单位：起、件",
        notes=(
            "满意率为已评价责任单位的事项中评价满意、基本满意的比例，不足5件的注明“样本不足”，不作比较。",
        ),
    )


def _organ(f: AnnualFigures, at: int, unit_id: int) -> Line:
    one = next(organ for organ in f.organs if organ.unit_id == unit_id)
    keys = {"owner": str(unit_id)}
    rate = one.satisfied
    return Line(
        (
            Cell(str(at)),
            Cell(one.name),
            *_compared(f, "matters", one.matters, keys),
            _number(one.repeats, "repeats", f.period, keys),
            _number(one.overturned, "reviews_overturned", f.period, keys),
            _number(one.supervised, "supervised", f.period, keys),
            Cell(rate.full, Fact("unit_rated", f.period, keys) if rate.due else None),
        )
    )


def suggestions_grid(f: AnnualFigures, number: int) -> Grid:
    """The three kinds of suggestion with what became of them."""
    lines = []
    for one in f.suggestions:
        asked, before = _issued(one.kind, f.period), _issued(one.kind, f.base_period)
        lines.append(
            Line(
                (
                    Cell(one.name),
                    _listed(one.issued.now, asked),
                    Cell(NO_DATA) if one.issued.base is None else _listed(one.issued.base, before),
                    Cell(one.issued.text),
                    _listed(one.full, {**asked, "adoption": "full"}),
                    _listed(one.part, {**asked, "adoption": "part"}),
                    _listed(one.refused, {**asked, "adoption": "none"}),
                    _listed(one.waiting, {**asked, "status": "issued"}),
                )
            )
        )
    heads = ("种类", "提出", f.before, "同比", "采纳", "部分采纳", "不采纳", "待反馈")
    caption = f"表{number}　{f.year}年三项建议及采纳情况"
    return Grid(caption=caption, heads=heads, lines=tuple(lines), unit="单位：件")


def _issued(kind: str, period: Period) -> dict[str, str]:
    days = (period.first_day.isoformat(), period.last_day.isoformat())
    return {"kind": kind, "issued_from": days[0], "issued_to": days[1]}


def _listed(number: int, asked: Mapping[str, str]) -> Cell:
    return Cell(str(number), suggestions=asked if number else None)


def definitions_grid(period_word: str = "本年度") -> Grid:
    """The definition of each figure the report uses, in the words of a year; for the annex."""
    used = [BY_CODE[code] for code in USED]
    lines = (
        Line((Cell(one.name), Cell(one.unit), Cell(one.formula.replace("当期", period_word))))
        for one in used
    )
    return Grid(caption="", heads=("指标", "计量单位", "口径"), lines=tuple(lines))
