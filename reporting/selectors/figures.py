"""The county's figures of a period: one aggregate query for each kind of figure.

Query budget of `month_figures`: 8, whatever the number of units, forms and classes (cube, trend,
secret matters; units, population, two tables of cases, one of clocks).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from petitions.enums import Form, LegalClass, LevelVisited
from petitions.models import Case
from petitions.querysets import CaseQuerySet
from reporting.domain.figures import MonthFigures, Slice, Tally, TrendPoint
from reporting.domain.measures import small_cell
from reporting.domain.periods import Days, Month, Span
from reporting.domain.spans import Period
from reporting.selectors.cases import received
from reporting.selectors.units import UnitRows, unit_rows, unit_table

TOP_CLASSES = 5
TREND_MONTHS = 12
TREND_FIGURES = ("matters", "persons", "collective")
NO_CLASS = ("none", "未分类")
PERIODS = ("now", "last_month", "last_year")
Cube = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Counted:
    """The rows that figures are made of; several rows of one key are added up.

    Attributes:
        cube: matters received, by all that figures are split by.
        units: rows of the unit tables.
        trend: month → figures of the course.
    """

    cube: Cube
    units: UnitRows
    trend: Mapping[Month, Mapping[str, int]]


def month_figures(
    cases: CaseQuerySet,
    span: Span,
    *,
    unit_ids: Iterable[int] | None = None,
    with_reports: bool = True,
    counted: Counted | None = None,
) -> MonthFigures:
    """Count a period, or what has passed of a month.

    Args:
        cases: what may be counted: `county_cases()` for a bulletin, `visible_cases(authority)` for
            a dashboard.
        span: the days counted; compared with the period before and that of the year before.
        unit_ids: only these rows of the unit tables; all townships and departments when None.
        with_reports: also count secret matters, as printed (one query more).
        counted: the rows, when they were read already (`reporting.selectors.county`).
    """
    counted = counted or count(cases, span)
    cube = counted.cube
    table = unit_table(counted.units, span, unit_ids=unit_ids)
    visits = [row for row in cube if row["form"] == Form.VISIT]
    collective = [row for row in cube if row["is_collective"]]
    by_level = _slices(cube, lambda row: row["level_visited"], dict(LevelVisited.choices))
    return MonthFigures(
        period=span.period.code,
        limits_to=span.limits_to.isoformat(),
        matters=_tally(cube),
        persons=_tally(cube, "persons"),
        batches=_tally(visits),
        visit_persons=_tally(visits, "persons"),
        collective=_tally(collective),
        collective_persons=_tally(collective, "persons"),
        repeats=_tally(row for row in cube if row["is_repeat"]),
        by_form=_in_order(_slices(cube, lambda row: row["form"], dict(Form.choices)), Form.values),
        by_level=_in_order(by_level, LevelVisited.values),
        by_class=_most_first(_slices(cube, _level_one, _names_of_level_one(cube))),
        top_classes=_top_classes(cube),
        balance=table.balance,
        inform=table.inform,
        conclude=table.conclude,
        unplaced=_tally(row for row in cube if row["is_unplaced"]).now,
        reports=reports_received(span.period) if with_reports else "",
        units=table.units,
        trend=tuple(TrendPoint(month=month.code, **n) for month, n in counted.trend.items()),
    )


def count(cases: CaseQuerySet, span: Span) -> Counted:
    """Count the rows from the matters themselves."""
    days = {name: received(*ends) for name, ends in span.days.items()}
    return Counted(cube_of(cases, days), unit_rows(cases, span), trend(cases, span.period))


def cube_of(cases: CaseQuerySet, days: Mapping[str, Q]) -> Cube:
    """All parts of three periods in one query; the parts are summed in Python, so they agree."""
    sums: dict[str, Any] = {}
    for name, condition in days.items():
        sums[name] = Count("pk", filter=condition)
        sums[f"persons_{name}"] = Sum("head_count", filter=condition, default=0)
    return list(
        cases.filter(days["now"] | days["last_month"] | days["last_year"])
        .values(
            "form",
            "level_visited",
            "is_collective",
            "content_class__code",
            "content_class__name",
            "content_class__parent__name",
            is_repeat=Q(repeat_of__isnull=False),
            is_unplaced=Q(place__isnull=True),
        )
        .annotate(**sums)
        .order_by()
    )


def _tally(rows: Iterable[Mapping[str, Any]], what: str = "") -> Tally:
    prefix = f"{what}_" if what else ""
    sums = dict.fromkeys(PERIODS, 0)
    for row in rows:
        for name in PERIODS:
            sums[name] += row[f"{prefix}{name}"]
    return Tally(**sums)


def _slices(cube: Cube, key: Any, names: Mapping[str, Any]) -> list[Slice]:
    parts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in cube:
        parts[key(row)].append(row)
    return [
        Slice(part, str(names.get(part, part)), _tally(rows), _tally(rows, "persons"))
        for part, rows in parts.items()
    ]


def _in_order(slices: list[Slice], order: Sequence[str]) -> tuple[Slice, ...]:
    return tuple(sorted(slices, key=lambda one: order.index(one.key)))


def _most_first(slices: list[Slice]) -> tuple[Slice, ...]:
    return tuple(sorted(slices, key=lambda one: (-one.matters.now, one.key)))


def _level_one(row: Mapping[str, Any]) -> str:
    code = row["content_class__code"]
    return f"{code[:2]}0000" if code else NO_CLASS[0]


def _names_of_level_one(cube: Cube) -> dict[str, str]:
    names = {
        _level_one(row): row["content_class__parent__name"] or row["content_class__name"]
        for row in cube
    }
    return {**names, NO_CLASS[0]: NO_CLASS[1]}


def _top_classes(cube: Cube) -> tuple[Slice, ...]:
    """The classes of level two with most matters of the period."""
    classed = [row for row in cube if not (row["content_class__code"] or "0000").endswith("0000")]
    names = {row["content_class__code"]: row["content_class__name"] for row in classed}
    slices = _slices(classed, lambda row: row["content_class__code"], names)
    return tuple(one for one in _most_first(slices) if one.matters.now)[:TOP_CLASSES]


def reports_received(period: Days) -> str:
    """Secret matters of the period, county-wide, as printed: a small number is only bounded."""
    secret = Case.objects.filter(
        received(period.first_day, period.last_day), legal_class=LegalClass.REPORT
    )
    return small_cell(secret.count())


def trend_months(period: Days, *, months: int = TREND_MONTHS) -> tuple[Month, ...]:
    """The months of the course: at least twelve and all of the period's, ending with its last."""
    return Month.of(period.last_day).trailing(max(months, len(Period.of(period).months)))


def trend(cases: CaseQuerySet, period: Days) -> dict[Month, dict[str, int]]:
    """The course over the months that end with the period's last; a month without matters is zero.

    A free span may end inside a month: what came after its last day is not counted.
    """
    sums = {one: dict.fromkeys(TREND_FIGURES, 0) for one in trend_months(period)}
    for row in by_day(cases.filter(received(min(sums).first_day, period.last_day))):
        for name in TREND_FIGURES:
            sums[Month.of(row["received_on"])][name] += row[name]
    return sums


def by_day(cases: CaseQuerySet) -> QuerySet[Any, dict[str, Any]]:
    """The figures of the course by day, along the index."""
    return (
        cases.values("received_on")
        .annotate(
            matters=Count("pk"),
            persons=Sum("head_count", default=0),
            collective=Count("pk", filter=Q(is_collective=True)),
        )
        .order_by()
    )
