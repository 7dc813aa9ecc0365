"""Owes the monthly mails of the saved views whose day has come; the worker sends them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.selectors.saved_views import mail_readers
from reporting.services.view_mails import due_views, owe_due_views


class Command(BaseCommand):
    """`send_view_mails [--dry-run]`."""

    help = "Owe this month's mails of saved views that are due; doing it twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        if options["dry_run"]:
            for view in due_views(on=today):
                readers = mail_readers(view, on=today).count()
                self.stdout.write(f"{view.pk} {view.name}: {readers} readers")
            return
        self.stdout.write(f"{owe_due_views(now=now)} views owed")
