"""Words for reading units, posts and terms."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q


class UnitQuerySet(models.QuerySet):
    """Reads of the unit tree."""

    def active(self, *, on: date) -> UnitQuerySet:
        """Units that exist on that day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)

    def townships(self) -> UnitQuerySet:
        """Township-level divisions."""
        return self.filter(kind="township")

    def departments(self) -> UnitQuerySet:
        """County departments."""
        return self.filter(kind="department")

    def handlers(self) -> UnitQuerySet:
        """Units that may be made responsible for a case."""
        return self.filter(kind__in=["township", "department", "petition_office"])

    def within(self, unit) -> UnitQuerySet:
        """The unit and everything below it, by the materialised path."""
        return self.filter(path__startswith=unit.path)


class TermQuerySet(models.QuerySet):
    """Reads of who holds which post."""

    def held(self, *, on: date) -> TermQuerySet:
        """Terms running on that day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
