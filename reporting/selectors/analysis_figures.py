"""Counts a month for its analysis paper, with the figures of the catalogue, so that each opens the matters behind it.

Query budget of `analysis_figures`: 30 (29 where every month is kept in sums) and one more for each further 500 matters
petitioned a third time or more in the month, whatever else the county has. Matters kept secret are in none of it (ADR 0037).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from accountability.models import TASK_OWED, ProblemTask
from accountability.selectors.problems import carried_into, problems_of
from petitions.domain.causes import level_one
from petitions.querysets import CaseQuerySet
from reporting.domain.analysis import STEPS, Course, Rise, risen
from reporting.domain.analysis_figures import (
    EXPLAINED,
    LEAST_RISE,
    REASONS,
    AnalysisFigures,
    CauseRow,
    Causes,
    ChainSums,
    Problem,
    Reason,
    Speed,
    Steps,
    Table,
    Task,
)
from reporting.domain.analysis_sums import chain_sums, hot_spots
from reporting.domain.crossing import Cross, Key
from reporting.domain.figures import TOWNSHIP
from reporting.domain.periods import Month
from reporting.domain.spans import MONTH, Period
from reporting.domain.values import Value
from reporting.selectors import analysis
from reporting.selectors.answers import Answer, Question
from reporting.selectors.causes import Causes as Counted
from reporting.selectors.causes import causes_of
from reporting.selectors.chains import chain_lengths
from reporting.selectors.dimensions import UNKNOWN
from reporting.selectors.measuring import measure
from reporting.selectors.units import owner_of, units_of

WHOLE = "全县"


def analysis_figures(
    cases: CaseQuerySet, month: Month, *, on: date, is_county: bool = False
) -> AnalysisFigures:
    """Count a month.

    Args:
        cases: matters that may be counted (`county_cases()`).
        month: a month that is over.
        on: the day the figures are taken; tasks stand as they do then.
        is_county: `cases` are all of the county's, so that sums kept of closed months may be read.
    """
    found = analysis.changes(cases, month, is_county=is_county)
    causes = causes_of(cases, month)
    owners = measure(
        cases,
        Question(("matters",), Period.of_months(month, MONTH), ("class1", "owner")),
    )
    return AnalysisFigures(
        month=month.code,
        taken_on=on.isoformat(),
        total=found.total,
        firsts=_repeated(found, "0", "初次信访"),
        repeats=_repeated(found, "1", "重复信访"),
        rises={
            name: tuple(sorted(rows, key=lambda row: (row.key is None, -row.now, row.name)))
            for name, rows in found.by.items()
        },
        reasons=tuple(
            _reason(one, found, owners, causes)
            for one in risen(found.by["class1"], count=EXPLAINED)
            if one.more >= LEAST_RISE
        ),
        hot=hot_spots(found.search, found.history[-found.search.months :][0], found.names),
        chains=_chains(cases, month),
        causes=_causes(causes),
        speed=_speed(cases, month),
        problems=_problems(month, on),
        carried=_carried(month, on),
    )


def _repeated(found: analysis.Changes, key: str, name: str) -> Rise:
    return next((row for row in found.by["repeat"] if row.key == key), Rise(key, name, 0, 0, 0))


def _reason(one: Rise, found: analysis.Changes, owners: Answer, causes: Counted) -> Reason:
    """Where a class rose, who answers for it, what those answered came from."""
    rows = [
        (keys[1], owners.names[1].get(keys[1]) or UNKNOWN["owner"], _number(owners, keys))
        for keys in owners.rows
        if keys[0] == one.key
    ]
    units = sorted((row for row in rows if row[2] and row[0]), key=lambda row: (-row[2], row[1]))
    answered = {
        column: number for (row, column), number in causes.by_class.cells.items() if row == one.key
    }
    named = sorted(
        ((str(key), causes.name("cause1", key), n) for key, n in answered.items() if key),
        key=lambda row: (-row[2], row[0]),
    )
    return Reason(
        rise=one,
        places=tuple(risen(found.places[cast("Key", one.key)], count=REASONS)),
        units=tuple((int(str(key)), name, n) for key, name, n in units[:REASONS]),
        causes=tuple(named[:REASONS]),
        answered=sum(answered.values()),
    )


def _number(answer: Answer, keys: tuple[Key, ...]) -> int:
    return int(answer.value("matters", keys).number or 0)


def _chains(cases: CaseQuerySet, month: Month) -> ChainSums:
    towns = {unit.path: unit for unit in units_of(month.last_day) if unit.kind == TOWNSHIP}
    owner = {path: unit.pk for path, unit in towns.items()}
    names = {unit.pk: str(unit) for unit in towns.values()}
    rows = ((times, now, owner_of(path, owner)) for times, now, path in chain_lengths(cases, month))
    return chain_sums(rows, names, unknown=UNKNOWN["place"])


def _causes(found: Counted) -> Causes:
    rows = tuple(
        CauseRow(found.name("cause1", level_one(str(one.key))) if one.key else "", one)
        for one in found.rises
        if one.now or one.previous or one.year_before
    )
    return Causes(
        rate=found.rate,
        rows=rows,
        by_class=_table(found, found.by_class, "class1"),
        by_unit=_table(found, found.by_unit, "owner"),
    )


def _table(found: Counted, table: Cross, down: str) -> Table:
    def named(dimension: str, keys: Iterable[Key]) -> list[tuple[Key, str]]:
        return [(key, found.name(dimension, key)) for key in keys]

    rows = table.largest_first(lambda key: found.name(down, key))
    return Table.of(table, named(down, rows), named("cause1", table.across()))


def _speed(cases: CaseQuerySet, month: Month) -> Speed:
    """Steps and quality of the month; of the month before the county's steps only."""
    found = analysis.courses(cases, month)
    answer = analysis.quality(cases, month)
    before = analysis.courses(cases, month.previous).whole
    units = {keys[0] for keys in answer.rows} | set(found.by_unit)
    rows = [
        _steps(
            found.by_unit.get(cast("int | None", unit), Course()),
            found.names.get(cast("int", unit)) or UNKNOWN["owner"],
            unit,
            [answer.value(code, (unit,)) for code in analysis.QUALITY],
        )
        for unit in units
    ]
    whole = [answer.total(code) for code in analysis.QUALITY]
    return Speed(
        whole=_steps(found.whole, WHOLE, None, whole),
        before=_steps(before, WHOLE, None, []),
        units=tuple(sorted(rows, key=lambda row: (row.unit_id is None, -row.count, row.name))),
    )


def _steps(course: Course, name: str, unit: Key, quality: Iterable[Value]) -> Steps:
    return Steps(
        unit_id=int(unit) if unit else None,
        name=name,
        count=course.count,
        days=tuple((course.median(step), course.slowest(step)) for step in STEPS),
        quality=tuple((one.text, bool(one.rate and one.rate.due)) for one in quality),
    )


def _problems(month: Month, on: date) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            kind=str(one.get_kind_display()),
            title=one.title,
            text=one.text,
            tasks=tuple(
                _task(task, one.month, one.title, on)
                for task in one.tasks.all()
                if task.given_on <= on
            ),
        )
        for one in problems_of(month.code)
    )


def _carried(month: Month, on: date) -> tuple[Task, ...]:
    rows = carried_into(month.code, first_day=month.first_day, until=on)
    return tuple(_task(row, row.problem.month, row.problem.title, on) for row in rows)


def _task(row: ProblemTask, month: str, problem: str, on: date) -> Task:
    return Task(
        month=month,
        problem=problem,
        unit=str(row.unit),
        due_on=row.due_on.isoformat(),
        closed_on=row.closed_on.isoformat() if row.closed_on else "",
        status=row.status,
        state=str(row.get_status_display()),
        is_late=row.status in TASK_OWED and row.due_on < on,
    )
