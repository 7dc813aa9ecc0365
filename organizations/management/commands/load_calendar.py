"""Load days off and make-up days from chinesecalendar, or from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from core.tables import read_table
from organizations.services import calendar


class Command(BaseCommand):
    """``load_calendar [--year 2026 | --from 2004 --to 2026] [--file plan.csv] [--dry-run]``."""

    help = (
        "Loads the published work calendar: all years known to chinesecalendar, or the years given, "
        "or a .csv/.xlsx file with the columns date, kind (放假/上班), name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int)
        parser.add_argument("--from", dest="first", type=int, default=calendar.FIRST_YEAR)
        parser.add_argument("--to", dest="last", type=int, default=calendar.LAST_YEAR)
        parser.add_argument("--file", type=Path)
        parser.add_argument("--source", default="", help="the notice a file was made from")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["file"]:
                self._load_file(options["file"], options["source"], dry=options["dry_run"])
            else:
                self._load_years(self._years(options), dry=options["dry_run"])
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _years(self, options: dict[str, Any]) -> list[int]:
        if options["year"]:
            return [options["year"]]
        years = list(range(options["first"], options["last"] + 1))
        if not years:
            raise CommandError("--from must not be later than --to")
        return years

    def _load_years(self, years: list[int], *, dry: bool) -> None:
        # All plans are read first: an unknown year writes nothing.
        plans = {year: calendar.published_plan(year) for year in years}
        for year, plan in plans.items():
            if not dry:
                calendar.load_year(authority=None, year=year, now=timezone.now())
            self.stdout.write(f"{year}: {len(plan)} days{' (dry run)' if dry else ''}")

    def _load_file(self, path: Path, source: str, *, dry: bool) -> None:
        if not path.is_file():
            raise CommandError(f"no such file: {path}")
        with path.open("rb") as file:
            plan = calendar.read_calendar(read_table(file))
        for error in plan.errors:
            self.stderr.write(f"line {error.line}: {error.reason}: {error.text}")
        if plan.errors:
            raise CommandError(f"{len(plan.errors)} wrong rows, nothing was loaded")
        if dry:
            self.stdout.write(f"{len(plan.days)} days of {plan.years} (dry run)")
            return
        counts = calendar.import_calendar(
            authority=None, plan=plan, source=source or path.name, now=timezone.now()
        )
        for year, count in counts.items():
            self.stdout.write(f"{year}: {count} days")
