"""Words for reading rules, notices, reminders and escalations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from organizations.models import User


class InForceQuerySet(models.QuerySet):
    """Rows with a validity (`valid_from`, `valid_to`, both included)."""

    def in_force(self, *, on: date) -> InForceQuerySet:
        """Rows in force on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


class RuleSetQuerySet(InForceQuerySet):
    """Reads of rule sets."""

    def approved(self) -> RuleSetQuerySet:
        """Approved by a second person."""
        return self.filter(approved_at__isnull=False)


class NoticeQuerySet(models.QuerySet):
    """Reads of the inbox."""

    def of(self, user: User) -> NoticeQuerySet:
        """One person's notices."""
        return self.filter(user=user)

    def unread(self) -> NoticeQuerySet:
        """Not yet read."""
        return self.filter(read_at__isnull=True)
