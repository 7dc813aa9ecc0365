"""Send the reminders that are due: `send_reminders [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.daily import run_reminders
from accountability.services.runs import RunReport


class Command(RunCommand):
    """Reminders before, on and after each due date, of clocks and of other dated tasks; safe to repeat."""

    help = "Send the reminders that are due on a day; each goes out once however often this runs."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return run_reminders(on=on, now=now, dry_run=dry_run)
