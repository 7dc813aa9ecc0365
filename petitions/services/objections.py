"""A unit's objection that a matter is not its own, and the sender's decision (条例第二十三条第三款)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import Unit
from petitions import events, permissions
from petitions.domain import organ_letters
from petitions.domain.deadlines import is_on_time
from petitions.domain.workflow import ACTS, DISPATCHED, OBJECTED
from petitions.enums import DispatchStatus, DocumentKind, ObjectionStatus
from petitions.models import Case, Dispatch, Objection
from petitions.services import acts, clocks, returning

ARTICLE = ACTS["object"].article


@transaction.atomic
def raise_objection(
    *,
    authority: Authority,
    case: Case,
    reason: str,
    suggested_unit: Unit | None,
    now: datetime,
) -> Objection:
    """Object within five working days of receipt, with the reason and the unit thought competent.

    The 15 days to inform keep running until the sender agrees.

    Raises:
        Unlawful: the five working days are over, or the matter is not waiting for acceptance.
    """
    acts.check_lawful(case, "object")
    acts.need_handler(authority=authority, case=case, message=_("只有接收单位可以提出异议。"))
    reason = acts.need(reason, "reason", _("请详细说明异议理由。"))
    on = timezone.localdate(now)
    dispatch = _dispatch_to_object_to(case, suggested_unit, on)
    objection = Objection.objects.create(
        dispatch=dispatch,
        reason=reason,
        suggested_unit=suggested_unit,
        raised_by=authority.user,
        raised_at=now,
    )
    _write_letter(authority, objection, on, now)
    clocks.stop(case=case, codes=["C5"], on=on, by="case.object")
    transitions.apply(
        dispatch,
        sources=[DispatchStatus.SENT],
        target=DispatchStatus.OBJECTED,
        verb="dispatch.object",
        actor=authority.user,
        at=now,
        reason=reason,
    )
    acts.move(case, "object", target=OBJECTED, actor=authority.user, now=now, reason=reason)
    clocks.refresh_next_due(case)
    audit.record(
        case,
        "case.object",
        actor=authority.user,
        at=now,
        reason=reason,
        suggested_unit=suggested_unit.code if suggested_unit else None,
    )
    events.case_objected.send(Case, case_id=case.pk, objection_id=objection.pk, now=now)
    return objection


def _dispatch_to_object_to(case: Case, suggested_unit: Unit | None, on: date) -> Dispatch:
    dispatch = acts.live_dispatch(case)
    if dispatch is None:
        raise Unlawful(_("该事项不是转送、交办来的，不能提出异议。"), article=ARTICLE)
    if suggested_unit is not None and suggested_unit.pk == dispatch.to_unit_id:
        raise Invalid(_("建议承办单位不能是本单位。"), field="suggested_unit")
    clock = case.clocks.running().filter(code="C5").first()
    if clock is None or not is_on_time(clock.due_on, on):
        last = f"（{clock.due_on:%Y-%m-%d} 届满）" if clock else ""
        raise Unlawful(_("提出异议的五个工作日已过") + f"{last}。", article=ARTICLE)
    if dispatch.objections.filter(status=ObjectionStatus.REFUSED).exists():
        raise Unlawful(_("异议已经审核不予同意，不能就同一次转送再次提出。"), article=ARTICLE)
    return dispatch


def _write_letter(authority: Authority, objection: Objection, on: date, now: datetime) -> None:
    dispatch, suggested = objection.dispatch, objection.suggested_unit
    case = dispatch.case
    acts.issue(
        case=case,
        kind=DocumentKind.OBJECTION,
        unit=dispatch.to_unit,
        title=_("关于信访事项管辖异议的函"),
        body=organ_letters.objection(
            number=case.number,
            title=case.title,
            received_on=dispatch.received_on,
            reason=objection.reason,
            suggested=suggested.name if suggested else "",
        ),
        addressee=dispatch.from_unit.name,
        authority=authority,
        issued_on=on,
        now=now,
    )


@transaction.atomic
def decide_objection(
    *,
    authority: Authority,
    objection: Objection,
    approve: bool,
    reason: str,
    now: datetime,
) -> Case:
    """The sender's decision: agreed, the materials come back and a new 15 days to dispatch begin; refused,
    the unit goes on with its running clocks.
    """
    dispatch = objection.dispatch
    case = dispatch.case
    acts.check_lawful(case, "decide_objection")
    if not permissions.can_decide_objection(authority, dispatch):
        raise NotAllowed(_("只有转送、交办的机关可以审核异议。"))
    reason = acts.need(reason, "reason", _("请填写审核意见。"))
    transitions.apply(
        objection,
        sources=[ObjectionStatus.PENDING],
        target=ObjectionStatus.APPROVED if approve else ObjectionStatus.REFUSED,
        verb="objection.approve" if approve else "objection.refuse",
        actor=authority.user,
        at=now,
        reason=reason,
        decided_by=authority.user,
        decided_at=now,
        decision_reason=reason,
    )
    if approve:
        returning.to_sender(
            authority=authority,
            case=case,
            code="decide_objection",
            note=_("异议成立，退回"),
            reason=reason,
            now=now,
        )
    else:
        _keep_at_unit(authority, dispatch, reason, now)
    audit.record(
        case, "case.decide_objection", actor=authority.user, at=now, approve=approve, reason=reason
    )
    events.objection_decided.send(Case, case_id=case.pk, objection_id=objection.pk, now=now)
    return case


def _keep_at_unit(authority: Authority, dispatch: Dispatch, reason: str, now: datetime) -> None:
    transitions.apply(
        dispatch,
        sources=[DispatchStatus.OBJECTED],
        target=DispatchStatus.SENT,
        verb="dispatch.keep",
        actor=authority.user,
        at=now,
        reason=reason,
    )
    acts.move(
        dispatch.case,
        "decide_objection",
        target=DISPATCHED,
        actor=authority.user,
        now=now,
        reason=reason,
    )
