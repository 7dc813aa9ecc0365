"""Urgent matters and how far they were reported onward (条例第二十五条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q

from organizations.authority import Authority
from petitions.domain.urgency import REQUIRED, missing
from petitions.enums import UrgentRecipient
from petitions.models import Case, UrgentDelivery, UrgentReport
from petitions.querysets import CaseQuerySet


@dataclass(frozen=True)
class Line:
    """One recipient the article asks for: ``delivery`` is the first report to it, None while there is none."""

    code: str
    name: str
    delivery: UrgentDelivery | None


@dataclass(frozen=True)
class Standing:
    """How far a matter was reported: a line for each recipient of the article."""

    lines: tuple[Line, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the recipients that were not told."""
        return missing(line.code for line in self.lines if line.delivery)

    @property
    def unsigned(self) -> int:
        """Reports that nobody has signed for."""
        sent = [line.delivery for line in self.lines if line.delivery]
        return sum(delivery.acknowledged_at is None for delivery in sent)


def standing(deliveries: Iterable[UrgentDelivery]) -> Standing:
    """The lines of one matter from its reports, the earliest first; a signed one counts before an unsigned one."""
    found: dict[str, UrgentDelivery] = {}
    for row in deliveries:
        kept = found.get(row.recipient)
        if kept is None or (kept.acknowledged_at is None and row.acknowledged_at):
            found[row.recipient] = row
    names = dict(UrgentRecipient.choices)
    return Standing(tuple(Line(code, str(names[code]), found.get(code)) for code in REQUIRED))


def urgent_matters(authority: Authority, *, waiting: bool) -> CaseQuerySet:
    """Urgent matters the user may see; `waiting`: with a recipient that was not told yet, closed or not."""
    cases = Case.objects.visible_to(authority).filter(is_urgent=True)
    if waiting:
        told = UrgentDelivery.objects.filter(report__case=OuterRef("pk"))
        untold = Q(pk__in=[])
        for code in REQUIRED:
            untold |= ~Q(Exists(told.filter(recipient=code)))
        cases = cases.filter(untold)
    reports = UrgentReport.objects.prefetch_related(
        Prefetch("deliveries", UrgentDelivery.objects.order_by("sent_at", "id"))
    )
    return cases.select_related("responsible_unit").prefetch_related(
        Prefetch("urgent_reports", reports.order_by("reported_at", "id"))
    )


def standing_of(case: Case) -> Standing:
    """The lines of a matter of `urgent_matters` (no query)."""
    return standing(row for report in case.urgent_reports.all() for row in report.deliveries.all())
