"""Remind of tasks of the monthly analysis: `remind_problem_tasks [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.problem_reminders import remind_tasks
from accountability.services.runs import RunReport


class Command(RunCommand):
    """Each step before and after a task's day is told once; safe to repeat."""

    help = "Remind of tasks of the monthly analysis that are due soon or overdue."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return remind_tasks(on=on, now=now, dry_run=dry_run)
