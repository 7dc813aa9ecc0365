"""Owed effects: the database is the queue of record on every broker.

An effect is a row first; the broker only wakes a worker; a sweep re-sends what is owed and
unclaimed, or was claimed too long ago by a worker that died.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from core.models import EffectState, OwedEffect
from core.querysets import OwedEffectQuerySet

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 8


@dataclass(frozen=True)
class Handler:
    """How one kind of effect is carried out.

    Args:
        run: called with (effect, now).
        transactional: True runs it in one transaction with the "done" mark, so that its database
            work happens exactly once; False is for work outside the database (mail, long imports),
            which must be safe to call again or guard itself.
        lease: how long a claim is honoured before the sweep hands the effect to another worker.
    """

    run: Callable[[OwedEffect, datetime], None]
    transactional: bool
    lease: timedelta


_HANDLERS: dict[str, Handler] = {}


class Postpone(Exception):
    """Raised by a handler to be called again at `until` without counting as a failure."""

    def __init__(self, until: datetime) -> None:
        super().__init__(str(until))
        self.until = until


def handles(
    kind: str, *, transactional: bool = True, lease: timedelta = LEASE
) -> Callable[[Callable[[OwedEffect, datetime], None]], Callable[[OwedEffect, datetime], None]]:
    """Register the decorated function as the handler of `kind` (in an app's tasks.py)."""

    def register(
        run: Callable[[OwedEffect, datetime], None],
    ) -> Callable[[OwedEffect, datetime], None]:
        _HANDLERS[kind] = Handler(run=run, transactional=transactional, lease=lease)
        return run

    return register


def owe(
    kind: str,
    *,
    key: object,
    now: datetime,
    period: str = "",
    payload: dict | None = None,
    due_at: datetime | None = None,
) -> tuple[OwedEffect, bool]:
    """Put an effect on the books once for (kind, key, period); returns (row, created).

    Wakes a worker after commit when the effect is due at once.
    """
    effect, created = OwedEffect.objects.get_or_create(
        kind=kind,
        key=str(key),
        period=period,
        defaults={"payload": payload or {}, "due_at": due_at or now, "created_at": now},
    )
    if created and effect.due_at <= now:
        wake([effect.pk])
    return effect, created


def owe_again(
    kind: str, *, key: object, now: datetime, period: str = "", payload: dict | None = None
) -> OwedEffect:
    """Put an effect on the books that somebody may ask for many times; one that waits or is under way is asked for once.

    What was done or failed, or waits for its next attempt after a failure, begins anew with this payload.
    """
    effect, created = owe(kind, key=key, now=now, period=period, payload=payload)
    if created:
        return effect
    ended = ~Q(state__in=[EffectState.OWED, EffectState.CLAIMED])
    failed_once = Q(state=EffectState.OWED, attempts__gt=0)
    touched = OwedEffect.objects.filter(ended | failed_once, pk=effect.pk).update(
        state=EffectState.OWED,
        payload=payload or {},
        due_at=now,
        created_at=now,
        attempts=0,
        last_error="",
    )
    if touched:
        effect.refresh_from_db()
        wake([effect.pk])
    return effect


def hasten(kind: str, *, period: str, now: datetime) -> int:
    """Make the waiting effects of a kind and period due at once and wake workers; returns how many."""
    waiting = OwedEffect.objects.filter(kind=kind, period=period, state=EffectState.OWED)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    if ids:
        waiting.update(due_at=now)
        wake(ids)
    return len(ids)


def wake(ids: Sequence[int]) -> None:
    """Tell the broker, after commit, that these effects wait; a lost message is repaired by the sweep.

    A broker that is down must not break the act that was just committed, hence `robust`.
    """
    waiting = list(ids)

    def hand_over() -> None:
        send(waiting)

    transaction.on_commit(hand_over, robust=True)


def send(ids: Sequence[int]) -> None:
    """Hand effects to the broker at once; raises what the broker client raises."""
    from core.tasks import run_effect

    for pk in ids:
        run_effect.apply_async((pk,), retry=False)


def claim(effect_id: int, *, now: datetime) -> OwedEffect | None:
    """Take one effect for this worker, or None when another has it or it is not due."""
    effect = OwedEffect.objects.filter(pk=effect_id).first()
    if effect is None or effect.kind not in _HANDLERS:
        return None
    lease = _HANDLERS[effect.kind].lease
    token = str(uuid.uuid4())
    due = OwedEffect.objects.filter(pk=effect_id).due(now=now, lease=lease)
    mine = due.filter(claim_token=effect.claim_token, state=effect.state)
    if effect.attempts >= MAX_ATTEMPTS:  # each attempt took its worker down with it
        mine.update(state=EffectState.FAILED, last_error="the worker died in every attempt")
        return None
    touched = mine.update(
        state=EffectState.CLAIMED, claimed_at=now, claim_token=token, attempts=effect.attempts + 1
    )
    if touched != 1:
        return None
    effect.refresh_from_db()
    return effect


def run(effect_id: int, *, now: datetime) -> bool:
    """Claim and carry out one effect; True when it ended as done.

    A failure is stored on the row and tried again later with exponential back-off; after
    `MAX_ATTEMPTS` the effect is left as failed for a person to look at.
    """
    effect = claim(effect_id, now=now)
    if effect is None:
        return False
    handler = _HANDLERS[effect.kind]
    try:
        if handler.transactional:
            with transaction.atomic():
                handler.run(effect, now)
                return _finish(effect, now=now)
        handler.run(effect, now)
        return _finish(effect, now=now)
    except Postpone as later:
        _mine(effect).update(
            state=EffectState.OWED, due_at=later.until, attempts=effect.attempts - 1
        )
    except Exception as error:
        logger.exception("effect %s failed", effect)
        _fail(effect, error=error, now=now)
    return False


def renew(effect: OwedEffect, *, now: datetime) -> bool:
    """Tell that this worker is still busy with a long effect; False when another one has taken it over."""
    return bool(_mine(effect).update(claimed_at=now))


def _mine(effect: OwedEffect) -> OwedEffectQuerySet:
    return OwedEffect.objects.filter(pk=effect.pk, claim_token=effect.claim_token, state="claimed")


class LostClaim(RuntimeError):
    """Another worker took the effect over while this one was still busy."""


def _finish(effect: OwedEffect, *, now: datetime) -> bool:
    if _mine(effect).update(state=EffectState.DONE, done_at=now, last_error="") != 1:
        raise LostClaim(str(effect))  # rolls a transactional handler back
    return True


def _fail(effect: OwedEffect, *, error: Exception, now: datetime) -> None:
    final = effect.attempts >= MAX_ATTEMPTS
    _mine(effect).update(
        state=EffectState.FAILED if final else EffectState.OWED,
        last_error=f"{type(error).__name__}: {error}"[:2000],
        due_at=now + timedelta(minutes=2 ** min(effect.attempts, 8)),
    )


def retry(effect_id: int, *, now: datetime) -> bool:
    """Put a failed effect back on the books; True when it was failed."""
    touched = OwedEffect.objects.filter(pk=effect_id, state="failed").update(
        state=EffectState.OWED, due_at=now, attempts=0
    )
    if touched:
        wake([effect_id])
    return bool(touched)


def sweep(*, now: datetime, limit: int = 500) -> list[int]:
    """Ids of effects to hand to the broker again: owed and due, or claimed by a worker that died."""
    leases: dict[timedelta, list[str]] = {}
    for kind, handler in _HANDLERS.items():
        leases.setdefault(handler.lease, []).append(kind)
    found: list[tuple[datetime, int]] = []
    for lease, kinds in leases.items():
        due = OwedEffect.objects.filter(kind__in=kinds).due(now=now, lease=lease)
        found.extend(due.order_by("due_at", "id").values_list("due_at", "pk")[:limit])
    return [pk for _, pk in sorted(found)[:limit]]
