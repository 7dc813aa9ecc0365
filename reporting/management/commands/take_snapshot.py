"""Records what was open and overdue at the end of a day."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from reporting.services.snapshots import take_snapshot


class Command(BaseCommand):
    """`take_snapshot [--on 2026-10-31] [--dry-run]`."""

    help = "Record open and overdue matters per unit at the end of a day (default: yesterday)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", default="", help="such as 2026-10-31")
        parser.add_argument("--dry-run", action="store_true", help="count and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            yesterday = timezone.localdate(now) - timedelta(days=1)
            on = date.fromisoformat(options["on"]) if options["on"] else yesterday
            rows = take_snapshot(on=on, now=now, dry_run=options["dry_run"])
        except (DomainError, ValueError) as error:
            raise CommandError(str(error)) from error
        county = next(row for row in rows if row.unit_id is None)
        self.stdout.write(
            f"{on}: {county.open_cases} open, {county.overdue_cases} overdue, {len(rows)} rows"
            + (" (nothing written)" if options["dry_run"] else "")
        )
