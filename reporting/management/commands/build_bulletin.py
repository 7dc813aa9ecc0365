"""Builds, and on request approves and publishes, the bulletin of a month or another period."""

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
from reporting.domain.spans import Period
from reporting.models import Bulletin
from reporting.selectors.county import county_figures
from reporting.services.bulletins import approve_bulletin, build_bulletin
from reporting.services.publication import EFFECT, sign_bulletin


class Command(BaseCommand):
    """`build_bulletin [--period 2026-10|2026-Q3|2026-H1|2026|2026-09-01_2026-11-15] [--approve] [--publish] [--drafter U] [--user U] [--dry-run]`."""

    help = (
        "Build the bulletin of a period (default: the month before); --publish implies --approve."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--period",
            "--month",
            default="",
            help="such as 2026-10, 2026-Q3, 2026-H1, 2026 or 2026-09-01_2026-11-15",
        )
        parser.add_argument("--approve", action="store_true")
        parser.add_argument("--publish", action="store_true")
        parser.add_argument(
            "--user", default="", help="user name of the head who approves and signs"
        )
        parser.add_argument(
            "--drafter",
            default="",
            help="user name of the clerk who counts; a head approves what somebody counted",
        )
        parser.add_argument("--dry-run", action="store_true", help="count and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        period = self._period(options["period"], now)
        try:
            if options["dry_run"]:
                self._count(period)
            else:
                self._run(period, now, options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _period(self, code: str, now: datetime) -> Period:
        if not code:
            return Period.of(Month.of(timezone.localdate(now)).previous)
        try:
            return Period.parse(code)
        except PeriodError as error:
            raise CommandError(str(error)) from error

    def _count(self, period: Period) -> None:
        figures = county_figures(Span.whole(period))
        total, persons = figures.matters.now, figures.persons.now
        self.stdout.write(f"{period.code}: {total} matters, {persons} persons, nothing written")

    def _run(self, period: Period, now: datetime, options: dict[str, Any]) -> None:
        wants_signature = options["approve"] or options["publish"]
        authority = self._authority(options["user"], now) if wants_signature else None
        drafter = self._authority(options["drafter"], now) if options["drafter"] else None
        bulletin = Bulletin.objects.filter(period=period.code).first()
        if bulletin is None or bulletin.status == "draft":
            bulletin = build_bulletin(period=period, now=now, authority=drafter)
            self.stdout.write(f"{period.code}: built, {bulletin.rows.count()} units")
        if authority is not None and bulletin.status == "draft":
            approve_bulletin(bulletin=bulletin, authority=authority, now=now)
            self.stdout.write(f"{period.code}: approved by {authority.user}")
        if authority is not None and options["publish"]:
            self._publish(bulletin, authority, now)

    def _authority(self, username: str, now: datetime) -> Authority:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(
                "--approve and --publish need --user, --drafter too, with an existing user name"
            )
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
