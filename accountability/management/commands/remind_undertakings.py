"""Remind of what units undertook in talks: `remind_undertakings [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.runs import RunReport
from accountability.services.talk_reminders import remind_undertakings


class Command(RunCommand):
    """Each undertaking is told once before its day and once after; safe to repeat."""

    help = "Remind of undertakings of talks that are due soon or overdue."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return remind_undertakings(on=on, now=now, dry_run=dry_run)
