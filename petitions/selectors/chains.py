"""The chain of repeats of a matter, and what might be its earlier matter; only what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL

from organizations.authority import Authority
from organizations.selectors import setting
from petitions.domain import repeats
from petitions.domain.repeats import Facts, Person, Reason, days_between
from petitions.domain.similarity import similarity
from petitions.enums import ParticipantRole
from petitions.models import Case, Execution, Participant
from petitions.querysets import CaseQuerySet

CANDIDATES = 120
SHOWN = 5
COMPARED = 2000
#: Every matter that a chain of links joins to one, in either direction; both databases know recursive queries.
LINKED = """
WITH RECURSIVE chain (id) AS (
  SELECT CAST(%s AS bigint)
  UNION
  SELECT CASE WHEN later.repeat_of_id = chain.id THEN later.id ELSE later.repeat_of_id END
  FROM chain JOIN petitions_case AS later ON later.repeat_of_id = chain.id OR later.id = chain.id
  WHERE later.repeat_of_id IS NOT NULL
)
SELECT id FROM chain
"""


@dataclass(frozen=True)
class Link:
    """One matter of a chain.

    ``number``: its place in the order; ``days``: since the one before it, None for the first; ``promise``: what its opinion
    obliges to, None without one.
    """

    number: int
    case: Case
    days: int | None
    promise: Execution | None
    is_this: bool


@dataclass(frozen=True)
class Suggestion:
    """An earlier matter this one may repeat, with the reasons line by line."""

    case: Case
    reasons: tuple[Reason, ...]


def chain_of(case: Case, authority: Authority) -> list[Link]:
    """The matters linked as repeats, in the order they were received; unseen ones are neither shown nor counted.

    One query, however long the chain.
    """
    rows = list(
        Case.objects.visible_to(authority)
        .filter(pk__in=RawSQL(LINKED, [case.pk]))  # noqa: S611 (the only parameter is bound)
        .select_related("responsible_unit", "execution", "place")
        .defer("statement")
        .order_by("received_on", "id")
    )
    gaps = days_between([row.received_on for row in rows])
    return [
        Link(number, row, days, getattr(row, "execution", None), is_this=row.pk == case.pk)
        for number, (row, days) in enumerate(zip(rows, gaps, strict=True), start=1)
    ]


def relatives(case: Case, authority: Authority) -> list[Case]:
    """Letters merged into this one or split from it, and the ones it was merged into or split from (one query)."""
    own = [pk for pk in (case.merged_into_id, case.split_from_id) if pk]
    return list(
        Case.objects.visible_to(authority)
        .filter(Q(pk__in=own) | Q(merged_into=case.pk) | Q(split_from=case.pk))
        .select_related("responsible_unit")
        .order_by("received_on", "id")[:50]
    )


def suggestions(case: Case, authority: Authority) -> list[Suggestion]:
    """Earlier matters that this one may repeat, by the test 同人 + 同事; at most five, the latest first.

    Left out: what the user may not see, what is linked already, what somebody decided is none, and a report as the
    earlier matter of an ordinary one (条例第三十条第三款). Six queries.
    """
    if case.repeat_of_id:
        return []
    (this,) = _loaded(Case.objects.filter(pk=case.pk))
    found = _loaded(_candidates(this, authority)[:CANDIDATES])
    threshold = float(setting("repeat.alike", on=authority.on, default=repeats.ALIKE))
    made = []
    for earlier in found:
        if earlier.text_fingerprint and earlier.text_fingerprint == this.text_fingerprint:
            alike = 1.0
        else:
            alike = similarity(this.statement[:COMPARED], earlier.statement[:COMPARED])
        reasons = repeats.why_repeat(_facts(this), _facts(earlier), alike, threshold=threshold)
        if reasons:
            made.append(Suggestion(earlier, reasons))
    return made[:SHOWN]


def _candidates(case: Case, authority: Authority) -> CaseQuerySet:
    """Earlier matters of the same people (or, of an anonymous report, the same accused), the latest first."""
    people = [part.petitioner for part in _parts(case)]
    same = Q(petitioner__in=people)
    for person in people:
        if person.phone:
            same |= Q(petitioner__name=person.name, petitioner__phone=person.phone)
        if person.address:
            same |= Q(petitioner__name=person.name, petitioner__address=person.address)
    parts = Participant.objects.filter(same).exclude(role=ParticipantRole.AGENT)
    condition = Q(pk__in=parts.values("case_id")) if people else Q(pk__in=[])
    if case.is_anonymous and case.is_secret:
        units = [unit.pk for unit in case.accused_units.all()]
        users = [user.pk for user in case.accused_people.all()]
        condition |= Q(accused_units__in=units) | Q(accused_people__in=users)
    found = Case.objects.visible_to(authority).filter(condition, received_on__lte=case.received_on)
    if not case.is_secret:
        found = found.exclude(legal_class="report")
    denied = case.repeat_denials.filter(withdrawn_at__isnull=True).values("earlier_id")
    linked = RawSQL(LINKED, [case.pk])  # noqa: S611 (the only parameter is bound)
    rest = found.exclude(pk__in=denied).exclude(pk__in=linked)
    return rest.exclude(received_on=case.received_on, pk__gt=case.pk).order_by(
        "-received_on", "-id"
    )


def _loaded(cases: QuerySet[Case]) -> list[Case]:
    people = Participant.objects.select_related("petitioner").exclude(role=ParticipantRole.AGENT)
    rows = cases.select_related("place", "content_class", "responsible_unit").prefetch_related(
        Prefetch("participants", queryset=people.order_by("order"), to_attr="principals"),
        "accused_units",
        "accused_people",
    )
    return list(dict.fromkeys(rows))


def _parts(case: Case) -> Iterable[Participant]:
    return getattr(case, "principals", ())


def _facts(case: Case) -> Facts:
    accused = [*case.accused_units.all(), *case.accused_people.all()] if case.is_secret else []
    return Facts(
        received_on=case.received_on,
        people=tuple(
            Person(p.petitioner_id, p.petitioner.name, p.petitioner.phone, p.petitioner.address)
            for p in _parts(case)
        ),
        accused=frozenset(str(one) for one in accused),
        is_anonymous=case.is_anonymous,
        place=str(case.place) if case.place else "",
        content=str(case.content_class) if case.content_class else "",
    )
