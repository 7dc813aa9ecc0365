"""The right to be heard: those named are told, and what they say is added, never replaced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import inquiry_permissions as permissions
from accountability.models import (
    Inquiry,
    InquiryPerson,
    InquiryStatement,
    InquiryStatus,
    StatementFile,
    StatementKind,
)
from accountability.selectors.inquiries import evidence_for, untold
from accountability.services.files import store_files
from accountability.services.inquiries import need_open, need_plain_words
from accountability.services.inquiry_notices import tell_of_inquiry
from core import audit, transitions
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority, authority_of
from organizations.selectors import setting, work_calendar
from petitions.services.drafts import Upload

HEARING_DAYS = 5
EARLY = (InquiryStatus.OPEN, InquiryStatus.TOLD)


@transaction.atomic
def tell_persons(*, authority: Authority, inquiry: Inquiry, now: datetime) -> Inquiry:
    """Tell the persons the facts, the ground and the evidence; from now on they may state their case.

    When evidence or a change came afterwards they are told again, and the days start anew.

    Raises:
        NotAllowed: the actor may not. Unlawful: nobody is named, there is no evidence that the person may see, or they
            were told and nothing came since.
    """
    need_open(authority=authority, inquiry=inquiry)
    people = list(inquiry.people.select_related("user"))
    if not people:
        raise Unlawful(_("请先列明责任人员。"))
    if not inquiry.evidence.exists():
        raise Unlawful(_("请先提取证据。"))
    if inquiry.status == InquiryStatus.TOLD and not untold(inquiry):
        raise Unlawful(_("已告知，此后没有补充证据，也没有修改后果。"))
    for person in people:
        shown = evidence_for(inquiry, authority_of(person.user, on=authority.on))
        if not any(row.readable for row in shown):
            raise Unlawful(
                _("%(who)s能够看到的证据一份也没有（保密材料不向其出示），请先补充其他证据。")
                % {"who": person.user}
            )
    days = int(setting("inquiry.hearing_days", on=authority.on, default=HEARING_DAYS))
    until = work_calendar().add_working_days(authority.on, days).on
    again = inquiry.status == InquiryStatus.TOLD
    transitions.apply(
        inquiry,
        sources=list(EARLY),
        target=InquiryStatus.TOLD,
        verb="inquiry.tell",
        actor=authority.user,
        at=now,
        told_at=now,
        hearing_until=until,
    )
    for rows in (inquiry.evidence, inquiry.amendments):
        rows.filter(told_at__isnull=True).update(told_at=now)
    inquiry.people.update(read_at=None)
    audit.record(inquiry, "inquiry.tell", actor=authority.user, at=now, until=until, again=again)
    tell_of_inquiry([person.user for person in people], inquiry, now=now)
    return inquiry


@transaction.atomic
def note_read(
    *, authority: Authority, person: InquiryPerson, notice: str, now: datetime
) -> InquiryPerson:
    """A person confirms having read what the latest notice spoke of: facts, evidence, and the decision once there is one.

    Args:
        authority: the person.
        person: was told.
        notice: `InquiryPerson.notice` of the page that was read.
        now: aware time of the act.

    Raises:
        NotAllowed: somebody else. Unlawful: not told yet. StaleState: a further notice came meanwhile, or it is confirmed.
    """
    if authority.user.pk != person.user_id:
        raise NotAllowed(_("只有本人可以确认已阅。"))
    if not person.notice:
        raise Unlawful(_("尚未告知本人。"))
    if notice != person.notice:
        raise StaleState(_("页面打开之后又有新的告知或者处理决定，请阅看后再确认。"))
    if InquiryPerson.objects.filter(pk=person.pk, read_at=None).update(read_at=now) != 1:
        raise StaleState(_("已确认阅看，不必重复。"))
    audit.record(person.inquiry, "inquiry.read", actor=authority.user, at=now, notice=notice)
    return person


@transaction.atomic
def state_case(
    *,
    authority: Authority,
    person: InquiryPerson,
    statement: str,
    waived: bool,
    uploads: Sequence[Upload] = (),
    now: datetime,
) -> InquiryStatement:
    """A person states the case or waives it; each time a row is added, what was said before stays.

    Args:
        authority: the person; or who inquires, to enter what the person signed on paper.
        person: was told.
        statement: the words, "" for a waiver.
        waived: the right is waived.
        uploads: what the person hands in; the signed paper when the office enters it.
        now: aware time of the act.

    Returns:
        The new row.

    Raises:
        NotAllowed: neither the person nor an inquirer. Unlawful: not told yet, handed over, or a report is named. Invalid: nothing said,
            words beside a waiver, or the signed paper is missing.
    """
    inquiry = person.inquiry
    is_self = authority.user.pk == person.user_id
    if not is_self and not permissions.can_work_inquiry(authority, inquiry):
        raise NotAllowed(_("只有本人或者承办人员可以登记陈述申辩。"))
    if inquiry.status != InquiryStatus.TOLD:
        raise Unlawful(_("现在不能陈述申辩：尚未告知，或者已移送、已结案。"))
    if not waived and not statement.strip():
        raise Invalid(_("请填写陈述申辩的内容，或者勾选放弃。"), field="statement")
    if waived and statement.strip():
        raise Invalid(_("放弃陈述申辩的，不填写内容。"), field="statement")
    if not is_self and not uploads:
        raise Invalid(_("代为登记的，须上传本人签名的笔录或者书面材料。"), field="attachments")
    need_plain_words(authority=authority, inquiry=inquiry, text=statement)
    row = InquiryStatement.objects.create(
        person=person,
        kind=StatementKind.WAIVED if waived else StatementKind.SAID,
        text=statement.strip(),
        by_person=is_self,
        entered_by=authority.user,
        entered_at=now,
    )
    files = store_files(StatementFile, uploads, by=authority.user, now=now, statement=row)
    audit.record(
        inquiry, "inquiry.state", actor=authority.user, at=now, user=person.user.username,
        waived=waived, by_person=is_self, statement=row.pk,
        files=[{"id": file.pk, "sha256": file.sha256} for file in files],
    )  # fmt: skip
    return row
