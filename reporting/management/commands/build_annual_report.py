"""Counts the draft of an annual report, and on request approves and issues it."""

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
from reporting.models import AnnualReport, BulletinStatus
from reporting.selectors.annual import annual_figures, counted_days
from reporting.selectors.cases import county_cases
from reporting.services.annual_publication import EFFECT, sign_annual_report
from reporting.services.annual_reports import approve_annual_report, build_annual_report


class Command(BaseCommand):
    """`build_annual_report [--year 2025] [--publish --user U] [--dry-run]`."""

    help = "Count the annual report of a year (default: the year before); --publish also approves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, default=0, help="four digits")
        parser.add_argument("--publish", action="store_true", help="approve, sign and print it")
        parser.add_argument(
            "--user", default="", help="user name of the head who approves and signs"
        )
        parser.add_argument("--drafter", default="", help="user name of the clerk who counts")
        parser.add_argument("--dry-run", action="store_true", help="count and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        year = options["year"] or timezone.localdate(now).year - 1
        try:
            if options["dry_run"]:
                self._count(year, now)
            else:
                self._run(year, now, options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _count(self, year: int, now: datetime) -> None:
        period = counted_days(year, timezone.localdate(now))
        if period is None:
            raise CommandError(f"{year}: not one day is over")
        figures = annual_figures(county_cases(), period)
        total, persons = figures.counts["matters"].now, figures.counts["persons"].now
        self.stdout.write(
            f"{year} until {figures.until}: {total} matters, {persons} persons, nothing written"
        )

    def _run(self, year: int, now: datetime, options: dict[str, Any]) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if options["publish"] and user is None:
            raise CommandError("--publish needs --user with an existing user name")
        report = AnnualReport.objects.filter(year=year).first()
        if report is None or report.status == BulletinStatus.DRAFT:
            report = build_annual_report(year=year, now=now, authority=self._drafter(options, now))
            self.stdout.write(f"{year}: counted until {report.counted_until}")
        if options["publish"] and user is not None:
            self._publish(report, user, now)

    def _drafter(self, options: dict[str, Any], now: datetime) -> Authority | None:
        """Who counts: a clerk, or None for the system, whose draft a head does not approve alone."""
        name = options["drafter"]
        user = User.objects.filter(username=name).first() if name else None
        if name and user is None:
            raise CommandError("--drafter needs an existing user name")
        return authority_of(user, on=timezone.localdate(now)) if user else None

    def _publish(self, report: AnnualReport, user: User, now: datetime) -> None:
        authority = authority_of(user, on=timezone.localdate(now))
        if report.status == BulletinStatus.DRAFT:
            approve_annual_report(report=report, authority=authority, now=now)
        sign_annual_report(report=report, authority=authority, now=now)
        effect = OwedEffect.objects.get(kind=EFFECT, key=str(report.pk))
        jobs.run(effect.pk, now=now)
        report.refresh_from_db()
        if report.status != BulletinStatus.PUBLISHED:
            effect.refresh_from_db()
            raise CommandError(f"signed but not issued yet: {effect.last_error or effect.state}")
        self.stdout.write(
            f"{report.year}: issued as no. {report.serial} of {report.serial_year}, "
            f"{report.pdf.path}, sha256 {report.pdf_sha256}"
        )
