"""What the commands of reports share: who counts and who signs, then print and issue in the foreground."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import jobs
from core.errors import DomainError
from core.models import OwedEffect
from organizations.authority import Authority, authority_of
from organizations.models import User
from reporting.models import BulletinStatus, Paper


class PaperCommand(BaseCommand):
    """Counts the draft of a report, and on request approves and issues it."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--publish", action="store_true", help="approve, sign and print it")
        parser.add_argument(
            "--user", default="", help="user name of the head who approves and signs"
        )
        parser.add_argument("--drafter", default="", help="user name of the clerk who counts")
        parser.add_argument("--dry-run", action="store_true", help="count and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.carry_out(timezone.now(), options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def carry_out(self, now: datetime, options: dict[str, Any]) -> None:
        """Do what was asked."""
        raise NotImplementedError

    def signer(self, options: dict[str, Any]) -> User | None:
        """Who approves and signs; an error when it is asked for and nobody is named."""
        user = User.objects.filter(username=options["user"]).first()
        if options["publish"] and user is None:
            raise CommandError("--publish needs --user with an existing user name")
        return user if options["publish"] else None

    def drafter(self, options: dict[str, Any], now: datetime) -> Authority | None:
        """Who counts: a clerk, or None for the system, whose draft a head does not approve alone."""
        name = options["drafter"]
        user = User.objects.filter(username=name).first() if name else None
        if name and user is None:
            raise CommandError("--drafter needs an existing user name")
        return authority_of(user, on=timezone.localdate(now)) if user else None

    def issue(
        self,
        paper: Paper,
        user: User,
        *,
        approve: Callable[..., None],
        sign: Callable[..., None],
        effect: str,
        now: datetime,
    ) -> None:
        """Approve, sign and print; says what came of it.

        Args:
            paper: a draft, or approved, signed or issued already.
            user: head of the office.
            approve, sign: services that take ``report``, ``authority`` and ``now``.
            effect: kind of the owed effect that prints it.
        """
        by = {"report": paper, "authority": authority_of(user, on=timezone.localdate(now))}
        if paper.status == BulletinStatus.DRAFT:
            approve(**by, now=now)
        sign(**by, now=now)
        owed = OwedEffect.objects.get(kind=effect, key=str(paper.pk))
        jobs.run(owed.pk, now=now)
        paper.refresh_from_db()
        if paper.status != BulletinStatus.PUBLISHED:
            owed.refresh_from_db()
            raise CommandError(f"signed but not issued yet: {owed.last_error or owed.state}")
        self.stdout.write(
            f"issued as no. {paper.serial} of {paper.serial_year}, {paper.pdf.path}, "
            f"sha256 {paper.pdf_sha256}"
        )
