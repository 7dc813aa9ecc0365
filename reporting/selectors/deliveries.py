"""Reads of deliveries for the pages: states with their numbers, one page of rows, one delivery with its story."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db.models import Count, QuerySet

from reporting.models import Bulletin, Delivery, DeliveryState, DistributionChange, DistributionKind


def state_table(bulletin: Bulletin) -> list[tuple[str, str, int]]:
    """(state, word, number) in the order of the page (one query)."""
    counts = Delivery.objects.filter(bulletin=bulletin).state_counts()
    return [(value, str(label), counts.get(value, 0)) for value, label in DeliveryState.choices]


def deliveries_of(bulletin: Bulletin, *, state: str = "") -> QuerySet[Delivery]:
    """Deliveries with state, recipient, post, message and number of messages and reminders."""
    rows = (
        Delivery.objects.filter(bulletin=bulletin)
        .with_state()
        .select_related("recipient", "post__unit", "mail__delivery_message")
        .annotate(
            sendings=Count("messages", distinct=True), asked=Count("reminders", distinct=True)
        )
        .defer("mail__text", "mail__html")
    )
    return cast("QuerySet[Delivery]", rows.filter(state=state) if state else rows)


def one_delivery(bulletin: Bulletin, pk: int) -> Delivery | None:
    """One delivery with its state."""
    return deliveries_of(bulletin).filter(pk=pk).first()


def messages_of(delivery: Delivery) -> list:
    """All messages of a delivery, first to last."""
    rows = delivery.messages.select_related("mail", "by", "bounced_by").order_by("number")
    return list(rows.defer("mail__text", "mail__html"))


def reminded_at(delivery: Delivery) -> list[datetime]:
    """When the recipient was reminded."""
    return list(delivery.reminders.order_by("number").values_list("sent_at", flat=True))


def omissions(bulletin: Bulletin) -> QuerySet[DistributionChange]:
    """Who was left out by decision."""
    return (
        DistributionChange.objects.filter(bulletin=bulletin, kind=DistributionKind.OMIT)
        .select_related("user", "by")
        .order_by("pk")
    )


def own_delivery(bulletin: Bulletin, user_id: int) -> Delivery | None:
    """The delivery of the person who looks at the page."""
    return Delivery.objects.filter(bulletin=bulletin, recipient_id=user_id).first()
