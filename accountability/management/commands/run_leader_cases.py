"""Successors of leaders and overdue steps of their plans: `run_leader_cases [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.leader_run import run_leader_cases
from accountability.services.runs import RunReport


class Command(RunCommand):
    """Each change is made once; safe to repeat."""

    help = "Hand cases of leaders who left to their successors, tell of overdue steps of plans."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return run_leader_cases(on=on, now=now, dry_run=dry_run)
