"""Owe the digest of a day: `send_digests [--on DATE] [--dry-run]`."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accountability.services.digests import owe_daily


class Command(BaseCommand):
    """One message to each person for whom something was written; safe to repeat. A worker or the sweep sends them."""

    help = "Owe each person's digest of the day; quiet hours and days off still hold it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day and the dry run."""
        parser.add_argument("--on", type=date.fromisoformat, help="day of the digest (today)")
        parser.add_argument("--dry-run", action="store_true", help="only list the people")

    def handle(self, *args: Any, **options: Any) -> None:
        """List or owe."""
        now = timezone.now()
        on = options["on"] or timezone.localdate(now)
        users = owe_daily(on=on, now=now, dry_run=options["dry_run"])
        for user in users:
            self.stdout.write(f"{user.username} {user}")
        word = "would be owed" if options["dry_run"] else "owed"
        self.stdout.write(f"digest of {on} {word} to {len(users)} people")
