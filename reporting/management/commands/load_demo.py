"""`manage.py load_demo`: the demonstration county, once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reporting.demo.accounts import PASSWORD, shown_accounts
from reporting.demo.load import DatabaseInUse, Scale, load
from reporting.demo.reference import loaded

PRODUCTION = "config.settings.prod"


class Command(BaseCommand):
    """Load the demonstration county, or show its log-ins; a second load does nothing."""

    help = "Load a fictional county with two years of history; a second call does nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="only print the log-ins")
        parser.add_argument("--small", action="store_true", help="four months with few matters")
        parser.add_argument(
            "--organization-only",
            action="store_true",
            help="units, people, calendar and rules without any matter",
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, help="last day of the history (default: today)"
        )
        parser.add_argument("--seed", type=int, default=20261, help="another seed, another history")
        parser.add_argument(
            "--force", action="store_true", help="also with production settings, or beside own data"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self._print_accounts()
            return
        note = loaded()
        if note is not None:
            self.stdout.write(f"demo county: already loaded up to {note.get('until')}")
            return
        self._refuse_production(force=options["force"])
        until = options["until"] or timezone.localdate()
        scale = Scale.of(small=options["small"], organization_only=options["organization_only"])
        try:
            report = load(
                now=_evening(until),
                seed=options["seed"],
                scale=scale,
                force=options["force"],
                say=self.stdout.write if options["verbosity"] else lambda _text: None,
            )
        except DatabaseInUse as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"demo county: {report}")

    def _refuse_production(self, *, force: bool) -> None:
        if settings.SETTINGS_MODULE == PRODUCTION and not force:
            raise CommandError("demonstration data in production settings: repeat with --force")

    def _print_accounts(self) -> None:
        accounts = shown_accounts()
        if loaded() is None or not accounts:
            raise CommandError("the demonstration county is not loaded: manage.py load_demo")
        self.stdout.write(f"  演示账号（密码均为 {PASSWORD}）")
        for account in accounts:
            self.stdout.write(
                f"    {account.username:<18}{account.name}  {account.unit}  {account.part}"
            )


def _evening(day: date) -> datetime:
    """Now when `day` is today, else the end of office hours of that day."""
    now = timezone.localtime()
    if day == now.date():
        return now
    return datetime.combine(day, time(18), tzinfo=timezone.get_current_timezone())
