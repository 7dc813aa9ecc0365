"""The daily duties: reminders and escalation, owed as rows so that a lost message loses nothing."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from accountability.services.escalations import escalate_cases
from accountability.services.notices import DIGEST, write_digest
from accountability.services.reminders import send_reminders
from core import jobs
from core.models import OwedEffect

logger = logging.getLogger(__name__)

REMINDERS = "accountability.reminders"
ESCALATIONS = "accountability.escalations"
LEASE = timedelta(minutes=30)


@shared_task(name="accountability.daily_duties")
def daily_duties() -> None:
    """Owe today's reminders and escalations; the row is unique per day, so calling again is harmless."""
    now = timezone.now()
    today = timezone.localdate(now).isoformat()
    for kind in (REMINDERS, ESCALATIONS):
        jobs.owe(kind, key="county", period=today, now=now)


@jobs.handles(REMINDERS, transactional=False, lease=LEASE)
def run_reminders(effect: OwedEffect, now: datetime) -> None:
    """Send what is due today, also when the row is from an earlier day: the latest step counts."""
    report = send_reminders(on=timezone.localdate(now), now=now)
    logger.info("reminders %s", report.summary)


@jobs.handles(ESCALATIONS, transactional=False, lease=LEASE)
def run_escalations(effect: OwedEffect, now: datetime) -> None:
    """Escalate what is overdue today."""
    report = escalate_cases(on=timezone.localdate(now), now=now)
    logger.info("escalations %s", report.summary)


@jobs.handles(DIGEST)
def run_digest(effect: OwedEffect, now: datetime) -> None:
    """Queue one person's e-mail of one run, in one transaction with the mark that it was done."""
    write_digest(user_id=int(effect.key), at=datetime.fromisoformat(effect.period), now=now)
