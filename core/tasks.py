"""Celery's view of the queue of record."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from core import jobs


@shared_task(name="core.run_effect")
def run_effect(effect_id: int) -> None:
    """Carry out one owed effect if it is still owed."""
    jobs.run(effect_id, now=timezone.now())


@shared_task(name="core.sweep")
def sweep() -> None:
    """Each minute: re-send what is owed and unclaimed, or was claimed too long ago."""
    for effect_id in jobs.sweep(now=timezone.now()):
        run_effect.delay(effect_id)
