"""Numbering, freezing and printing the letters of supervision and suggestion with the machinery of every other letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accountability.models import DutyLetter
from organizations.authority import Authority
from organizations.models import Unit
from petitions.domain.letters import LetterPaper, compose
from petitions.services import letters
from petitions.services.previewing import as_draft


@dataclass(frozen=True)
class LetterText:
    """A letter before it has a number.

    ``kind``: a `DutyLetterKind`; ``unit``: the organ that writes; ``tables``: blocks of the typesetter set after the first
    paragraph.
    """

    kind: str
    unit: Unit
    title: str
    addressee: str
    body: str
    issued_on: date
    tables: Sequence[dict[str, Any]] = field(default=())


def issue_letter(*, authority: Authority, text: LetterText, now: datetime) -> DutyLetter:
    """Take the next number and freeze the letter, inside the transaction of the act it belongs to."""
    year = text.issued_on.year
    number, serial = letters.take_number(unit=text.unit, kind=text.kind, year=year)
    content = content_of(text, number=number)
    return DutyLetter.objects.create(
        kind=text.kind,
        unit=text.unit,
        title=text.title,
        body=text.body,
        addressee=text.addressee,
        issued_by=authority.user,
        issued_on=text.issued_on,
        recorded_at=now,
        number=number,
        number_year=year,
        number_serial=serial,
        content=content,
        content_sha256=letters.digest(content),
    )


def content_of(text: LetterText, *, number: str) -> dict[str, Any]:
    """The letter as the typesetter's plain data."""
    data = compose(
        LetterPaper(
            kind=text.kind,
            organ=text.unit.name,
            number=number,
            title=text.title,
            addressee=text.addressee,
            body=text.body,
            issued_on=text.issued_on,
            case_number="",
        )
    )
    data["blocks"][1:1] = text.tables
    return data


def draft_of(text: LetterText) -> dict[str, Any]:
    """The same without a number, marked as a draft; nothing is written."""
    return as_draft(content_of(text, number=""))


def is_intact(letter: DutyLetter) -> bool:
    """True when what the letter prints is what was issued."""
    return letters.digest(letter.content) == letter.content_sha256
