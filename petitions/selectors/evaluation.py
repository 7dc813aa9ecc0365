"""Where the petitioner's evaluation of a matter stands (待评价、已评价、超期未评价), on its page and in the list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from petitions.domain.evaluation import EvaluationState, state
from petitions.enums import CaseStatus
from petitions.models import Case, Document, Evaluation
from petitions.querysets import CaseQuerySet
from petitions.selectors.proceedings import ANSWERS, evaluation_days


def standing(
    case: Case, papers: Iterable[Document], *, rated: bool, on: date
) -> EvaluationState | None:
    """Where the evaluation stands, from what the page has loaded; None while it is not open (one query)."""
    served = [p.served_on for p in papers if p.kind in ANSWERS and p.served_on]
    if case.status != CaseStatus.CONCLUDED or not (served or rated):
        return None
    first = min(served) if served else None
    found = state(served_on=first, on=on, days=evaluation_days(on=on), rated=rated)
    return None if found == EvaluationState.CLOSED else found


def in_state(cases: CaseQuerySet, wanted: str, *, on: date) -> CaseQuerySet:
    """Concluded matters whose evaluation stands so on a day."""
    rated = Exists(Evaluation.objects.filter(case=OuterRef("pk")))
    if wanted == EvaluationState.RATED:
        return cases.filter(rated)
    answered = Document.objects.filter(
        case=OuterRef("pk"), kind__in=ANSWERS, served_on__isnull=False, served_on__lte=on
    )
    before = answered.filter(served_on__lt=on - timedelta(days=evaluation_days(on=on)))
    due = cases.filter(~rated, Exists(answered), status=CaseStatus.CONCLUDED)
    return (
        due.filter(Exists(before))
        if wanted == EvaluationState.LAPSED
        else due.exclude(Exists(before))
    )
