"""What the books show of duties left undone, for the proposals of supervision (条例第四十条).

A fixed number of queries whatever the number of matters, and one for each step back along chains of repeats. The petition
office and the county's leadership are nobody's to supervise by letter; their overdue acts escalate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accountability.domain.refusals import Step, wrong_steps
from accountability.domain.supervision_facts import (
    Backdated,
    Facts,
    LateClock,
    LateCorrection,
    Limits,
    Overturned,
    Promise,
    ServiceConflict,
    TurnedAway,
    WrongRefusal,
)
from accountability.selectors.fact_breaches import found_competent, steps_of
from organizations.enums import UnitKind
from organizations.selectors import setting
from petitions.enums import (
    CaseStatus,
    DecisionStatus,
    DocumentKind,
    LegalClass,
    ObjectionStatus,
    ReviewLevel,
    ReviewOutcome,
    ReviewStatus,
)
from petitions.models import (
    Case,
    Clock,
    CompetenceDispute,
    Document,
    Execution,
    Objection,
    Review,
    ServiceProof,
)

NOT_SUPERVISED = (UnitKind.PETITION_OFFICE, UnitKind.COUNTY)
AGAINST = (ReviewOutcome.QUASHED, ReviewOutcome.CHANGED, ReviewOutcome.REDO)
REVIEWED = {ReviewLevel.REVIEW: DocumentKind.OPINION, ReviewLevel.RECHECK: DocumentKind.REVIEW}
ARTICLE_OF = {ReviewLevel.REVIEW: "条例第三十五条", ReviewLevel.RECHECK: "条例第三十六条"}
CHAIN_DEPTH = 20


def supervision_limits(*, on: date) -> Limits:
    """The county's numbers on a day (five queries)."""
    usual = Limits()
    names = ("delay_days", "execution_days", "refusals", "window_days", "entry_days")
    return Limits(
        **{
            name: int(setting(f"supervision.{name}", on=on, default=getattr(usual, name)))
            for name in names
        }
    )


def supervision_facts(*, on: date, limits: Limits) -> Facts:
    """Everything one run looks at: what is undone today, and what was done wrongly within the window."""
    first = on - timedelta(days=limits.window_days)
    return Facts(
        clocks=_late(on),
        refusals=_wrong_refusals(first),
        turned_away=_turned_away(first - timedelta(days=limits.window_days)),
        overturned=_overturned(first),
        backdated=_backdated(first),
        corrections=_corrections(first),
        conflicts=_conflicts(first),
        promises=_promises(on),
    )


def _late(on: date) -> list[LateClock]:
    rows = Clock.objects.overdue(on=on).filter(owed_by_unit__isnull=False)
    rows = rows.exclude(owed_by_unit__kind__in=NOT_SUPERVISED).order_by("due_on", "pk")
    fields = ("case_id", "owed_by_unit_id", "pk", "code", "name", "article", "due_on")
    return [LateClock(*row) for row in rows.values_list(*fields)]


def _wrong_refusals(first: date) -> list[WrongRefusal]:
    refused = Case.objects.filter(status=CaseStatus.NOT_ACCEPTED, closed_on__gte=first)
    units = dict(
        refused.exclude(responsible_unit__kind__in=NOT_SUPERVISED)
        .order_by("pk")
        .values_list("pk", "responsible_unit_id")
    )
    found, competent = [], found_competent(units)
    for chain in _chains(units):
        for step, breach in wrong_steps(chain, competent):
            if step.case_id in units:
                unit_id = units[step.case_id]
                found.append(
                    WrongRefusal(step.case_id, unit_id, breach.on, breach.text, breach.article)
                )
    return list(dict.fromkeys(found))


def _chains(case_ids: Iterable[int]) -> list[list[Step]]:
    """Each refused matter with what it repeats and what repeats it."""
    links: dict[int, set[int]] = {pk: set() for pk in case_ids}
    frontier = set(links)
    for _step in range(CHAIN_DEPTH):
        if not frontier:
            break
        near = Case.objects.filter(Q(pk__in=frontier) | Q(repeat_of__in=frontier))
        before = links.keys() | set()
        for pk, earlier in near.order_by("pk").values_list("pk", "repeat_of_id"):
            links.setdefault(pk, set())
            if earlier:
                links[pk].add(earlier)
                links.setdefault(earlier, set()).add(pk)
        frontier = links.keys() - before
    steps = steps_of(Case.objects.all(), links)
    return [[steps[pk] for pk in group if pk in steps] for group in _connected(links)]


def _connected(links: dict[int, set[int]]) -> list[list[int]]:
    groups, seen = [], set()
    for start in links:
        if start in seen:
            continue
        group, waiting = [], [start]
        while waiting:
            pk = waiting.pop()
            if pk not in seen:
                seen.add(pk)
                group.append(pk)
                waiting.extend(links[pk])
        groups.append(group)
    return groups


def _turned_away(first: date) -> list[TurnedAway]:
    """Objections refused and disputes lost, also those a window before the first day, which count with later ones."""
    found = []
    objections = Objection.objects.filter(
        status=ObjectionStatus.REFUSED, decided_at__date__gte=first
    ).exclude(dispatch__to_unit__kind__in=NOT_SUPERVISED)
    fields = ("pk", "decided_at", "dispatch__to_unit_id", "dispatch__case_id")
    about = ("dispatch__case__number", "dispatch__case__legal_class")
    for pk, at, unit_id, case_id, number, kind in objections.order_by("pk").values_list(
        *fields, *about
    ):
        found.append(
            TurnedAway(
                case_id, unit_id, f"objection:{pk}", number, timezone.localdate(at),
                secret=kind == LegalClass.REPORT,
            )
        )  # fmt: skip
    disputes = CompetenceDispute.objects.filter(
        status=DecisionStatus.APPROVED,
        decided_at__date__gte=first,
        parties=F("decided_unit"),
    ).exclude(decided_unit__kind__in=NOT_SUPERVISED)
    fields = ("pk", "decided_at", "decided_unit_id", "case_id")
    about = ("case__number", "case__legal_class")
    for pk, at, unit_id, case_id, number, kind in disputes.order_by("pk").values_list(
        *fields, *about
    ):
        found.append(
            TurnedAway(
                case_id, unit_id, f"dispute:{pk}", number, timezone.localdate(at),
                is_dispute=True, secret=kind == LegalClass.REPORT,
            )
        )  # fmt: skip
    return found


def _overturned(first: date) -> list[Overturned]:
    """Opinions that did not stand, noted for the unit whose paper was reviewed."""
    rows = Review.objects.filter(
        status=ReviewStatus.DECIDED, outcome__in=AGAINST, decided_on__gte=first
    )
    reviews = list(rows.order_by("pk"))
    papers: dict[tuple[int, str], list[tuple[date, int]]] = defaultdict(list)
    written = Document.objects.filter(
        case__in=[r.case_id for r in reviews], kind__in=REVIEWED.values()
    ).exclude(unit__kind__in=NOT_SUPERVISED)
    for case_id, kind, day, unit_id in written.order_by("issued_on", "pk").values_list(
        "case_id", "kind", "issued_on", "unit_id"
    ):
        papers[case_id, kind].append((day, unit_id))
    found = []
    for review in reviews:
        level = ReviewLevel(review.level)
        units = [
            u for day, u in papers[review.case_id, REVIEWED[level]] if day <= review.requested_on
        ]
        if units and review.decided_on:
            words = str(level.label), str(ReviewOutcome(review.outcome).label)
            found.append(
                Overturned(
                    review.case_id, units[-1], review.pk, *words, review.decided_on,
                    ARTICLE_OF[level],
                )
            )  # fmt: skip
    return found


def _written(first: date) -> QuerySet[Any]:
    """Letters of this system (not of an imported register) recorded since a day, with the day of the record."""
    return (
        Document.objects.filter(
            number_serial__isnull=False, case__import_row="", recorded_at__date__gte=first
        )
        .exclude(unit__kind__in=NOT_SUPERVISED)
        .annotate(entered_on=TruncDate("recorded_at", output_field=DateField()))
        .order_by("pk")
    )


def _backdated(first: date) -> list[Backdated]:
    """Letters whose stated day kept a limit of their unit, though they were written down after it.

    A clock that was stopped on the day of the entry has been judged late already; the stated day still is to be looked into.
    """
    rows = _written(first).filter(
        corrects__isnull=True,
        case__clocks__stopped_on__in=(F("issued_on"), F("entered_on")),
        issued_on__lte=F("case__clocks__due_on"),
        case__clocks__owed_by_unit=F("unit"),
        entered_on__gt=F("case__clocks__due_on"),
    )
    fields = ("case_id", "unit_id", "pk", "title", "issued_on", "entered_on")
    clock = ("case__clocks__name", "case__clocks__due_on")
    seen = {row[2]: Backdated(*row) for row in rows.values_list(*fields, *clock)}
    return list(seen.values())


def _corrections(first: date) -> list[LateCorrection]:
    """Corrections of a letter after a review of the matter had been asked for."""
    rows = _written(first).filter(
        corrects__isnull=False, case__reviews__requested_on__lte=F("entered_on")
    )
    fields = ("case_id", "unit_id", "pk", "title", "entered_on")
    review = ("case__reviews__level", "case__reviews__requested_on")
    found: dict[int, LateCorrection] = {}
    for case_id, unit_id, pk, title, entered_on, level, requested_on in rows.values_list(
        *fields, *review
    ):
        words = str(ReviewLevel(level).label)
        row = LateCorrection(case_id, unit_id, pk, title, entered_on, words, requested_on)
        found.setdefault(pk, row)
    return list(found.values())


def _conflicts(first: date) -> list[ServiceConflict]:
    """Letters served on a day on or after which an attempt to serve them failed."""
    failed = (
        ServiceProof.objects.filter(
            is_served=False, on__gte=first, document__served_on__lte=F("on")
        )
        .exclude(document__unit__kind__in=NOT_SUPERVISED)
        .order_by("on", "pk")
    )
    fields = ("document__case_id", "document__unit_id", "document_id", "document__title")
    days = ("document__served_on", "on")
    found = {row[2]: ServiceConflict(*row) for row in failed.values_list(*fields, *days)}
    return list(found.values())


def _promises(on: date) -> list[Promise]:
    rows = Execution.objects.filter(done_on__isnull=True, due_on__lt=on)
    rows = rows.exclude(case__responsible_unit__kind__in=NOT_SUPERVISED).order_by("due_on", "pk")
    return [
        Promise(*row)
        for row in rows.values_list("case_id", "case__responsible_unit_id", "pk", "due_on")
    ]
