"""The county's list of causes with how often each was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from petitions.models import Cause


@dataclass(frozen=True)
class Group:
    """A cause of the first level with those below it; each has ``used`` (matters) and ``is_on`` (may be chosen)."""

    first: Cause
    causes: tuple[Cause, ...]


def cause_groups(*, on: date) -> list[Group]:
    """The whole list, ended ones too (one query)."""
    rows = list(
        Cause.objects.annotate(
            used=Count("cases", filter=~Q(cases__legal_class="report"))
        ).order_by("code")
    )
    for row in rows:
        row.is_on = row.in_force(on)
    firsts = [row for row in rows if row.parent_id is None]
    return [
        Group(first, tuple(row for row in rows if row.parent_id == first.pk)) for first in firsts
    ]
