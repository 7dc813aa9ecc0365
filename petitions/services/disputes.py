"""Disputes over competence (条例第二十四条): agreed, decided by the common superior, or by the joint meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, transitions
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from organizations.models import Unit
from petitions import permissions
from petitions.domain.workflow import DISPATCHED
from petitions.enums import DeciderKind, DecisionStatus, DispatchKind
from petitions.models import Case, CompetenceDispute
from petitions.services import acts, returning
from petitions.services.dispatching import check_route, send


@transaction.atomic
def raise_dispute(
    *,
    authority: Authority,
    case: Case,
    parties: Sequence[Unit],
    reason: str,
    now: datetime,
) -> CompetenceDispute:
    """Put the question who must take the matter; every running clock goes on."""
    acts.check_lawful(case, "dispute")
    if not (permissions.can_handle(authority, case) or authority.is_office_staff):
        raise NotAllowed(_("只有争议单位或信访局可以提出受理争议。"))
    if len({unit.pk for unit in parties}) < 2:
        raise Invalid(_("请至少选择两个争议单位。"), field="parties")
    if case.disputes.filter(status=DecisionStatus.PENDING).exists():
        raise Invalid(_("该事项已有待决定的受理争议。"), field="")
    row = CompetenceDispute.objects.create(
        case=case,
        reason=acts.need(reason, "reason", _("请说明争议情况。")),
        raised_by=authority.user,
        raised_at=now,
    )
    row.parties.set(parties)
    audit.record(
        case, "case.dispute", actor=authority.user, at=now, parties=[u.code for u in parties]
    )
    return row


@transaction.atomic
def decide_dispute(
    *,
    authority: Authority,
    dispute: CompetenceDispute,
    unit: Unit,
    decider: str,
    reason: str,
    now: datetime,
) -> Case:
    """The superior's or the joint meeting's decision; the matter goes to the unit it names."""
    case = dispute.case
    acts.check_lawful(case, "decide_dispute")
    if not (authority.is_office_head or authority.is_county_leader):
        raise NotAllowed(_("受理争议由共同的上一级机关或者联席会议决定。"))
    if decider not in DeciderKind.values:
        raise Invalid(_("请选择决定机关。"), field="decider")
    check_route(case, unit, on=timezone.localdate(now), field="unit")
    reason = acts.need(reason, "reason", _("请说明决定理由。"))
    transitions.apply(
        dispute,
        sources=[DecisionStatus.PENDING],
        target=DecisionStatus.APPROVED,
        verb="dispute.decide",
        actor=authority.user,
        at=now,
        reason=reason,
        decider=decider,
        decided_unit=unit,
        decided_by=authority.user,
        decided_at=now,
        decision=reason,
    )
    audit.record(case, "case.decide_dispute", actor=authority.user, at=now, unit=unit.code)
    if unit.pk == case.responsible_unit_id:
        return case
    if case.status == DISPATCHED:
        returning.to_sender(
            authority=authority,
            case=case,
            code="dispute",
            note=_("受理争议决定"),
            reason=reason,
            now=now,
        )
    send(
        authority=authority,
        case=case,
        kind=DispatchKind.TRANSFER,
        to_unit=unit,
        note=reason,
        now=now,
    )
    return case
