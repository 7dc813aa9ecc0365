"""What a page, the API or an import hands to a service: plain values, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from petitions.enums import Form, LevelVisited, ParticipantRole, Purpose


@dataclass(frozen=True)
class PersonDraft:
    """A person as typed; `petitioner_id` names a known person picked from the search."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""
    role: str = ParticipantRole.MAIN
    petitioner_id: int | None = None


@dataclass(frozen=True)
class Upload:
    """A file handed in: `file` is read once from its start."""

    name: str
    content_type: str
    file: BinaryIO


@dataclass(frozen=True)
class CaseDraft:
    """A petition matter as typed.

    `received_on` is the day the matter arrived (收到日期); `people` is empty only when anonymous;
    `idempotency_key` makes a second submission of the same form find the first case.
    """

    form: str
    purpose: str
    title: str
    statement: str
    received_on: date
    people: tuple[PersonDraft, ...] = ()
    is_anonymous: bool = False
    head_count: int = 1
    level_visited: str = LevelVisited.COUNTY
    content_class_id: int | None = None
    place_id: int | None = None
    place_detail: str = ""
    summary: str = ""
    superior_number: str = ""
    from_superior: bool = False
    is_urgent: bool = False
    repeat_of_id: int | None = None
    accused_unit_ids: tuple[int, ...] = ()
    accused_user_ids: tuple[int, ...] = ()
    uploads: tuple[Upload, ...] = ()
    idempotency_key: str = ""

    @property
    def is_report(self) -> bool:
        """A report against a person or unit (条例第三十条)."""
        return self.purpose == Purpose.ACCUSATION

    @property
    def is_visit(self) -> bool:
        """Brought in person."""
        return self.form == Form.VISIT
