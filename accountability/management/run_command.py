"""Frame of the commands that are also periodic tasks: --on, --dry-run, one line per step."""

from __future__ import annotations

from abc import abstractmethod
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accountability.services.runs import RunReport


class RunCommand(BaseCommand):
    """Runs one use case for a day and says what it did."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day and the dry run."""
        parser.add_argument(
            "--on", type=date.fromisoformat, help="day of the run, YYYY-MM-DD (default: today)"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and report."""
        now = timezone.now()
        on = options["on"] or timezone.localdate(now)
        report = self.run(on=on, now=now, dry_run=options["dry_run"])
        word = "would send" if report.dry_run else "sent"
        for step in report.done:
            self.stdout.write(f"{word}: {step}")
        for step in report.problems:
            self.stdout.write(self.style.WARNING(f"problem: {step}"))
        if report.dry_run:
            for step in report.skipped:
                self.stdout.write(f"skip: {step}")
        if report.note:
            self.stdout.write(f"note: {report.note}")
        self.stdout.write(report.summary)

    @abstractmethod
    def run(self, *, on: date, now: datetime, dry_run: bool) -> RunReport:
        """The use case."""
