"""The token with which a program calls the interface in the name of one account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from core import audit
from organizations.models import User


def _tokens() -> Any:
    return apps.get_model("authtoken", "Token").objects


@transaction.atomic
def make_token(*, user: User, now: datetime) -> Any:
    """Make the account's token; an earlier one ends. The row's `key` is shown once.

    Args:
        user: the account itself; nobody makes a token for somebody else.
        now: aware time of the act.
    """
    _tokens().filter(user=user).delete()
    token = _tokens().create(user=user)
    audit.record(user, "token.create", actor=user, at=now)
    return token


@transaction.atomic
def revoke_token(*, user: User, now: datetime) -> bool:
    """End the account's token; True when there was one."""
    ended = bool(_tokens().filter(user=user).delete()[0])
    if ended:
        audit.record(user, "token.revoke", actor=user, at=now)
    return ended
