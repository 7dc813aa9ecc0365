"""Gap-free counters that are safe under concurrent writers on both databases."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F

from core.models import Counter


def take(scope: str, count: int = 1) -> int:
    """Reserve `count` numbers and return the first.

    Must run inside the transaction that uses the numbers: the row stays locked until commit, and a
    roll-back gives the numbers back, so there are neither gaps nor doubles.

    Raises:
        RuntimeError: outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("counters.take needs a transaction")
    if not Counter.objects.filter(scope=scope).update(value=F("value") + count):
        try:
            with transaction.atomic():
                Counter.objects.create(scope=scope, value=0)
        except IntegrityError:
            pass  # another writer created the row first; the update below waits for it
        Counter.objects.filter(scope=scope).update(value=F("value") + count)
    return Counter.objects.values_list("value", flat=True).get(scope=scope) - count + 1
