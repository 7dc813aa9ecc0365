"""What is pending on a matter beside its clocks: disputes, recusals, hearings, reviews, papers to serve."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from petitions.enums import (
    DecisionStatus,
    DocumentKind,
    DocumentState,
    ReviewLevel,
    ReviewStatus,
)
from petitions.models import (
    Case,
    CoHandling,
    CompetenceDispute,
    Document,
    Evaluation,
    Execution,
    Hearing,
    Recusal,
    Review,
)

#: Papers from one organ to another, which are not served on the petitioner.
BETWEEN_ORGANS = (
    DocumentKind.REPORT,
    DocumentKind.TRANSFER,
    DocumentKind.ASSIGNMENT,
    DocumentKind.OBJECTION,
)


@dataclass(frozen=True)
class Proceedings:
    """Rows that decide which acts are possible now, read once."""

    dispute: CompetenceDispute | None = None
    recusals: tuple[Recusal, ...] = ()
    hearing: Hearing | None = None
    requests: tuple[CoHandling, ...] = ()
    reviews: tuple[Review, ...] = ()
    unserved: tuple[Document, ...] = ()
    execution: Execution | None = None
    is_rated: bool = False
    recused: frozenset[int] = field(default_factory=frozenset)

    def review(self, level: str) -> Review | None:
        """The review of a level that was not dismissed."""
        return next(
            (r for r in self.reviews if r.level == level and r.status != ReviewStatus.DISMISSED),
            None,
        )

    @property
    def open_review(self) -> Review | None:
        """The review or re-review under way."""
        return next((r for r in self.reviews if r.status == ReviewStatus.OPEN), None)

    @property
    def final(self) -> Review | None:
        """The decided re-review, after which the matter may be terminated."""
        found = self.review(ReviewLevel.RECHECK)
        return found if found and found.status == ReviewStatus.DECIDED else None


def proceedings_of(case: Case) -> Proceedings:
    """Read what is pending: one query that tells what there is, and one for each kind that there is."""
    there = _what_there_is(case)
    return Proceedings(
        dispute=case.disputes.filter(status=DecisionStatus.PENDING).first()
        if there["has_dispute"]
        else None,
        hearing=case.hearings.filter(ends_on__isnull=True).first()
        if there["has_hearing"]
        else None,
        requests=tuple(case.co_handlings.select_related("unit").order_by("id"))
        if there["has_request"]
        else (),
        reviews=tuple(case.reviews.select_related("organ", "document").order_by("id"))
        if there["has_review"]
        else (),
        execution=Execution.objects.filter(case=case).first() if there["has_execution"] else None,
        unserved=tuple(_unserved(case.documents.all()).order_by("id"))
        if there["has_unserved"]
        else (),
        is_rated=there["has_rating"],
        **(_recusals(case) if there["has_recusal"] else {}),
    )


def _what_there_is(case: Case) -> dict[str, bool]:
    mine = {"case": OuterRef("pk")}
    found = (
        Case.objects.filter(pk=case.pk)
        .annotate(
            has_dispute=Exists(
                CompetenceDispute.objects.filter(**mine, status=DecisionStatus.PENDING)
            ),
            has_hearing=Exists(Hearing.objects.filter(**mine, ends_on__isnull=True)),
            has_recusal=Exists(Recusal.objects.filter(**mine)),
            has_request=Exists(CoHandling.objects.filter(**mine)),
            has_review=Exists(Review.objects.filter(**mine)),
            has_execution=Exists(Execution.objects.filter(**mine)),
            has_rating=Exists(Evaluation.objects.filter(**mine)),
            has_unserved=Exists(_unserved(Document.objects.filter(**mine))),
        )
        .values(
            "has_dispute",
            "has_hearing",
            "has_recusal",
            "has_request",
            "has_review",
            "has_execution",
            "has_rating",
            "has_unserved",
        )
        .get()
    )
    return {name: bool(value) for name, value in found.items()}


def _unserved(documents: QuerySet) -> QuerySet:
    """Papers for the petitioner without a proof of service."""
    return documents.filter(served_on__isnull=True, state=DocumentState.ISSUED).exclude(
        kind__in=BETWEEN_ORGANS
    )


def _recusals(case: Case) -> dict[str, Any]:
    rows = tuple(case.recusals.select_related("user").order_by("id"))
    return {
        "recusals": tuple(r for r in rows if r.status == DecisionStatus.PENDING),
        "recused": frozenset(r.user_id for r in rows if r.status == DecisionStatus.APPROVED),
    }
