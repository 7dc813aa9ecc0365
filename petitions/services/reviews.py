"""复查 (条例第三十五条) and 复核 (第三十六条): asking and deciding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import Unit
from petitions.domain import remedy_texts
from petitions.domain.deadlines import is_on_time
from petitions.enums import DocumentKind, ReviewLevel, ReviewOutcome, ReviewStatus
from petitions.models import Case, Document, Review
from petitions.selectors.proceedings import opinions_of
from petitions.services import acts, clocks, review_papers


@dataclass(frozen=True)
class Remedy:
    """One level of remedy: its acts, clocks and papers."""

    level: ReviewLevel
    request_act: str
    decide_act: str
    right: str
    duty: str
    against: DocumentKind
    paper: DocumentKind
    article: str


# fmt: off
REMEDIES = {
    ReviewLevel.REVIEW: Remedy(
        ReviewLevel.REVIEW, "request_review", "decide_review", "C10", "C11",
        DocumentKind.OPINION, DocumentKind.REVIEW, "条例第三十五条",
    ),
    ReviewLevel.RECHECK: Remedy(
        ReviewLevel.RECHECK, "request_recheck", "decide_recheck", "C12", "C13",
        DocumentKind.REVIEW, DocumentKind.RECHECK, "条例第三十六条",
    ),
}
# fmt: on


@transaction.atomic
def request_review(
    *,
    authority: Authority,
    case: Case,
    level: str,
    grounds: str,
    requested_on: date,
    now: datetime,
    organ: Unit | None = None,
    organ_name: str = "",
) -> Review:
    """Record a petitioner's request; the deciding organ's thirty days start the day it was received.

    A late request is recorded as late: the organ decides whether to dismiss it. A paper never proven as
    served starts no period, so such a request is always in time.

    Raises:
        Unlawful: there is no opinion to review, or the level was used already.
    """
    remedy = _remedy(level)
    acts.check_lawful(case, remedy.request_act)
    if not authority.is_office_staff:
        raise NotAllowed(_("复查、复核请求由信访局登记。"))
    paper = _paper_against(case, remedy)
    acts.check_day(case, requested_on, now=now, field="requested_on", not_before=paper.issued_on)
    name = acts.need(str(organ or organ_name), "organ_name", _("请填写复查（复核）机关。"))
    row = Review.objects.create(
        case=case,
        level=level,
        round=_round(case, remedy),
        organ=organ,
        organ_name=name,
        grounds=acts.need(grounds, "grounds", _("请填写请求和理由。")),
        requested_on=requested_on,
        in_time=_in_time(case, remedy, requested_on),
        recorded_by=authority.user,
        recorded_at=now,
    )
    clocks.stop(case=case, codes=[remedy.right], on=requested_on, by=f"case.{remedy.request_act}")
    clocks.start(
        case=case,
        code=remedy.duty,
        started_on=requested_on,
        owed_by_id=organ.pk if organ else None,
        book=clocks.load_book(on=timezone.localdate(now)),
    )
    clocks.refresh_next_due(case)
    audit.record(
        case,
        f"case.{remedy.request_act}",
        actor=authority.user,
        at=now,
        on=requested_on,
        in_time=row.in_time,
    )
    return row


@transaction.atomic
def dismiss_review(
    *,
    authority: Authority,
    review: Review,
    reason: str,
    dismissed_on: date,
    now: datetime,
    organ_number: str = "",
) -> Review:
    """Refuse a request in writing: late, out of scope, or a level skipped."""
    acts.check_lawful(review.case, "dismiss_review")
    _need_organ(authority, review)
    reason = acts.need(reason, "reason", _("请写明不予受理的理由和依据。"))
    acts.check_day(
        review.case, dismissed_on, now=now, field="dismissed_on", not_before=review.requested_on
    )
    unit = review.organ or review.case.first_contact_unit
    review_papers.write(
        authority=authority,
        review=review,
        kind=DocumentKind.DISMISSAL,
        body=remedy_texts.dismissal(
            acts.facts_for(review.case, authority=authority, on=dismissed_on, unit=unit),
            level=str(review.get_level_display()),
            requested_on=review.requested_on,
            reason=reason,
        ),
        number=organ_number,
        on=dismissed_on,
        now=now,
    )
    _end(
        authority,
        review,
        target=ReviewStatus.DISMISSED,
        verb="review.dismiss",
        now=now,
        decided_on=dismissed_on,
    )
    _duty_done(review, dismissed_on, by="review.dismiss", now=now)
    clocks.refresh_next_due(review.case)
    audit.record(review.case, "review.dismiss", actor=authority.user, at=now, reason=reason)
    return review


@transaction.atomic
def decide_review(
    *,
    authority: Authority,
    review: Review,
    outcome: str,
    opinion: str,
    legal_basis: str,
    decided_on: date,
    now: datetime,
    served_on: date | None = None,
    served_how: str = "",
    redo_due_on: date | None = None,
    organ_number: str = "",
) -> Document:
    """Issue the opinion of a review or re-review, or record that of a higher organ; its service starts the next period.

    `redo_due_on` sets the day by which the first unit must handle the matter anew (责令重新处理); `organ_number` is
    the number a higher organ gave its own paper.
    """
    remedy, case = _remedy(review.level), review.case
    acts.check_lawful(case, remedy.decide_act)
    _need_organ(authority, review)
    _check_outcome(outcome, redo_due_on)
    acts.check_day(case, decided_on, now=now, field="decided_on", not_before=review.requested_on)
    legal_basis = review_papers.check_words(review, opinion, legal_basis, article=remedy.article)
    paper = review_papers.write(
        authority=authority,
        review=review,
        kind=remedy.paper,
        body=review_papers.body(review, outcome, opinion, legal_basis, redo_due_on),
        number=organ_number,
        on=decided_on,
        now=now,
    )
    _end(
        authority,
        review,
        target=ReviewStatus.DECIDED,
        verb="review.decide",
        now=now,
        decided_on=decided_on,
        outcome=outcome,
        redo_due_on=redo_due_on,
        document=paper,
    )
    _duty_done(review, decided_on, by=f"case.{remedy.decide_act}", now=now)
    if redo_due_on:  # a re-review that orders it again sets its own day
        clocks.cancel(case=case, codes=["R1"], on=decided_on, by=f"case.{remedy.decide_act}")
        clocks.start(
            case=case,
            code="R1",
            started_on=decided_on,
            owed_by_id=case.responsible_unit_id,
            book=clocks.load_book(on=timezone.localdate(now)),
            due_on=redo_due_on,
        )
    acts.hand_over(
        document=paper, served_on=served_on, served_how=served_how, authority=authority, now=now
    )
    clocks.refresh_next_due(case)
    audit.record(case, f"case.{remedy.decide_act}", actor=authority.user, at=now, outcome=outcome)
    return paper


def _check_outcome(outcome: str, redo_due_on: date | None) -> None:
    if outcome not in ReviewOutcome.values:
        raise Invalid(_("请选择结果。"), field="outcome")
    if (outcome == ReviewOutcome.REDO) != bool(redo_due_on):
        raise Invalid(_("责令重新处理的，须指定期限；其他结果不填。"), field="redo_due_on")


def _remedy(level: str) -> Remedy:
    if level not in ReviewLevel.values:
        raise Invalid(_("请选择复查或者复核。"), field="level")
    return REMEDIES[ReviewLevel(level)]


def _paper_against(case: Case, remedy: Remedy) -> Document:
    paper = case.documents.filter(kind=remedy.against, state="issued").order_by("id").last()
    if paper is None:
        words = _("处理意见") if remedy.against == DocumentKind.OPINION else _("复查意见")
        message = _("该事项没有可以请求的%(paper)s。") % {"paper": words}
        raise Unlawful(message, article=remedy.article)
    return paper


def _round(case: Case, remedy: Remedy) -> int:
    """Number of the opinion a request is directed against; each level is used once for each opinion."""
    turn = opinions_of(case.documents.all()).count()
    earlier = case.reviews.exclude(status=ReviewStatus.DISMISSED)
    used = set(earlier.filter(round=turn).values_list("level", flat=True))
    if remedy.level in used:
        raise Unlawful(_("同一处理意见每一级只复查（复核）一次。"), article=remedy.article)
    if remedy.level == ReviewLevel.RECHECK and ReviewLevel.REVIEW not in used:
        raise Unlawful(_("尚未对最近一次处理意见作出复查意见。"), article=remedy.article)
    if earlier.filter(status=ReviewStatus.OPEN).exists():
        raise Unlawful(_("尚有未作出意见的复查（复核）。"), article=remedy.article)
    return turn


def _in_time(case: Case, remedy: Remedy, requested_on: date) -> bool:
    clock = case.clocks.filter(code=remedy.right).order_by("id").last()
    return clock is None or is_on_time(clock.due_on, requested_on)


def _need_organ(authority: Authority, review: Review) -> None:
    if not (authority.is_office_staff or authority.acts_for(review.organ_id)):
        raise NotAllowed(_("只有复查（复核）机关或信访局可以办理。"))


def _end(
    authority: Authority, review: Review, *, target: str, verb: str, now: datetime, **stamps: Any
) -> None:
    transitions.apply(
        review,
        sources=[ReviewStatus.OPEN],
        target=target,
        verb=verb,
        actor=authority.user,
        at=now,
        **stamps,
    )


def _duty_done(review: Review, on: date, *, by: str, now: datetime) -> None:
    """Stop the organ's own period; a higher organ does not write down its decisions here, so their day stands."""
    duty = _remedy(review.level).duty
    clocks.stop(case=review.case, codes=[duty], on=on, by=by, now=now if review.organ else None)
