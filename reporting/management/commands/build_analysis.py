"""Counts the draft of a monthly analysis, and on request approves and issues it."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from reporting.domain.periods import Month, PeriodError
from reporting.management.paper_command import PaperCommand
from reporting.models import AnalysisReport, BulletinStatus
from reporting.services.analysis_publication import EFFECT, sign_analysis
from reporting.services.analysis_reports import approve_analysis, build_analysis, count_analysis


class Command(PaperCommand):
    """`build_analysis [--month 2026-10] [--publish --user U] [--drafter U] [--dry-run]`."""

    help = "Count the analysis of a month (default: the month before); --publish also approves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", default="", help="such as 2026-10")
        super().add_arguments(parser)

    def carry_out(self, now: datetime, options: dict[str, Any]) -> None:
        """Count, and issue when it was asked for."""
        month = self._month(options["month"], now)
        if options["dry_run"]:
            found = count_analysis(month=month, now=now)
            spots = len(found.hot.found)
            self.stdout.write(
                f"{month.code}: {found.total.now} matters, {spots} hot spots, nothing written"
            )
            return
        user = self.signer(options)
        report = AnalysisReport.objects.filter(month=month.code).first()
        if report is None or report.status == BulletinStatus.DRAFT:
            report = build_analysis(month=month, now=now, authority=self.drafter(options, now))
            self.stdout.write(f"{month.code}: counted")
        if user is not None:
            self.issue(
                report, user, approve=approve_analysis, sign=sign_analysis, effect=EFFECT, now=now
            )

    def _month(self, code: str, now: datetime) -> Month:
        if not code:
            return Month.of(timezone.localdate(now)).previous
        try:
            return Month.parse(code)
        except PeriodError as error:
            raise CommandError(str(error)) from error
