"""A leader's case and the name on its matter stay the same, whoever changed either."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import ChargeKind, LeaderCase
from accountability.selectors.leader_rule import leading_post
from accountability.services.leading import Charge, put_in_charge
from organizations.enums import UnitKind
from organizations.models import User
from petitions.enums import Responsibility
from petitions.models import ResponsibilityChange
from petitions.services import responsibility

OPEN_RELATED = ("case__leader", "case__responsible_unit", "leader", "post__unit")


@transaction.atomic
def named(*, case_id: int, now: datetime) -> None:
    """Somebody was named as leader on the matter itself: that leader takes over the case, too."""
    leader_case = _open_case(case_id)
    if leader_case is None or leader_case.case.leader_id in (None, leader_case.leader_id):
        return
    change = (
        ResponsibilityChange.objects.filter(case=case_id, what=Responsibility.LEADER)
        .order_by("-at", "-id")
        .select_related("by")
        .first()
    )
    _take_name(
        leader_case,
        kind=ChargeKind.DECISION,
        reason=change.reason if change else _("指定包案领导"),
        by=change.by if change else None,
        now=now,
    )


@transaction.atomic
def moved(*, case_id: int, now: datetime) -> None:
    """The matter went to another unit, which names a leader of its own.

    A leader who was chosen by decision, or who leads for the county, keeps the case (一抓到底) and the name is
    set back; one who had it as a leader of the unit before gives it to the leader of the new one.
    """
    leader_case = _open_case(case_id)
    if leader_case is None or leader_case.case.leader_id == leader_case.leader_id:
        return
    case = leader_case.case
    charge = leader_case.charges.get(ended_at__isnull=True)
    of_county = leader_case.post is not None and leader_case.post.unit.kind == UnitKind.COUNTY
    follows = charge.kind != ChargeKind.DECISION and not of_county and case.leader is not None
    if follows:
        reason = _("责任单位变更为%(unit)s，按分工由其领导包案") % {"unit": case.responsible_unit}
        _take_name(leader_case, kind=ChargeKind.RULE, reason=reason, by=None, now=now)
        return
    responsibility.hand_on_leader(
        case=case,
        leader=leader_case.leader,
        reason=_("责任单位变更，包案领导不变（一抓到底）"),
        by=None,
        on=timezone.localdate(now),
        now=now,
    )


def _open_case(case_id: int) -> LeaderCase | None:
    found = LeaderCase.objects.open().filter(case=case_id)
    return found.select_related(*OPEN_RELATED).first()


def _take_name(
    leader_case: LeaderCase, *, kind: str, reason: str, by: User | None, now: datetime
) -> None:
    leader, on = leader_case.case.leader, timezone.localdate(now)
    if leader is None:
        return
    post = leading_post(leader, leader_case.case, on=on)
    put_in_charge(
        leader_case=leader_case,
        charge=Charge(leader, post, kind, reason or _("指定包案领导"), by),
        on=on,
        now=now,
    )
