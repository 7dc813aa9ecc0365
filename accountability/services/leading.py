"""Cases of leaders (领导包案, 条例第十八条第二款): a matter is marked, a leader takes it, and another one only takes it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    CaseMark,
    ChargeKind,
    LeaderCase,
    LeaderCharge,
    MarkKind,
    NoticeKind,
)
from accountability.selectors.leader_rule import (
    is_fit_to_know,
    leading_post,
    suggest,
    unsuitable,
)
from accountability.selectors.recipients import officers
from accountability.services.notices import tell
from core import audit
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority
from organizations.models import Post, User
from organizations.selectors import setting
from petitions.enums import CaseStatus
from petitions.models import Case
from petitions.services import responsibility

ARTICLE = "条例第十八条第二款"
PLAN_DAYS = 15


@dataclass(frozen=True)
class Charge:
    """Who takes a case, through which post, how it came about, and why in words; ``by`` None is the system."""

    leader: User
    post: Post | None
    kind: str
    reason: str
    by: User | None


@transaction.atomic
def take_up(
    *,
    authority: Authority,
    case: Case,
    kind: str,
    reason: str,
    now: datetime,
    leader: User | None = None,
    leader_reason: str = "",
) -> LeaderCase:
    """Mark a matter as hard or major and put a leader in charge of it until the end.

    Args:
        authority: a supervisor or the head of the petition office.
        case: a matter the actor may see, open or not (what was terminated may still need help, 条例第三十七条).
        kind: a `MarkKind`.
        reason: why it is hard or major.
        now: aware time of the act.
        leader: by decision; None, or whom the rule finds anyway, is by rule (一岗双责).
        leader_reason: why this leader and not the one the rule finds.

    Raises:
        NotAllowed: the actor may not. Unlawful: the matter was merged into another one.
        Invalid: a reason is missing, the matter has a leader's case, or the leader is unsuitable.
    """
    if not permissions.can_assign_leader_case(authority):
        raise NotAllowed(_("只有督查人员或者信访局局长可以认定难案、要案并确定包案领导。"))
    if case.status == CaseStatus.MERGED:
        raise Unlawful(_("该事项已并案，请对并入的事项包案。"), article="条例第二十二条")
    if kind not in MarkKind.values:
        raise Invalid(_("请选择难案或者要案。"), field="kind")
    if not reason.strip():
        raise Invalid(_("请写明列为难案、要案的理由。"), field="reason")
    if LeaderCase.objects.open().filter(case=case).exists():
        raise Invalid(_("该事项已由领导包案。"))
    charge = _chosen(authority, case, leader, leader_reason)
    mark = CaseMark.objects.current().filter(case=case).first()
    if mark is None:
        mark = CaseMark.objects.create(
            case=case, kind=kind, reason=reason.strip(), set_by=authority.user, set_at=now
        )
    days = int(setting("leader_case.plan_days", on=authority.on, default=PLAN_DAYS))
    leader_case = LeaderCase.objects.create(
        case=case,
        mark=mark,
        leader=charge.leader,
        post=charge.post,
        opened_by=authority.user,
        opened_at=now,
        plan_due_on=authority.on + timedelta(days=days),
    )
    audit.record(
        leader_case, "leading.take_up", actor=authority.user, at=now, case=case.pk, kind=mark.kind
    )
    put_in_charge(leader_case=leader_case, charge=charge, on=authority.on, now=now)
    return leader_case


def _chosen(authority: Authority, case: Case, leader: User | None, reason: str) -> Charge:
    found = suggest(case, on=authority.on)
    if found is not None and (leader is None or leader.pk == found.user.pk):
        return Charge(found.user, found.post, ChargeKind.RULE, found.reason, authority.user)
    if leader is None:
        raise Invalid(_("按职务和分管范围没有合适的包案领导，请指定。"), field="leader")
    if not reason.strip():
        raise Invalid(_("不按分工包案的，请写明指定的理由。"), field="leader_reason")
    post = check_leader(case, leader, on=authority.on)
    return Charge(leader, post, ChargeKind.DECISION, reason.strip(), authority.user)


def check_leader(case: Case, leader: User, *, on: date) -> Post:
    """The post through which somebody may lead the matter.

    Raises:
        Invalid: no leader, recused (条例第二十八条第三款), or not to know of the report (第三十条第三款).
    """
    post = leading_post(leader, case, on=on)
    if post is None:
        raise Invalid(_("包案领导须在任县领导、单位主要领导或者分管领导。"), field="leader")
    if not is_fit_to_know(case, leader, on=on):
        raise Invalid(_("检举控告事项不得由该人员知悉（条例第三十条第三款）。"), field="leader")
    if leader.pk in unsuitable(case, on=on):
        raise Invalid(_("该人员已决定回避本事项（条例第二十八条第三款）。"), field="leader")
    return post


@transaction.atomic
def reassign(
    *, authority: Authority, leader_case: LeaderCase, leader: User, reason: str, now: datetime
) -> LeaderCase:
    """Put another leader in charge by decision; plan, visits and history go with the case.

    Raises:
        NotAllowed: the actor may not. Unlawful: the case is not open any more.
        Invalid: no reason, the same leader, or an unsuitable one.
    """
    if not permissions.can_assign_leader_case(authority):
        raise NotAllowed(_("只有督查人员或者信访局局长可以变更包案领导。"))
    need_open(leader_case)
    if not reason.strip():
        raise Invalid(_("请写明变更的理由。"), field="reason")
    if leader.pk == leader_case.leader_id:
        raise Invalid(_("该领导正在包案。"), field="leader")
    post = check_leader(leader_case.case, leader, on=authority.on)
    charge = Charge(leader, post, ChargeKind.DECISION, reason.strip(), authority.user)
    put_in_charge(leader_case=leader_case, charge=charge, on=authority.on, now=now)
    return leader_case


def need_open(leader_case: LeaderCase) -> None:
    """Raises Unlawful once a case was closed or cancelled."""
    if not leader_case.is_open:
        raise Unlawful(
            _("该包案%(status)s，不能再办理。") % {"status": leader_case.get_status_display()}
        )


def put_in_charge(*, leader_case: LeaderCase, charge: Charge, on: date, now: datetime) -> None:
    """End one leader's time and begin the next one's, in the caller's transaction; the matter's name follows.

    Raises:
        StaleState: another act changed the leader first.
    """
    current = leader_case.charges.filter(ended_at__isnull=True)
    former = list(current.select_related("leader"))
    if current.update(ended_at=now) != len(former):
        raise StaleState(_("包案领导刚刚发生变化，请刷新后再办理。"))
    LeaderCharge.objects.create(
        leader_case=leader_case,
        leader=charge.leader,
        post=charge.post,
        kind=charge.kind,
        reason=charge.reason,
        by=charge.by,
        began_at=now,
    )
    touched = LeaderCase.objects.open().filter(pk=leader_case.pk)
    if touched.update(leader=charge.leader, post=charge.post) != 1:
        raise StaleState(_("该包案刚刚发生变化，请刷新后再办理。"))
    leader_case.leader, leader_case.post = charge.leader, charge.post
    audit.record(
        leader_case,
        "leading.charge",
        actor=charge.by,
        at=now,
        leader=charge.leader.username,
        kind=charge.kind,
        reason=charge.reason,
    )
    case = leader_case.case
    if case.leader_id != charge.leader.pk:
        reason = _("领导包案：%(reason)s") % {"reason": charge.reason}
        responsibility.hand_on_leader(
            case=case, leader=charge.leader, reason=reason, by=charge.by, on=on, now=now
        )
    _tell(leader_case, [one.leader for one in former], on=on, now=now)


def _tell(leader_case: LeaderCase, former: list[User], *, on: date, now: datetime) -> None:
    number, leader = leader_case.case.number, leader_case.leader
    tell(
        [leader],
        case=leader_case.case,
        kind=NoticeKind.TASK,
        title=_("%(number)s由您包案") % {"number": number},
        text=_("一个问题、一名领导、一个方案、一抓到底；请于%(day)s前确认化解方案")
        % {"day": f"{leader_case.plan_due_on:%Y-%m-%d}"},
        now=now,
        by_mail=True,
    )
    others = [*officers(leader_case.case.responsible_unit, on=on), *former]
    tell(
        [user for user in others if user.pk != leader.pk],
        case=leader_case.case,
        title=_("%(number)s由%(leader)s包案") % {"number": number, "leader": leader},
        text=_("请配合包案领导制定方案、落实步骤"),
        now=now,
    )
