"""Ask the gateway what became of text messages: `sms_reports [--dry-run]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core import sms


class Command(BaseCommand):
    """The question of every ten minutes, asked here and now."""

    help = "Ask the text message gateway what became of the messages of the last days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The dry run."""
        parser.add_argument("--dry-run", action="store_true", help="ask, but note nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask and list."""
        found = sms.fetch_reports(now=timezone.now(), dry_run=options["dry_run"])
        for number, state in found.items():
            self.stdout.write(f"{number}: {state}")
        word = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"{len(found)} messages {word}")
