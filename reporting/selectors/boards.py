"""What the boards of the parts show, counted once for all parts.

Query budget of `board`: 8 whatever the data (units, matters received, course, open matters by day and unit, two
kinds of limits, the most pressing matters, what waits); a unit's head reads the last bulletin with one more
instead of what waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from organizations.authority import Authority
from organizations.models import Unit
from petitions.models import Case
from petitions.querysets import CaseQuerySet
from reporting.domain.boards import Bar, Day, Heat, bars, heat, weeks
from reporting.domain.figures import Tally, TrendPoint
from reporting.domain.measures import Rate
from reporting.domain.periods import Month, Span
from reporting.domain.spans import Period
from reporting.models import BulletinRow
from reporting.selectors.answers import Question
from reporting.selectors.board_scopes import Scope
from reporting.selectors.cases import received
from reporting.selectors.figures import trend
from reporting.selectors.measuring import measure
from reporting.selectors.units import KINDS, limits_of, owner_of

PRESSING = 8
SOON_DAYS = 7
PERIODS = ("now", "last_month", "last_year")
RATES = ("timely_rate", "concluded_rate")
NO_CLASS = "none"


@dataclass(frozen=True)
class Received:
    """Matters of one place, class and kind in the month and the months compared with."""

    path: str | None
    content: str
    content_name: str
    is_collective: bool
    is_repeat: bool
    tally: Tally


@dataclass(frozen=True)
class Stock:
    """Open matters of one unit whose next limit ends on one day."""

    path: str
    due_on: date | None
    count: int


@dataclass(frozen=True)
class Board:
    """The numbers of a board; see the properties for what is drawn."""

    on: date
    span: Span
    scope: Scope
    units: list[Unit]
    matters: list[Received]
    course: tuple[TrendPoint, ...]
    stock: list[Stock]
    rates: Mapping[str, Rate]
    pressing: list[Case]

    @cached_property
    def names(self) -> dict[int, str]:
        """Unit id → name."""
        return {unit.pk: str(unit) for unit in self.units}

    def tally(self, **only: bool) -> Tally:
        """Matters received, of those with these flags."""
        rows = (r for r in self.matters if all(getattr(r, k) == v for k, v in only.items()))
        return sum((row.tally for row in rows), Tally())

    @cached_property
    def pending(self) -> int:
        """Open now."""
        return sum(row.count for row in self.stock)

    @cached_property
    def overdue(self) -> int:
        """Open now with a limit that has passed."""
        return self._due(lambda day: day < self.on)

    @cached_property
    def soon(self) -> int:
        """Open now with a limit that ends within seven days, today included."""
        return self._due(lambda day: self.on <= day <= self.soon_until)

    @property
    def soon_until(self) -> date:
        """The last of the seven days that begin today."""
        return self.on + timedelta(days=SOON_DAYS - 1)

    def _due(self, wanted: Callable[[date], bool]) -> int:
        return sum(row.count for row in self.stock if row.due_on and wanted(row.due_on))

    @cached_property
    def calendar(self) -> list[list[Day]]:
        """Two weeks of deadlines."""
        counts: Counter[date] = Counter()
        for row in self.stock:
            if row.due_on:
                counts[row.due_on] += row.count
        return weeks(counts, today=self.on)

    @cached_property
    def class_names(self) -> dict[str, str]:
        """Code of level one → its name."""
        return {row.content: row.content_name for row in self.matters}

    def late_units(self, *, most: int) -> list[Bar]:
        """Units with most overdue matters."""
        owner = {unit.path: unit.pk for unit in self.units}
        numbers: Counter[int] = Counter()
        for row in self.stock:
            unit = owner_of(row.path, owner)
            if unit and row.due_on and row.due_on < self.on:
                numbers[unit] += row.count
        order = [unit.pk for unit in self.units if numbers[unit.pk]]
        return bars({pk: numbers[pk] for pk in order}, most=most)

    def classes(self, *, most: int) -> list[Bar]:
        """Classes of level one with most matters of the month."""
        numbers: Counter[str] = Counter()
        for row in self.matters:
            numbers[row.content] += row.tally.now
        return bars({key: numbers[key] for key in sorted(numbers)}, most=most)

    def heat(self, *, rows: int, columns: int) -> Heat:
        """Townships by classes of level one."""
        owner = {unit.path: unit.pk for unit in self.units if unit.kind == "township"}
        counted = ((owner_of(row.path, owner), row.content, row.tally.now) for row in self.matters)
        return heat(
            ((unit, content, n) for unit, content, n in counted if unit), rows=rows, columns=columns
        )


def board(
    scope: Scope,
    *,
    month: Month,
    on: date,
    units: list[Unit],
    pressing: CaseQuerySet | None = None,
) -> Board:
    """Count what a board shows.

    Args:
        scope: the matters counted, already narrowed by the filters of the page.
        month: the month whose matters received and limits are counted.
        on: today, for what is open and due.
        units: townships and departments of the month (`units_of`).
        pressing: matters the list of the most pressing ones is taken from; all that stand open when None.
    """
    span = Span.running(month, on)
    listed = (pressing if pressing is not None else scope.standing).open()
    late_first = listed.filter(next_due_on__isnull=False).select_related("responsible_unit")
    return Board(
        on=on,
        span=span,
        scope=scope,
        units=units,
        matters=_received(scope.received, span),
        course=tuple(
            TrendPoint(one.code, **sums) for one, sums in trend(scope.received, month).items()
        ),
        stock=[
            Stock(*row)
            for row in scope.standing.open()
            .order_by()
            .values_list("responsible_unit__path", "next_due_on")
            .annotate(n=Count("pk"))
        ],
        rates=_rates(scope, span),
        pressing=list(late_first.order_by("next_due_on", "pk")[:PRESSING]),
    )


def _received(cases: CaseQuerySet, span: Span) -> list[Received]:
    days = {name: received(*ends) for name, ends in span.days.items()}
    rows = (
        cases.filter(days["now"] | days["last_month"] | days["last_year"])
        .order_by()
        .values_list(
            "place__path",
            "content_class__code",
            "content_class__name",
            "content_class__parent__name",
            "is_collective",
            ExpressionWrapper(Q(repeat_of__isnull=False), output_field=BooleanField()),
        )
        .annotate(**{name: Count("pk", filter=condition) for name, condition in days.items()})
    )
    return [
        Received(
            path=path,
            content=f"{code[:2]}0000" if code else NO_CLASS,
            content_name=(parent or name) if code else "未分类",
            is_collective=together,
            is_repeat=again,
            tally=Tally(*numbers),
        )
        for path, code, name, parent, together, again, *numbers in rows
    ]


def _rates(scope: Scope, span: Span) -> dict[str, Rate]:
    """Limits kept; of one unit those it owed, as its row in the bulletin."""
    if span.limits_to < span.period.first_day:
        return {code: Rate(0, 0) for code in RATES}
    if scope.unit is not None:
        rows = limits_of(scope.limits, span, owners=[scope.unit.path])
        return {
            code: _sum(row for row in rows if row["kind"] == kind)
            for code, kind in zip(RATES, KINDS, strict=True)
        }
    period = Period(span.period.first_day, span.limits_to)
    answer = measure(scope.limits, Question(RATES, period))
    return {code: answer.value(code).rate or Rate(0, 0) for code in RATES}


def _sum(rows: Iterable[Mapping[str, Any]]) -> Rate:
    due = missed = 0
    for row in rows:
        due, missed = due + row["due"], missed + row["missed"]
    return Rate(due - missed, due)


@dataclass(frozen=True)
class Waiting:
    """What waits for the petition office to act."""

    to_send: int
    objected: int
    unplaced: int


def waiting(cases: CaseQuerySet) -> Waiting:
    """Matters not sent on yet, with an objection to decide, without a place as the queue lists them (one query)."""
    asked = {
        "to_send": Q(status="registered"),
        "objected": Q(status="objected"),
        "unplaced": Q(place__isnull=True),
    }
    rows = cases.filter(reduce(or_, asked.values())).order_by()
    found = rows.aggregate(**{name: Count("pk", filter=one) for name, one in asked.items()})
    return Waiting(**found)


def last_rows(unit_ids: Collection[int], *, months: int = 3) -> list[BulletinRow]:
    """The units' rows in the last published bulletins, newest first (one query).

    Each carries `units`, how many units were ranked with it, and `sharing`, how many have its place.
    """
    peers = BulletinRow.objects.filter(bulletin=OuterRef("bulletin"), group=OuterRef("group"))
    rows = BulletinRow.objects.filter(unit_id__in=unit_ids, bulletin__status="published").annotate(
        units=_count(peers.filter(rank_score__isnull=False)),
        sharing=_count(peers.filter(rank_score=OuterRef("rank_score"))),
    )
    found = rows.select_related("bulletin", "unit").order_by("-bulletin__first_day", "unit__order")
    return list(found[: months * max(len(unit_ids), 1)])


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("bulletin").annotate(n=Count("pk")).values("n"))


def registered_today(authority: Authority) -> dict[str, int]:
    """Form → matters this user registered today (one query)."""
    rows = Case.objects.filter(registered_by=authority.user, registered_at__date=authority.on)
    return dict(rows.order_by().values_list("form").annotate(n=Count("pk")))
