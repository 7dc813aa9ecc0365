"""Create the default reminder, escalation and scoring rules that are missing: `load_rules [--dry-run]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accountability.services.defaults import load_defaults


class Command(BaseCommand):
    """Safe to repeat; never changes a rule that exists."""

    help = "Create the default reminder, escalation and scoring rules that are missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The dry run."""
        parser.add_argument("--dry-run", action="store_true", help="only say what is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create and report."""
        lines = load_defaults(now=timezone.now(), dry_run=options["dry_run"])
        word = "would create" if options["dry_run"] else "created"
        for line in lines:
            self.stdout.write(f"{word} {line}")
        self.stdout.write(f"{len(lines)} {'missing' if options['dry_run'] else 'created'}")
