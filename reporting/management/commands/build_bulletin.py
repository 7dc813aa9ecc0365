"""Builds, and on request approves and publishes, the bulletin of a month."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import jobs
from core.errors import DomainError
from core.models import OwedEffect
from organizations.authority import Authority, authority_of
from organizations.models import User
from reporting.domain.periods import Month, PeriodError, Span
from reporting.models import Bulletin
from reporting.selectors.cases import county_cases
from reporting.selectors.figures import month_figures
from reporting.services.bulletins import approve_bulletin, build_bulletin
from reporting.services.publication import EFFECT, sign_bulletin


class Command(BaseCommand):
    """`build_bulletin [--month 2026-10] [--approve] [--publish] [--user U] [--dry-run]`."""

    help = "Build the bulletin of a month (default: the month before); --publish implies --approve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", default="", help="such as 2026-10")
        parser.add_argument("--approve", action="store_true")
        parser.add_argument("--publish", action="store_true")
        parser.add_argument(
            "--user", default="", help="user name of the head who approves and signs"
        )
        parser.add_argument("--dry-run", action="store_true", help="count and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        month = self._month(options["month"], now)
        try:
            if options["dry_run"]:
                self._count(month)
            else:
                self._run(month, now, options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _month(self, code: str, now: datetime) -> Month:
        if not code:
            return Month.of(timezone.localdate(now)).previous
        try:
            return Month.parse(code)
        except PeriodError as error:
            raise CommandError(str(error)) from error

    def _count(self, month: Month) -> None:
        figures = month_figures(county_cases(), Span.whole(month))
        total, persons = figures.matters.now, figures.persons.now
        self.stdout.write(f"{month.code}: {total} matters, {persons} persons, nothing written")

    def _run(self, month: Month, now: datetime, options: dict[str, Any]) -> None:
        wants_signature = options["approve"] or options["publish"]
        authority = self._authority(options["user"], now) if wants_signature else None
        bulletin = Bulletin.objects.filter(period=month.code).first()
        if bulletin is None or bulletin.status == "draft":
            bulletin = build_bulletin(month=month, now=now, authority=authority)
            self.stdout.write(f"{month.code}: built, {bulletin.rows.count()} units")
        if authority is not None and bulletin.status == "draft":
            approve_bulletin(bulletin=bulletin, authority=authority, now=now)
            self.stdout.write(f"{month.code}: approved by {authority.user}")
        if authority is not None and options["publish"]:
            self._publish(bulletin, authority, now)

    def _authority(self, username: str, now: datetime) -> Authority:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError("--approve and --publish need --user with an existing user name")
        return authority_of(user, on=timezone.localdate(now))

    def _publish(self, bulletin: Bulletin, authority: Authority, now: datetime) -> None:
        sign_bulletin(bulletin=bulletin, authority=authority, now=now)
        effect = OwedEffect.objects.get(kind=EFFECT, key=str(bulletin.pk))
        jobs.run(effect.pk, now=now)
        bulletin.refresh_from_db()
        if bulletin.status != "published":
            effect.refresh_from_db()
            raise CommandError(f"signed but not published yet: {effect.last_error or effect.state}")
        mails = bulletin.deliveries.filter(mail__isnull=False).count()
        self.stdout.write(
            f"{bulletin.period}: published as no. {bulletin.serial} of {bulletin.serial_year}, "
            f"{mails} mails, {bulletin.pdf.path}, sha256 {bulletin.pdf_sha256}"
        )
