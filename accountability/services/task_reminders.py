"""Reminders of dated tasks that are no clock: co-handling (条例第二十四条) and execution of opinions (第三十二条第二款)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db import models
from django.utils import timezone

from accountability.domain.reminders import TASKS, ClockFacts, DueStep, ReminderPlan, Skip, due_step
from accountability.models import TaskReminder
from accountability.selectors.recipients import Person, Posts
from accountability.selectors.rules import reminder_plans
from accountability.services.remind_once import kept, remind_once, tell_step
from accountability.services.reminders import HOLIDAY_MARGIN
from accountability.services.runs import RunReport, RunStep
from organizations.domain.calendar import WorkCalendar
from organizations.selectors import work_calendar
from petitions.enums import CaseStatus
from petitions.models import Case, Clock, CoHandling, Execution


@dataclass(frozen=True)
class Task:
    """Something a unit has to do by a day: ``field`` names it on the reminder, ``code`` its own reminder rule."""

    field: str
    row: CoHandling | Execution
    code: str
    facts: ClockFacts
    unit_id: int

    @property
    def case(self) -> Case:
        """The matter it belongs to."""
        return self.row.case

    def as_clock(self) -> Clock:
        """The same as an unsaved clock, so that one rule finds whom to remind."""
        return Clock(case=self.case, code=self.code, owed_by_unit_id=self.unit_id)


def remind_tasks(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Send the steps that are due for co-handling and execution days; safe to repeat and to run twice at once.

    The caller lets the e-mails go (`send_digests`), so that those of one run stay together.

    Args:
        on: the day of the run; on a day off nothing is sent.
        now: time written on the rows.
        dry_run: only report what would be sent.

    Queries: nine for the run, two per recipient, and the writes.
    """
    report = RunReport(on=on, dry_run=dry_run)
    calendar = work_calendar()
    if not calendar.is_working(on):
        return report
    plans = reminder_plans(on=on)
    due = list(_due(plans, calendar, on, report))
    posts = Posts(on=on, case_ids=[task.row.case_id for task, _step in due])
    for task, step in due:
        remind_once(
            report,
            step,
            posts.owing(task.as_clock()),
            line=partial(_line, task),
            still_due=partial(_still_due, task),
            write=partial(_write, task, step, now=now),
        )
    return report


def _due(
    plans: dict[str, ReminderPlan], calendar: WorkCalendar, on: date, report: RunReport
) -> Iterable[tuple[Task, DueStep]]:
    earliest = max((max(plan.days_before, default=0) for plan in plans.values()), default=0)
    until = on + timedelta(days=earliest) + HOLIDAY_MARGIN
    tasks = [*_co_handlings(until), *_executions(until)]
    sent = _sent(tasks)
    for task in tasks:
        plan = plans.get(task.code, plans[""])
        keys = sent[task.field, task.row.pk, task.facts.due_on]
        step = due_step(task.facts, plan, calendar, on=on, sent=keys)
        if isinstance(step, DueStep):
            yield task, step
        elif isinstance(step, Skip) and step.key:
            report.skipped.append(_line(task, step.key, "", step.why))


def _co_handlings(until: date) -> list[Task]:
    rows = CoHandling.objects.filter(
        answered_at__isnull=True, due_on__lte=until, case__status=CaseStatus.ACCEPTED
    ).select_related("case__content_class")
    return [
        Task(
            "co_handling",
            row,
            "CO",
            ClockFacts(
                TASKS["CO"], "条例第二十四条第一款", timezone.localdate(row.asked_at), row.due_on
            ),
            row.unit_id,
        )
        for row in rows.order_by("due_on", "pk")
    ]


def _executions(until: date) -> list[Task]:
    rows = Execution.objects.filter(done_on__isnull=True, due_on__lte=until).select_related(
        "case__content_class"
    )
    return [
        Task(
            "execution",
            row,
            "EX",
            ClockFacts(
                TASKS["EX"],
                "条例第三十二条第二款",
                timezone.localdate(row.recorded_at),
                row.due_on,
            ),
            row.case.responsible_unit_id,
        )
        for row in rows.order_by("due_on", "pk")
    ]


def _sent(tasks: list[Task]) -> dict[tuple[str, int, date], set[str]]:
    sent: dict[tuple[str, int, date], set[str]] = defaultdict(set)
    for field in ("co_handling", "execution"):
        ids = [task.row.pk for task in tasks if task.field == field]
        rows = TaskReminder.objects.filter(**{f"{field}__in": ids}) if ids else []
        for row in rows:
            sent[field, getattr(row, f"{field}_id"), row.due_on].add(row.step)
    return sent


def _still_due(task: Task) -> bool:
    done = {"co_handling": "answered_at", "execution": "done_on"}[task.field]
    model: type[models.Model] = type(task.row)
    waiting = {"pk": task.row.pk, "due_on": task.facts.due_on, f"{done}__isnull": True}
    return model._default_manager.filter(**waiting).exists()


def _write(task: Task, step: DueStep, person: Person, now: datetime) -> None:
    notice = tell_step(person=person, step=step, case=task.case, name=task.facts.name, now=now)
    TaskReminder.objects.create(
        **{task.field: task.row},
        **kept(step, due_on=task.facts.due_on, person=person, notice=notice, now=now),
    )


def _line(task: Task, key: str, recipient: str, reason: str) -> RunStep:
    return RunStep(task.case.number, task.code, key, recipient, reason)
