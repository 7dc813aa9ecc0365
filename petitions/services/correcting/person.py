"""The main petitioner put right: written wrongly, another one, or not anonymous after all (条例第十九条)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core import audit
from core.crypto import fingerprint
from core.errors import Invalid
from core.text import initials
from organizations.models import User
from petitions.enums import CorrectedField, ParticipantRole
from petitions.models import Case, Participant, Petitioner
from petitions.selectors.registered import main_participant
from petitions.services import people
from petitions.services.correcting.checks import PERSON, Wish, draft_of


def put_right(*, case: Case, wish: Wish, by: User, now: datetime) -> None:
    """Write the main petitioner as wished (inside a caller's transaction, after its checks).

    Written wrongly: the record of the person is mended, for every matter of that person. Another person, or the identity
    number of one on record: the matter is given to that person, and the record that belongs to no matter any more goes.

    Raises:
        Invalid: that person stands on the list of the matter already.
    """
    if not wish.changes_person:
        return
    part = main_participant(case)
    if wish.after.is_anonymous:
        _take_off(part)
        return
    if part is None:
        Participant.objects.create(
            case=case, petitioner=_found(wish, by, now), role=ParticipantRole.MAIN, order=1
        )
        return
    other = _other(part.petitioner, wish, by, now)
    if other is None:
        _mend(part.petitioner, wish, by, now)
    elif case.participants.filter(petitioner=other).exclude(pk=part.pk).exists():
        raise Invalid(_("同一信访人在一件事项中只登记一次。"), field="name")
    else:
        before, part.petitioner = part.petitioner, other
        part.save(update_fields=["petitioner"])
        _forget(before)


def _found(wish: Wish, by: User, now: datetime) -> Petitioner:
    (person,) = people.find_or_create(drafts=draft_of(wish).people, actor=by, now=now)
    return person


def _other(person: Petitioner, wish: Wish, by: User, now: datetime) -> Petitioner | None:
    """The person meant instead, None when the one on record is meant."""
    known = None
    if wish.id_number:
        mark = fingerprint(wish.id_number)
        known = Petitioner.objects.filter(id_fingerprint=mark).exclude(pk=person.pk).first()
    if known is None and not wish.another_person:
        return None
    found = _found(wish, by, now)
    return found if found.pk != person.pk else None


def _mend(person: Petitioner, wish: Wish, by: User, now: datetime) -> None:
    changed = sorted(str(name) for name in wish.changed & set(PERSON))
    person.name, person.phone = wish.after.name, wish.after.phone
    person.address = wish.after.address
    person.initials = initials(person.name)
    if CorrectedField.ID_NUMBER in wish.changed:
        person.set_id_number(wish.id_number)
    person.save()
    audit.record(person, "petitioner.correct", actor=by, at=now, fields=changed)


def _take_off(part: Participant | None) -> None:
    if part is not None:
        part.delete()
        _forget(part.petitioner)


def _forget(person: Petitioner) -> None:
    """A record of nobody's matter is kept for nothing (个人信息保护法第四十七条)."""
    if not person.participations.exists():
        person.delete()
