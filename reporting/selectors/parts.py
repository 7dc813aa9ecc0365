"""The counted parts of the figures: of which source, which of its rows, and what is added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from organizations.enums import UnitKind
from petitions.enums import DispatchKind, EvaluationTarget, Rating
from petitions.models import Case, Evaluation
from reporting.domain.spans import Period
from reporting.selectors.sources import SOURCES, first_window


@dataclass(frozen=True)
class Part:
    """One counted part: the source, which of its rows, and what is added up.

    ``only``: condition, for the period where it hangs on a setting; ``adds``: "rows", "cases" (each matter
    once) or "persons".
    """

    source: str
    only: Q | Callable[[Period], Q] = field(default_factory=Q)
    adds: str = "rows"

    def condition(self, period: Period) -> Q:
        """The rows that count for a period."""
        return SOURCES[self.source].happened(period) & self.rows_of(period)

    def rows_of(self, period: Period) -> Q:
        """Which of the source's rows are counted, whenever they happened."""
        return self.only(period) if callable(self.only) else self.only


def _rated(target: str, *ratings: str) -> Q:
    found = Evaluation.objects.filter(case=OuterRef("case"), target=target)
    return Q(Exists(found.filter(rating__in=ratings) if ratings else found))


def _never_repeated(period: Period) -> Q:
    """Nothing came again from the day after the closing to the end of the observation."""
    ends = OuterRef("closed_on") + timedelta(days=first_window(period.last_day))
    again = Case.objects.filter(
        repeat_of=OuterRef("pk"), received_on__gt=OuterRef("closed_on"), received_on__lte=ends
    )
    return ~Q(Exists(again))


def _third_or_later() -> Q:
    """One that came before, by day and on the same day by entry: a late entry of an old matter is no later one."""
    siblings = Case.objects.filter(repeat_of=OuterRef("repeat_of")).filter(
        Q(received_on__lt=OuterRef("received_on"))
        | Q(received_on=OuterRef("received_on"), pk__lt=OuterRef("pk"))
    )
    return Q(repeat_of__isnull=False) & (
        Q(repeat_of__repeat_of__isnull=False) | Q(Exists(siblings))
    )


VISIT = Q(form="visit")
LOWER = (UnitKind.TOWNSHIP, UnitKind.VILLAGE)
#: 条例第二十条第一款: the organ with power or the next above it; a township's next is the county, a
#: department's the city.
SKIPPED = VISIT & (
    Q(responsible_unit__kind__in=LOWER, level_visited__in=("city", "province", "national"))
    | (~Q(responsible_unit__kind__in=LOWER) & Q(level_visited__in=("province", "national")))
)
MISSED = Q(on_time=False) | Q(on_time__isnull=True)
GOOD = (Rating.GOOD, Rating.FAIR)
OFFICE, UNIT = EvaluationTarget.OFFICE, EvaluationTarget.UNIT
OVERTURNED = Q(outcome__in=("quashed", "changed", "redo"))

#: Matters whose cause is written down: answered in substance, not led elsewhere, filed or withdrawn.
ANSWERED = Q(status__in=("concluded", "settled"))

PARTS: Mapping[str, Part] = {
    "matters": Part("received"),
    "persons": Part("received", adds="persons"),
    "batches": Part("received", VISIT),
    "visit_persons": Part("received", VISIT, "persons"),
    "collective": Part("received", Q(is_collective=True)),
    "collective_persons": Part("received", Q(is_collective=True), "persons"),
    "firsts": Part("received", Q(repeat_of__isnull=True)),
    "repeats": Part("received", Q(repeat_of__isnull=False)),
    "repeats_3": Part("received", _third_or_later()),
    "skipped": Part("received", SKIPPED),
    "skipped_persons": Part("received", SKIPPED, "persons"),
    "to_city": Part("received", VISIT & Q(level_visited="city")),
    "to_province": Part("received", VISIT & Q(level_visited="province")),
    "to_national": Part("received", VISIT & Q(level_visited="national")),
    "from_superior": Part("received", Q(from_superior=True)),
    "anonymous": Part("received", Q(is_anonymous=True)),
    "urgent": Part("received", Q(is_urgent=True)),
    "dispatch_due": Part("dispatch", adds="cases"),
    "dispatch_missed": Part("dispatch", MISSED, "cases"),
    "transferred": Part("sent", Q(kind=DispatchKind.TRANSFER), "cases"),
    "assigned": Part("sent", Q(kind=DispatchKind.ASSIGN), "cases"),
    "feedback_due": Part("feedback", adds="cases"),
    "feedback_missed": Part("feedback", MISSED, "cases"),
    "inform_due": Part("inform", adds="cases"),
    "inform_missed": Part("inform", MISSED, "cases"),
    "conclude_due": Part("conclude", adds="cases"),
    "conclude_missed": Part("conclude", MISSED, "cases"),
    "closed": Part("closed"),
    "concluded": Part("concluded"),
    "pending": Part("pending"),
    "overdue": Part("overdue"),
    "backlog": Part("backlog"),
    "first_due": Part("first"),
    "first_resolved": Part("first", _never_repeated),
    "evaluable": Part("evaluation"),
    "evaluated": Part("evaluation", _rated(OFFICE) | _rated(UNIT)),
    "office_rated": Part("evaluation", _rated(OFFICE)),
    "office_satisfied": Part("evaluation", _rated(OFFICE, *GOOD)),
    "unit_rated": Part("evaluation", _rated(UNIT)),
    "unit_satisfied": Part("evaluation", _rated(UNIT, *GOOD)),
    "execution_due": Part("execution"),
    "execution_done": Part("execution", Q(done_on__lte=F("due_on"))),
    "reviews_asked": Part("asked", Q(level="review")),
    "rechecks_asked": Part("asked", Q(level="recheck")),
    "reviews_decided": Part("decided"),
    "reviews_upheld": Part("decided", Q(outcome="upheld")),
    "reviews_overturned": Part("decided", OVERTURNED),
    "objections": Part("objections"),
    "objections_refused": Part("objections", Q(status="refused")),
    "leader_opened": Part("led"),
    "leader_closed": Part("led_closed"),
    "leader_resolved": Part("led_closed", Q(outcome="resolved")),
    "leader_open": Part("led_open"),
    "cause_due": Part("closed", ANSWERED),
    "caused": Part("closed", ANSWERED & Q(cause__isnull=False)),
    "supervised": Part("supervised"),
    "supervision_closed": Part("supervised_closed"),
    "supervision_open": Part("supervised_open"),
}
