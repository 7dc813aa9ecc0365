"""Who opens the kernel's own pages; the authority is asked by its words, not by its type."""

from __future__ import annotations

from typing import Any


def can_read_mails(authority: Any) -> bool:
    """The office's staff and administrators read the outbox and settle doubtful messages."""
    return bool(authority.is_administrator or authority.is_office_staff)


def can_repair_effects(authority: Any) -> bool:
    """Administrators and the head of the office restart failed jobs."""
    return bool(authority.is_administrator or authority.is_office_head)
