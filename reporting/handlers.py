"""What happens here when something happens below: an objection moves the places and the annex of the draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver

from accountability import events
from petitions import events as petition_events
from reporting.selectors.corrections import published_papers_told
from reporting.services.month_triggers import install_triggers, remove_triggers
from reporting.services.rescoring import rescore_draft


@receiver(events.score_disputed, dispatch_uid="reporting.score_disputed")
def on_score_disputed(sender: Any, *, period: str, now: datetime, **kwargs: Any) -> None:
    """The draft's ranking and annex follow at once, in the same transaction."""
    rescore_draft(period=period, now=now)


@receiver(petition_events.correction_asked, dispatch_uid="reporting.correction_asked")
def on_correction_asked(sender: Any, *, case_id: int, **kwargs: Any) -> list[str]:
    """Whoever corrects a registration learns which published papers count the matter: they have a correction of their own."""
    return published_papers_told(case_id)


@receiver(pre_migrate, dispatch_uid="reporting.pre_migrate")
def on_pre_migrate(sender: Any, *, plan: list[Any], **kwargs: Any) -> None:
    """No trigger stands in the way of a table that is rebuilt (SQLite) or taken away."""
    if sender.name != "reporting":
        return
    taken_away = any(backwards and step.app_label == "reporting" for step, backwards in plan)
    if taken_away or (plan and connection.vendor == "sqlite"):
        remove_triggers()


@receiver(post_migrate, dispatch_uid="reporting.post_migrate")
def on_post_migrate(sender: Any, **kwargs: Any) -> None:
    """The triggers of this release are at work whatever was migrated."""
    if sender.name == "reporting":
        install_triggers()
