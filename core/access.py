"""The access log: the one write a GET may make (see `core.middleware`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.audit import chain_of
from core.models import AccessLog


def record_view(obj: Any, *, user: Any, at: datetime, action: str = "view") -> None:
    """Note that `user` looked at `obj` (个人信息保护法第五十一条)."""
    AccessLog.objects.create(user=user, chain=chain_of(obj), action=action, at=at)
