"""Reads for the queue 属地待定 and its rules."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from organizations.authority import Authority
from petitions.domain.places import group_tokens
from petitions.models import Case, PlaceRule
from petitions.querysets import CaseQuerySet

#: Newest waiting matters whose words are grouped; more would make the page slow.
GROUPED = 300
GROUPED_TEXT = 600
MAX_GROUPS = 24


def waiting_for_place(authority: Authority, *, word: str = "") -> CaseQuerySet:
    """Matters without a place that the user may see, those that contain `word` when given."""
    cases = Case.objects.visible_to(authority).placed_nowhere()
    if word:
        cases = cases.filter(Q(title__contains=word) | Q(statement__contains=word))
    return cases


def word_groups(authority: Authority) -> list[tuple[str, int]]:
    """Place-like words of the newest waiting matters with the number of matters (one query)."""
    texts = waiting_for_place(authority).order_by("-pk").values_list("title", "statement")[:GROUPED]
    return group_tokens(
        (f"{title}\n{statement[:GROUPED_TEXT]}" for title, statement in texts), limit=MAX_GROUPS
    )


def rules() -> QuerySet[PlaceRule]:
    """Every rule with its unit, the ones that decide first on top."""
    return PlaceRule.objects.select_related("unit").order_by("-is_active", "-priority", "id")
