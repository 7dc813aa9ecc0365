"""People of a matter, and the search for people at the window."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from organizations.authority import Authority
from petitions.models import Case, Participant, Petitioner
from petitions.querysets import PetitionerQuerySet

SEARCH_LIMIT = 8


@dataclass(frozen=True)
class Found:
    """A person as the window sees it: telephone and identity number masked.

    ``matters``: earlier matters the searching user may see.
    """

    id: int
    name: str
    phone: str
    id_last4: str
    address: str
    matters: int


def mask_phone(phone: str) -> str:
    """138****0001: enough to tell people apart, not enough to call them."""
    if len(phone) < 7:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def visible_people(authority: Authority) -> PetitionerQuerySet:
    """Petitioners of matters the user may see; who only made a secret report is not found (条例第三十条)."""
    parts = Participant.objects.filter(
        petitioner=OuterRef("pk"), case__in=Case.objects.visible_to(authority)
    )
    return Petitioner.objects.filter(Exists(parts))


def search(authority: Authority, text: str) -> list[Found]:
    """At most eight people by name, pinyin initials, telephone or complete identity number (one query)."""
    people = _with_matters(authority, Petitioner.objects.search(text))
    return [_found(person) for person in people.order_by("name", "-id")[:SEARCH_LIMIT]]


def found_by_id(authority: Authority, ids: Collection[int]) -> dict[int, Found]:
    """The people of these records that the user may see, by id (one query)."""
    if not ids:
        return {}
    people = _with_matters(authority, Petitioner.objects.filter(pk__in=list(ids)))
    return {person.pk: _found(person) for person in people.order_by("pk")}


def _with_matters(authority: Authority, people: QuerySet[Petitioner]) -> QuerySet:
    seen = Case.objects.visible_to(authority).values("pk")
    matters = Count("participations", filter=Q(participations__case__in=seen), distinct=True)
    return people.annotate(matters=matters).filter(matters__gt=0)


def _found(person: Any) -> Found:
    return Found(
        id=person.pk,
        name=person.name,
        phone=mask_phone(person.phone),
        id_last4=person.id_last4,
        address=person.address,
        matters=person.matters,
    )


def hidden_ids(authority: Authority, ids: Collection[int]) -> set[int]:
    """Which of these people the user has no business with (one query)."""
    if not ids:
        return set()
    known = visible_people(authority).filter(pk__in=list(ids)).values_list("pk", flat=True)
    return set(ids) - set(known)


def participants(case: Case) -> QuerySet[Participant]:
    """People of the matter, the main petitioner first."""
    return case.participants.select_related("petitioner").order_by("order")
