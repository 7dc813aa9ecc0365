"""What leaves the house at most once: the machine that mail and text messages share.

A message is a row first, with a unique key and a state. Sending marks it `sending` in a commit of its own
before the other side is spoken to: whoever finds such a row later knows that the message may be out. It is
then marked `unknown` and left to a person; nothing is ever sent again by itself after that point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit, jobs
from core.errors import StaleState
from core.models import OwedEffect

QUEUED, SENDING, SENT, FAILED, UNKNOWN = "queued", "sending", "sent", "failed", "unknown"


class TemporaryFailure(Exception):
    """Nothing was delivered; the same message may be tried again."""


class PermanentFailure(Exception):
    """The message was refused for good."""


class OutcomeUnknown(Exception):
    """The connection ended after the message was handed over: it may or may not have been accepted."""


@dataclass(frozen=True)
class Channel:
    """One kind of message.

    Attributes:
        model: its rows, with key, state, attempts, created_at, sending_at, sent_at and last_error.
        name: "mail" or "sms": the key of the row's id in an effect's payload, and the beginning of audit verbs.
        effect: kind of the owed effect.
        lease: far longer than a dialogue with the other side; after it a sender counts as dead.
        attempts: tries before a message is left as failed.
    """

    model: Any
    name: str
    effect: str
    lease: timedelta = timedelta(minutes=5)
    attempts: int = 8


Allowed = Callable[[datetime], datetime]
_quiet: list[Allowed] = []


def quiet_hours(allowed: Allowed) -> Allowed:
    """Register the function that says when a notice may go out: at or after the moment it is given."""
    _quiet[:] = [allowed]
    return allowed


def owe(
    channel: Channel, *, key: str, fields: Mapping[str, Any], now: datetime, quiet: bool
) -> tuple[Any, bool]:
    """Put one message on the books; the same key is never queued twice. Returns (row, created).

    Args:
        channel: the kind of message.
        key: business key.
        fields: the other columns.
        now: time of queueing.
        quiet: a notice that keeps to the quiet hours, also when it is tried again.
    """
    with transaction.atomic():
        row, created = channel.model.objects.get_or_create(
            key=key, defaults={**fields, "created_at": now}
        )
        if created:
            payload = {channel.name: row.pk, "quiet": quiet}
            jobs.owe(channel.effect, key=row.pk, now=now, payload=payload)
    return row, created


def send_owed(
    channel: Channel, effect: OwedEffect, now: datetime, *, deliver: Callable[[Any], dict[str, Any]]
) -> None:
    """One attempt, with the row's state telling what came of it.

    Args:
        channel: the kind of message.
        effect: the owed effect; its handler runs outside a transaction.
        now: time of the attempt.
        deliver: speaks to the other side; returns columns to keep (such as the other side's number), or raises
            one of the three failures.

    Raises:
        jobs.Postpone: a temporary failure, quiet hours, or another worker is at it.
    """
    rows = channel.model.objects
    row = rows.get(pk=effect.payload[channel.name])
    if row.state == SENDING and row.sending_at is not None:
        if mark_stuck(channel, now=now, pk=row.pk):
            return
        raise jobs.Postpone(row.sending_at + channel.lease)
    if effect.payload.get("quiet") and _quiet and (until := _quiet[0](now)) > now:
        raise jobs.Postpone(until)
    attempt = row.attempts + 1
    began = rows.filter(pk=row.pk, state=QUEUED, attempts=row.attempts).update(
        state=SENDING, sending_at=now, attempts=attempt
    )  # committed at once: this runs outside a transaction
    if began != 1:
        return
    try:
        found = deliver(row)
    except OutcomeUnknown as error:
        _end(channel, row, attempt, state=UNKNOWN, last_error=str(error))
    except PermanentFailure as error:
        _end(channel, row, attempt, state=FAILED, last_error=str(error))
    except TemporaryFailure as error:
        _again(channel, row, attempt, error=error, now=now)
    else:
        sent_at = max(now, row.created_at)
        _end(channel, row, attempt, state=SENT, sent_at=sent_at, last_error="", **found)


def _end(channel: Channel, row: Any, attempt: int, **fields: Any) -> None:
    # `unknown` too: the sweep may have given up on an attempt that was only slow.
    busy = channel.model.objects.filter(pk=row.pk, attempts=attempt, state__in=[SENDING, UNKNOWN])
    busy.update(**fields)


def _again(channel: Channel, row: Any, attempt: int, *, error: Exception, now: datetime) -> None:
    if attempt >= channel.attempts:
        _end(channel, row, attempt, state=FAILED, last_error=str(error))
        return
    _end(channel, row, attempt, state=QUEUED, last_error=str(error))
    raise jobs.Postpone(now + timedelta(minutes=2**attempt))


def mark_stuck(channel: Channel, *, now: datetime, pk: int | None = None) -> int:
    """Mark messages whose sender died in between as `unknown`; returns how many."""
    stuck = channel.model.objects.stuck(now=now, lease=channel.lease)
    if pk is not None:
        stuck = stuck.filter(pk=pk)
    return stuck.update(
        state=UNKNOWN, last_error=_("发送过程中断，不能确定对方是否收到，请人工核实。")
    )


def confirm_sent(channel: Channel, row: Any, *, actor: Any, now: datetime) -> None:
    """A person found out that an `unknown` message did arrive.

    Raises:
        StaleState: the message is not in that state any more.
    """
    with transaction.atomic():
        touched = channel.model.objects.filter(pk=row.pk, state=UNKNOWN).update(
            state=SENT, sent_at=row.sending_at or now
        )
        if touched != 1:
            raise _changed()
        audit.record(row, f"{channel.name}.confirm_sent", actor=actor, at=now)


def send_again(channel: Channel, row: Any, *, actor: Any, now: datetime) -> None:
    """A person decides to send a `failed` or `unknown` message once more.

    Raises:
        StaleState: the message is in another state, or was put back a moment ago.
    """
    try:
        with transaction.atomic():
            touched = channel.model.objects.filter(
                pk=row.pk, state__in=[FAILED, UNKNOWN], attempts=row.attempts
            ).update(state=QUEUED, attempts=0, sent_at=None)
            again = OwedEffect.objects.filter(kind=channel.effect, key=str(row.pk)).count()
            if touched != 1:
                raise _changed()
            audit.record(row, f"{channel.name}.send_again", actor=actor, at=now, state=row.state)
            jobs.owe(
                channel.effect,
                key=row.pk,
                period=f"again-{again}",
                now=now,
                payload={channel.name: row.pk},
            )
    except IntegrityError as error:
        raise _changed() from error


def _changed() -> StaleState:
    return StaleState(_("这条消息的状态已变化，请刷新。"))
