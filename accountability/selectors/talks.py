"""Reads of talks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accountability.models import Talk, TalkTarget, TalkUndertaking, UndertakingStatus
from core.models import TransitionLog
from organizations.authority import UNIT_POSTS, Authority
from organizations.enums import PostKind
from organizations.models import Term
from organizations.selectors import holders


def visible_talks(authority: Authority) -> QuerySet[Talk]:
    """All for the office, supervisors and county leaders; for a unit's own people those of their unit.

    What of a talk is read beyond its reason and undertakings is `permissions.can_read_minutes`.
    """
    talks = Talk.objects.all()
    if authority.sees_all_cases:
        return talks
    units = [post.unit_id for post in authority.posts if post.kind in UNIT_POSTS]
    return talks.filter(Q(unit__in=units) | Q(person=authority.user))


def notes_of(talks: Iterable[Talk]) -> dict[int, TransitionLog]:
    """Talk → its latest entry with a reason (one query)."""
    ids = [talk.pk for talk in talks]
    label = Talk._meta.label_lower
    logs = TransitionLog.objects.filter(model=label, object_id__in=ids).exclude(reason="")
    return {log.object_id: log for log in logs.select_related("actor").order_by("at", "pk")}


def leaders_asked(talk: Talk, *, on: date) -> list[Term]:
    """Who holds the post a talk is with on a day: the unit's deputies or its principals."""
    return list(holders(talk.unit_id, _asked(talk), on=on))


def leaders_from(talk: Talk, *, on: date) -> list[Term]:
    """Who holds such a post on a day or will later, each person once (one query)."""
    terms = (
        Term.objects.filter(post__unit=talk.unit_id, post__kind__in=_asked(talk))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), user__is_active=True)
        .select_related("user", "post")
        .order_by("post__order", "starts_on", "pk")
    )
    return list({term.user_id: term for term in reversed(terms)}.values())[::-1]


def _asked(talk: Talk) -> tuple[str, ...]:
    if talk.target == TalkTarget.DEPUTY:
        return (PostKind.DEPUTY,)
    return (PostKind.PRINCIPAL, PostKind.OFFICE_HEAD)


def due_undertakings(*, on: date, within: int) -> QuerySet[TalkUndertaking]:
    """Undertakings not yet reported whose day comes within some days or has passed; each to be told once."""
    soon = Q(due_on__gte=on, due_on__lte=on + timedelta(days=within), reminded_on__isnull=True)
    late = Q(due_on__lt=on, overdue_told_on__isnull=True)
    return (
        TalkUndertaking.objects.filter(soon | late, status=UndertakingStatus.OPEN)
        .select_related("talk__unit", "talk__person")
        .order_by("due_on", "pk")
    )
