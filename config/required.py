"""What a production start needs, checked all at once so that one reading of the message is enough."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PURPOSE = {
    "SECRET_KEY": "signs sessions and links; at least 50 random characters",
    "PETITION_FIELD_KEY": "encrypts identity numbers; at least 32 random characters, and never lost",
    "ALLOWED_HOSTS": "the names this site answers to, separated by commas",
    "SITE_URL": "the address printed in letters and mails, beginning with https://",
    "DATABASE_URL": "PostgreSQL, as postgres://user:password@host:5432/name",
    "CELERY_BROKER_URL": "Redis, as redis://host:6379/0",
    "EMAIL_HOST": "the mail server that sends reminders and bulletins",
    "DEFAULT_FROM_EMAIL": "the sender's address of those mails",
}
SMS_PURPOSE = {
    "PETITION_SMS_URL": "the address of the text message gateway",
    "PETITION_SMS_APP_ID": "the name this county has at the gateway",
    "PETITION_SMS_SECRET": "signs the requests to the gateway",
}
SHORTEST = {"SECRET_KEY": 50, "PETITION_FIELD_KEY": 32}
SCHEMES = {
    "SITE_URL": ("https",),
    "DATABASE_URL": ("postgres", "postgresql"),
    "CELERY_BROKER_URL": ("redis", "rediss"),
}


def _fault(name: str, value: str) -> str | None:
    """Say in plain words what is wrong with one value, or None."""
    if not value:
        return "is not set"
    if len(value) < SHORTEST.get(name, 0):
        return f"is too short ({len(value)} characters)"
    if name in SHORTEST and len(set(value)) < 5:
        return "repeats the same characters"
    if name in SCHEMES:
        parts = urlsplit(value)
        if parts.scheme not in SCHEMES[name] or not parts.netloc:
            return f"must begin with {' or '.join(s + '://' for s in SCHEMES[name])}"
    if name == "ALLOWED_HOSTS" and "*" in re.split(r"[,\s]+", value):
        return 'must name the hosts; "*" would accept any'
    if name == "DEFAULT_FROM_EMAIL" and "@" not in value:
        return "is not a mail address"
    return None


def faults(environment: Mapping[str, str]) -> list[str]:
    """List everything missing or wrong, in the order of `PURPOSE`, one line each.

    Args:
        environment: variable names and their values, as in `os.environ`.

    Returns:
        Lines such as "SITE_URL is not set: the address printed in letters …"; empty when ready.
    """
    found = []
    for name, purpose in PURPOSE.items():
        fault = _fault(name, environment.get(name, "").strip())
        if fault:
            found.append(f"{name} {fault}: {purpose}")
    return found + _sms_faults(environment)


def _sms_faults(environment: Mapping[str, str]) -> list[str]:
    """Text messages are off by default; a gateway needs its address and its key, and a pretence is refused."""
    name = environment.get("PETITION_SMS_GATEWAY", "off").strip() or "off"
    if name in {"file", "console"}:
        return [
            f"PETITION_SMS_GATEWAY is {name}: a server sends text messages (http) or none (off)"
        ]
    if name != "http":
        return []
    found = [
        f"{key} is not set: {purpose}"
        for key, purpose in SMS_PURPOSE.items()
        if not environment.get(key, "").strip()
    ]
    if not environment.get("PETITION_SMS_URL", "https://").strip().startswith("https://"):
        found.append("PETITION_SMS_URL must begin with https://: it carries telephone numbers")
    return found


def check_environment(environment: Mapping[str, str]) -> None:
    """Refuse to start while anything is missing.

    Raises:
        ImproperlyConfigured: with every fault, one a line.
    """
    found = faults(environment)
    if found:
        listing = "\n".join(f"  - {line}" for line in found)
        raise ImproperlyConfigured(
            f"This server cannot start yet; {len(found)} setting(s) need attention:\n{listing}\n"
            "See .env.example and docs/runbook.md."
        )
