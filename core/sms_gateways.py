"""Ways a text message leaves the house: a file, the console, an HTTP gateway, or a class of the county's own.

A gateway ends in one of four ways: it returns its own number of the message (accepted), or raises
`TemporaryFailure` (not accepted, try again), `PermanentFailure` (refused for good), `OutcomeUnknown` (it may have it).
The HTTP gateway's protocol is described in docs/runbook.md.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from core.outgoing import OutcomeUnknown, PermanentFailure, TemporaryFailure

logger = logging.getLogger(__name__)

OFF = "off"
ANSWER_LIMIT = 64 * 1024
# The gateway says that it took nothing in. 408, 502 and 504 come from something between that does not know.
NOT_TAKEN = {425, 429, 500, 503}
NOT_KNOWN = {408, 502, 504}


class Gateway(Protocol):
    """What a class named by PETITION_SMS_GATEWAY must offer."""

    def send(self, *, message_id: str, phone: str, text: str) -> str:
        """Hand over one message; returns the gateway's own number ("" when it gives none)."""

    def report(self, message_ids: Sequence[str]) -> dict[str, str]:
        """What became of messages: our number → "delivered" or "failed"; others are left out."""


class FileGateway:
    """Writes each message under the outbox, for trying and teaching."""

    def send(self, *, message_id: str, phone: str, text: str) -> str:
        """The file appears whole or not at all."""
        folder = Path(settings.OUTBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{message_id}.part"
        try:
            part.write_text(f"{phone}\n{text}\n", encoding="utf-8")
            part.replace(folder / f"{message_id}.sms")
        except OSError as error:
            raise TemporaryFailure(str(error)) from error
        return message_id

    def report(self, message_ids: Sequence[str]) -> dict[str, str]:
        """A file has nobody to deliver it to."""
        return {}


class ConsoleGateway:
    """Writes each message into the log."""

    def send(self, *, message_id: str, phone: str, text: str) -> str:
        """One line."""
        logger.info("text message %s to %s: %s", message_id, phone, text)
        return message_id

    def report(self, message_ids: Sequence[str]) -> dict[str, str]:
        """A log has nobody to deliver it to."""
        return {}


def signature(secret: str, *, timestamp: str, nonce: str, body: bytes) -> str:
    """HMAC-SHA256 in hex over timestamp, nonce and body, a line feed between them."""
    message = b"\n".join((timestamp.encode(), nonce.encode(), body))
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


class HttpGateway:
    """Signed JSON over HTTP(S), step by step, so that the outcome is known."""

    def send(self, *, message_id: str, phone: str, text: str) -> str:
        """POST one message; our number lets the gateway recognise a repetition."""
        answer = self._post(
            settings.SMS_URL, {"message_id": message_id, "phone": phone, "text": text}
        )
        return str(answer.get("id", ""))[:80]

    def report(self, message_ids: Sequence[str]) -> dict[str, str]:
        """POST the numbers to the status address, where one is set."""
        if not settings.SMS_STATUS_URL or not message_ids:
            return {}
        answer = self._post(settings.SMS_STATUS_URL, {"message_ids": list(message_ids)})
        rows = answer.get("results")
        return {
            str(row.get("message_id")): str(row.get("status"))
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict)
        }

    def _post(self, url: str, content: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps({"app_id": settings.SMS_APP_ID, **content}, ensure_ascii=False).encode()
        timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-App-Id": settings.SMS_APP_ID,
            "X-Timestamp": timestamp,
            "X-Nonce": nonce,
            "X-Signature": signature(
                settings.SMS_SECRET, timestamp=timestamp, nonce=nonce, body=body
            ),
        }
        connection = _connect(url)
        try:
            try:
                connection.request("POST", _target(url), body=body, headers=headers)
                response = connection.getresponse()
                text = response.read(ANSWER_LIMIT)
            except (OSError, HTTPException) as error:
                raise OutcomeUnknown(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        return _judged(response, text)


def _connect(url: str) -> HTTPConnection:
    """Open the connection; until then nothing has been said, so any failure is temporary."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=settings.SMS_TIMEOUT)
    try:
        connection.connect()
    except (OSError, HTTPException) as error:
        connection.close()
        raise TemporaryFailure(f"{type(error).__name__}: {error}") from error
    return connection


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _judged(response: HTTPResponse, text: bytes) -> dict[str, Any]:
    said = f"HTTP {response.status} {text[:300].decode('utf-8', 'replace')}".strip()
    if 200 <= response.status < 300:
        try:
            answer = json.loads(text)
        except ValueError:
            return {}
        return answer if isinstance(answer, dict) else {}
    if response.status in NOT_TAKEN:
        raise TemporaryFailure(said)
    if response.status in NOT_KNOWN:
        raise OutcomeUnknown(said)
    raise PermanentFailure(said)


GATEWAYS: dict[str, type[Gateway]] = {
    "file": FileGateway,
    "console": ConsoleGateway,
    "http": HttpGateway,
}


def gateway() -> Gateway:
    """The gateway of `settings.SMS_GATEWAY`: a known name, or the dotted path of a class."""
    name = settings.SMS_GATEWAY
    kind = GATEWAYS.get(name) or import_string(name)
    return kind()
