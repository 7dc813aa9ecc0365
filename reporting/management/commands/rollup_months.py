"""Adds up the months that are over."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.models import ClosedMonth
from reporting.selectors.closed_months import ledger
from reporting.services.closed_months import close_months


class Command(BaseCommand):
    """`rollup_months [--all] [--dry-run]`."""

    help = "Add up each month that is over and was not added up yet, or was re-opened by a change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="count every month again")
        parser.add_argument("--dry-run", action="store_true", help="say what waits, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            book = ledger()
            months = sorted(book.ids if options["all"] else book.reopened)
            self.stdout.write(f"{len(months)} months wait (nothing written)")
            return
        if options["all"]:
            ClosedMonth.objects.update(is_open=True)
        months = close_months(now=timezone.now())
        named = f": {months[0].code} to {months[-1].code}" if months else ""
        self.stdout.write(f"{len(months)} months added up{named}")
