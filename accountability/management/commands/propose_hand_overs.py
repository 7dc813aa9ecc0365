"""Offer first contact of those who left to their successors: `propose_hand_overs [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date, datetime

from accountability.management.run_command import RunCommand
from accountability.services.hand_over_run import propose_hand_overs
from accountability.services.runs import RunReport


class Command(RunCommand):
    """A duty that is on offer is left alone; safe to repeat."""

    help = "Offer open first-contact duties of officers who left their post to the successor."

    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        return propose_hand_overs(on=on, now=now, dry_run=dry_run)
