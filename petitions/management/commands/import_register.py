"""Import a register from the command line, through the same services as the page."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.errors import DomainError
from organizations.authority import Authority, authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Term, User
from petitions.domain.import_fields import FIELD_BY_NAME, header_key
from petitions.enums import RowOutcome
from petitions.models import ImportBatch
from petitions.services.importing import batches, report, running
from petitions.services.importing.defaults import parse_defaults


class Command(BaseCommand):
    """`import_register FILE --source NAME`: prints rows in = rows accounted for."""

    help = "Import a register (.xlsx, .xls, .csv): rows in = rows accounted for; a second run adds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="name the mapping is remembered under")
        parser.add_argument("--sheet", default="", help="sheet; the one with most rows by default")
        parser.add_argument("--header", type=int, default=0, help="header row, guessed by default")
        parser.add_argument(
            "--map", nargs="*", default=[], metavar="COLUMN=FIELD", help="override the guess"
        )
        parser.add_argument(
            "--default", nargs="*", default=[], metavar="NAME=VALUE", action="extend"
        )
        parser.add_argument(
            "--user", help="username that imports; the reception's first by default"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, keep nothing"
        )
        parser.add_argument(
            "--report", type=Path, help="write the row report there (.xlsx or .csv)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import in the foreground."""
        try:
            self._run(options)
        except DomainError as error:
            raise CommandError(f"{error.field}: {error}" if error.field else str(error)) from error

    def _run(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        started = time.perf_counter()
        authority = self._authority(options["user"])
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"no such file: {path}")
        batch = self._mapped(authority, path, options, now)
        read = batch.total_rows
        if options["dry_run"]:
            running.check_rows(batch=batch, now=now)
        else:
            batches.take_in_hand(authority=authority, batch=batch, now=now)
            running.import_rows(batch=batch, now=now, on_chunk=self._progress, clock=timezone.now)
        batch.refresh_from_db()
        self._print(batch, read, time.perf_counter() - started, dry_run=options["dry_run"])
        if options["report"]:
            target: Path = options["report"]
            kind = "csv" if target.suffix.lower() == ".csv" else "xlsx"
            target.write_bytes(report.build(authority=authority, batch=batch, kind=kind))
        if options["dry_run"]:
            batch.file.delete(save=False)
            batch.delete()

    def _mapped(
        self, authority: Authority, path: Path, options: dict[str, Any], now: Any
    ) -> ImportBatch:
        with path.open("rb") as file:
            batch = batches.upload_register(
                authority=authority,
                source=options["source"],
                name=path.name,
                size=path.stat().st_size,
                file=file,
                now=now,
            )
        if options["sheet"] or options["header"]:
            batch = batches.choose_header(
                authority=authority,
                batch=batch,
                sheet=options["sheet"],
                header_row=options["header"] or batch.header_row,
                now=now,
            )
        forced = self._overrides(batch, options["map"])
        guessed = {
            int(index): name for index, name in batch.columns.items() if name not in forced.values()
        }
        columns = {**guessed, **forced}
        given = {**batch.defaults, **dict(_pairs(options["default"]))}
        defaults = parse_defaults(given, today=timezone.localdate(now))
        return batches.save_mapping(
            authority=authority, batch=batch, columns=columns, defaults=defaults, now=now
        )

    def _overrides(self, batch: ImportBatch, pairs: Iterable[str]) -> dict[int, str]:
        headers = batches.headers_of(batch)
        places = {header_key(header): index for index, header in enumerate(headers)}
        found = {}
        for column, name in _pairs(pairs):
            if header_key(column) not in places:
                raise CommandError(f"no column {column}; the file has: {', '.join(places)}")
            if name and name not in FIELD_BY_NAME:
                raise CommandError(f"no field {name}; fields are: {', '.join(FIELD_BY_NAME)}")
            found[places[header_key(column)]] = name
        return found

    def _authority(self, username: str | None) -> Authority:
        on = timezone.localdate()
        if username:
            user = User.objects.filter(username=username).first()
            if user is None:
                raise CommandError(f"no user {username}")
            return authority_of(user, on=on)
        term = (
            Term.objects.held(on=on)
            .filter(post__unit__kind=UnitKind.PETITION_OFFICE, user__is_active=True)
            .exclude(post__kind=PostKind.ADMINISTRATOR)
            .select_related("user")
            .order_by("post__order", "pk")
            .first()
        )
        if term is None:
            raise CommandError("nobody holds a post in the petition office; name one with --user")
        return authority_of(term.user, on=on)

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done}/{total}", ending="\r")
        self.stdout.flush()

    def _print(self, batch: ImportBatch, read: int, seconds: float, *, dry_run: bool) -> None:
        counts = running.outcome_counts(batch)
        accounted = sum(counts.values())
        title = "dry run of" if dry_run else "import of"
        self.stdout.write(f"{title} {batch.file_name} ({batch.sheet or 'csv'})")
        for outcome in RowOutcome:
            self.stdout.write(f"  {outcome.value:<10}{outcome.label}  {counts[outcome.value]}")
        self.stdout.write(
            f"rows in: {read} = rows accounted for: {accounted}   "
            f"{seconds:.1f} s, {read / max(seconds, 0.001):.0f} rows/s"
        )
        if read != accounted:
            raise CommandError("rows are not all accounted for")


def _pairs(texts: Iterable[str]) -> list[tuple[str, str]]:
    found = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise CommandError(f"expected NAME=VALUE, got {text}")
        found.append((name.strip(), value.strip()))
    return found
