"""Reminders (催办): before, on and after each due date, to the one who owes the act, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Q

from accountability.domain.reminders import (
    ClockFacts,
    DueStep,
    ReminderPlan,
    Skip,
    due_step,
    is_overdue_key,
)
from accountability.models import Reminder
from accountability.selectors.recipients import Person, Posts
from accountability.selectors.rules import reminder_plans
from accountability.services.notices import send_digests
from accountability.services.remind_once import kept, remind_once, tell_step
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
        remind_once(
            report,
            step,
            posts.owing(clock),
            line=partial(_line, clock),
            still_due=partial(_still_due, clock),
            write=partial(_write, clock, step, now=now),
        )
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


def _still_due(clock: Clock) -> bool:
    return Clock.objects.running().filter(pk=clock.pk, due_on=clock.due_on).exists()


def _write(clock: Clock, step: DueStep, person: Person, now: datetime) -> None:
    notice = tell_step(
        person=person, step=step, case=clock.case, name=clock.name, now=now, clock=clock
    )
    Reminder.objects.create(
        clock=clock, **kept(step, due_on=clock.due_on, person=person, notice=notice, now=now)
    )


def _line(clock: Clock, key: str, recipient: str, reason: str) -> RunStep:
    return RunStep(clock.case.number, clock.code, key, recipient, reason)
