"""Words for reading deliveries."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, CharField, Count, Q, Value, When

from reporting.domain.deliveries import BOUNCED, NONE, SENT, SIGNED, UNKNOWN, WAITING


class DeliveryQuerySet(models.QuerySet):
    """Reads of deliveries with what became of them."""

    def with_state(self) -> DeliveryQuerySet:
        """Annotate `state`: that the recipient signed outweighs a bounce, a bounce what the mail server said."""
        bounced = Q(mail__delivery_message__bounced_at__isnull=False) | Q(mail__state="failed")
        return self.annotate(
            state=Case(
                When(signed_at__isnull=False, then=Value(SIGNED)),
                When(mail__isnull=True, then=Value(NONE)),
                When(bounced, then=Value(BOUNCED)),
                When(mail__state="unknown", then=Value(UNKNOWN)),
                When(mail__state="sent", then=Value(SENT)),
                default=Value(WAITING),
                output_field=CharField(),
            )
        )

    def state_counts(self) -> dict[str, int]:
        """State → number (one query)."""
        rows = self.with_state().order_by().values("state").annotate(number=Count("pk"))
        return {row["state"]: row["number"] for row in rows}

    def unsigned(self) -> DeliveryQuerySet:
        """Of persons with a working account who have not signed."""
        return self.filter(signed_at__isnull=True, recipient__is_active=True)
