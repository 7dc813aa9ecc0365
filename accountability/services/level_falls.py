"""Falling again (降级): by itself once nothing is overdue any more, or by a supervisor's decision with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.level_falls import ActiveStep, Fall, Keep, fall
from accountability.domain.level_rules import LEVEL_NAMES
from accountability.models import Escalation, FallKind, LevelFall, NoticeKind
from accountability.querysets import EscalationQuerySet
from accountability.selectors.level_rules import fall_modes
from accountability.selectors.recipients import Posts
from accountability.services.escalations import climb_of, line_of
from accountability.services.notices import notify
from accountability.services.runs import RunReport
from core.errors import Invalid, NotAllowed, StaleState
from organizations.authority import Authority
from organizations.models import User
from organizations.selectors import setting, work_calendar
from petitions.domain.duties import binds
from petitions.models import Case
from petitions.services.responsibility import lower_level

HOLD_DAYS = "escalation.hold_days"
HOLD_DEFAULT = 30


def lower_cases(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Let the cases fall whose overdue duty is done, as far as the rule of each level allows.

    Safe to repeat and to run twice at once: the level is guarded, and a climb ends once.
    """
    report = RunReport(on=on, dry_run=dry_run)
    if not work_calendar().is_working(on):
        return report
    steps, modes = _active_steps(), fall_modes(on=on)
    falls = []
    for rows in steps.values():
        facts = [_facts(row, on) for row in rows]
        found = fall(rows[0].case.escalation_level, facts, modes)
        if isinstance(found, Keep):
            report.skipped.append(line_of(rows[-1].clock, "keep", "", found.why))
        else:
            falls.append((rows, found))
    posts = Posts(on=on, case_ids=[rows[0].case_id for rows, _fall in falls])
    for rows, found in falls:
        _lower(rows, found, posts, report, now)
    return report


def decide_fall(
    *,
    authority: Authority,
    case: Case,
    to_level: int,
    reason: str,
    hold_until: date | None,
    now: datetime,
) -> LevelFall:
    """A supervisor decides that a case falls to a lower level.

    Args:
        authority: a supervisor or the head of the office, who sees the case.
        case: the case.
        to_level: the level reached.
        reason: why, for the record and for those who were asked.
        hold_until: last day on which the same delay does not lift the case again; needed while a duty is overdue.
        now: aware time of the act.

    Raises:
        NotAllowed: neither supervisor nor head. Invalid: no reason, not lower, or the day is missing or too late.
        StaleState: the level changed meanwhile.
    """
    if not permissions.can_lower_level(authority):
        raise NotAllowed(_("只有督查人员和信访局局长可以决定降级。"))
    if not reason.strip():
        raise Invalid(_("请说明降级的理由。"), field="reason")
    rows = list(_steps_of(case).order_by("level", "pk"))
    still = any(_overdue(row, authority.on) for row in rows if row.level > to_level)
    _check_hold(authority.on, hold_until, needed=still)
    posts = Posts(on=authority.on, case_ids=[case.pk])
    with transaction.atomic():
        return _fall(
            case=case,
            rows=rows,
            to_level=to_level,
            reason=reason.strip(),
            posts=posts,
            now=now,
            by=authority.user,
            hold_until=hold_until,
        )


def _check_hold(today: date, hold_until: date | None, *, needed: bool) -> None:
    longest = setting(HOLD_DAYS, on=today, default=HOLD_DEFAULT)
    if hold_until is None:
        if needed:
            message = _("仍有期限逾期，须写明暂不再升级至哪一天。")
            raise Invalid(message, field="hold_until")
        return
    if not today < hold_until <= today + timedelta(days=longest):
        message = _("须在明天至%(days)s天之内。") % {"days": longest}
        raise Invalid(message, field="hold_until")


def _steps_of(case: Case) -> EscalationQuerySet:
    return Escalation.objects.active().filter(case=case).select_related("clock", "recipient")


def _active_steps() -> dict[int, list[Escalation]]:
    """Steps that still count by case, the highest last (one query)."""
    rows = (
        Escalation.objects.active()
        .filter(case__escalation_level__gt=0)
        .select_related("case", "clock__case", "recipient")
        .order_by("case_id", "level", "pk")
    )
    by_case: dict[int, list[Escalation]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row)
    return by_case


def _overdue(row: Escalation, on: date) -> bool:
    binding = binds(row.clock.code, case_is_open=row.case.is_open)
    return binding and row.clock.status == "open" and row.clock.due_on < on


def _facts(row: Escalation, on: date) -> ActiveStep:
    unread = row.recipient is not None and row.acknowledged_at is None
    return ActiveStep(
        level=row.level,
        clock_name=row.clock.name,
        overdue=_overdue(row, on),
        unread_by=str(row.recipient) if unread else "",
    )


def _lower(
    rows: list[Escalation], found: Fall, posts: Posts, report: RunReport, now: datetime
) -> None:
    case = rows[0].case
    what = f"level {case.escalation_level} -> {found.to_level}"
    line = line_of(rows[-1].clock, what, "", found.reason)
    if not report.dry_run:
        try:
            with transaction.atomic():
                _fall(
                    case=case,
                    rows=rows,
                    to_level=found.to_level,
                    reason=found.reason,
                    posts=posts,
                    now=now,
                )
        except (IntegrityError, StaleState):
            report.skipped.append(line_of(rows[-1].clock, what, "", "lowered by another run"))
            return
    report.done.append(line)


def _fall(
    *,
    case: Case,
    rows: Sequence[Escalation],
    to_level: int,
    reason: str,
    posts: Posts,
    now: datetime,
    by: User | None = None,
    hold_until: date | None = None,
) -> LevelFall:
    old = case.escalation_level
    lower_level(case=case, to_level=to_level, reason=reason, by=by, now=now)
    row = LevelFall.objects.create(
        case=case,
        round=climb_of(case),
        from_level=old,
        level=to_level,
        kind=FallKind.DECIDED if by else FallKind.DONE,
        reason=reason,
        decided_by=by,
        hold_until=hold_until,
        fell_at=now,
    )
    ended = [step for step in rows if step.level > to_level]
    Escalation.objects.filter(pk__in=[step.pk for step in ended]).update(fall=row)
    _tell(case, row, ended, posts, now)
    return row


def _tell(
    case: Case, row: LevelFall, ended: Sequence[Escalation], posts: Posts, now: datetime
) -> None:
    """Whoever was asked learns that the level fell, if still in a position to see the case."""
    text = row.reason
    if row.decided_by:
        text = _("%(name)s决定降级：%(reason)s") % {"name": row.decided_by, "reason": row.reason}
    if row.hold_until:
        text += _("；%(day)s前不因同一逾期再升级") % {"day": f"{row.hold_until:%Y-%m-%d}"}
    asked = {step.recipient_id: step.recipient for step in ended if step.recipient}
    for user in asked.values():
        if user and posts.may_see(user, case.pk):
            notify(
                user=user,
                kind=NoticeKind.FALL,
                title=_("%(number)s督办层级已降至“%(level)s”")
                % {"number": case.number, "level": LEVEL_NAMES[row.level]},
                text=text,
                case=case,
                now=now,
            )
