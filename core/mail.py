"""Mail, sent at most once.

A message is a row first, one per recipient, with a unique key. Sending marks it `sending` in a commit of
its own before the transport is called: whoever finds such a row later knows that the message may be out.
It is then marked `unknown` and left to a person; nothing is ever sent again by itself after that point.
"""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypedDict

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, jobs, mail_transports
from core.errors import Invalid, StaleState
from core.models import Mail, MailState, OwedEffect

EFFECT = "mail.send"
LEASE = timedelta(minutes=5)  # far longer than an SMTP dialogue with its time-outs
MAX_ATTEMPTS = 8


class MailAttachment(TypedDict):
    """A file under MEDIA_ROOT; `path` is relative to it, `name` is what the reader sees."""

    path: str
    name: str
    content_type: str


def queue(
    *,
    key: str,
    to_name: str,
    to_address: str,
    subject: str,
    text: str,
    now: datetime,
    recipient: Any = None,
    html: str = "",
    attachments: Sequence[MailAttachment] = (),
) -> tuple[Mail, bool]:
    """Put one message to one person on the books; returns (row, created).

    Args:
        key: business key such as ``bulletin:12:user:5``; the same key is never queued twice.
        recipient: the staff account, if it is one.
        attachments: files under MEDIA_ROOT; they must exist.

    Raises:
        Invalid: an attachment lies outside MEDIA_ROOT or is missing.
    """
    for item in attachments:
        attachment_path(item)
    fields = {
        "recipient": recipient,
        "to_name": to_name,
        "to_address": to_address,
        "subject": " ".join(subject.split())[:200],
        "text": text,
        "html": html,
        "attachments": [dict(item) for item in attachments],
        "message_id": f"<{uuid.uuid4().hex}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>",
        "created_at": now,
    }
    with transaction.atomic():
        mail, created = Mail.objects.get_or_create(key=key, defaults=fields)
        if created:
            jobs.owe(EFFECT, key=mail.pk, now=now, payload={"mail": mail.pk})
    return mail, created


def attachment_path(item: MailAttachment | dict[str, str]) -> Path:
    """The file of an attachment; refuses anything outside MEDIA_ROOT."""
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / item["path"]).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise Invalid(_("附件不存在：%(name)s") % {"name": item["name"]}, field="attachments")
    return path


def build(mail: Mail) -> EmailMessage:
    """The MIME message of a row: the same bytes' worth of content however often it is built."""
    message = EmailMessage()
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(timezone.localtime(mail.created_at))
    message["From"] = Address(
        _("%(county)s信访局") % {"county": settings.COUNTY_NAME},
        addr_spec=settings.DEFAULT_FROM_EMAIL,
    )
    message["To"] = Address(mail.to_name, addr_spec=mail.to_address)
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for item in mail.attachments:
        kind = item.get("content_type") or mimetypes.guess_type(item["name"])[0] or ""
        main, _slash, sub = (kind or "application/octet-stream").partition("/")
        content = attachment_path(item).read_bytes()
        message.add_attachment(content, maintype=main, subtype=sub, filename=item["name"])
    return message


def send_owed(effect: OwedEffect, now: datetime) -> None:
    """Handler of `mail.send`: one attempt, with the row's state telling what came of it.

    Raises:
        jobs.Postpone: a temporary failure, or another worker is at it.
    """
    mail = Mail.objects.get(pk=effect.payload["mail"])
    if mail.state == MailState.SENDING and mail.sending_at is not None:
        if mark_stuck(now=now, mail_id=mail.pk):
            return
        raise jobs.Postpone(mail.sending_at + LEASE)
    attempt = mail.attempts + 1
    began = Mail.objects.filter(pk=mail.pk, state=MailState.QUEUED, attempts=mail.attempts).update(
        state=MailState.SENDING, sending_at=now, attempts=attempt
    )  # committed at once: this handler runs outside a transaction
    if began != 1:
        return
    try:
        mail_transports.deliver(_message(mail), address=mail.to_address)
    except mail_transports.OutcomeUnknown as error:
        _end(mail, attempt, state=MailState.UNKNOWN, last_error=str(error))
    except mail_transports.PermanentFailure as error:
        _end(mail, attempt, state=MailState.FAILED, last_error=str(error))
    except mail_transports.TemporaryFailure as error:
        _again(mail, attempt, error=error, now=now)
    else:
        _end(mail, attempt, state=MailState.SENT, sent_at=max(now, mail.created_at), last_error="")


def _message(mail: Mail) -> EmailMessage:
    try:
        return build(mail)
    except (Invalid, OSError, ValueError, LookupError) as error:  # nothing has gone out yet
        raise mail_transports.PermanentFailure(str(error)) from error


def _end(mail: Mail, attempt: int, **fields: Any) -> None:
    # `unknown` too: the sweep may have given up on an attempt that was only slow.
    busy = Mail.objects.filter(pk=mail.pk, attempts=attempt, state__in=["sending", "unknown"])
    busy.update(**fields)


def _again(mail: Mail, attempt: int, *, error: Exception, now: datetime) -> None:
    if attempt >= MAX_ATTEMPTS:
        _end(mail, attempt, state=MailState.FAILED, last_error=str(error))
        return
    _end(mail, attempt, state=MailState.QUEUED, last_error=str(error))
    raise jobs.Postpone(now + timedelta(minutes=2**attempt))


def mark_stuck(*, now: datetime, mail_id: int | None = None) -> int:
    """Mark messages whose sender died in between as `unknown`; returns how many."""
    stuck = Mail.objects.stuck(now=now, lease=LEASE)
    if mail_id is not None:
        stuck = stuck.filter(pk=mail_id)
    return stuck.update(
        state=MailState.UNKNOWN, last_error=_("发送过程中断，不能确定对方是否收到，请人工核实。")
    )


def confirm_sent(*, mail: Mail, actor: Any, now: datetime) -> None:
    """A person found out that an `unknown` message did arrive.

    Raises:
        StaleState: the message is not in that state any more.
    """
    with transaction.atomic():
        touched = Mail.objects.filter(pk=mail.pk, state=MailState.UNKNOWN).update(
            state=MailState.SENT, sent_at=mail.sending_at or now
        )
        if touched != 1:
            raise StaleState(_("该邮件的状态已变化，请刷新。"))
        audit.record(mail, "mail.confirm_sent", actor=actor, at=now)


def send_again(*, mail: Mail, actor: Any, now: datetime) -> None:
    """A person decides to send a `failed` or `unknown` message once more.

    Raises:
        StaleState: the message is in another state, or was put back a moment ago.
    """
    try:
        with transaction.atomic():
            touched = Mail.objects.filter(
                pk=mail.pk, state__in=[MailState.FAILED, MailState.UNKNOWN], attempts=mail.attempts
            ).update(state=MailState.QUEUED, attempts=0)
            again = OwedEffect.objects.filter(kind=EFFECT, key=str(mail.pk)).count()
            if touched != 1:
                raise StaleState(_("该邮件的状态已变化，请刷新。"))
            audit.record(mail, "mail.send_again", actor=actor, at=now, state=mail.state)
            jobs.owe(
                EFFECT, key=mail.pk, period=f"again-{again}", now=now, payload={"mail": mail.pk}
            )
    except IntegrityError as error:
        raise StaleState(_("该邮件的状态已变化，请刷新。")) from error
