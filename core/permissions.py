"""Who opens the kernel's own pages; the authority is asked by its words, not by its type."""

from __future__ import annotations

from typing import Any


def can_read_mails(authority: Any) -> bool:
    """The office's staff and administrators read what became of messages and settle the doubtful ones."""
    return bool(authority.is_administrator or authority.is_office_staff)


def can_read_message(authority: Any, message: Any) -> bool:
    """What a message says is for its recipient and the head of the office, not for whoever keeps the outbox."""
    return bool(authority.is_office_head or message.recipient_id == authority.user.pk)


def can_repair_effects(authority: Any) -> bool:
    """Administrators and the head of the office restart failed jobs."""
    return bool(authority.is_administrator or authority.is_office_head)
