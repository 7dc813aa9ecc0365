"""Encrypts every identity number with a new key; see docs/runbook.md, section 9."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from petitions.services.identity_keys import rotate_identity_key

VARIABLE = "PETITION_FIELD_KEY_NEW"


class Command(BaseCommand):
    """`rotate_field_key [--dry-run]`; the new key comes from the environment, never from the command line."""

    help = f"Encrypt identity numbers with the key in {VARIABLE}; stop all processes first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="read and count, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        new_key = os.environ.get(VARIABLE, "").strip()
        try:
            count = rotate_identity_key(
                new_key=new_key, now=timezone.now(), dry_run=options["dry_run"]
            )
        except (DomainError, ValueError) as error:
            raise CommandError(f"{VARIABLE}: {error}") from error
        if options["dry_run"]:
            self.stdout.write(f"{count} identity numbers can be read; nothing written")
        else:
            self.stdout.write(f"{count} identity numbers written; set PETITION_FIELD_KEY now")
