"""Carry out effects that are owed and were lost by the broker: `sweep [--dry-run]`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core import jobs, mail, sms
from core.models import OwedEffect


class Command(BaseCommand):
    """The sweep of each minute, done here and now in this process."""

    help = (
        "Carry out owed effects that are due and unclaimed, or were claimed by a worker that died."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The dry run."""
        parser.add_argument("--dry-run", action="store_true", help="only list the effects")

    def handle(self, *args: Any, **options: Any) -> None:
        """List or run them."""
        now = timezone.now()
        ids = jobs.sweep(now=now)
        if options["dry_run"]:
            for effect in OwedEffect.objects.filter(pk__in=ids).order_by("due_at", "pk"):
                self.stdout.write(
                    f"would run: {effect} ({effect.state}, due {effect.due_at:%F %T})"
                )
            self.stdout.write(f"{len(ids)} effects due")
            return
        stuck = mail.mark_stuck(now=now) + sms.mark_stuck(now=now)
        done = sum(jobs.run(effect_id, now=timezone.now()) for effect_id in ids)
        self.stdout.write(
            f"ran {len(ids)} effects, {done} done; {stuck} messages marked as outcome unknown"
        )
