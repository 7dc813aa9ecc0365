"""Counts the draft of an annual report, and on request approves and issues it."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reporting.management.paper_command import PaperCommand
from reporting.models import AnnualReport, BulletinStatus
from reporting.selectors.annual import annual_figures, counted_days
from reporting.selectors.cases import county_cases
from reporting.services.annual_publication import EFFECT, sign_annual_report
from reporting.services.annual_reports import approve_annual_report, build_annual_report


class Command(PaperCommand):
    """`build_annual_report [--year 2025] [--publish --user U] [--dry-run]`."""

    help = "Count the annual report of a year (default: the year before); --publish also approves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, default=0, help="four digits")
        super().add_arguments(parser)

    def carry_out(self, now: datetime, options: dict[str, Any]) -> None:
        """Count, and issue when it was asked for."""
        year = options["year"] or timezone.localdate(now).year - 1
        if options["dry_run"]:
            self._count(year, now)
            return
        user = self.signer(options)
        report = AnnualReport.objects.filter(year=year).first()
        if report is None or report.status == BulletinStatus.DRAFT:
            report = build_annual_report(year=year, now=now, authority=self.drafter(options, now))
            self.stdout.write(f"{year}: counted until {report.counted_until}")
        if user is not None:
            self.issue(
                report,
                user,
                approve=approve_annual_report,
                sign=sign_annual_report,
                effect=EFFECT,
                now=now,
            )

    def _count(self, year: int, now: datetime) -> None:
        period = counted_days(year, timezone.localdate(now))
        if period is None:
            raise CommandError(f"{year}: not one day is over")
        figures = annual_figures(county_cases(), period)
        total, persons = figures.counts["matters"].now, figures.counts["persons"].now
        self.stdout.write(
            f"{year} until {figures.until}: {total} matters, {persons} persons, nothing written"
        )
