"""The petitioner's evaluation (满意度评价, 条例第二十一条第二款): of the petition office and of the unit, each apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Duplicate, Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from petitions.domain.evaluation import EvaluationState
from petitions.domain.evaluation import state as state_of
from petitions.enums import CaseStatus, EvaluationSource, EvaluationTarget, Rating
from petitions.models import Case, Evaluation
from petitions.selectors.proceedings import ANSWERS, evaluation_days
from petitions.services import acts

ARTICLE = "条例第二十一条第二款"


@dataclass(frozen=True)
class RatingDraft:
    """What the petitioner says of one target."""

    rating: str
    reason: str = ""


def served_answer_on(case: Case) -> date | None:
    """Day the opinion or reply was served, from which the evaluation is open; None before."""
    return (
        case.documents.filter(kind__in=ANSWERS, served_on__isnull=False)
        .order_by("served_on")
        .values_list("served_on", flat=True)
        .first()
    )


def evaluation_state(case: Case, *, on: date) -> EvaluationState:
    """Where the evaluation of a matter stands on a day."""
    served = served_answer_on(case)
    return state_of(
        served_on=served if case.status == CaseStatus.CONCLUDED else None,
        on=on,
        days=evaluation_days(on=on),
        rated=case.evaluations.exists(),
    )


@transaction.atomic
def evaluate_publicly(
    *, case: Case, ratings: Mapping[str, RatingDraft], now: datetime
) -> list[Evaluation]:
    """The petitioner's own evaluation through the look-up code; the caller has checked the code."""
    return _write(case, ratings, now, source=EvaluationSource.PUBLIC, note="", authority=None)


@transaction.atomic
def record_evaluation(
    *,
    authority: Authority,
    case: Case,
    ratings: Mapping[str, RatingDraft],
    source: str,
    source_note: str,
    now: datetime,
) -> list[Evaluation]:
    """A clerk enters an evaluation received by telephone or on paper, with its source."""
    acts.check_lawful(case, "evaluate")
    if not authority.is_office_staff:
        raise NotAllowed(_("代录评价由信访局工作人员办理，被评价单位不得代录。"))
    if source not in (EvaluationSource.PHONE, EvaluationSource.PAPER):
        raise Invalid(_("请选择评价来源。"), field="source")
    note = acts.need(source_note, "source_note", _("请写明评价的来源（通话时间、评价表编号）。"))
    return _write(case, ratings, now, source=source, note=note, authority=authority)


def _write(
    case: Case,
    ratings: Mapping[str, RatingDraft],
    now: datetime,
    *,
    source: str,
    note: str,
    authority: Authority | None,
) -> list[Evaluation]:
    on = timezone.localdate(now)
    standing = evaluation_state(case, on=on)
    if standing == EvaluationState.RATED:
        raise Duplicate(_("该事项已经评价。"), existing_id=case.pk)
    if standing != EvaluationState.OPEN:
        raise Unlawful(_("评价尚未开放或者已过评价期限。"), article=ARTICLE)
    if set(ratings) != set(EvaluationTarget.values):
        raise Invalid(_("请分别评价信访部门和责任单位。"), field="ratings")
    for target, given in ratings.items():
        if given.rating not in Rating.values:
            raise Invalid(_("请选择评价。"), field=f"{target}_rating")
        if given.rating == Rating.BAD and not given.reason.strip():
            raise Invalid(_("评价“不满意”的，请说明理由。"), field=f"{target}_reason")
    actor = authority.user if authority else None
    rows = Evaluation.objects.bulk_create(
        Evaluation(
            case=case,
            target=target,
            rating=given.rating,
            reason=given.reason.strip(),
            source=source,
            source_note=note,
            by=actor,
            at=now,
        )
        for target, given in ratings.items()
    )
    audit.record(
        case,
        "case.evaluate",
        actor=actor,
        at=now,
        source=source,
        ratings={target: given.rating for target, given in ratings.items()},
    )
    return rows
