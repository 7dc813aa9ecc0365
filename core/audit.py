"""Append-only, hash-chained audit rows: evidence that nobody rewrote an object's history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from core.models import AuditEntry

ATTEMPTS = 8


@dataclass(frozen=True)
class Fact:
    """One thing to record: chain such as ``case:12``, verb, JSON-serialisable data."""

    chain: str
    verb: str
    at: datetime
    actor: Any = None
    data: dict = field(default_factory=dict)


def chain_of(obj: Any) -> str:
    """Name of the chain an object's audit rows live in, e.g. ``case:12``."""
    return f"{obj._meta.model_name}:{obj.pk}"


def digest(
    *,
    previous: str,
    chain: str,
    seq: int,
    at: datetime,
    actor_id: int | None,
    verb: str,
    data: dict,
) -> str:
    """SHA-256 over the canonical JSON of one row and the hash before it."""
    body = json.dumps(
        [
            previous,
            chain,
            seq,
            at.astimezone(UTC).isoformat(timespec="microseconds"),
            actor_id,
            verb,
            data,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(body.encode()).hexdigest()


def _entry(fact: Fact, last: tuple[int, str]) -> AuditEntry:
    seq, previous = last[0] + 1, last[1]
    data = json.loads(json.dumps(fact.data, cls=DjangoJSONEncoder))
    actor_id = getattr(fact.actor, "pk", None)
    return AuditEntry(
        chain=fact.chain,
        seq=seq,
        at=fact.at,
        actor_id=actor_id,
        actor_label=str(fact.actor) if fact.actor else "",
        verb=fact.verb,
        data=data,
        previous_hash=previous,
        hash=digest(
            previous=previous,
            chain=fact.chain,
            seq=seq,
            at=fact.at,
            actor_id=actor_id,
            verb=fact.verb,
            data=data,
        ),
    )


def record(obj_or_chain: Any, verb: str, *, actor: Any, at: datetime, **data: Any) -> AuditEntry:
    """Append one row to the chain of an object.

    Args:
        obj_or_chain: a saved model instance, or the chain's name.
        verb: short English verb such as ``case.accept``.
        actor: the user, or None for the system itself.
        at: aware time of the act.
        data: JSON-serialisable particulars; never the content of a secret report.

    Raises:
        IntegrityError: when the chain stays contended after several attempts.
    """
    chain = obj_or_chain if isinstance(obj_or_chain, str) else chain_of(obj_or_chain)
    fact = Fact(chain=chain, verb=verb, at=at, actor=actor, data=data)
    for attempt in range(ATTEMPTS):
        last = (
            AuditEntry.objects.filter(chain=chain)
            .order_by("-seq")
            .values_list("seq", "hash")
            .first()
        )
        entry = _entry(fact, last or (0, ""))
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return entry
    raise AssertionError("unreachable")


def record_new(facts: Iterable[Fact]) -> None:
    """Append rows in bulk for chains that are known to be new in this transaction.

    Several facts of one chain must come in their order.
    """
    last: dict[str, tuple[int, str]] = {}
    rows = []
    for fact in facts:
        row = _entry(fact, last.get(fact.chain, (0, "")))
        last[fact.chain] = (row.seq, row.hash)
        rows.append(row)
    AuditEntry.objects.bulk_create(rows, batch_size=500)


def verify(chain: str) -> list[str]:
    """Recompute a chain; returns one English line per broken row (empty when sound)."""
    problems, previous, expected = [], "", 1
    for row in AuditEntry.objects.filter(chain=chain).order_by("seq"):
        if row.seq != expected:
            problems.append(f"{chain}: row {expected} is missing")
        want = digest(
            previous=previous,
            chain=chain,
            seq=row.seq,
            at=row.at,
            actor_id=row.actor_id,
            verb=row.verb,
            data=row.data,
        )
        if row.previous_hash != previous or row.hash != want:
            problems.append(f"{chain}: row {row.seq} was altered")
        previous, expected = row.hash, row.seq + 1
    return problems
