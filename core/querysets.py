"""Words for reading the kernel's tables."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q


class OwedEffectQuerySet(models.QuerySet):
    """Reads of the queue of record."""

    def due(self, *, now: datetime, lease: timedelta) -> OwedEffectQuerySet:
        """Effects owed by `now` and unclaimed, or claimed longer than `lease` ago."""
        return self.filter(
            Q(state="owed", due_at__lte=now) | Q(state="claimed", claimed_at__lte=now - lease)
        )

    def failed(self) -> OwedEffectQuerySet:
        """Effects that used up their attempts and need a person."""
        return self.filter(state="failed")


class OutgoingQuerySet(models.QuerySet):
    """Reads of messages that leave the house: mails and text messages."""

    def stuck(self, *, now: datetime, lease: timedelta) -> OutgoingQuerySet:
        """Messages whose sending began longer than `lease` ago and never ended."""
        return self.filter(state="sending", sending_at__lte=now - lease)
