"""Recusal of staff with a direct interest, decided by their superior (条例第二十八条第三款)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, transitions
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority, authority_of
from organizations.models import User
from petitions import permissions
from petitions.enums import DecisionStatus
from petitions.models import Case, Recusal
from petitions.services import acts


@transaction.atomic
def ask_recusal(
    *, authority: Authority, case: Case, user: User, reason: str, now: datetime
) -> Recusal:
    """Ask that somebody steps back: the person themself, a colleague on the matter, or for the petitioner."""
    acts.check_lawful(case, "recuse")
    if not (permissions.can_handle(authority, case) or authority.is_office_staff):
        raise NotAllowed(_("只有办理该事项的单位或信访局可以提出回避。"))
    if case.recusals.filter(
        user=user, status__in=[DecisionStatus.PENDING, DecisionStatus.APPROVED]
    ).exists():
        raise Invalid(_("此人的回避已经提出。"), field="user")
    row = Recusal.objects.create(
        case=case,
        user=user,
        reason=acts.need(reason, "reason", _("请说明与信访事项或者信访人的直接利害关系。")),
        asked_by=authority.user,
        asked_at=now,
    )
    audit.record(case, "case.ask_recusal", actor=authority.user, at=now, user=user.username)
    return row


@transaction.atomic
def decide_recusal(
    *, authority: Authority, recusal: Recusal, approve: bool, reason: str, now: datetime
) -> Recusal:
    """The superior's decision: for staff the head of their unit, for a head a county leader."""
    acts.check_lawful(recusal.case, "decide_recusal")
    if not permissions.can_decide_recusal(
        authority, recusal, subject=authority_of(recusal.user, on=authority.on)
    ):
        raise NotAllowed(_("回避由其所在单位负责人决定；负责人的回避由上级决定。"))
    reason = acts.need(reason, "reason", _("请说明决定理由。"))
    transitions.apply(
        recusal,
        sources=[DecisionStatus.PENDING],
        target=DecisionStatus.APPROVED if approve else DecisionStatus.REFUSED,
        verb="recusal.decide",
        actor=authority.user,
        at=now,
        reason=reason,
        decided_by=authority.user,
        decided_at=now,
        decision=reason,
    )
    audit.record(
        recusal.case,
        "case.decide_recusal",
        actor=authority.user,
        at=now,
        user=recusal.user.username,
        approve=approve,
    )
    return recusal
