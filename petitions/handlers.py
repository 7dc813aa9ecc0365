"""What petitions do when the apps below them say that something changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from organizations.events import calendar_changed
from petitions.services.recounting import recount


@receiver(calendar_changed)
def count_again(sender: Any, *, years: list[int], now: datetime, **_more: Any) -> None:
    """A published plan moves due dates and lifts the mark "provisional"."""
    recount(years=years, now=now)
