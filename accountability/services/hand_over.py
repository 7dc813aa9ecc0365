"""What becomes of a hand-over list: accepted, given back, withdrawn, or taken back after leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    FirstContactDuty,
    HandOver,
    HandOverCause,
    HandOverList,
    HandOverStatus,
    NoticeKind,
)
from accountability.services.first_contact import move, unit_of_receiver
from accountability.services.notices import notify
from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority


@transaction.atomic
def accept(
    *, authority: Authority, sheet: HandOverList, offers: Sequence[HandOver], now: datetime
) -> int:
    """Take over matters of a list: the giver's duty ends, the receiver's begins.

    Returns:
        Number of matters taken over.

    Raises:
        NotAllowed: not the receiver. Invalid: nothing chosen, or no longer on offer. StaleState: answered
            elsewhere at the same time.
    """
    _need_receiver(authority, sheet, offers)
    units = unit_of_receiver(sheet.receiver, [o.duty for o in offers], authority.on)
    for offered in offers:
        transitions.apply(
            offered,
            sources=[HandOverStatus.OFFERED],
            target=HandOverStatus.ACCEPTED,
            verb="first_contact.accept",
            actor=authority.user,
            at=now,
            answered_at=now,
        )
        move(
            duty=offered.duty, to=sheet.receiver, unit=units[offered.duty_id], sheet=sheet, now=now
        )
    _tell_giver(
        sheet,
        _("%(who)s已接收%(count)d件首接事项") % {"who": sheet.receiver, "count": len(offers)},
        "",
        now,
    )
    return len(offers)


@transaction.atomic
def decline(
    *,
    authority: Authority,
    sheet: HandOverList,
    offers: Sequence[HandOver],
    reason: str,
    now: datetime,
) -> int:
    """Give matters of a list back with a reason; the duty stays where it was.

    Raises:
        NotAllowed: not the receiver. Invalid: nothing chosen, no longer on offer, or no reason.
    """
    _need_receiver(authority, sheet, offers)
    if not reason.strip():
        raise Invalid(_("退回须说明理由。"), field="reason")
    for offered in offers:
        transitions.apply(
            offered,
            sources=[HandOverStatus.OFFERED],
            target=HandOverStatus.DECLINED,
            verb="first_contact.decline",
            actor=authority.user,
            at=now,
            reason=reason.strip(),
            answered_at=now,
            answer=reason.strip(),
        )
        audit.record(
            offered.duty.case, "first_contact.decline", actor=authority.user, at=now, reason=reason
        )
    _tell_giver(
        sheet,
        _("%(who)s退回%(count)d件首接事项，仍由您负责")
        % {"who": sheet.receiver, "count": len(offers)},
        reason.strip(),
        now,
    )
    return len(offers)


@transaction.atomic
def withdraw(*, authority: Authority, sheet: HandOverList, now: datetime) -> int:
    """Take back what is still on offer; returns how many matters.

    Raises:
        NotAllowed: neither the giver nor somebody who may order it. Unlawful: everything was answered.
    """
    if not permissions.can_offer_first_contact(authority, sheet.giver):
        raise NotAllowed(_("只有首接责任人本人、督查人员或信访局局长可以移交首接责任。"))
    waiting = list(sheet.items.filter(status=HandOverStatus.OFFERED).select_related("duty__case"))
    if not waiting:
        raise Unlawful(_("清单上的事项均已答复。"))
    for offered in waiting:
        transitions.apply(
            offered,
            sources=[HandOverStatus.OFFERED],
            target=HandOverStatus.WITHDRAWN,
            verb="first_contact.withdraw",
            actor=authority.user,
            at=now,
            answered_at=now,
        )
        audit.record(offered.duty.case, "first_contact.withdraw", actor=authority.user, at=now)
    return len(waiting)


@transaction.atomic
def take_back(*, authority: Authority, sheet: HandOverList, now: datetime) -> int:
    """Back from leave: the giver takes over again what the receiver still holds of the list.

    Raises:
        NotAllowed: not the giver. Unlawful: no list of a leave, or nothing of it is open with the receiver.
    """
    if authority.user.pk != sheet.giver_id:
        raise NotAllowed(_("只有移交人本人可以销假收回。"))
    if sheet.cause != HandOverCause.LEAVE:
        raise Unlawful(_("只有请假、外出的移交可以收回。"))
    cases = sheet.items.filter(status=HandOverStatus.ACCEPTED).values("duty__case")
    duties = list(
        FirstContactDuty.objects.open()
        .filter(case__in=cases, holder=sheet.receiver)
        .select_related("case", "unit__succeeded_by")
    )
    if not duties:
        raise Unlawful(_("清单上没有仍由接收人负责的事项。"))
    units = unit_of_receiver(sheet.giver, duties, authority.on)
    for duty in duties:
        move(duty=duty, to=sheet.giver, unit=units[duty.pk], sheet=sheet, now=now)
    notify(
        user=sheet.receiver,
        kind=NoticeKind.TASK,
        title=_("%(giver)s已返岗，收回%(count)d件首接事项")
        % {"giver": sheet.giver, "count": len(duties)},
        text="",
        now=now,
        link=f"accountability:hand_over {sheet.pk}",
    )
    return len(duties)


def _need_receiver(authority: Authority, sheet: HandOverList, offers: Sequence[HandOver]) -> None:
    if authority.user.pk != sheet.receiver_id:
        raise NotAllowed(_("只有接收人可以接收或退回。"))
    if not offers:
        raise Invalid(_("请至少选择一件信访事项。"), field="offers")
    for offered in offers:
        if offered.status != HandOverStatus.OFFERED or not offered.duty.case.is_open:
            raise Invalid(
                _("%(number)s已答复或已了结，请刷新后重选。")
                % {"number": offered.duty.case.number},
                field="offers",
            )


def _tell_giver(sheet: HandOverList, title: str, text: str, now: datetime) -> None:
    for user in {sheet.giver, sheet.created_by} - {None}:
        if user is not None and user.is_active:
            notify(
                user=user,
                kind=NoticeKind.TASK,
                title=title,
                text=text,
                now=now,
                link=f"accountability:hand_over {sheet.pk}",
            )
