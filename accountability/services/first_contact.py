"""First contact (首接负责制): the duty begins with the receipt and ends with a hand-over that was accepted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

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
from accountability.services.notices import notify
from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority, authority_of
from organizations.models import Unit, User
from petitions.models import Case
from petitions.services import responsibility

PRACTICE = "首接负责制"


def begin(*, case_ids: Collection[int], now: datetime) -> int:
    """Let the duty of newly registered matters begin; a matter that has a holder is left alone.

    Returns:
        Number of duties that began.
    """
    held = FirstContactDuty.objects.current().filter(case_id__in=case_ids)
    rows = Case.objects.filter(pk__in=case_ids).exclude(pk__in=held.values("case_id"))
    fields = ("pk", "first_contact_id", "first_contact_unit_id")
    duties = [
        FirstContactDuty(case_id=case_id, holder_id=holder, unit_id=unit, began_at=now)
        for case_id, holder, unit in rows.order_by("pk").values_list(*fields)
    ]
    FirstContactDuty.objects.bulk_create(duties)
    return len(duties)


@transaction.atomic
def offer(
    *,
    authority: Authority | None,
    giver: User,
    receiver: User,
    duties: Sequence[FirstContactDuty],
    cause: str,
    reason: str,
    on: date,
    now: datetime,
    returns_on: date | None = None,
) -> HandOverList:
    """Offer matters to a colleague by a list; the duty stays with the giver until it is accepted.

    Args:
        authority: the giver, a supervisor or the head; None is the system, after a change of post.
        giver: who holds the duties.
        receiver: a colleague who holds a post in the first-contact unit on that day.
        duties: open duties of the giver, at least one.
        cause: a `HandOverCause`.
        reason: why, in words.
        on: day of the offer.
        now: aware time of the act.
        returns_on: day the giver expects to be back, after leave only.

    Raises:
        NotAllowed: neither the giver nor somebody who may order it.
        Invalid: nothing chosen, somebody else's duty, one already on offer, or an unsuitable receiver.
    """
    if authority is not None and not permissions.can_offer_first_contact(authority, giver):
        raise NotAllowed(_("只有首接责任人本人、督查人员或信访局局长可以移交首接责任。"))
    _check_sheet(giver, receiver, cause, reason, on, returns_on)
    _check_duties(giver, duties)
    unit_of_receiver(receiver, duties, on)
    _refuse_accused(receiver, duties, on)
    by = authority.user if authority else None
    sheet = HandOverList.objects.create(
        giver=giver,
        receiver=receiver,
        cause=cause,
        reason=reason.strip(),
        returns_on=returns_on,
        created_by=by,
        created_at=now,
    )
    HandOver.objects.bulk_create(HandOver(sheet=sheet, duty=duty) for duty in duties)
    for duty in duties:
        audit.record(
            duty.case, "first_contact.offer", actor=by, at=now, to=receiver.username, reason=reason
        )
    notify(
        user=receiver,
        kind=NoticeKind.TASK,
        title=_("%(giver)s向您移交%(count)d件首接事项，请接收或退回")
        % {"giver": giver, "count": len(duties)},
        text=sheet.reason,
        now=now,
        by_mail=True,
        link=f"accountability:hand_over {sheet.pk}",
    )
    return sheet


def _check_sheet(
    giver: User, receiver: User, cause: str, reason: str, on: date, returns_on: date | None
) -> None:
    if not reason.strip():
        raise Invalid(_("请说明移交原因。"), field="reason")
    if receiver.pk == giver.pk:
        raise Invalid(_("接收人不能是移交人本人。"), field="receiver")
    if cause not in HandOverCause.values:
        raise Invalid(_("请选择移交原因。"), field="cause")
    if returns_on and cause != HandOverCause.LEAVE:
        raise Invalid(_("只有请假、外出才填预计返岗日期。"), field="returns_on")
    if returns_on and returns_on <= on:
        raise Invalid(_("预计返岗日期须晚于今天。"), field="returns_on")


def _check_duties(giver: User, duties: Sequence[FirstContactDuty]) -> None:
    if not duties:
        raise Invalid(_("请至少选择一件信访事项。"), field="duties")
    wanted = {duty.pk for duty in duties}
    open_ones = set(
        FirstContactDuty.objects.open()
        .filter(pk__in=wanted, holder=giver)
        .values_list("pk", flat=True)
    )
    if wanted - open_ones:
        raise Invalid(
            _("所选事项中有的已移交、已了结或者不由移交人负责，请刷新后重选。"), field="duties"
        )
    if HandOver.objects.filter(duty_id__in=wanted, status=HandOverStatus.OFFERED).exists():
        raise Invalid(_("所选事项中有的已有待接收的移交，请先撤回。"), field="duties")


def unit_of_receiver(
    receiver: User, duties: Sequence[FirstContactDuty], on: date
) -> dict[int, Unit]:
    """For each duty the unit the receiver takes it in: the first-contact unit, or the one that follows it."""
    held = {post.unit_id for post in authority_of(receiver, on=on).posts}
    found = {}
    for duty in duties:
        units = [duty.unit, duty.unit.succeeded_by] if duty.unit.succeeded_by_id else [duty.unit]
        suitable = [unit for unit in units if unit is not None and unit.pk in held]
        if not receiver.is_active or not suitable:
            raise Invalid(
                _("接收人须在首接单位%(unit)s任职。") % {"unit": duty.unit}, field="receiver"
            )
        found[duty.pk] = suitable[0]
    return found


def _refuse_accused(receiver: User, duties: Sequence[FirstContactDuty], on: date) -> None:
    secret = [duty.case_id for duty in duties if duty.case.is_secret]
    if not secret:
        return
    told = Case.objects.filter(pk__in=secret).hidden_from_accused(authority_of(receiver, on=on))
    if told.count() < len(secret):
        raise Invalid(_("该接收人不宜知悉所选的部分事项（条例第三十条第三款）。"), field="receiver")


def move(
    *, duty: FirstContactDuty, to: User, unit: Unit, sheet: HandOverList, now: datetime
) -> FirstContactDuty:
    """End one holder's duty and begin the next one's, inside the caller's transaction."""
    responsibility.hand_on_first_contact(
        case=duty.case,
        officer=to,
        reason=_("%(practice)s移交清单%(number)d：%(reason)s")
        % {"practice": PRACTICE, "number": sheet.pk, "reason": sheet.reason},
        by=to,
        now=now,
    )
    touched = FirstContactDuty.objects.current().filter(pk=duty.pk).update(ended_at=now)
    if touched != 1:
        raise Unlawful(_("该事项的首接责任刚刚发生变化，请刷新后再办理。"))
    return FirstContactDuty.objects.create(case=duty.case, holder=to, unit=unit, began_at=now)
