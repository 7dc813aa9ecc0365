"""Finding or recording the people of a matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from stdnum.cn import ric
from stdnum.exceptions import ValidationError
from stdnum.util import clean

from core import audit, crypto
from core.errors import Invalid
from core.text import initials
from petitions.models import Petitioner
from petitions.services.drafts import PersonDraft


def clean_id_number(text: str, *, on: date) -> str:
    """Return a citizen identity number in its canonical form, or "" for nothing.

    Only what the number proves by itself is checked: length, birth date, check digit (GB 11643). The area
    code is not looked up, because areas are renamed and numbers are not.

    Raises:
        Invalid: with a Chinese message on field ``id_number``.
    """
    number = clean(text, " -").strip().upper()
    if not number:
        return ""
    if len(number) != 18 or not number[:17].isdigit():
        raise Invalid(_("身份证号码应为十八位。"), field="id_number")
    try:
        birth = ric.get_birth_date(number)
    except ValidationError:
        raise Invalid(_("身份证号码中的出生日期不存在。"), field="id_number") from None
    if birth > on:
        raise Invalid(_("身份证号码中的出生日期晚于今天。"), field="id_number")
    if ric.calc_check_digit(number) != number[-1]:
        raise Invalid(_("身份证号码校验位不符，请核对是否抄错。"), field="id_number")
    return number


def find_or_create(
    *, drafts: Sequence[PersonDraft], actor: object, now: datetime
) -> list[Petitioner]:
    """One petitioner per draft, in order.

    A person is known again by the record picked from the search, by the identity number, or by name and
    telephone together; what was typed anew (telephone, address, number) completes the record.
    """
    return [_one(draft, actor=actor, now=now) for draft in drafts]


def _one(draft: PersonDraft, *, actor: object, now: datetime) -> Petitioner:
    known = _known(draft)
    if known is None:
        person = Petitioner(
            name=draft.name.strip(),
            initials=initials(draft.name.strip()),
            phone=draft.phone.strip(),
            address=draft.address.strip(),
            created_at=now,
        )
        if draft.id_number:
            person.set_id_number(draft.id_number)
        person.save()
        return person
    _complete(known, draft, actor=actor, now=now)
    return known


def _known(draft: PersonDraft) -> Petitioner | None:
    if draft.petitioner_id:
        return Petitioner.objects.filter(pk=draft.petitioner_id).first()
    if draft.id_number:
        found = Petitioner.objects.filter(id_fingerprint=crypto.fingerprint(draft.id_number))
        if person := found.first():
            return person
    name, phone = draft.name.strip(), draft.phone.strip()
    if not phone:
        return None
    same = Petitioner.objects.filter(name=name, phone=phone)
    if draft.id_number:
        same = same.filter(id_fingerprint="")  # another number means another person
    return same.order_by("pk").first()


def _complete(person: Petitioner, draft: PersonDraft, *, actor: object, now: datetime) -> None:
    changed = []
    for field in ("phone", "address"):
        typed = getattr(draft, field).strip()
        if typed and typed != getattr(person, field):
            setattr(person, field, typed)
            changed.append(field)
    if draft.id_number and not person.id_fingerprint:
        person.set_id_number(draft.id_number)
        changed.append("id_number")
    if changed:
        person.save()
        audit.record(person, "petitioner.complete", actor=actor, at=now, fields=changed)
