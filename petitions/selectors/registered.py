"""What a registration says now, and the words it is told in: for the act that corrects it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from organizations.models import Unit, User
from petitions.enums import CorrectedField, DocumentState, Form, LevelVisited, Purpose
from petitions.models import Case, ContentClass, Document, Participant
from petitions.selectors.people import mask_phone

MARK_LENGTH = 16
#: Shorter values stand in every letter by chance.
TELLING = 2
#: What a letter quotes word for word.
QUOTED = (
    CorrectedField.NAME,
    CorrectedField.ADDRESS,
    CorrectedField.TITLE,
    CorrectedField.PLACE_DETAIL,
)


@dataclass(frozen=True)
class Registered:
    """The particulars of a registration; the fields are named as `CorrectedField`.

    ``place``, ``content_class``: ids; ``accused_units``, ``accused_people``: ids in order; ``name`` to ``address``: of the
    main petitioner; ``id_number``: the fingerprint of the number, never the number.
    """

    form: str
    level_visited: str
    received_on: date
    from_superior: bool
    superior_number: str
    is_anonymous: bool
    name: str
    phone: str
    id_number: str
    address: str
    head_count: int
    purpose: str
    accused_units: tuple[int, ...]
    accused_people: tuple[int, ...]
    content_class: int | None
    place: int | None
    place_detail: str
    title: str
    summary: str
    statement: str

    def as_dict(self) -> dict[str, Any]:
        """Field → value."""
        return asdict(self)


FIELDS = tuple(field.name for field in fields(Registered))


def main_participant(case: Case) -> Participant | None:
    """The main petitioner, None of an anonymous matter (one query)."""
    return case.participants.select_related("petitioner").order_by("order").first()


def registered(case: Case) -> Registered:
    """The registration as it stands (one query for the main petitioner, two more for a report)."""
    part = main_participant(case)
    person = part.petitioner if part else None
    return Registered(
        form=case.form,
        level_visited=case.level_visited,
        received_on=case.received_on,
        from_superior=case.from_superior,
        superior_number=case.superior_number,
        is_anonymous=case.is_anonymous,
        name=person.name if person else "",
        phone=person.phone if person else "",
        id_number=person.id_fingerprint if person else "",
        address=person.address if person else "",
        head_count=case.head_count,
        purpose=case.purpose,
        accused_units=_ids(case.accused_units) if case.is_secret else (),
        accused_people=_ids(case.accused_people) if case.is_secret else (),
        content_class=case.content_class_id,
        place=case.place_id,
        place_detail=case.place_detail,
        title=case.title,
        summary=case.summary,
        statement=case.statement,
    )


def _ids(rows: Any) -> tuple[int, ...]:
    return tuple(sorted(rows.values_list("pk", flat=True)))


def same_text(text: str) -> str:
    """A text as it is compared: browsers end their lines otherwise than a register does."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def plain(value: Any) -> Any:
    """A value as it is compared: texts without the ends of browsers' lines, lists in order."""
    if isinstance(value, str):
        return same_text(value)
    return tuple(sorted(value)) if isinstance(value, (list, tuple, set)) else value


def mark(name: str, value: Any) -> str:
    """Short digest of one value."""
    said = f"{name}|{plain(value)!r}"
    return hashlib.sha256(said.encode()).hexdigest()[:MARK_LENGTH]


def marks_of(now: Registered) -> dict[str, str]:
    """Field → short digest of its value: what a page began with, without the values themselves."""
    return {name: mark(name, value) for name, value in now.as_dict().items()}


def moved_since(now: Registered, began: Mapping[str, str]) -> list[str]:
    """Fields whose value is no longer what it was when a page began with these marks."""
    return [name for name, mark in marks_of(now).items() if began.get(name, mark) != mark]


def labels(names: Collection[str]) -> str:
    """Fields by their words, in the order of the registration."""
    return "、".join(str(CorrectedField(name).label) for name in FIELDS if name in names)


def told(name: str, value: Any, *, last4: str = "") -> str:
    """One value in words, as the history keeps it; a telephone masked, of an identity number the end (`last4`).

    At most one query, for units, classes and people.
    """
    if name == CorrectedField.ID_NUMBER:
        value = f"**************{last4}" if last4 else ""
    words = _WORDS.get(name, str)
    if isinstance(value, bool):
        return str(_("是")) if value else str(_("否"))
    return words(value) or str(_("（无）"))


def _unit(pk: int | None) -> str:
    return str(Unit.objects.get(pk=pk)) if pk else str(_("待定"))


def _class(pk: int | None) -> str:
    row = ContentClass.objects.select_related("parent").filter(pk=pk or 0).first()
    if row is None:
        return ""
    return f"{row.parent} / {row}" if row.parent else str(row)


_WORDS: dict[str, Callable[[Any], str]] = {
    CorrectedField.PHONE: mask_phone,
    CorrectedField.FORM: lambda value: str(Form(value).label),
    CorrectedField.LEVEL_VISITED: lambda value: str(LevelVisited(value).label),
    CorrectedField.PURPOSE: lambda value: str(Purpose(value).label),
    CorrectedField.PLACE: _unit,
    CorrectedField.CONTENT_CLASS: _class,
    CorrectedField.ACCUSED_UNITS: lambda ids: "、".join(map(str, Unit.objects.filter(pk__in=ids))),
    CorrectedField.ACCUSED_PEOPLE: lambda ids: "、".join(map(str, User.objects.filter(pk__in=ids))),
}


@dataclass(frozen=True)
class Quoting:
    """An issued letter, and which particulars of the registration it quotes."""

    document: Document
    fields: tuple[str, ...]

    @property
    def words(self) -> str:
        """The particulars in words."""
        return labels(self.fields)


def letters_quoting(case: Case, now: Registered, names: Collection[str] = QUOTED) -> list[Quoting]:
    """Issued letters in whose words a particular stands: they are corrected by an act of their own (one query).

    Args:
        now: the values looked for.
        names: which of them.
    """
    values = now.as_dict()
    asked = {n: values[n] for n in QUOTED if n in names and len(values[n]) >= TELLING}
    found = []
    if asked:
        papers = case.documents.filter(state=DocumentState.ISSUED).exclude(content={})
        for paper in papers.select_related("unit").order_by("id"):
            said = f"{paper.title}\n{paper.addressee}\n{paper.body}"
            hits = tuple(name for name, value in asked.items() if value in said)
            if hits:
                found.append(Quoting(paper, hits))
    return found
