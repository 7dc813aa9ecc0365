"""End the periods of rights that passed unused: `lapse_rights [--on DATE] [--dry-run]`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from petitions.services import clocks


class Command(BaseCommand):
    """An objection or a request for review that was not made in time; safe to repeat."""

    help = "End periods of rights (objection, review, re-review) whose last day has passed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="day to judge by (default today)")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would end")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        if options["dry_run"]:
            for clock in (
                clocks.lapsed_rights(on=on).select_related("case").order_by("due_on", "id")
            ):
                self.stdout.write(f"{clock.case.number} {clock.code} due {clock.due_on}")
            return
        self.stdout.write(f"{clocks.lapse_rights(on=on)} periods ended")
