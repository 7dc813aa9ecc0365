"""Load residents per unit and year from a file, the whole of it or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from core.tables import read_table
from organizations.services.population import import_population, plan_population


class Command(BaseCommand):
    """``import_population FILE --source "统计年鉴" [--dry-run]``."""

    help = "Loads a .csv or .xlsx file with the columns unit (code or name), year, residents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="where the numbers come from")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"no such file: {path}")
        try:
            with path.open("rb") as file:
                rows = read_table(file)
            if options["dry_run"]:
                plan = plan_population(rows)
            else:
                plan = import_population(
                    authority=None, rows=rows, source=options["source"], now=timezone.now()
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        for line, reason in plan.errors:
            self.stderr.write(f"line {line}: {reason}")
        if plan.errors:
            raise CommandError(f"{len(plan.errors)} wrong rows, nothing was loaded")
        dry = " (dry run)" if options["dry_run"] else ""
        self.stdout.write(f"{len(plan.rows)} numbers{dry}")
