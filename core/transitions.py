"""The only place a status changes: a guarded update that must touch one row, and a log row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import StaleState
from core.models import TransitionLog


def apply(
    obj: Any,
    *,
    sources: Iterable[str],
    target: str,
    verb: str,
    actor: Any,
    at: datetime,
    reason: str = "",
    field: str = "status",
    **stamps: Any,
) -> None:
    """Move `obj` to `target` if it still stands in one of `sources`.

    Args:
        obj: a saved model instance; its attributes are refreshed on success.
        sources: states the move may start from.
        target: the new state.
        verb: the act, e.g. ``case.accept``.
        actor: the user, or None for the system.
        at: aware time of the act.
        reason: why, in the actor's words.
        field: name of the status field.
        stamps: other columns to set in the same update (timestamps, foreign keys).

    Raises:
        StaleState: nothing was updated because someone else moved the object first.
    """
    source = getattr(obj, field)
    allowed = list(sources)
    with transaction.atomic():
        touched = 0
        if source in allowed:
            touched = (
                type(obj)
                ._base_manager.filter(pk=obj.pk, **{field: source})
                .update(**{field: target}, **stamps)
            )
        if touched != 1:
            raise StaleState(_("该事项的状态刚刚发生变化，请刷新后再办理。"))
        TransitionLog.objects.create(
            model=obj._meta.label_lower,
            object_id=obj.pk,
            source=source,
            target=target,
            verb=verb,
            actor=actor,
            at=at,
            reason=reason,
        )
    setattr(obj, field, target)
    for name, value in stamps.items():
        setattr(obj, name, value)
