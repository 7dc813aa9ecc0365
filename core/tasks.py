"""Celery's view of the queue of record."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from core import jobs, mail, sms
from core.models import OwedEffect


@shared_task(name="core.run_effect")
def run_effect(effect_id: int) -> None:
    """Carry out one owed effect if it is still owed."""
    jobs.run(effect_id, now=timezone.now())


@shared_task(name="core.sweep")
def sweep() -> None:
    """Each minute: re-send what is owed and unclaimed, or was claimed too long ago."""
    now = timezone.now()
    mail.mark_stuck(now=now)
    sms.mark_stuck(now=now)
    jobs.send(jobs.sweep(now=now))


@jobs.handles(mail.EFFECT, transactional=False, lease=mail.LEASE)
def send_mail(effect: OwedEffect, now: datetime) -> None:
    """Carry out one owed mail (`core.mail` says how it is sent at most once)."""
    mail.send_owed(effect, now)


@jobs.handles(sms.EFFECT, transactional=False, lease=sms.CHANNEL.lease)
def send_sms(effect: OwedEffect, now: datetime) -> None:
    """Carry out one owed text message."""
    sms.send_owed(effect, now)


@shared_task(name="core.sms_reports")
def sms_reports() -> None:
    """Ask the gateway what became of recent text messages."""
    sms.fetch_reports(now=timezone.now())
