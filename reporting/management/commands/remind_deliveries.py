"""Remind those who have not signed for a bulletin: `remind_deliveries [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.runs import RunReport
from reporting.services.delivery_reminders import remind_unsigned


class Command(RunCommand):
    """After some working days each, a few times at most; safe to repeat."""

    help = "Remind recipients of published bulletins who have not signed for them."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return remind_unsigned(on=on, now=now, dry_run=dry_run)
