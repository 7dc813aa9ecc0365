"""The county's figures of whole months that are over: read from closed months, re-opened ones counted anew.

A figure is the sum of the stored rows of the months that hold and of the counted rows of those that do not. What
was open at the beginning is the stock of the month before, put right by what re-opened months before it differ
from what is stored of them. Query budget of `county_figures`: 9 whatever the length of the history, up to 6 more
when months are re-opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from reporting.domain.closed_months import MOST_RECOUNTED, stretches, whole_months
from reporting.domain.figures import MonthFigures
from reporting.domain.periods import Month, Span
from reporting.models import FlowSide, LimitCell, ReceivedCell, UnitFlow
from reporting.selectors.cases import county_cases
from reporting.selectors.closed_months import Ledger, ledger
from reporting.selectors.figures import (
    TREND_FIGURES,
    Counted,
    by_day,
    count,
    cube_of,
    month_figures,
    trend_months,
)
from reporting.selectors.units import UnitRows, flows_of, limits_of

Row = Mapping[str, Any]
SPLITS = (
    "form",
    "level_visited",
    "is_collective",
    "content_class__code",
    "content_class__name",
    "content_class__parent__name",
    "is_repeat",
    "is_unplaced",
)
PATHS = {FlowSide.PLACE: "place__path", FlowSide.OWNER: "responsible_unit__path"}


def county_figures(span: Span) -> MonthFigures:
    """Count a period of the whole county, as `month_figures(county_cases(), span)` does.

    Args:
        span: the days counted; only whole months that were closed are read from their sums.
    """
    return month_figures(county_cases(), span, counted=county_counts(span))


def county_counts(span: Span) -> Counted:
    """The rows the county's figures are made of, stored or counted."""
    plan = _plan(span)
    if plan is None:
        return count(county_cases(), span)
    return Counted(
        cube=[*_stored_cube(plan), *_counted_cube(plan)],
        units=UnitRows(**_flows(plan), limits=_limits(plan, span)),
        trend=_trend(plan),
    )


@dataclass(frozen=True)
class _Plan:
    """What is read from where.

    Attributes:
        book: the months kept in sums.
        months: "now", "last_month", "last_year" → months.
        trend: the months of the course.
        base: the newest month built before the period; its stock is where the period begins.
        mended: re-opened months before the period.
    """

    book: Ledger
    months: Mapping[str, tuple[Month, ...]]
    trend: tuple[Month, ...]
    base: Month | None
    mended: frozenset[Month]

    def stored(self, name: str) -> list[int]:
        """Rows of the months of that name that hold."""
        return self.book.holding(self.months[name])

    def again(self, months: Iterable[Month]) -> list[Month]:
        """Those of the months that have to be counted."""
        return [month for month in months if month in self.book.reopened]


def _plan(span: Span) -> _Plan | None:
    """How to read a span from closed months; None when it has to be counted."""
    months = {name: whole_months(*days) for name, days in span.days.items()}
    if not all(months.values()) or span.limits_to != span.days["now"][1]:
        return None
    book, first, last = ledger(), months["now"][0], months["now"][-1]
    if book.last is None or last > book.last:
        return None
    if sum(1 for month in book.reopened if month <= last) > MOST_RECOUNTED:
        return None
    mended = frozenset(month for month in book.reopened if month < first)
    return _Plan(book, months, trend_months(span.period), book.before(first), mended)


def _within(field: str, months: Collection[Month]) -> Q:
    """The day lies in one of the months; nothing lies in none."""
    found = Q(pk__in=[])
    for first, last in stretches(months):
        found |= Q(**{f"{field}__gte": first, f"{field}__lte": last})
    return found


def _total(field: Any, ids: Collection[int]) -> Any:
    return Coalesce(Sum(field, filter=Q(month__in=ids)), 0)


def _stored_cube(plan: _Plan) -> Iterable[Row]:
    ids = {name: plan.stored(name) for name in plan.months}
    sums = {name: _total("matters", found) for name, found in ids.items()}
    sums |= {f"persons_{name}": _total("persons", found) for name, found in ids.items()}
    rows = ReceivedCell.objects.filter(month__in={pk for found in ids.values() for pk in found})
    return rows.order_by().values(*SPLITS).annotate(**sums)


def _counted_cube(plan: _Plan) -> Iterable[Row]:
    days = {
        name: _within("received_on", plan.again(months)) for name, months in plan.months.items()
    }
    if not any(plan.again(months) for months in plan.months.values()):
        return ()
    return cube_of(county_cases(), days)


def _flows(plan: _Plan) -> dict[str, list[Row]]:
    """The rows of places and of responsible units: stored, then counted for what was re-opened."""
    now, before, year = (plan.stored(name) for name in plan.months)
    base = [plan.book.ids[plan.base]] if plan.base else []
    wrong = [plan.book.ids[one] for one in plan.mended if one in plan.book.ids]
    flow = F("received") - F("closed")
    stored = (
        UnitFlow.objects.filter(month__in={*now, *before, *year, *base, *wrong})
        .order_by()
        .values("side", path=F("unit__path"))
        .annotate(
            now=_total("received", now),
            last_month=_total("received", before),
            last_year=_total("received", year),
            head_count=_total("persons", now),
            visits=_total("batches", now),
            groups=_total("collective", now),
            again=_total("repeats", now),
            gone=_total("closed", now),
            stock=_total("pending", base) - _total(flow, wrong),
        )
    )
    rows: dict[str, list[Row]] = {side: [] for side in FlowSide.values}
    for row in stored:
        rows[row["side"]].append(_flow(row))
    if plan.again([*plan.mended, *(one for part in plan.months.values() for one in part)]):
        for side, path in PATHS.items():
            rows[side] += _counted_flows(plan, path)
    return {"by_place": rows[FlowSide.PLACE], "by_owner": rows[FlowSide.OWNER]}


def _flow(row: Row) -> Row:
    pending = row["stock"] + row["now"] - row["gone"]
    return {
        "path": row["path"],
        "received": row["now"],
        "last_month": row["last_month"],
        "last_year": row["last_year"],
        "persons": row["head_count"],
        "batches": row["visits"],
        "collective": row["groups"],
        "repeats": row["again"],
        "opening": row["stock"],
        "closed": row["gone"],
        "pending": pending,
    }


def _counted_flows(plan: _Plan, path: str) -> Iterable[Row]:
    again = {name: plan.again(months) for name, months in plan.months.items()}
    came = {name: _within("received_on", months) for name, months in again.items()}
    rows = flows_of(
        county_cases(),
        path,
        came=came,
        closed=_within("closed_on", again["now"]),
        stock={
            "mended_in": _within("received_on", plan.mended),
            "mended_out": _within("closed_on", plan.mended),
        },
    )
    for row in rows:
        opening = row["mended_in"] - row["mended_out"]
        yield {
            **{name: value for name, value in row.items() if not name.startswith("mended")},
            "opening": opening,
            "pending": opening + row["received"] - row["closed"],
        }


def _limits(plan: _Plan, span: Span) -> list[Row]:
    """A matter counts once in a period however many of its limits ended in it: months cannot be added up."""
    (month, *more) = plan.months["now"]
    if more or month in plan.book.reopened:
        return list(limits_of(county_cases(), span))
    rows = LimitCell.objects.filter(month=plan.book.ids[month]).order_by()
    return list(rows.values("kind", "due", "missed", "late", path=F("unit__path")))


def _trend(plan: _Plan) -> dict[Month, dict[str, int]]:
    """Sums of each month of the course."""
    found = {month: dict.fromkeys(TREND_FIGURES, 0) for month in plan.trend}
    stored = (
        ReceivedCell.objects.filter(month__in=plan.book.holding(plan.trend))
        .order_by()
        .values(day=F("month__first_day"))
        .annotate(
            n=Sum("matters"),
            heads=Sum("persons"),
            groups=Coalesce(Sum("matters", filter=Q(is_collective=True)), 0),
        )
    )
    for sums in stored:
        three = (sums["n"], sums["heads"], sums["groups"])
        found[Month.of(sums["day"])] = dict(zip(TREND_FIGURES, three, strict=True))
    again = plan.again(plan.trend)
    if again:
        for row in by_day(county_cases().filter(_within("received_on", again))):
            for name in TREND_FIGURES:
                found[Month.of(row["received_on"])][name] += row[name]
    return found
