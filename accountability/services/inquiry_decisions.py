"""The end of an inquiry: handed to the competent organ, decided for each person, or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import inquiry_permissions as permissions
from accountability.domain.liability import missing_before_decision
from accountability.models import DecisionFile, Inquiry, InquiryPerson, InquiryStatus, Measure
from accountability.selectors.inquiries import organs_for, untold
from accountability.services.files import store_files
from accountability.services.inquiries import EARLY, need_inquirer, need_open, need_plain_words
from accountability.services.inquiry_notices import tell_of_inquiry, tell_organ
from core import audit, transitions
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority
from organizations.models import Unit
from petitions.services.drafts import Upload


@transaction.atomic
def submit_inquiry(
    *, authority: Authority, inquiry: Inquiry, competent: Unit, now: datetime
) -> Inquiry:
    """Hand the file to the organ that may decide (有管理权限的机关, 条例第四十条第三款).

    Raises:
        NotAllowed: the actor may not. Unlawful: somebody was not heard and the time is not over, was not told of all,
            or the consequence is not stated. Invalid: no organ with power over cadres, or one concerned itself.
    """
    need_open(authority=authority, inquiry=inquiry, only=(InquiryStatus.TOLD,))
    if competent not in organs_for(inquiry, on=authority.on):
        raise Invalid(
            _(
                "只能移送有管理权限的纪检监察、组织（人事）部门或者上级机关，涉及的单位和人员所在机关除外。"
            ),
            field="competent",
        )
    _need_heard(inquiry, authority.on)
    transitions.apply(
        inquiry,
        sources=[InquiryStatus.TOLD],
        target=InquiryStatus.SUBMITTED,
        verb="inquiry.submit",
        actor=authority.user,
        at=now,
        competent=competent,
        submitted_at=now,
    )
    audit.record(inquiry, "inquiry.submit", actor=authority.user, at=now, to=competent.code)
    tell_organ(competent, inquiry, now=now)
    return inquiry


@dataclass(frozen=True)
class Decision:
    """What the organ decided about one person."""

    measure: str
    text: str
    document_number: str
    decided_on: date


@transaction.atomic
def decide_person(
    *,
    authority: Authority,
    person: InquiryPerson,
    decision: Decision,
    uploads: Sequence[Upload] = (),
    now: datetime,
) -> InquiryPerson:
    """Record the competent organ's decision about a person; with the last one the inquiry is decided.

    The head of the office may copy a decision from the organ's paper, which is then on file and shown as copied.

    Raises:
        NotAllowed: neither of the organ nor the office's head. Unlawful: not submitted, or a report is named. Invalid: no measure, no
            paper, or a day outside the time since the submission. StaleState: decided already.
    """
    inquiry = person.inquiry
    if not permissions.can_decide_inquiry(authority, inquiry):
        raise NotAllowed(_("只有有权机关可以作出处理，或者由信访局局长登记其决定。"))
    if inquiry.status != InquiryStatus.SUBMITTED:
        raise Unlawful(_("尚未移送有权机关，不能登记处理决定。"))
    copied = not authority.acts_for(inquiry.competent_id)
    _check_decision(inquiry, decision, authority.on, copied=copied)
    need_plain_words(authority=authority, inquiry=inquiry, text=decision.text)
    if copied and not uploads:
        raise Invalid(_("代录处理决定须上传有权机关的决定文件。"), field="attachments")
    touched = InquiryPerson.objects.filter(pk=person.pk, measure="").update(
        measure=decision.measure,
        decision=decision.text.strip(),
        document_number=decision.document_number.strip(),
        decided_on=decision.decided_on,
        decision_by=authority.user,
        decision_copied=copied,
        read_at=None,
    )
    if touched != 1:
        raise StaleState(_("该人员的处理决定已登记。"))
    files = store_files(DecisionFile, uploads, by=authority.user, now=now, person=person)
    audit.record(
        inquiry, "inquiry.decide", actor=authority.user, at=now, user=person.user.username,
        measure=decision.measure, document=decision.document_number, copied=copied,
        files=[{"id": file.pk, "sha256": file.sha256} for file in files],
    )  # fmt: skip
    tell_of_inquiry([person.user], inquiry, now=now)
    if not inquiry.people.filter(measure="").exists():
        transitions.apply(
            inquiry,
            sources=[InquiryStatus.SUBMITTED],
            target=InquiryStatus.DECIDED,
            verb="inquiry.decided",
            actor=authority.user,
            at=now,
            ended_on=authority.on,
        )
    person.refresh_from_db()
    return person


def _check_decision(inquiry: Inquiry, decision: Decision, on: date, *, copied: bool) -> None:
    if decision.measure not in Measure.values:
        raise Invalid(_("请选择处理方式。"), field="measure")
    if not decision.text.strip():
        raise Invalid(_("请写明处理决定。"), field="text")
    if (copied or decision.measure != Measure.NONE) and not decision.document_number.strip():
        raise Invalid(_("请填写决定文号。"), field="document_number")
    submitted = inquiry.submitted_at
    if submitted and not timezone.localdate(submitted) <= decision.decided_on <= on:
        raise Invalid(_("决定日期须在移送之日与今天之间。"), field="decided_on")


@transaction.atomic
def drop_inquiry(*, authority: Authority, inquiry: Inquiry, note: str, now: datetime) -> Inquiry:
    """End an inquiry without a decision, with the reason; the persons who were told learn it.

    Raises:
        NotAllowed: the actor may not. Invalid: no reason. StaleState: submitted or ended meanwhile.
    """
    need_inquirer(authority, inquiry=inquiry)
    if not note.strip():
        raise Invalid(_("请写明不予追究的理由。"), field="note")
    need_plain_words(authority=authority, inquiry=inquiry, text=note)
    was_told = inquiry.told_at is not None
    transitions.apply(
        inquiry,
        sources=list(EARLY),
        target=InquiryStatus.DROPPED,
        verb="inquiry.drop",
        actor=authority.user,
        at=now,
        reason=note.strip(),
        ended_on=authority.on,
        ending_note=note.strip(),
    )
    audit.record(inquiry, "inquiry.drop", actor=authority.user, at=now, note=note.strip())
    if was_told:
        inquiry.people.update(read_at=None)
        people = inquiry.people.select_related("user")
        tell_of_inquiry([person.user for person in people], inquiry, now=now)
    return inquiry


def _need_heard(inquiry: Inquiry, on: date) -> None:
    over = inquiry.hearing_until is not None and on > inquiry.hearing_until
    evidence, new = inquiry.evidence.count(), untold(inquiry)
    people = inquiry.people.select_related("user").prefetch_related("statements")
    for person in people:
        missing = missing_before_decision(
            told=inquiry.told_at is not None,
            untold=new,
            heard=any(
                inquiry.told_at and row.entered_at >= inquiry.told_at
                for row in person.statements.all()
            ),
            hearing_over=over,
            evidence=evidence,
            consequence=inquiry.consequence,
        )
        if missing:
            raise Unlawful(f"{person.user}：{'；'.join(missing)}。")
