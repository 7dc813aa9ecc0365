"""Tasks of the monthly analysis: the unit is reminded before and after the day, the office when it has passed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.domain.problems import ARTICLE
from accountability.domain.reminders import (
    ClockFacts,
    DueStep,
    ReminderPlan,
    due_step,
    is_overdue_key,
)
from accountability.models import TASK_OWED, NoticeKind, ProblemTask
from accountability.selectors.problems import owed_tasks
from accountability.selectors.recipients import Posts
from accountability.services.notices import send_digests
from accountability.services.problem_notices import tell
from accountability.services.runs import RunReport, RunStep
from organizations.selectors import work_calendar

PLAN = ReminderPlan(days_before=(7, 3), on_the_day=True, every_days_after=7)


def remind_tasks(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Remind of tasks before, on and after their day; safe to repeat and to run twice at once.

    Args:
        on: the day of the run; nobody is reminded on a day off.
        now: time written on the rows.
        dry_run: only report what would be sent.
    """
    report = RunReport(on=on, dry_run=dry_run)
    calendar = work_calendar()
    if not calendar.is_working(on):
        return report
    posts = Posts(on=on, case_ids=[])
    for task in owed_tasks():
        facts = ClockFacts(
            name=_("整改任务"), article=ARTICLE, started_on=task.given_on, due_on=task.due_on
        )
        step = due_step(facts, PLAN, calendar, on=on, sent=[task.reminded_step])
        if not isinstance(step, DueStep):
            continue
        people = [task.responsible, *posts.officers(task.unit_id)]
        if is_overdue_key(step.key):
            people += posts.overseers()
        names = "、".join(str(user) for user in dict.fromkeys(people))
        line = RunStep("-", "problem task", str(task.unit), names, step.key)
        if not dry_run and not _tell(task, step, people, now):
            report.skipped.append(line)
            continue
        report.done.append(line)
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def _tell(task: ProblemTask, step: DueStep, people: list, now: datetime) -> bool:
    with transaction.atomic():
        same = ProblemTask.objects.filter(
            pk=task.pk,
            status__in=TASK_OWED,
            due_on=task.due_on,
            reminded_step=task.reminded_step,
        )
        if same.update(reminded_step=step.key) != 1:
            return False
        overdue = is_overdue_key(step.key)
        tell(
            people,
            task,
            title=_("整改任务已逾期") if overdue else _("整改任务即将到期"),
            text=step.reason,
            now=now,
            kind=NoticeKind.OVERDUE if overdue else NoticeKind.REMINDER,
        )
    return True
