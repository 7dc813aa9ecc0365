"""How a leader's case ends: with what came of it, once the matter is done in law and in fact (一抓到底)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    CaseMark,
    LeaderCase,
    LeaderCaseStatus,
    LeaderOutcome,
    NoticeKind,
    PlanStep,
    RelatedMatter,
)
from accountability.selectors.leader_rest import what_is_left
from accountability.selectors.recipients import officers
from accountability.services.leader_words import need, refuse_custody
from accountability.services.leading import ARTICLE, need_open
from accountability.services.notices import tell
from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import User
from petitions.enums import CaseStatus
from petitions.models import Case


@transaction.atomic
def close(
    *,
    authority: Authority,
    leader_case: LeaderCase,
    outcome: str,
    text: str,
    now: datetime,
    apply_to_related: bool = False,
) -> LeaderCase:
    """Say what came of a case and end it.

    Args:
        authority: the leader, a supervisor or the head of the petition office.
        leader_case: an open one.
        outcome: a `LeaderOutcome`; resolved clears the mark, unresolved keeps it.
        text: what was done, what the petitioner says, what help goes on (条例第三十七条第三款).
        now: aware time of the act.
        apply_to_related: write the outcome to each matter that was to be solved with it, too.

    Raises:
        NotAllowed: the actor may not. Invalid: no outcome, no text, or an outcome the matter's state contradicts.
        Unlawful: the matter is open in law, its opinion was not carried out, or steps of the plan are left.
    """
    if not permissions.can_close_leader_case(authority, leader_case):
        raise NotAllowed(_("只有包案领导、督查人员或者信访局局长可以了结包案。"))
    need_open(leader_case)
    if outcome not in LeaderOutcome.values:
        raise Invalid(_("请选择结果。"), field="outcome")
    text = refuse_custody(need(text, "text", _("请写明结果。")), "text")
    _check_rest(leader_case, outcome, authority)
    transitions.apply(
        leader_case,
        sources=[LeaderCaseStatus.OPEN],
        target=LeaderCaseStatus.CLOSED,
        verb="leading.close",
        actor=authority.user,
        at=now,
        outcome=outcome,
        outcome_text=text,
        closed_by=authority.user,
        closed_at=now,
    )
    audit.record(leader_case, "leading.close", actor=authority.user, at=now, outcome=outcome)
    if outcome != LeaderOutcome.UNRESOLVED:
        words = _("领导包案已了结：%(outcome)s") % {"outcome": LeaderOutcome(outcome).label}
        drop_mark(mark=leader_case.mark, reason=words, by=authority.user, now=now)
    if apply_to_related:
        _apply(leader_case, text, authority, now)
    _tell(leader_case, authority, now)
    return leader_case


def _check_rest(leader_case: LeaderCase, outcome: str, authority: Authority) -> None:
    left = what_is_left(leader_case.case)
    if left is not None:
        raise Unlawful(left.words, article=left.article)
    steps = PlanStep.objects.in_force().filter(plan__leader_case=leader_case, done_on__isnull=True)
    if count := steps.count():
        raise Unlawful(
            _("方案还有%(count)d个步骤没有完成；不再需要的，请修订方案并写明理由。")
            % {"count": count},
            article=ARTICLE,
        )
    routed = leader_case.case.status == CaseStatus.ROUTED
    if outcome == LeaderOutcome.OTHER_PROCEDURE and not routed:
        raise Invalid(
            _("该事项没有导入法定程序（条例第三十一条第一至五项），不能以“转入其他程序”了结。"),
            field="outcome",
        )


def _apply(leader_case: LeaderCase, text: str, authority: Authority, now: datetime) -> None:
    """To the matters the actor may see; the others are told of by whoever may."""
    seen = Case.objects.visible_to(authority)
    rows = leader_case.related.filter(result="", case__in=seen).select_related("case")
    for row in rows:
        write_result(row=row, text=text, by=authority.user, now=now)


def write_result(*, row: RelatedMatter, text: str, by: User, now: datetime) -> None:
    """Note on a matter solved with a case what came of it, inside the caller's transaction."""
    row.result, row.result_by, row.result_at = text, by, now
    row.save(update_fields=["result", "result_by", "result_at"])
    audit.record(row.leader_case, "leading.related_result", actor=by, at=now, case=row.case_id)


def _tell(leader_case: LeaderCase, authority: Authority, now: datetime) -> None:
    users = [leader_case.leader, leader_case.opened_by]
    users += officers(leader_case.case.responsible_unit, on=authority.on)
    tell(
        [user for user in users if user.pk != authority.user.pk and user.is_active],
        case=leader_case.case,
        kind=NoticeKind.TASK,
        title=_("%(number)s的包案已了结：%(outcome)s")
        % {
            "number": leader_case.case.number,
            "outcome": leader_case.get_outcome_display(),
        },
        text=leader_case.outcome_text,
        now=now,
    )


@transaction.atomic
def cancel(
    *, authority: Authority, leader_case: LeaderCase, reason: str, now: datetime
) -> LeaderCase:
    """Take back a case that was begun by mistake, as long as nothing was done in it.

    Raises:
        NotAllowed: the actor may not. Invalid: no reason.
        Unlawful: it is not open, or there is work in it: then it stays until the matter is done (一抓到底).
    """
    if not permissions.can_assign_leader_case(authority):
        raise NotAllowed(_("只有督查人员或者信访局局长可以撤销包案。"))
    need_open(leader_case)
    if not reason.strip():
        raise Invalid(_("请写明撤销的理由。"), field="reason")
    if has_work(leader_case):
        raise Unlawful(_("包案已有方案或者工作记录，须一抓到底，不能撤销。"), article=ARTICLE)
    transitions.apply(
        leader_case,
        sources=[LeaderCaseStatus.OPEN],
        target=LeaderCaseStatus.CANCELLED,
        verb="leading.cancel",
        actor=authority.user,
        at=now,
        reason=reason.strip(),
        outcome_text=reason.strip(),
        closed_by=authority.user,
        closed_at=now,
    )
    audit.record(leader_case, "leading.cancel", actor=authority.user, at=now, reason=reason.strip())
    drop_mark(mark=leader_case.mark, reason=reason, by=authority.user, now=now)
    return leader_case


def has_work(leader_case: LeaderCase) -> bool:
    """Whether anything was written in a case."""
    parts = (leader_case.plans, leader_case.visits, leader_case.conferences, leader_case.progress)
    return any(rows.exists() for rows in parts)


@transaction.atomic
def clear_mark(*, authority: Authority, mark: CaseMark, reason: str, now: datetime) -> CaseMark:
    """Say that a matter is no longer hard or major.

    Raises:
        NotAllowed: the actor may not. Invalid: no reason.
        Unlawful: a leader's case is open on it, or the mark was cleared before.
    """
    if not permissions.can_assign_leader_case(authority):
        raise NotAllowed(_("只有督查人员或者信访局局长可以取消难案、要案。"))
    if LeaderCase.objects.open().filter(mark=mark).exists():
        raise Unlawful(_("领导包案尚未了结，不能取消难案、要案。"), article=ARTICLE)
    if not reason.strip():
        raise Invalid(_("请写明取消的理由。"), field="reason")
    if not drop_mark(mark=mark, reason=reason, by=authority.user, now=now):
        raise Unlawful(_("该事项已不是难案、要案。"))
    return mark


def drop_mark(*, mark: CaseMark, reason: str, by: User, now: datetime) -> bool:
    """Clear a mark inside the caller's transaction; False when it was cleared before."""
    current = CaseMark.objects.current().filter(pk=mark.pk)
    touched = current.update(cleared_by=by, cleared_at=now, clear_reason=reason.strip())
    if touched:
        audit.record(mark, "leading.clear_mark", actor=by, at=now, reason=reason.strip())
        mark.refresh_from_db()
    return bool(touched)
