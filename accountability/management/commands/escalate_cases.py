"""Lift overdue cases by one level: `escalate_cases [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.escalations import escalate_cases
from accountability.services.runs import RunReport


class Command(RunCommand):
    """One level at a time, at most one a day for each case; safe to repeat."""

    help = "Escalate overdue cases by one level where a rule asks for it."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return escalate_cases(on=on, now=now, dry_run=dry_run)
