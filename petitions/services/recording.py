"""Work on a matter put on record: statements, investigation, hearings, agreements (条例第三十一、三十三条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from petitions.domain.deadlines import Pause
from petitions.enums import (
    AgreementKind,
    CaseStatus,
    DocumentKind,
    NoteKind,
    ReviewLevel,
    ReviewStatus,
)
from petitions.models import Agreement, Case, CaseNote, Cause, ClockPause, Hearing, Review
from petitions.services import acts, causes, clocks, closing
from petitions.services.custody import refuse_custody

#: What may still be done for a petitioner after the matter is closed (条例第三十七条第三款).
AFTER_CARE = (NoteKind.PERSUASION, NoteKind.AID, NoteKind.CONTACT)


@transaction.atomic
def add_note(
    *,
    authority: Authority,
    case: Case,
    kind: str,
    on: date,
    text: str,
    now: datetime,
    people: str = "",
) -> CaseNote:
    """Record a piece of work; after conclusion only the care that stays a duty (条例第三十七条第三款)."""
    acts.check_lawful(case, "note")
    acts.need_handler(authority=authority, case=case)
    if kind not in NoteKind.values:
        raise Invalid(_("请从列表中选择。"), field="kind")
    if not case.is_open and kind not in AFTER_CARE:
        raise Unlawful(
            _("事项了结后只登记疏导教育、帮扶救助和联系沟通。"), article="条例第三十七条第三款"
        )
    if kind in AFTER_CARE:
        # what officials did with the petitioner; a statement is written down as it was made
        refuse_custody(text, "text")
    acts.check_day(case, on, now=now, field="on")
    row = CaseNote.objects.create(
        case=case,
        kind=kind,
        on=on,
        people=people.strip(),
        text=acts.need(text, "text", _("请填写内容。")),
        by=authority.user,
        recorded_at=now,
    )
    audit.record(case, "case.note", actor=authority.user, at=now, kind=kind, note=row.pk)
    return row


@transaction.atomic
def open_hearing(
    *,
    authority: Authority,
    case: Case,
    starts_on: date,
    place: str,
    members: str,
    now: datetime,
) -> Hearing:
    """Begin a hearing: in a re-review its days are not counted, in handling every clock runs on."""
    acts.check_lawful(case, "hold_hearing")
    review = _open_recheck(case)
    if case.is_open:
        acts.need_handler(authority=authority, case=case)
    elif review is None:
        raise Unlawful(_("办结后的听证只在复核中举行。"), article="条例第三十六条第二款")
    elif not authority.is_office_staff:
        raise NotAllowed(_("复核听证由信访局登记。"))
    acts.check_day(case, starts_on, now=now, field="starts_on")
    if case.hearings.filter(ends_on__isnull=True).exists():
        raise Unlawful(_("该事项已有正在进行的听证。"), article="条例第三十六条第二款")
    row = Hearing.objects.create(
        case=case,
        review=review,
        starts_on=starts_on,
        place=acts.need(place, "place", _("请填写听证地点。")),
        members=acts.need(members, "members", _("请填写听证人员。")),
        by=authority.user,
        recorded_at=now,
    )
    _count_pauses(row, authority, now)
    audit.record(case, "case.open_hearing", actor=authority.user, at=now, on=starts_on)
    return row


@transaction.atomic
def close_hearing(
    *, authority: Authority, hearing: Hearing, ends_on: date, record: str, now: datetime
) -> Hearing:
    """End a hearing with its conclusion."""
    acts.check_lawful(hearing.case, "close_hearing")
    if hearing.ends_on:
        raise Unlawful(_("听证已于 %(day)s 结束。") % {"day": hearing.ends_on})
    if hearing.review_id is None:
        acts.need_handler(authority=authority, case=hearing.case)
    elif not authority.is_office_staff:
        raise NotAllowed(_("复核听证由信访局登记。"))
    acts.check_day(hearing.case, ends_on, now=now, field="ends_on", not_before=hearing.starts_on)
    hearing.ends_on = ends_on
    hearing.record = acts.need(record, "record", _("请填写听证结论。"))
    hearing.save(update_fields=["ends_on", "record"])
    _count_pauses(hearing, authority, now)
    audit.record(hearing.case, "case.close_hearing", actor=authority.user, at=now, on=ends_on)
    return hearing


def _open_recheck(case: Case) -> Review | None:
    return case.reviews.filter(level=ReviewLevel.RECHECK, status=ReviewStatus.OPEN).first()


def _count_pauses(hearing: Hearing, authority: Authority, now: datetime) -> None:
    """Move the re-review's clock by the days of its hearings."""
    clock = hearing.case.clocks.running().filter(code="C13").first()
    if hearing.review_id is None or clock is None:
        return
    ClockPause.objects.update_or_create(
        clock=clock,
        starts_on=hearing.starts_on,
        defaults={"ends_on": hearing.ends_on, "reason": _("复核听证"), "by": authority.user},
    )
    on = timezone.localdate(now)
    clocks.pause(
        clock=clock,
        pauses=[Pause(p.starts_on, p.ends_on, p.reason) for p in clock.pauses.all()],
        book=clocks.load_book(on=on),
        on=on,
    )
    clocks.refresh_next_due(hearing.case)


@transaction.atomic
def settle_case(
    *,
    authority: Authority,
    case: Case,
    kind: str,
    parties: str,
    terms: str,
    agreed_on: date,
    now: datetime,
    cause: Cause | None = None,
) -> Agreement:
    """Close a claim by an agreement of both parties within what the law leaves free (条例第三十三条)."""
    acts.check_lawful(case, "settle")
    acts.need_handler(authority=authority, case=case)
    if kind not in AgreementKind.values:
        raise Invalid(_("请从列表中选择。"), field="kind")
    acts.check_day(case, agreed_on, now=now, field="agreed_on", not_before=case.accepted_on)
    row = Agreement.objects.create(
        case=case,
        kind=kind,
        parties=acts.need(parties, "parties", _("请填写双方当事人。")),
        terms=acts.need(terms, "terms", _("请填写协议内容。")),
        agreed_on=agreed_on,
        by=authority.user,
        recorded_at=now,
    )
    acts.issue(
        case=case,
        kind=DocumentKind.AGREEMENT,
        unit=case.responsible_unit,
        title=str(AgreementKind(kind).label),
        body=f"{_('当事人')}：{row.parties}\n\n{row.terms}",
        authority=authority,
        issued_on=agreed_on,
        now=now,
    )
    closing.close(
        authority=authority,
        case=case,
        code="settle",
        target=CaseStatus.SETTLED,
        day=agreed_on,
        now=now,
        met=closing.ANSWERED,
        facts={"kind": kind},
    )
    causes.write_known(authority=authority, case=case, cause=cause, now=now)
    return row
