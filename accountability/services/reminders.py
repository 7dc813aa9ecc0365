"""Reminders (催办): before, on and after each due date, to the one who owes the act, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accountability.domain.reminders import (
    ClockFacts,
    DueStep,
    ReminderPlan,
    Skip,
    due_step,
    is_overdue_key,
)
from accountability.models import NoticeKind, Reminder
from accountability.selectors.recipients import Person, Posts
from accountability.selectors.rules import reminder_plans
from accountability.services.notices import notify, send_digests
from accountability.services.runs import RunReport, RunStep
from organizations.selectors import work_calendar
from petitions.domain.duties import AFTER_CLOSING, RIGHTS
from petitions.models import Clock

# A step before the due date moves ahead of a holiday by at most this many days.
HOLIDAY_MARGIN = timedelta(days=20)


def send_reminders(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Send the reminder steps that are due; safe to repeat and to run twice at once.

    Args:
        on: the day of the run; on a day off nothing is sent.
        now: time written on the rows.
        dry_run: only report what would be sent.

    Each reminder is a transaction of its own: Reminder row (unique), notice, owed e-mail. Queries: nine
    for the run, two per recipient, and the writes.
    """
    report = RunReport(on=on, dry_run=dry_run)
    calendar = work_calendar()
    if not calendar.is_working(on):
        report.skipped.append(RunStep("-", "-", "run", "", f"{on} is a day off"))
        return report
    plans = reminder_plans(on=on)
    clocks = _candidates(plans, on)
    sent = _sent_keys(clocks)
    due: list[tuple[Clock, DueStep]] = []
    for clock in clocks:
        plan = plans.get(clock.code, plans[""])
        facts = ClockFacts(clock.name, clock.article, clock.started_on, clock.due_on)
        step = due_step(facts, plan, calendar, on=on, sent=sent[clock.pk])
        if isinstance(step, Skip):
            if step.key:
                report.skipped.append(_line(clock, step.key, "", step.why))
        elif is_overdue_key(step.key) and clock.code in RIGHTS:
            report.skipped.append(_line(clock, step.key, "", "a right that lapsed, not a duty"))
        else:
            due.append((clock, step))
    posts = Posts(on=on, case_ids=[clock.case_id for clock, _step in due])
    for clock, step in due:
        _remind(clock, step, posts, report, now)
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def _candidates(plans: dict[str, ReminderPlan], on: date) -> list[Clock]:
    earliest = max((max(plan.days_before, default=0) for plan in plans.values()), default=0)
    return list(
        Clock.objects.running()
        .filter(
            Q(case__closed_on__isnull=True) | Q(code__in=AFTER_CLOSING),
            due_on__lte=on + timedelta(days=earliest) + HOLIDAY_MARGIN,
            owed_by_unit__isnull=False,
        )
        .select_related("case__content_class")
        .order_by("due_on", "pk")
    )


def _sent_keys(clocks: Sequence[Clock]) -> dict[int, set[str]]:
    due_on = {clock.pk: clock.due_on for clock in clocks}
    sent: dict[int, set[str]] = defaultdict(set)
    rows = Reminder.objects.filter(clock__status="open").values_list("clock_id", "due_on", "step")
    for clock_id, day, step in rows.order_by("pk"):
        if due_on.get(clock_id) == day:
            sent[clock_id].add(step)
    return sent


def _remind(clock: Clock, step: DueStep, posts: Posts, report: RunReport, now: datetime) -> None:
    person = posts.owing(clock)
    if person is None:
        why = f"nobody in post to remind ({step.reason})"
        report.problems.append(_line(clock, step.key, "", why))
        return
    line = _line(clock, step.key, f"{person.user} ({person.capacity})", step.reason)
    if report.dry_run:
        report.done.append(line)
        return
    try:
        with transaction.atomic():
            if not _still_due(clock):
                report.skipped.append(_line(clock, step.key, "", "done or moved meanwhile"))
                return
            _write(clock, step, person, now)
    except IntegrityError:
        report.skipped.append(_line(clock, step.key, "", "sent by another run"))
        return
    report.done.append(line)


def _still_due(clock: Clock) -> bool:
    return Clock.objects.running().filter(pk=clock.pk, due_on=clock.due_on).exists()


def _write(clock: Clock, step: DueStep, person: Person, now: datetime) -> None:
    title = _("%(number)s“%(clock)s”%(standing)s") % {
        "number": clock.case.number,
        "clock": clock.name,
        "standing": standing(step.days_left),
    }
    notice = notify(
        user=person.user,
        kind=NoticeKind.OVERDUE if step.days_left < 0 else NoticeKind.REMINDER,
        title=title,
        text=step.reason,
        case=clock.case,
        clock=clock,
        now=now,
        by_mail=True,
    )
    Reminder.objects.create(
        clock=clock,
        step=step.key,
        due_on=clock.due_on,
        recipient=person.user,
        notice=notice,
        reason=step.reason,
        sent_at=now,
    )


def standing(days_left: int) -> str:
    """How near a day is, in words."""
    if days_left == 0:
        return _("今日到期")
    words = _("还有%(days)d天到期") if days_left > 0 else _("已逾期%(days)d天")
    return words % {"days": abs(days_left)}


def _line(clock: Clock, key: str, recipient: str, reason: str) -> RunStep:
    return RunStep(clock.case.number, clock.code, key, recipient, reason)
