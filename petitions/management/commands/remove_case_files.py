"""Remove printed case files that were kept long enough: `remove_case_files [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from petitions.services.case_file import printing


class Command(BaseCommand):
    """Large case files wait for their download for some days (setting case_file.days); safe to repeat."""

    help = "Remove case files put together by a worker after the days the county keeps them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="day to judge by (default today)")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would go")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        if options["dry_run"]:
            for order in printing.outdated(on=on):
                self.stdout.write(f"{order.case_id} {order.file.name} {order.ended_at:%Y-%m-%d}")
            return
        self.stdout.write(f"{printing.remove_outdated(on=on, now=timezone.now())} files removed")
