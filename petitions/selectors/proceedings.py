"""What is pending on a matter beside its clocks: disputes, recusals, hearings, reviews, papers to serve."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from organizations.selectors import setting
from petitions.domain.evaluation import WINDOW_DAYS
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
    UrgentDelivery,
    UrgentReport,
)

#: Papers that answer the petition; their service opens the evaluation.
ANSWERS = (DocumentKind.OPINION, DocumentKind.REPLY)
#: Papers from one organ to another, which are not served on the petitioner.
BETWEEN_ORGANS = (
    DocumentKind.REPORT,
    DocumentKind.TRANSFER,
    DocumentKind.ASSIGNMENT,
    DocumentKind.OBJECTION,
)


@dataclass(frozen=True)
class Proceedings:
    """Rows that decide which acts are possible now, read once.

    ``round``: how many opinions were issued; each has remedies of its own, 0 before the first.

    ``answered_on``: day the first opinion or reply was served.
    """

    dispute: CompetenceDispute | None = None
    recusals: tuple[Recusal, ...] = ()
    hearing: Hearing | None = None
    requests: tuple[CoHandling, ...] = ()
    reviews: tuple[Review, ...] = ()
    unserved: tuple[Document, ...] = ()
    execution: Execution | None = None
    urgent: tuple[UrgentDelivery, ...] = ()
    is_rated: bool = False
    round: int = 0
    answered_on: date | None = None
    recused: frozenset[int] = field(default_factory=frozenset)

    def review(self, level: str) -> Review | None:
        """The review of a level of the latest opinion that was not dismissed."""
        return next(
            (
                r
                for r in self.reviews
                if (r.level, r.round) == (level, self.round) and r.status != ReviewStatus.DISMISSED
            ),
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
    there = _what_there_is().get(pk=case.pk)
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
        urgent=tuple(_urgent(case)) if there["has_urgent"] else (),
        is_rated=there["has_rating"],
        round=there["opinions"] or 0,
        answered_on=there["answered_on"],
        **(_recusals(case) if there["has_recusal"] else {}),
    )


def opinions_of(documents: QuerySet) -> QuerySet:
    """The opinions among the papers of a matter, each once: a correction is no further one."""
    return documents.filter(kind=DocumentKind.OPINION, corrects=None)


def evaluation_days(*, on: date) -> int:
    """Days from the service of the answer in which the petitioner may evaluate (one query)."""
    return int(setting("evaluation_days", on=on, default=WINDOW_DAYS))


@cache
def _what_there_is() -> QuerySet:
    """What there is on each matter, built once: its subqueries cost more to build than to run."""
    mine = {"case": OuterRef("pk")}
    there = {
        "has_dispute": CompetenceDispute.objects.filter(**mine, status=DecisionStatus.PENDING),
        "has_hearing": Hearing.objects.filter(**mine, ends_on__isnull=True),
        "has_recusal": Recusal.objects.filter(**mine),
        "has_request": CoHandling.objects.filter(**mine),
        "has_review": Review.objects.filter(**mine),
        "has_execution": Execution.objects.filter(**mine),
        "has_urgent": UrgentReport.objects.filter(**mine),
        "has_rating": Evaluation.objects.filter(**mine),
        "has_unserved": _unserved(Document.objects.filter(**mine)),
    }
    answers = Document.objects.filter(**mine, kind__in=ANSWERS, served_on__isnull=False)
    return (
        Case.objects.order_by()
        .values("pk")
        .annotate(
            **{name: Exists(found) for name, found in there.items()},
            opinions=Subquery(
                opinions_of(Document.objects.filter(**mine))
                .order_by()
                .values("case")
                .annotate(n=Count("pk"))
                .values("n")
            ),
            answered_on=Subquery(answers.order_by("served_on").values("served_on")[:1]),
        )
    )


def _urgent(case: Case) -> QuerySet[UrgentDelivery]:
    """Every report onward, the earliest first, with its report and who sent it."""
    rows = UrgentDelivery.objects.filter(report__case=case)
    return rows.select_related("report", "by").order_by("sent_at", "id")


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
