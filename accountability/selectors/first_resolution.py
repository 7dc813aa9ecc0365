"""First-time resolution (首办化解): how many first matters ended without a repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from petitions.enums import CaseStatus
from petitions.models import Case

RESOLVED_STATUSES = (CaseStatus.CONCLUDED, CaseStatus.SETTLED)
NAMES = {"responsible_unit": "responsible_unit__short_name", "first_contact": "first_contact__name"}


@dataclass(frozen=True)
class Resolution:
    """First matters closed in a period: ended without a repeat, repeated, or still being watched."""

    name: str
    key: int
    closed: int
    repeated: int
    watched: int

    @property
    def resolved(self) -> int:
        """Ended without a repeat within the window."""
        return self.closed - self.repeated - self.watched

    @property
    def due(self) -> int:
        """Denominator: matters whose window is over, or which were repeated already."""
        return self.closed - self.watched

    @property
    def rate(self) -> float | None:
        """Share resolved at the first handling, None while nothing is due."""
        return self.resolved / self.due if self.due else None

    @property
    def percent(self) -> str:
        """The rate in per cent with one decimal place, "" while nothing is due."""
        return "" if self.rate is None else f"{self.rate:.1%}".rstrip("%")


@dataclass(frozen=True)
class Question:
    """Which first matters are asked about.

    Attributes:
        by: ``"responsible_unit"`` or ``"first_contact"``.
        first, last: days of the closing, both included.
        window: calendar days without a repeat that make a matter resolved.
        on: today.
    """

    by: str
    first: date
    last: date
    window: int
    on: date

    @property
    def conditions(self) -> dict[str, Any]:
        """What "repeated" and "watched" mean, as conditions on a matter."""
        ends = OuterRef("closed_on") + timedelta(days=self.window)
        repeats = Exists(Case.objects.filter(repeat_of=OuterRef("pk"), received_on__lte=ends))
        running = Q(closed_on__gte=self.on - timedelta(days=self.window))
        return {
            "repeated": repeats,
            "watched": running & ~repeats,
            "resolved": ~running & ~repeats,
        }

    def matters(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """First matters (初次信访) concluded or settled in the period."""
        return cases.filter(
            status__in=RESOLVED_STATUSES,
            repeat_of__isnull=True,
            closed_on__gte=self.first,
            closed_on__lte=self.last,
        )


def first_resolutions(cases: QuerySet[Case], question: Question) -> list[Resolution]:
    """One line for each unit or officer, the largest first (small numbers are no ranking), in one query.

    A matter counts as resolved when no repeat of it was received within the window after its end; while the
    window still runs without one it is only watched and stays out of the rate.
    """
    by, name = question.by, NAMES[question.by]
    conditions = question.conditions
    rows = (
        question.matters(cases)
        .order_by()
        .values(by, name)
        .annotate(
            closed=Count("pk"),
            repeated=Count("pk", filter=conditions["repeated"]),
            watched=Count("pk", filter=conditions["watched"]),
        )
    )
    lines = [Resolution(r[name], r[by], r["closed"], r["repeated"], r["watched"]) for r in rows]
    return sorted(lines, key=lambda line: (-line.closed, line.key))


def resolution_cases(
    cases: QuerySet[Case], question: Question, *, key: int, state: str
) -> QuerySet[Case]:
    """The matters behind one figure: of a unit or officer, in one state ("" for all of them)."""
    found = question.matters(cases).filter(**{question.by: key})
    condition = question.conditions.get(state)
    return found.filter(condition) if condition is not None else found


def total(lines: Sequence[Resolution]) -> Resolution:
    """All lines together."""
    return Resolution(
        name="",
        key=0,
        closed=sum(line.closed for line in lines),
        repeated=sum(line.repeated for line in lines),
        watched=sum(line.watched for line in lines),
    )
