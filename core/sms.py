"""Text messages, sent at most once (`core.outgoing` says how) through the gateway the county chose.

They hold a number, the name of a time limit and days, never anything about a petitioner: whoever queues one builds its
text from those facts alone.
"""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from core import outgoing
from core.models import OwedEffect, Sms, SmsState
from core.sms_gateways import OFF, gateway

EFFECT = "sms.send"
CHANNEL = outgoing.Channel(model=Sms, name="sms", effect=EFFECT)
LONGEST = 500
REPORT_DAYS = 3
REPORT_LIMIT = 200
MOBILE = re.compile(r"1[3-9]\d{9}")
COUNTRY = re.compile(r"^(\+|00)?86(?=1)")


def is_on() -> bool:
    """True when a gateway is set."""
    return bool(settings.SMS_GATEWAY != OFF)


def mobile(phone: str) -> str:
    """The eleven digits of a mobile number, "" when the text is none."""
    digits = COUNTRY.sub("", re.sub(r"[\s\-()（）]", "", phone))
    return digits if MOBILE.fullmatch(digits) else ""


def queue(
    *,
    key: str,
    to_name: str,
    to_phone: str,
    text: str,
    now: datetime,
    recipient: Any = None,
    quiet: bool = True,
) -> tuple[Sms, bool]:
    """Put one text message on the books; returns (row, created).

    Args:
        key: business key; the same key is never queued twice.
        to_phone: eleven digits (see `mobile`).
        text: at most 500 characters.
        recipient: the staff account, if it is one.
        quiet: keeps to the quiet hours.
    """
    fields = {
        "recipient": recipient,
        "to_name": to_name,
        "to_phone": to_phone,
        "text": text[:LONGEST],
        "message_id": uuid.uuid4().hex,
    }
    return outgoing.owe(CHANNEL, key=key, fields=fields, now=now, quiet=quiet)


def send_owed(effect: OwedEffect, now: datetime) -> None:
    """Handler of `sms.send`: one attempt.

    Raises:
        jobs.Postpone: a temporary failure, quiet hours, or another worker is at it.
    """
    outgoing.send_owed(CHANNEL, effect, now, deliver=_deliver)


def _deliver(sms: Sms) -> dict[str, Any]:
    if not is_on():
        raise outgoing.PermanentFailure("PETITION_SMS_GATEWAY=off")
    number = gateway().send(message_id=sms.message_id, phone=sms.to_phone, text=sms.text)
    return {"gateway_id": number}


def mark_stuck(*, now: datetime) -> int:
    """Mark messages whose sender died in between as `unknown`; returns how many."""
    return outgoing.mark_stuck(CHANNEL, now=now)


def confirm_sent(*, sms: Sms, actor: Any, now: datetime) -> None:
    """A person found out that an `unknown` message was taken in; StaleState when it is in another state."""
    outgoing.confirm_sent(CHANNEL, sms, actor=actor, now=now)


@transaction.atomic
def send_again(*, sms: Sms, actor: Any, now: datetime) -> None:
    """A person decides to send a `failed` or `unknown` message once more; StaleState when it is in another state.

    One that failed gets a new number: the gateway would take the old one for a repetition.
    """
    outgoing.send_again(CHANNEL, sms, actor=actor, now=now)
    if sms.state == SmsState.FAILED:
        Sms.objects.filter(pk=sms.pk).update(message_id=uuid.uuid4().hex)


def fetch_reports(*, now: datetime, dry_run: bool = False) -> dict[str, str]:
    """Ask the gateway what became of recent messages that were handed over or whose outcome is unknown.

    Returns:
        Our number → "delivered" or "failed" for those that changed (on a dry run: would change).
    """
    if not is_on():
        return {}
    recent = Sms.objects.filter(
        state__in=[SmsState.SENT, SmsState.UNKNOWN],
        sending_at__gte=now - timedelta(days=REPORT_DAYS),
    )
    numbers = list(recent.order_by("pk").values_list("message_id", flat=True)[:REPORT_LIMIT])
    known = {SmsState.DELIVERED.value, SmsState.FAILED.value}
    found = {
        number: state
        for number, state in gateway().report(numbers).items()
        if number in set(numbers) and state in known
    }
    if not dry_run:
        for number, state in found.items():
            _note(number, state, now)
    return found


def _note(number: str, state: str, now: datetime) -> None:
    waiting = Sms.objects.filter(message_id=number, state__in=[SmsState.SENT, SmsState.UNKNOWN])
    if state == SmsState.DELIVERED:
        row = waiting.first()
        if row is not None:
            waiting.update(
                state=state, delivered_at=now, sent_at=row.sent_at or row.sending_at or now
            )
        return
    waiting.update(state=state, last_error="the gateway reports: not delivered")
