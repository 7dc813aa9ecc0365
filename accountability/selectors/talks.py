"""Reads of proposed talks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from accountability.models import TalkProposal
from core.models import TransitionLog
from organizations.authority import Authority
from organizations.enums import PostKind


def visible_talks(authority: Authority) -> QuerySet[TalkProposal]:
    """All for the office, supervisors and county leaders; for a unit's own leaders those of their unit."""
    talks = TalkProposal.objects.all()
    if authority.sees_all_cases:
        return talks
    kinds = (PostKind.PRINCIPAL, PostKind.DEPUTY)
    return talks.filter(unit__in=[p.unit_id for p in authority.posts if p.kind in kinds])


def notes_of(talks: Iterable[TalkProposal]) -> dict[int, TransitionLog]:
    """Talk → the entry that settled it (one query)."""
    ids = [talk.pk for talk in talks]
    label = TalkProposal._meta.label_lower
    logs = TransitionLog.objects.filter(model=label, object_id__in=ids).select_related("actor")
    return {log.object_id: log for log in logs}
