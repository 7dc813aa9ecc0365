"""Identity numbers at rest: encrypted for reading, keyed fingerprint for exact search (PIPL Art 51)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


@lru_cache(maxsize=4)
def _keys(secret: str) -> tuple[Fernet, bytes]:
    root = hashlib.sha256(secret.encode()).digest()
    enc = hmac.new(root, b"encrypt", hashlib.sha256).digest()
    mac = hmac.new(root, b"fingerprint", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(enc)), mac


def encrypt(text: str, *, key: str = "") -> str:
    """Encrypt a short text; an empty text stays empty. `key` is another key than the one in force."""
    return _keys(key or settings.FIELD_KEY)[0].encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """Reverse of `encrypt`.

    Raises:
        ValueError: the token was made with another key or altered.
    """
    if not token:
        return ""
    try:
        return _keys(settings.FIELD_KEY)[0].decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("identity number cannot be decrypted with this key") from error


def fingerprint(text: str, *, key: str = "") -> str:
    """Keyed hash for exact look-up of an identity number; empty for empty. `key` as in `encrypt`."""
    if not text:
        return ""
    return hmac.new(
        _keys(key or settings.FIELD_KEY)[1], text.upper().encode(), hashlib.sha256
    ).hexdigest()
