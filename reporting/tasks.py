"""Owed effects and periodic tasks of the reporting app.

The services are imported when they are needed: they bring the typesetter along, which no command
and no start-up of a worker should wait for.
"""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from core import jobs
from core.models import OwedEffect
from reporting.domain.periods import Month
from reporting.models import Bulletin
from reporting.services.snapshots import take_missing_snapshots

BUILD = "reporting.build"
PUBLISH = "reporting.publish"


@jobs.handles(BUILD, transactional=False)
def build(effect: OwedEffect, now: datetime) -> None:
    """Build the draft of the effect's month unless somebody has built it already."""
    from reporting.services.bulletins import build_bulletin

    month = Month.parse(effect.period)
    if not Bulletin.objects.filter(period=month.code).exists():
        build_bulletin(month=month, now=now)


@jobs.handles(PUBLISH, transactional=False)
def publish(effect: OwedEffect, now: datetime) -> None:
    """Print and deliver a signed bulletin; safe to call again."""
    from reporting.services.publication import finish_publication

    finish_publication(bulletin_id=effect.payload["bulletin"], now=now)


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


@shared_task(name="reporting.daily_snapshot")
def daily_snapshot() -> None:
    """After midnight: record what was open and overdue at the end of each day not recorded yet."""
    take_missing_snapshots(now=timezone.now())
