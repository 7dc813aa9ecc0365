"""What petitions do when the apps below them say that something changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from organizations.events import calendar_changed, unit_closed
from organizations.models import Unit
from petitions.services.recounting import recount
from petitions.services.succession import pass_on


@receiver(calendar_changed)
def count_again(sender: Any, *, years: list[int], now: datetime, **_more: Any) -> None:
    """A published plan moves due dates and lifts the mark "provisional"."""
    recount(years=years, now=now)


@receiver(unit_closed)
def hand_over(
    sender: Any,
    *,
    unit_id: int,
    succeeded_by_id: int | None,
    on: date,
    now: datetime,
    **_more: Any,
) -> None:
    """The open matters of a closed unit pass to the one that goes on with its powers."""
    if succeeded_by_id is None:
        return
    pass_on(
        unit=Unit.objects.get(pk=unit_id),
        successor=Unit.objects.get(pk=succeeded_by_id),
        on=timezone.localdate(now),
        now=now,
    )
