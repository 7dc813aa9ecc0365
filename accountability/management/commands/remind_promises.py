"""Remind of promises given at receptions: `remind_promises [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.promises import remind_promises
from accountability.services.runs import RunReport


class Command(RunCommand):
    """Each promise is told once before its day and once after; safe to repeat."""

    help = "Remind of promises given at leaders' receptions that are due soon or overdue."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return remind_promises(on=on, now=now, dry_run=dry_run)
