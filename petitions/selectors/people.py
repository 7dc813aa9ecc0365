"""People of a matter, and the search for people at the window."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from organizations.authority import Authority
from petitions.enums import ParticipantRole
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


@dataclass(frozen=True)
class RollCount:
    """How many people stand on the list of a matter, and how many of them lead it (main petitioner, representatives)."""

    listed: int
    leading: int


def roll_count(case: Case) -> RollCount:
    """Count the list of a matter (one query)."""
    leading = Q(role__in=(ParticipantRole.MAIN, ParticipantRole.REPRESENTATIVE))
    found = case.participants.aggregate(listed=Count("pk"), leading=Count("pk", filter=leading))
    return RollCount(**found)


def phone_of(person: Petitioner, *, clear: bool) -> str:
    """A telephone as the reader may see it: whole for those who act on the matter, else masked."""
    return person.phone if clear else mask_phone(person.phone)


def visible_people(authority: Authority) -> PetitionerQuerySet:
    """Petitioners of matters the user may see; who only made a secret report is not found (条例第三十条)."""
    own = Case.objects.visible_to(authority).filter(participants__petitioner=OuterRef("pk"))
    return Petitioner.objects.filter(Exists(own))


def search(authority: Authority, text: str) -> list[Found]:
    """At most eight people by name, pinyin initials, telephone or complete identity number (two queries)."""
    people = visible_people(authority).search(text).order_by("name", "-id")
    return _with_matters(authority, list(people[:SEARCH_LIMIT]))


def found_by_id(authority: Authority, ids: Collection[int]) -> dict[int, Found]:
    """The people of these records that the user may see, by id (two queries)."""
    if not ids:
        return {}
    people = visible_people(authority).filter(pk__in=list(ids)).order_by("pk")
    return {found.id: found for found in _with_matters(authority, list(people))}


def _with_matters(authority: Authority, people: list[Petitioner]) -> list[Found]:
    """Mask the people and count their matters that the user may see (one query)."""
    counts = dict(
        Case.objects.visible_to(authority)
        .filter(participants__petitioner__in=people)
        .order_by()
        .values_list("participants__petitioner")
        .annotate(matters=Count("pk", distinct=True))
    )
    return [
        Found(
            id=person.pk,
            name=person.name,
            phone=mask_phone(person.phone),
            id_last4=person.id_last4,
            address=person.address,
            matters=counts.get(person.pk, 0),
        )
        for person in people
    ]


def hidden_ids(authority: Authority, ids: Collection[int]) -> set[int]:
    """Which of these people the user has no business with (one query)."""
    if not ids:
        return set()
    known = visible_people(authority).filter(pk__in=list(ids)).values_list("pk", flat=True)
    return set(ids) - set(known)


def participants(case: Case) -> QuerySet[Participant]:
    """People of the matter, the main petitioner first."""
    return case.participants.select_related("petitioner").order_by("order")
