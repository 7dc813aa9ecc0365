"""What is counted for each figure: the rows, the day they count for, and the condition in SQL.

A source is a kind of event (a matter received, a limit that ended, an evaluation window that closed). Every
source leads back to the matters it stands on, so that a figure and the list behind it are one condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accountability.models import LeaderCase, Supervision
from organizations.enums import UnitKind
from organizations.selectors import setting
from petitions.domain.evaluation import WINDOW_DAYS
from petitions.enums import CaseStatus, DocumentKind, ReviewStatus
from petitions.models import Clock, Dispatch, Document, Execution, Objection, Review
from petitions.querysets import CaseQuerySet
from reporting.domain.spans import Period
from reporting.selectors.cases import CONCLUDE, INFORM, late_at, open_at

Rows = QuerySet[Any]
#: National practice asks for no repeat within this many days; a county sets its own.
FIRST_WINDOW_DAYS = 60
BACKLOG_DAYS = 183


@dataclass(frozen=True)
class Source:
    """A kind of event.

    Attributes:
        rows: the events of the matters that may be counted.
        happened: condition that the event counts for a period.
        case: path from the event to its matter ("" when the event is the matter).
        owner: path of the unit that answers for it.
    """

    rows: Callable[[CaseQuerySet], Rows]
    happened: Callable[[Period], Q]
    case: str = ""
    owner: str = "responsible_unit__path"

    @property
    def to_case(self) -> str:
        """Prefix of the matter's own columns."""
        return f"{self.case}__" if self.case else ""


def _within(field: str, *, shift: Callable[[date], int] | None = None) -> Callable[[Period], Q]:
    """The event's day lies in the period, after that many days more."""

    def condition(period: Period) -> Q:
        days = timedelta(days=shift(period.last_day) if shift else 0)
        return Q(
            **{f"{field}__gte": period.first_day - days, f"{field}__lte": period.last_day - days}
        )

    return condition


def _moment(field: str) -> Callable[[Period], Q]:
    def condition(period: Period) -> Q:
        return Q(
            **{f"{field}__date__gte": period.first_day, f"{field}__date__lte": period.last_day}
        )

    return condition


def _of(model: Any, path: str = "case") -> Callable[[CaseQuerySet], Rows]:
    return lambda cases: model.objects.filter(**{f"{path}__in": cases})


def _limits(*codes: str) -> Callable[[CaseQuerySet], Rows]:
    return lambda cases: Clock.objects.filter(case__in=cases, code__in=codes).exclude(
        status="cancelled"
    )


def _sent_by_the_office(cases: CaseQuerySet) -> Rows:
    """Transfers and assignments of the petition office; a unit that sends on within its own system does another thing."""
    return Dispatch.objects.filter(case__in=cases, from_unit__kind=UnitKind.PETITION_OFFICE)


def evaluation_window(on: date) -> int:
    """Days a petitioner may evaluate, as set on a day."""
    return int(setting("evaluation_days", on=on, default=WINDOW_DAYS))


def first_window(on: date) -> int:
    """Days without a repeat that make a matter resolved at the first handling."""
    return int(setting("first_resolution.window", on=on, default=FIRST_WINDOW_DAYS))


def _answered(cases: CaseQuerySet) -> Rows:
    """The first answer served in each concluded matter: it opens the evaluation."""
    answers = Document.objects.filter(
        kind__in=(DocumentKind.OPINION, DocumentKind.REPLY), served_on__isnull=False
    )
    sooner = answers.filter(case=OuterRef("case")).filter(
        Q(served_on__lt=OuterRef("served_on"))
        | Q(served_on=OuterRef("served_on"), pk__lt=OuterRef("pk"))
    )
    mine = answers.filter(case__in=cases, case__status=CaseStatus.CONCLUDED)
    return mine.exclude(Exists(sooner))


def _first_matters(cases: CaseQuerySet) -> Rows:
    done = (CaseStatus.CONCLUDED, CaseStatus.SETTLED)
    return cases.filter(status__in=done, repeat_of__isnull=True)


def _late_case(period: Period) -> Q:
    late = Clock.objects.duties().filter(late_at(period.last_day), case=OuterRef("pk"))
    return open_at(period.last_day) & Q(Exists(late))


def _old_case(period: Period) -> Q:
    return open_at(period.last_day) & Q(
        received_on__lte=period.last_day - timedelta(days=BACKLOG_DAYS)
    )


def _standing(began: str, ended: str) -> Callable[[Period], Q]:
    def condition(period: Period) -> Q:
        begun = Q(**{f"{began}__date__lte": period.last_day})
        return begun & (
            Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__date__gt": period.last_day})
        )

    return condition


def _same(cases: CaseQuerySet) -> Rows:
    return cases


SUPERVISED = Supervision.objects.exclude(status__in=("proposed", "dismissed"))
LED = LeaderCase.objects.exclude(status="cancelled")

SOURCES: Mapping[str, Source] = {
    "received": Source(_same, _within("received_on")),
    "closed": Source(_same, _within("closed_on")),
    "concluded": Source(_same, _within("concluded_on")),
    "pending": Source(_same, lambda period: open_at(period.last_day)),
    "overdue": Source(_same, _late_case),
    "backlog": Source(_same, _old_case),
    "dispatch": Source(_limits("C1", "C1S"), _within("due_on"), "case", "owed_by_unit__path"),
    "sent": Source(_sent_by_the_office, _moment("sent_at"), "case", "to_unit__path"),
    "feedback": Source(_limits("C2"), _within("due_on"), "case", "owed_by_unit__path"),
    "inform": Source(_limits(*INFORM), _within("due_on"), "case", "owed_by_unit__path"),
    "conclude": Source(_limits(*CONCLUDE), _within("due_on"), "case", "owed_by_unit__path"),
    "first": Source(_first_matters, _within("closed_on", shift=first_window)),
    "evaluation": Source(
        _answered,
        _within("served_on", shift=evaluation_window),
        "case",
        "case__responsible_unit__path",
    ),
    "execution": Source(_of(Execution), _within("due_on"), "case", "case__responsible_unit__path"),
    "asked": Source(
        _of(Review),
        _within("requested_on"),
        "case",
        "case__responsible_unit__path",
    ),
    "decided": Source(
        lambda cases: Review.objects.filter(case__in=cases, status=ReviewStatus.DECIDED),
        _within("decided_on"),
        "case",
        "case__responsible_unit__path",
    ),
    "objections": Source(
        _of(Objection, "dispatch__case"),
        _moment("raised_at"),
        "dispatch__case",
        "dispatch__to_unit__path",
    ),
    "led": Source(
        lambda cases: LED.filter(case__in=cases),
        _moment("opened_at"),
        "case",
        "case__responsible_unit__path",
    ),
    "led_closed": Source(
        lambda cases: LED.filter(case__in=cases, status="closed"),
        _moment("closed_at"),
        "case",
        "case__responsible_unit__path",
    ),
    "led_open": Source(
        lambda cases: LED.filter(case__in=cases),
        _standing("opened_at", "closed_at"),
        "case",
        "case__responsible_unit__path",
    ),
    "supervised": Source(
        lambda cases: SUPERVISED.filter(case__in=cases),
        _moment("decided_at"),
        "case",
        "unit__path",
    ),
    "supervised_closed": Source(
        lambda cases: SUPERVISED.filter(case__in=cases, status="closed"),
        _moment("closed_at"),
        "case",
        "unit__path",
    ),
    "supervised_open": Source(
        lambda cases: SUPERVISED.filter(case__in=cases),
        _standing("decided_at", "closed_at"),
        "case",
        "unit__path",
    ),
}
