"""Mail, sent at most once (`core.outgoing` says how): a message is a row first, one per recipient, with a unique key."""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypedDict

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core import mail_transports, outgoing
from core.errors import Invalid
from core.models import Mail, OwedEffect

EFFECT = "mail.send"
CHANNEL = outgoing.Channel(model=Mail, name="mail", effect=EFFECT)
LEASE, MAX_ATTEMPTS = CHANNEL.lease, CHANNEL.attempts


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
    quiet: bool = False,
) -> tuple[Mail, bool]:
    """Put one message to one person on the books; returns (row, created).

    Args:
        key: business key such as ``bulletin:12:user:5``; the same key is never queued twice.
        recipient: the staff account, if it is one.
        attachments: files under MEDIA_ROOT; they must exist.
        quiet: a notice that keeps to the quiet hours.

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
    }
    return outgoing.owe(CHANNEL, key=key, fields=fields, now=now, quiet=quiet)


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
    """Handler of `mail.send`: one attempt.

    Raises:
        jobs.Postpone: a temporary failure, or another worker is at it.
    """
    outgoing.send_owed(CHANNEL, effect, now, deliver=_deliver)


def _deliver(mail: Mail) -> dict[str, Any]:
    try:
        message = build(mail)
    except (Invalid, OSError, ValueError, LookupError) as error:  # nothing has gone out yet
        raise outgoing.PermanentFailure(str(error)) from error
    mail_transports.deliver(message, address=mail.to_address)
    return {}


def mark_stuck(*, now: datetime) -> int:
    """Mark messages whose sender died in between as `unknown`; returns how many."""
    return outgoing.mark_stuck(CHANNEL, now=now)


def confirm_sent(*, mail: Mail, actor: Any, now: datetime) -> None:
    """A person found out that an `unknown` message did arrive; StaleState when it is in another state."""
    outgoing.confirm_sent(CHANNEL, mail, actor=actor, now=now)


def send_again(*, mail: Mail, actor: Any, now: datetime) -> None:
    """A person decides to send a `failed` or `unknown` message once more; StaleState when it is in another state."""
    outgoing.send_again(CHANNEL, mail, actor=actor, now=now)
