"""The daily run over leaders' cases: successors take over, overdue steps are told of, the convenor is reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accountability.models import (
    ChargeKind,
    LeaderCase,
    Notice,
    NoticeKind,
    PlanStatus,
    PlanStep,
)
from accountability.selectors.leader_rule import unsuitable
from accountability.selectors.leading import convenors_without_case, left_behind, post_holders
from accountability.selectors.recipients import Posts
from accountability.services.escalations import seeing_overseers
from accountability.services.leader_follow import moved
from accountability.services.leader_names import rename_leaders
from accountability.services.leader_plans import owners_of
from accountability.services.leading import Charge, put_in_charge
from accountability.services.notices import notify, send_digests, tell
from accountability.services.runs import RunReport, RunStep
from core.errors import DomainError
from organizations.models import User
from organizations.selectors import work_calendar

AGAIN_AFTER = timedelta(days=7)
CONVENOR_AGAIN = timedelta(days=28)


def run_leader_cases(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Let successors take over, and on working days tell of what is overdue.

    Each change is a transaction of its own; safe to repeat and to run twice at once.

    Args:
        on: the day whose posts count and by which steps are overdue.
        now: time written on the rows.
        dry_run: only report what would be done.
    """
    report = RunReport(on=on, dry_run=dry_run)
    _take_over(report, now)
    _same_names(report, now)
    report.add(rename_leaders(on=on, now=now, dry_run=dry_run))
    if work_calendar().is_working(on):
        _alert_steps(report, now)
        _ask_for_plans(report, now)
        _remind_convenors(report, now)
    else:
        report.skipped.append(RunStep("-", "leading", "alerts", "", f"{on} is a day off"))
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def _take_over(report: RunReport, now: datetime) -> None:
    """Cases whose leader left the post go to whoever holds it now (接任), with their plans and history."""
    rows = list(left_behind(on=report.on))
    holders = post_holders([row.post_id for row in rows if row.post_id], on=report.on)
    posts = Posts(on=report.on, case_ids=[row.case_id for row in rows])
    for row in rows:
        barred = unsuitable(row.case, on=report.on)
        found = [u for u in holders.get(row.post_id or 0, []) if u.pk not in barred]
        if len(found) == 1:
            _hand_on(row, found[0], report, now)
            continue
        why = "nobody suitable holds the post" if not found else "several people hold the post"
        report.problems.append(_line(row, "leader left", "", why))
        if not report.dry_run:
            _tell_overseers(row, posts, now)


def _hand_on(row: LeaderCase, user: User, report: RunReport, now: datetime) -> None:
    step = _line(row, "passes on", str(user), f"{row.leader} left the post")
    if not report.dry_run:
        reason = _("%(old)s不再担任%(post)s，由接任者继续包案") % {
            "old": row.leader,
            "post": row.post.title if row.post else "",
        }
        charge = Charge(user, row.post, ChargeKind.SUCCESSION, reason, None)
        try:
            with transaction.atomic():
                put_in_charge(leader_case=row, charge=charge, on=report.on, now=now)
        except (IntegrityError, DomainError) as error:
            report.skipped.append(_line(row, "passes on", str(user), str(error)))
            return
    report.done.append(step)


def _tell_overseers(row: LeaderCase, posts: Posts, now: datetime) -> None:
    title = _("%(number)s的包案领导已离任，待指定接任领导") % {"number": row.case.number}
    for user in seeing_overseers(posts, row.case):
        known = Notice.objects.filter(user=user, case=row.case, at__gt=now - AGAIN_AFTER)
        if not known.filter(kind=NoticeKind.ESCALATION).exists():
            notify(
                user=user,
                kind=NoticeKind.ESCALATION,
                case=row.case,
                title=title,
                text=_("原包案领导%(leader)s；请在“领导包案”中变更") % {"leader": row.leader},
                now=now,
            )


def _same_names(report: RunReport, now: datetime) -> None:
    """A case whose leader is not the one named on the matter is put right, whatever act parted them."""
    rows = LeaderCase.objects.open().exclude(case__leader=F("leader")).select_related("case")
    for row in rows.order_by("pk"):
        if not report.dry_run:
            moved(case_id=row.case_id, now=now)
        report.done.append(_line(row, "name put right", "", "case and matter named two leaders"))


def _alert_steps(report: RunReport, now: datetime) -> None:
    """Once for each step and day due: to the leader and to whoever has to do it."""
    steps = (
        PlanStep.objects.overdue(on=report.on)
        .filter(alerted_at__isnull=True)
        .select_related("plan__leader_case__case", "plan__leader_case__leader", "unit", "person")
        .order_by("due_on", "pk")
    )
    for step in steps:
        leader_case = step.plan.leader_case
        line = _line(leader_case, f"step {step.order} overdue", step.owner, f"due {step.due_on}")
        if not report.dry_run and not _alert(step, report, now):
            report.skipped.append(line)
            continue
        report.done.append(line)


@transaction.atomic
def _alert(step: PlanStep, report: RunReport, now: datetime) -> bool:
    mine = PlanStep.objects.overdue(on=report.on).filter(pk=step.pk, alerted_at__isnull=True)
    if PlanStep.objects.filter(pk__in=mine.values("pk")).update(alerted_at=now) != 1:
        return False
    leader_case = step.plan.leader_case
    tell(
        [leader_case.leader, *owners_of(step, on=report.on)],
        case=leader_case.case,
        kind=NoticeKind.OVERDUE,
        title=_("%(number)s包案方案第%(n)d步已逾期")
        % {"number": leader_case.case.number, "n": step.order},
        text=_("“%(text)s”应于%(day)s完成（%(owner)s）")
        % {"text": step.text[:80], "day": f"{step.due_on:%Y-%m-%d}", "owner": step.owner},
        now=now,
        by_mail=True,
    )
    return True


def _ask_for_plans(report: RunReport, now: datetime) -> None:
    """Once for each case without a plan in force after the days for it: to the leader."""
    rows = (
        LeaderCase.objects.open()
        .filter(plan_due_on__lt=report.on, plan_alerted_at__isnull=True)
        .exclude(plans__status=PlanStatus.CONFIRMED)
        .select_related("case", "leader")
        .order_by("pk")
    )
    for row in rows:
        if not report.dry_run:
            with transaction.atomic():
                mine = LeaderCase.objects.open().filter(pk=row.pk, plan_alerted_at__isnull=True)
                if mine.update(plan_alerted_at=now) != 1:
                    continue
                tell(
                    [row.leader],
                    case=row.case,
                    kind=NoticeKind.OVERDUE,
                    title=_("%(number)s的包案方案已过制定期限") % {"number": row.case.number},
                    text=_("应于%(day)s前确认") % {"day": f"{row.plan_due_on:%Y-%m-%d}"},
                    now=now,
                    by_mail=True,
                )
        report.done.append(_line(row, "plan overdue", str(row.leader), f"due {row.plan_due_on}"))


def _remind_convenors(report: RunReport, now: datetime) -> None:
    """The convenor of the joint meeting leads at least one case; told once in four weeks."""
    title = _("联席会议召集人尚未包案")
    for user in convenors_without_case(on=report.on):
        told = Notice.objects.filter(user=user, title=title, at__gt=now - CONVENOR_AGAIN)
        if told.exists():
            continue
        if not report.dry_run:
            text = _("召集人应当带头包案（条例第十三条、第十八条第二款）")
            notify(
                user=user,
                kind=NoticeKind.TASK,
                title=title,
                text=text,
                now=now,
                link="accountability:leader_cases",
            )
        report.done.append(RunStep("-", "leading", "convenor without a case", str(user), ""))


def _line(row: LeaderCase, what: str, recipient: str, reason: str) -> RunStep:
    return RunStep(row.case.number, "leading", what, recipient, reason)
