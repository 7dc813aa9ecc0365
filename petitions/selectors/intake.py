"""Probable earlier matters, shown while a new one is typed; candidates come from indexes, never from a scan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from core.crypto import fingerprint as id_fingerprint
from organizations.authority import Authority
from petitions.domain import similarity
from petitions.models import Case, Participant
from petitions.querysets import CaseQuerySet

CANDIDATES = 200
OF_PEOPLE = 60
SHOWN = 6
LOOK_BACK = timedelta(days=730)
ALIKE = 0.5
ALIKE_WITH_NAME = 0.25
COMPARED = 2000


@dataclass(frozen=True)
class Typed:
    """What of a new matter is compared; phones and numbers as typed, empty ones left out."""

    statement: str = ""
    petitioner_ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    id_numbers: tuple[str, ...] = ()
    place_id: int | None = None


@dataclass(frozen=True)
class Likely:
    """A probable earlier matter: ``score`` 0 to 1, ``reasons`` in Chinese."""

    case: Case
    score: float
    reasons: tuple[str, ...]


def probable_earlier(authority: Authority, typed: Typed) -> list[Likely]:
    """At most six matters the user may see that seem to be the same person's or the same matter, likeliest first.

    Candidates: same text, same people (record, telephone, identity number, name), same place within two years; at
    most 200 (four queries).
    """
    visible = Case.objects.visible_to(authority)
    mark = similarity.fingerprint(typed.statement)
    condition = _same_people(typed)
    found: dict[int, Case] = {}
    if mark:
        _collect(found, visible.filter(text_fingerprint=mark), OF_PEOPLE)
    if condition is not None:
        parts = Participant.objects.filter(condition).values("case_id")
        _collect(found, visible.filter(pk__in=parts), OF_PEOPLE)
    if typed.place_id and len(similarity.normalise(typed.statement)) >= similarity.MIN_LENGTH:
        since = authority.on - LOOK_BACK
        near = visible.filter(place_id=typed.place_id, received_on__gte=since)
        _collect(found, near, CANDIDATES - len(found))
    judged = [_judge(case, typed, mark) for case in found.values()]
    likely = [one for one in judged if one is not None]
    return sorted(likely, key=lambda one: (-one.score, -one.case.pk))[:SHOWN]


def _collect(found: dict[int, Case], cases: CaseQuerySet, limit: int) -> None:
    people = Participant.objects.select_related("petitioner").order_by("order")
    rows = cases.select_related("responsible_unit", "place").prefetch_related(
        Prefetch("participants", queryset=people, to_attr="people")
    )
    for case in rows.order_by("-id")[: max(0, limit)]:
        found.setdefault(case.pk, case)


def _same_people(typed: Typed) -> Q | None:
    prints = [id_fingerprint(number.strip().upper()) for number in typed.id_numbers]
    conditions = [
        Q(petitioner_id__in=typed.petitioner_ids) if typed.petitioner_ids else None,
        Q(petitioner__phone__in=typed.phones) if typed.phones else None,
        Q(petitioner__id_fingerprint__in=prints) if prints else None,
        Q(petitioner__name__in=typed.names) if typed.names else None,
    ]
    chosen = [condition for condition in conditions if condition is not None]
    if not chosen:
        return None
    joined = chosen[0]
    for condition in chosen[1:]:
        joined |= condition
    return joined


def _judge(case: Case, typed: Typed, mark: str) -> Likely | None:
    person, reason = _person(case, typed)
    alike = 0.0
    if typed.statement:
        if mark and case.text_fingerprint == mark:
            alike = 1.0
        else:
            alike = similarity.similarity(typed.statement[:COMPARED], case.statement[:COMPARED])
    same_place = bool(typed.place_id) and case.place_id == typed.place_id
    enough = (
        person >= 0.9 or alike >= ALIKE or (person > 0 and (alike >= ALIKE_WITH_NAME or same_place))
    )
    if not enough:
        return None
    reasons = [reason] if reason else []
    if alike == 1.0:
        reasons.append(_("文本相同"))
    elif alike >= ALIKE_WITH_NAME:
        reasons.append(_("文本相似度 %(percent)s%%") % {"percent": round(alike * 100)})
    if same_place:
        reasons.append(_("同一属地"))
    score = min(1.0, 0.6 * person + 0.6 * alike + (0.1 if same_place else 0.0))
    return Likely(case, score, tuple(reasons))


def _person(case: Case, typed: Typed) -> tuple[float, str]:
    """How sure it is that a person of the case is one of those typed, and why."""
    prints = {id_fingerprint(number.strip().upper()) for number in typed.id_numbers}
    best: tuple[float, str] = (0.0, "")
    for part in _people(case):
        person = part.petitioner
        if person.pk in typed.petitioner_ids:
            found = (1.0, _("同一信访人：%(name)s") % {"name": person.name})
        elif person.id_fingerprint and person.id_fingerprint in prints:
            found = (1.0, _("证件号码相同：%(name)s") % {"name": person.name})
        elif person.phone and person.phone in typed.phones:
            found = (0.9, _("电话相同：%(name)s") % {"name": person.name})
        elif person.name in typed.names:
            found = (0.4, _("姓名相同：%(name)s") % {"name": person.name})
        else:
            continue
        best = max(best, found)
    return best


def _people(case: Case) -> Collection[Participant]:
    return getattr(case, "people", ())


def is_hidden_from_registrar(pk: int, authority: Authority) -> bool:
    """True for a report that the user registered and may not see, because it concerns the user's own unit."""
    mine = Case.objects.filter(pk=pk, registered_by=authority.user)
    return mine.exists() and not mine.filter(pk__in=Case.objects.visible_to(authority)).exists()
