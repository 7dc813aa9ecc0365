"""An act before it is done: it is tried, what it writes or why it is refused is read, and everything is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from core.errors import DomainError
from petitions.models import Case

#: Printed across each page of a draft, and in the place of its number.
DRAFT_MARK = "草稿 · 未编号"
NO_NUMBER = "（未编号）"


def drafts_of(case: Case, act: Callable[[], object]) -> list[dict[str, Any]]:
    """The letters an act would issue, in their order, as the typesetter's plain data.

    The act runs as it would, with its permission, rules and events; then its transaction is rolled back, so that no
    row, number, notice or owed effect stays. What was to happen after commit never happens.

    Args:
        case: the matter; its attributes are those after the act, read it anew before using them.
        act: calls the service.

    Raises:
        DomainError: whatever the service refuses.
    """
    with transaction.atomic():
        known = list(case.documents.values_list("pk", flat=True))
        act()
        written = case.documents.exclude(pk__in=known).order_by("pk")
        found = [as_draft(row.content) for row in written if row.content]
        transaction.set_rollback(True)
    return found


def problem_of(act: Callable[[], object]) -> str:
    """Why an act would be refused now, "" when it would be done; nothing of it stays.

    Args:
        act: calls the service, with a matter read for this purpose: its attributes are those after the act.
    """
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DomainError as error:
        return str(error)
    return ""


def as_draft(content: dict[str, Any]) -> dict[str, Any]:
    """A letter without its number, marked on each page as a draft."""
    return {**content, "number": NO_NUMBER, "draft": DRAFT_MARK}
