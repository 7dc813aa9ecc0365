"""The pieces the boards are made of: boxes, lists, calendar, bars, heat table, course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accountability.selectors.leader_agenda import Engagement
from reporting.domain.drilldown import Drill
from reporting.domain.facts import Fact
from reporting.domain.measures import Rate
from reporting.domain.periods import Month
from reporting.domain.spans import MONTH, Period
from reporting.selectors.boards import Board
from reporting.views.common import cases_url, chart_svg, trend_chart

HEAT_ROWS, HEAT_COLUMNS = 9, 6
BARS = 8


@dataclass(frozen=True)
class Box:
    """A large number: definition, name, text, address, what is compared."""

    code: str
    name: str
    value: str
    url: str
    note: str = ""
    is_bad: bool = False
    is_small: bool = False


@dataclass(frozen=True)
class Part:
    """A piece of a question: a template and what it needs."""

    template: str
    context: Mapping[str, Any]


def _whole(shown: Board) -> Drill:
    first, until = shown.span.period.first_day, shown.span.until
    return Drill(received_from=first, received_to=until, **shown.scope.row)


def _open(shown: Board, **days: Any) -> Drill:
    """Matters that stand open, of the board's unit."""
    return Drill(**days, **shown.scope.stock)


def month(shown: Board) -> list[Box]:
    """The month: volume with last year's, limits kept, what is overdue now."""
    return [*volume(shown), *_rate_boxes(shown), _overdue(shown)]


def volume(shown: Board) -> list[Box]:
    """Matters received in the month, with last year's."""
    mine = _whole(shown)
    counted = (
        ("matters", _("起数"), shown.tally(), mine),
        ("repeats", _("重复信访"), shown.tally(is_repeat=True), replace(mine, repeat=True)),
        (
            "collective",
            _("集体访"),
            shown.tally(is_collective=True),
            replace(mine, collective=True),
        ),
    )
    return [
        Box(code, name, str(tally.now), cases_url(drill), tally.on_year.phrase(_("同比")))
        for code, name, tally, drill in counted
    ]


def now(shown: Board) -> list[Box]:
    """What is overdue, ends within a week, is open; a unit's own board counts what it has to handle."""
    soon = _open(shown, next_from=shown.on, next_to=shown.soon_until)
    is_own = shown.scope.is_own
    within, pending = (
        (_("承办七天内到期"), _("承办在办")) if is_own else (_("七天内到期"), _("在办"))
    )
    return [
        _overdue(shown),
        Box("due_soon", within, str(shown.soon), cases_url(soon)),
        Box("open_now", pending, str(shown.pending), cases_url(_open(shown, open_on=shown.on))),
    ]


def _overdue(shown: Board) -> Box:
    url = cases_url(_open(shown, late_on=shown.on))
    name = _("承办现已超期") if shown.scope.is_own else _("现已超期")
    return Box("overdue_now", name, str(shown.overdue), url, is_bad=shown.overdue > 0)


def _rate_boxes(shown: Board) -> list[Box]:
    names = {"timely_rate": _("及时受理率"), "concluded_rate": _("按期办结率")}
    return [
        Box(
            code,
            names[code],
            rate.shown,
            cases_url(_limits(shown, code)) if rate.due else "",
            f"{rate.hits}/{rate.due}",
            rate.is_bad,
            rate.is_few,
        )
        for code, rate in shown.rates.items()
    ]


def _limits(shown: Board, code: str) -> Drill:
    rate: Rate = shown.rates[code]
    first = shown.span.period.first_day
    return Drill(
        due_from=first,
        due_to=max(shown.span.limits_to, first),
        clock="inform" if code == "timely_rate" else "conclude",
        hit=False if rate.hits < rate.due else None,
        **shown.scope.owes,
    )


def boxes(boxes: list[Box]) -> Part:
    """Large numbers, three in a row."""
    return Part("reporting/boards/_boxes.html", {"boxes": boxes})


def rates(shown: Board) -> Part:
    """Limits of the month that were kept."""
    return boxes(_rate_boxes(shown))


def handled(shown: Board) -> Part:
    """Limits kept, and beside them what came again: speed never stands alone."""
    return boxes([*_rate_boxes(shown), *(one for one in volume(shown) if one.code == "repeats")])


def waits(rows: list[tuple[str, int, str]]) -> Part:
    """Short lines, each with a number: (name, number, address or "")."""
    return Part("reporting/boards/_waits.html", {"rows": rows})


def pressing(shown: Board, title: str, empty: str) -> Part:
    """The matters whose limits end first."""
    context = {"title": title, "cases": shown.pressing, "on": shown.on, "empty": empty}
    return Part("reporting/boards/_list.html", context)


def agenda(shown: Board, rows: list[Engagement]) -> Part:
    """A leader's own talks and reception days, each with its day."""
    return Part("reporting/boards/_agenda.html", {"rows": rows, "on": shown.on})


def calendar(shown: Board) -> Part:
    """Two weeks of deadlines; each day opens its matters."""
    weeks = [
        [(day, cases_url(_open(shown, next_from=day.on, next_to=day.on))) for day in week]
        for week in shown.calendar
    ]
    late = (shown.overdue, cases_url(_open(shown, late_on=shown.on)))
    return Part("reporting/boards/_calendar.html", {"weeks": weeks, "late": late})


def late(shown: Board) -> Part:
    """Units with overdue matters, most first."""
    rows = [
        (
            shown.names[int(bar.key)],
            bar,
            cases_url(replace(_open(shown, late_on=shown.on), owner=int(bar.key))),
        )
        for bar in shown.late_units(most=BARS)
    ]
    return _bars(_("现有超期事项的承办单位"), rows, _("没有超期事项"), "overdue_now")


def classes(shown: Board) -> Part:
    """Classes of level one of the month."""
    period = _period(shown)
    rows = [
        (
            shown.class_names[str(bar.key)],
            bar,
            cases_url(Fact("matters", period, {"class1": str(bar.key), **shown.scope.keys})),
        )
        for bar in shown.classes(most=BARS)
    ]
    return _bars(_("本月内容分类（起）"), rows, _("本月没有登记"), "matters")


def _bars(title: str, rows: list[Any], empty: str, code: str) -> Part:
    context = {"title": title, "rows": rows, "empty": empty, "code": code}
    return Part("reporting/boards/_bars.html", context)


def _period(shown: Board) -> Period:
    return Period.of_months(Month.of(shown.span.period.first_day), MONTH)


def heat(shown: Board) -> Part:
    """Townships by classes; each number opens its matters."""
    table = shown.heat(rows=HEAT_ROWS, columns=HEAT_COLUMNS)
    period = _period(shown)
    rows = []
    for at, unit in enumerate(table.rows):
        keys = {**shown.scope.keys, "place": str(unit)}
        cells = [
            (cell, cases_url(Fact("matters", period, {**keys, "class1": table.columns[i]})))
            for i, cell in enumerate(table.cells[at])
        ]
        whole = cases_url(Fact("matters", period, keys))
        rows.append((shown.names[unit], cells, table.totals[at], whole))
    columns = [shown.class_names.get(code, _("未分类")) for code in table.columns]
    return Part("reporting/boards/_heat.html", {"rows": rows, "columns": columns})


def course(shown: Board) -> Part:
    """Twelve months as lines, with their table."""
    svg = chart_svg("small_line", trend_chart(shown.course, shown.scope.row))
    return Part("reporting/boards/_course.html", {"svg": svg, "points": shown.course})
