"""Escalation (升级督办): one level at a time, to a named person, with the reason on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.domain.escalation import (
    LEVEL_NAMES,
    NextLevel,
    OverdueClock,
    Stay,
    next_level,
)
from accountability.models import Escalation, NoticeKind
from accountability.selectors.recipients import Person, Posts
from accountability.selectors.rules import level_rules
from accountability.services.notices import notify, send_digests
from accountability.services.runs import RunReport, RunStep
from core import audit
from core.errors import Invalid, NotAllowed, StaleState
from organizations.authority import Authority
from organizations.selectors import work_calendar
from petitions.domain.duties import RIGHTS
from petitions.models import Case, Clock
from petitions.services.responsibility import raise_level


def escalate_cases(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Lift the cases of overdue clocks by one level where a rule asks for it.

    A case climbs at most one level a day; unique rows and a guarded update make a second run, at the
    same time or later, do nothing. A vacant post does not stop it: the level rises, the vacancy is in the
    reason, and the office's supervisors and head are told.
    """
    report = RunReport(on=on, dry_run=dry_run)
    calendar, rules = work_calendar(), level_rules(on=on)
    clocks = _overdue(on)
    raised = _last_raised()
    posts = Posts(on=on, case_ids=[clock.case_id for clock in clocks])
    for clock in clocks:
        facts = OverdueClock(
            code=clock.code,
            name=clock.name,
            article=clock.article,
            due_on=clock.due_on,
            case_level=clock.case.escalation_level,
            last_raised_on=raised.get(clock.case_id),
        )
        step = next_level(facts, rules, calendar, on=on)
        if isinstance(step, Stay):
            report.skipped.append(_line(clock, "stay", "", step.why))
        elif _raise(clock, step, posts, report, now):
            raised[clock.case_id] = on
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def _overdue(on: date) -> Sequence[Clock]:
    return list(
        Clock.objects.overdue(on=on)
        .filter(owed_by_unit__isnull=False, case__closed_on__isnull=True)
        .exclude(code__in=RIGHTS)
        .select_related("case__content_class", "owed_by_unit")
        .order_by("due_on", "pk")
    )


def _last_raised() -> dict[int, date]:
    rows = (
        Escalation.objects.filter(case__closed_on__isnull=True)
        .values_list("case_id")
        .annotate(last=Max("fired_at"))
        .order_by()
    )
    return {case_id: timezone.localdate(last) for case_id, last in rows}


def _raise(clock: Clock, step: NextLevel, posts: Posts, report: RunReport, now: datetime) -> bool:
    person = posts.asked(clock, step.level)
    reason = step.reason
    if person is None:
        reason += _("；%(unit)s“%(level)s”无人任职或者不宜知悉，未能通知到人") % {
            "unit": clock.owed_by_unit,
            "level": LEVEL_NAMES[step.level],
        }
    what = f"level {step.from_level} -> {step.level}"
    line = _line(clock, what, f"{person.user} ({person.capacity})" if person else "nobody", reason)
    if not report.dry_run:
        try:
            with transaction.atomic():
                _write(clock, step, person, reason, posts, now)
        except (IntegrityError, StaleState, Invalid):
            report.skipped.append(_line(clock, what, "", "raised by another run"))
            return False
    report.done.append(line)
    if person is None:
        report.problems.append(_line(clock, what, "", "nobody in post to ask"))
    return True


def _write(
    clock: Clock,
    step: NextLevel,
    person: Person | None,
    reason: str,
    posts: Posts,
    now: datetime,
) -> None:
    case = Case.objects.get(pk=clock.case_id)
    if not Clock.objects.running().filter(pk=clock.pk, due_on=clock.due_on).exists():
        raise StaleState(_("该期限刚刚发生变化。"))
    raise_level(case=case, to_level=step.level, reason=reason, now=now)
    Escalation.objects.create(
        case=case,
        clock=clock,
        from_level=step.from_level,
        level=step.level,
        days_overdue=step.days_overdue,
        recipient=person.user if person else None,
        reason=reason,
        fired_at=now,
    )
    told = [person.user] if person else _overseers(posts, case)
    for user in told:
        notify(
            user=user,
            kind=NoticeKind.ESCALATION,
            title=_("%(number)s已升至“%(level)s”督办")
            % {"number": case.number, "level": LEVEL_NAMES[step.level]},
            text=reason,
            case=case,
            now=now,
            by_mail=True,
        )


def _overseers(posts: Posts, case: Case) -> list:
    return [user for user in posts.overseers() if posts.may_see(user, case.pk)]


def acknowledge(*, authority: Authority, escalation: Escalation, now: datetime) -> Escalation:
    """Note that the person asked has read it (已阅); a second time changes nothing.

    Raises:
        NotAllowed: somebody else was asked.
    """
    if escalation.recipient_id != authority.user.pk:
        raise NotAllowed(_("只有被通知的人可以签阅。"))
    with transaction.atomic():
        touched = Escalation.objects.filter(pk=escalation.pk, acknowledged_at__isnull=True).update(
            acknowledged_at=now
        )
        if touched:
            audit.record(
                escalation.case,
                "escalation.acknowledge",
                actor=authority.user,
                at=now,
                level=escalation.level,
            )
    escalation.refresh_from_db(fields=["acknowledged_at"])
    return escalation


def _line(clock: Clock, what: str, recipient: str, reason: str) -> RunStep:
    return RunStep(clock.case.number, clock.code, what, recipient, reason)
