"""The notice of a hearing (听证通知书), before the hearing is held (条例第三十一条第六项、第三十六条第二款)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from petitions.domain import remedy_texts
from petitions.domain.workflow import ACTS
from petitions.enums import DocumentKind, HearingForm, ReviewLevel, ReviewStatus
from petitions.models import Case, Document, Review
from petitions.services import acts


@transaction.atomic
def announce_hearing(
    *,
    authority: Authority,
    case: Case,
    held_at: datetime,
    place: str,
    subject: str,
    form: str,
    members: str,
    asked: str,
    served_how: str,
    now: datetime,
) -> Document:
    """Tell the petitioner in writing of a hearing to come: when, where, on what, before whom, with which rights.

    Args:
        held_at: when it is held; after the day of the notice.
        form: open, or closed when secrets or privacy are touched (`HearingForm`).
        members: who presides and hears. asked: who else is asked to come.
        served_how: how the notice was handed over today, "" while it was not.

    Raises:
        Unlawful: not in this state; after conclusion outside a re-review; a hearing is going on; nobody to write to.
        NotAllowed: who does not handle the matter, or in a re-review is not of the office.
        Invalid: a text is missing, the hearing is not after today.
    """
    review = _check(authority, case)
    article = "条例第三十一条第六项" if review is None else "条例第三十六条第二款"
    today = timezone.localdate(now)
    if timezone.localdate(held_at) <= today:
        raise Invalid(_("听证须在通知之后举行，请填写明天以后的时间。"), field="held_at")
    if form not in HearingForm.values:
        raise Invalid(_("请从列表中选择。"), field="form")
    unit = case.responsible_unit if review is None else case.receiving_unit
    paper = acts.issue(
        case=case,
        kind=DocumentKind.HEARING,
        unit=unit,
        title=_("信访事项听证通知书"),
        body=remedy_texts.hearing(
            acts.facts_for(case, authority=authority, on=today, unit=unit),
            held_at=timezone.localtime(held_at),
            place=acts.need(place, "place", _("请填写听证地点。")),
            subject=acts.need(subject, "subject", _("请填写听证事项。")),
            form_zh=str(HearingForm(form).label),
            members=acts.need(members, "members", _("请填写听证人员。")),
            asked=asked.strip(),
            article=article,
        ),
        authority=authority,
        issued_on=today,
        now=now,
    )
    acts.hand_over(
        document=paper,
        served_on=today if served_how else None,
        served_how=served_how,
        authority=authority,
        now=now,
    )
    audit.record(
        case,
        "case.announce_hearing",
        actor=authority.user,
        at=now,
        held_at=held_at.isoformat(timespec="minutes"),
        place=place.strip(),
    )
    return paper


def _check(authority: Authority, case: Case) -> Review | None:
    """Refuse who may not announce, or a matter that cannot be heard now; the re-review it is for, None in handling."""
    acts.check_lawful(case, "announce_hearing")
    article = ACTS["announce_hearing"].article
    review = case.reviews.filter(level=ReviewLevel.RECHECK, status=ReviewStatus.OPEN).first()
    if case.is_open:
        acts.need_handler(authority=authority, case=case)
    elif review is None:
        raise Unlawful(_("办结后的听证只在复核中举行。"), article="条例第三十六条第二款")
    elif not authority.is_office_staff:
        raise NotAllowed(_("复核听证由信访局登记。"))
    if case.hearings.filter(ends_on__isnull=True).exists():
        raise Unlawful(_("该事项已有正在进行的听证。"), article=article)
    if not acts.can_inform(case):
        raise Unlawful(_("匿名事项无法通知信访人听证。"), article=article)
    return review
