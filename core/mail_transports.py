"""Ways a message leaves the house: a file under the outbox, or SMTP.

A transport ends in one of four ways: it returns (delivered), or raises `TemporaryFailure` (nothing went
out, try again), `PermanentFailure` (refused for good), `OutcomeUnknown` (the other side may have it).
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path

from django.conf import settings

from core.outgoing import OutcomeUnknown, PermanentFailure, TemporaryFailure


def to_file(message: EmailMessage, *, address: str) -> None:
    """Write the message to the outbox folder; the file appears whole or not at all."""
    folder = Path(settings.OUTBOX_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").split("@", maxsplit=1)[0]
    target, part = folder / f"{name}.eml", folder / f".{name}.part"
    try:
        with part.open("wb") as stream:
            stream.write(message.as_bytes(policy=SMTP_POLICY))
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError as error:
        raise TemporaryFailure(f"{address}: {error}") from error


def to_smtp(message: EmailMessage, *, address: str) -> None:
    """Hand the message to the configured SMTP server, step by step, so that the outcome is known."""
    server = None
    try:
        server = _connect()
        _expect(server.mail(_sender(message)), "MAIL FROM")
        _expect(server.rcpt(address), "RCPT TO")
        _expect(server.docmd("DATA"), "DATA", wanted=354)
    except (OSError, smtplib.SMTPException) as error:
        _drop(server)
        raise TemporaryFailure(f"{type(error).__name__}: {error}") from error
    except (TemporaryFailure, PermanentFailure):
        _drop(server)
        raise
    try:
        server.send(_dotted(message.as_bytes(policy=SMTP_POLICY)))
        reply = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        _drop(server)
        raise OutcomeUnknown(f"{type(error).__name__}: {error}") from error
    try:
        _expect(reply, "end of DATA")
    finally:
        _drop(server, polite=True)


def _connect() -> smtplib.SMTP:
    """Open, greet, encrypt and log in; a wrong password is our own setting, so it counts as temporary."""
    context = ssl.create_default_context()
    kind: Callable[..., smtplib.SMTP] = smtplib.SMTP
    more = {}
    if settings.EMAIL_USE_SSL:
        kind, more = smtplib.SMTP_SSL, {"context": context}
    server = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT, **more)
    try:
        server.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            server.starttls(context=context)
            server.ehlo()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        _drop(server)
        raise
    return server


def _dotted(body: bytes) -> bytes:
    """The body as DATA wants it: leading dots doubled, a dot alone at the end (RFC 5321, 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", body.rstrip(b"\r\n")) + b"\r\n.\r\n"


def _sender(message: EmailMessage) -> str:
    return str(message["From"].addresses[0].addr_spec)


def _expect(reply: tuple[int, bytes], step: str, *, wanted: int = 250) -> None:
    code, text = reply
    if code == wanted or (wanted == 250 and code in {250, 251}):
        return
    said = f"{step}: {code} {text.decode('utf-8', 'replace')}"
    if 500 <= code < 600:
        raise PermanentFailure(said)
    raise TemporaryFailure(said)


def _drop(server: smtplib.SMTP | None, *, polite: bool = False) -> None:
    if server is None:
        return
    try:
        if polite:
            server.quit()
    except (OSError, smtplib.SMTPException):
        pass  # the message is through; a rude good-bye changes nothing
    finally:
        server.close()


TRANSPORTS: dict[str, Callable[..., None]] = {"file": to_file, "smtp": to_smtp}


def deliver(message: EmailMessage, *, address: str) -> None:
    """Deliver by the transport of `settings.MAIL_TRANSPORT` ("file" or "smtp")."""
    TRANSPORTS[settings.MAIL_TRANSPORT](message, address=address)
