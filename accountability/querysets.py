"""Words for reading rules, notices, reminders and escalations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from organizations.authority import Authority


def _case_visible_to(authority: Authority) -> Exists:
    """Asked for each row found, so that its cost does not grow with the number of cases."""
    cases = apps.get_model("petitions", "Case").objects.visible_to(authority)
    return Exists(cases.filter(pk=OuterRef("case_id")).order_by())


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

    def shown_to(self, authority: Authority) -> NoticeQuerySet:
        """One's own notices, without those about a case one may not (or no longer) see."""
        about = Q(case__isnull=True) | _case_visible_to(authority)
        return self.filter(about, user=authority.user)

    def unread(self) -> NoticeQuerySet:
        """Not yet read."""
        return self.filter(read_at__isnull=True)


class EscalationQuerySet(models.QuerySet):
    """Reads of escalation steps."""

    def of_visible_cases(self, authority: Authority) -> EscalationQuerySet:
        """Steps of cases the user may see."""
        return self.filter(_case_visible_to(authority))

    def waiting(self) -> EscalationQuerySet:
        """Not signed by the person asked, or nobody could be asked; the case is still open."""
        return self.filter(acknowledged_at__isnull=True, case__closed_on__isnull=True)
