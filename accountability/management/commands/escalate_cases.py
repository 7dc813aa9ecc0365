"""Hand over, lower and lift cases: `escalate_cases [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.daily import run_escalation
from accountability.services.runs import RunReport


class Command(RunCommand):
    """Successors are asked, what was done falls, what is overdue climbs by one level; safe to repeat."""

    help = "Escalation of a day: pass open asks on, lower what was done, lift what is overdue."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return run_escalation(on=on, now=now, dry_run=dry_run)
