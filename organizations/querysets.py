"""Words for reading units, posts and terms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import Q

#: How many closings after one another are followed from a unit to the one that has its powers now.
SUCCESSIONS = 4


def unit_or_successor(field: str, paths: Collection[str]) -> Q:
    """Rows whose unit, or a unit that went on with its powers, has one of these paths.

    Args:
        field: name of the foreign key to the unit.
        paths: materialised paths.
    """
    found = Q()
    for closings in range(SUCCESSIONS + 1):
        found |= Q(**{f"{field}{'__succeeded_by' * closings}__path__in": paths})
    return found


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
