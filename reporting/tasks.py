"""Owed effects and periodic tasks of the reporting app.

The services are imported when they are needed: they bring the typesetter along, which no command
and no start-up of a worker should wait for.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from core import jobs
from core.models import OwedEffect
from reporting.domain.periods import Month
from reporting.models import AnalysisReport, AnnualReport, Bulletin
from reporting.selectors.annual import year_of
from reporting.services.closed_months import close_months
from reporting.services.delivery_reminders import remind_unsigned
from reporting.services.snapshots import take_missing_snapshots

logger = logging.getLogger(__name__)

BUILD = "reporting.build"
BUILD_ANALYSIS = "reporting.build_analysis"
BUILD_ANNUAL = "reporting.build_annual"
PREVIEW = "reporting.preview"
PUBLISH = "reporting.publish"
CORRECT = "reporting.correct"
COUNT = "reporting.count"
REMIND = "reporting.remind_unsigned"
#: A worker that has printed longer is taken for dead; who waits for pages waits at the screen.
PREVIEW_LEASE = timedelta(minutes=5)


@jobs.handles(BUILD, transactional=False)
def build(effect: OwedEffect, now: datetime) -> None:
    """Build the draft of the effect's month unless somebody has built it already, or nothing is on record."""
    from reporting.services.bulletins import build_bulletin
    from reporting.services.printed_figures import is_before_records

    month = Month.parse(effect.period)
    built = Bulletin.objects.filter(period=month.code).exists()
    if not built and not is_before_records(month.last_day):
        build_bulletin(period=month, now=now)


@jobs.handles(PUBLISH, transactional=False)
def publish(effect: OwedEffect, now: datetime) -> None:
    """Print and deliver a signed bulletin; safe to call again."""
    from reporting.services.publication import finish_publication

    finish_publication(bulletin_id=effect.payload["bulletin"], now=now)


@jobs.handles("reporting.publish_annual", transactional=False)
def publish_annual(effect: OwedEffect, now: datetime) -> None:
    """Print and freeze a signed annual report; safe to call again."""
    from reporting.services.annual_publication import finish_annual_report

    finish_annual_report(report_id=effect.payload["annual"], now=now)


@jobs.handles("reporting.publish_analysis", transactional=False)
def publish_analysis(effect: OwedEffect, now: datetime) -> None:
    """Print and freeze a signed monthly analysis; safe to call again."""
    from reporting.services.analysis_publication import finish_analysis

    finish_analysis(report_id=effect.payload["analysis"], now=now)


@jobs.handles(CORRECT, transactional=False)
def correct(effect: OwedEffect, now: datetime) -> None:
    """Print and deliver an approved correction; safe to call again."""
    from reporting.services.correction_publication import finish_correction

    finish_correction(correction_id=effect.payload["correction"], now=now)


@jobs.handles(COUNT, transactional=False)
def count(effect: OwedEffect, now: datetime) -> None:
    """Count a draft that somebody asked for; safe to call again: each count replaces the one before."""
    from reporting.services.draft_counts import carry_out

    carry_out(effect, now=now)


@jobs.handles(PREVIEW, transactional=False, lease=PREVIEW_LEASE)
def print_preview(effect: OwedEffect, now: datetime) -> None:
    """Print the pages of a draft that somebody asked for; safe to call again, also beside another worker."""
    from reporting.services.previews import print_pages

    print_pages(name=effect.key, now=now)


@shared_task(name="reporting.monthly_bulletin")
def monthly_bulletin() -> None:
    """On the 1st at 06:00: owe the draft of the month that has just ended, once."""
    now = timezone.now()
    owe_monthly_draft(now=now)


def owe_monthly_draft(*, now: datetime) -> bool:
    """Put the draft of the month before on the books; True when it was not there yet."""
    month = Month.of(timezone.localdate(now)).previous
    _effect, created = jobs.owe(BUILD, key="county", period=month.code, now=now)
    return created


@jobs.handles(BUILD_ANALYSIS, transactional=False)
def build_analysis(effect: OwedEffect, now: datetime) -> None:
    """Count the analysis of the effect's month unless somebody has counted it already, or there is no month before it."""
    from reporting.services.analysis_reports import build_analysis
    from reporting.services.printed_figures import is_before_records

    month = Month.parse(effect.period)
    counted = AnalysisReport.objects.filter(month=month.code).exists()
    if not counted and not is_before_records(month.previous.last_day):
        build_analysis(month=month, now=now)


@shared_task(name="reporting.monthly_analysis")
def monthly_analysis() -> None:
    """On the 3rd: owe the draft of the analysis of the month that has just ended, once."""
    owe_monthly_analysis(now=timezone.now())


def owe_monthly_analysis(*, now: datetime) -> bool:
    """Put the analysis of the month before on the books; True when it was not there yet."""
    month = Month.of(timezone.localdate(now)).previous
    _effect, created = jobs.owe(BUILD_ANALYSIS, key="county", period=month.code, now=now)
    return created


@jobs.handles(BUILD_ANNUAL, transactional=False)
def build_annual(effect: OwedEffect, now: datetime) -> None:
    """Count the effect's year unless the whole of it has been counted already, or nothing is on record; what was
    written by hand stays."""
    from reporting.services.annual_reports import build_annual_report
    from reporting.services.printed_figures import is_before_records

    year = int(effect.period)
    whole = AnnualReport.objects.filter(year=year, counted_until=year_of(year).last_day)
    if not whole.exists() and not is_before_records(year_of(year).last_day):
        build_annual_report(year=year, now=now)


@shared_task(name="reporting.annual_report")
def annual_report() -> None:
    """In January: owe the draft of the year that has just ended, once."""
    owe_annual_draft(now=timezone.now())


def owe_annual_draft(*, now: datetime) -> bool:
    """Put the draft of the year before on the books; True when it was not there yet."""
    year = timezone.localdate(now).year - 1
    _effect, created = jobs.owe(BUILD_ANNUAL, key="county", period=str(year), now=now)
    return created


@shared_task(name="reporting.daily_snapshot")
def daily_snapshot() -> None:
    """After midnight: record what was open and overdue at the end of each day not recorded yet."""
    take_missing_snapshots(now=timezone.now())


@shared_task(name="reporting.daily_deliveries")
def daily_deliveries() -> None:
    """Owe today's reminders to those who have not signed; the row is unique per day, so calling again is harmless."""
    now = timezone.now()
    jobs.owe(REMIND, key="county", period=timezone.localdate(now).isoformat(), now=now)


@jobs.handles(REMIND, transactional=False)
def remind(effect: OwedEffect, now: datetime) -> None:
    """Remind whoever is due today, also when the row is from an earlier day."""
    report = remind_unsigned(on=timezone.localdate(now), now=now)
    logger.info("receipts %s", report.summary)


@shared_task(name="reporting.close_months")
def close_months_daily() -> None:
    """Add up the months that are over and were not yet, and those that a change re-opened."""
    close_months(now=timezone.now())


@jobs.handles("reporting.view_mails")
def view_mails(effect: OwedEffect, now: datetime) -> None:
    """Owe a month's mail of a saved view to each of its readers, in one transaction."""
    from reporting.services.view_mails import owe_readers

    owe_readers(view_id=int(effect.key), month=effect.period, now=now)


@jobs.handles("reporting.view_mail", transactional=False)
def view_mail(effect: OwedEffect, now: datetime) -> None:
    """Count a saved view with one reader's rights and queue the mail; safe to call again."""
    from reporting.services.view_mails import send_to_reader

    wanted = effect.payload
    send_to_reader(view_id=wanted["view"], user_id=wanted["user"], month=effect.period, now=now)


@shared_task(name="reporting.due_view_mails")
def due_view_mails() -> None:
    """In the morning: owe the mails of the saved views whose day of the month has come, once."""
    from reporting.services.view_mails import owe_due_views

    owe_due_views(now=timezone.now())
