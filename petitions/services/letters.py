"""Numbering, composing and freezing the letters of a case; corrections replace, nothing is rewritten."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, counters, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from core.qr import qr_svg
from organizations.authority import Authority
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions import permissions
from petitions.domain import letters
from petitions.domain.letters import KINDS, LetterPaper
from petitions.enums import DocumentState
from petitions.models import Case, Document

CODE_MILLIMETRES = 22


def symbol_of(unit: Unit) -> str:
    """代字 of a unit: the county's character for the petition office, with 政 for the county itself, else from its
    short name. Each organ has its own, so that no two letters bear the same number.
    """
    if unit.kind in (UnitKind.PETITION_OFFICE, UnitKind.COUNTY):
        return settings.COUNTY_NAME[:1] + ("政" if unit.kind == UnitKind.COUNTY else "")
    return letters.organ_symbol(unit.short_name or unit.name)


def take_number(*, unit: Unit, kind: str, year: int) -> tuple[str, int]:
    """The next number of a unit, kind and year, without gaps (inside the transaction that issues the letter)."""
    serial = counters.take(f"letter:{unit.pk}:{kind}:{year}")
    return letters.number_text(symbol_of(unit), kind, year, serial), serial


def freeze(document: Document, *, case: Case) -> None:
    """Number a paper just written and freeze what it prints (inside the transaction that issues it)."""
    number, serial = take_number(
        unit=document.unit, kind=document.kind, year=document.issued_on.year
    )
    document.number, document.number_serial = number, serial
    document.number_year = document.issued_on.year
    document.content = content_of(document, case=case)
    document.content_sha256 = digest(document.content)
    document.save(
        update_fields=["number", "number_year", "number_serial", "content", "content_sha256"]
    )


def content_of(document: Document, *, case: Case) -> dict[str, Any]:
    """The letter as the typesetter's plain data, with the code of the public look-up for the petitioner."""
    kind = KINDS[document.kind]
    data = letters.compose(
        LetterPaper(
            kind=document.kind,
            organ=document.unit.name,
            number=document.number,
            title=document.title,
            addressee=document.addressee,
            body=document.body,
            issued_on=document.issued_on,
            case_number=case.number,
            lookup_code=case.lookup_code,
            correction=document.corrects.number if document.corrects else "",
            people=people_of(case),
        )
    )
    if kind.to_petitioner and kind.calls and not case.is_anonymous:
        data["code"] = lookup_image(case)
    return data


def people_of(case: Case) -> tuple[tuple[str, str], ...]:
    """Name and part of everybody who petitions, the main one first (one query)."""
    parts = case.participants.select_related("petitioner").order_by("order")
    return tuple((part.petitioner.name, str(part.get_role_display())) for part in parts)


def lookup_image(case: Case) -> dict[str, Any]:
    """QR code of the address where the petitioner looks the matter up (条例第二十一条第二款)."""
    address = f"{settings.SITE_URL.rstrip('/')}/cx/?m={case.lookup_code}"
    return {
        "svg": qr_svg(address),
        "width": CODE_MILLIMETRES,
        "alt": f"查询码 {case.lookup_code}",
        "caption": f"查询码 {case.lookup_code}",
    }


def digest(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical form of a frozen letter."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(document: Document) -> bool:
    """True when what the letter prints is what was issued."""
    return bool(document.content) and digest(document.content) == document.content_sha256


@transaction.atomic
def correct_letter(
    *,
    authority: Authority,
    document: Document,
    body: str,
    reason: str,
    issued_on: date,
    now: datetime,
) -> Document:
    """Replace an issued letter by a numbered correction; the first one stays on file, marked as replaced.

    The correction has to be served anew; periods that run from the first service are not begun again.

    Raises:
        Unlawful: the letter was replaced before.
    """
    case = document.case
    if document.state != DocumentState.ISSUED:
        raise Unlawful(_("该文书已经更正。"), article="条例第三十二条")
    if not permissions.can_correct_letter(authority, case, document):
        raise NotAllowed(_("只有出具单位可以更正文书。"))
    if not reason.strip():
        raise Invalid(_("请说明更正理由。"), field="reason")
    if not body.strip() or body.strip() == document.body.strip():
        raise Invalid(_("请填写更正后的内容。"), field="body")
    if issued_on < document.issued_on:
        raise Invalid(_("更正日期不能早于原文书日期。"), field="issued_on")
    transitions.apply(
        document,
        sources=[DocumentState.ISSUED],
        target=DocumentState.REPLACED,
        verb="document.correct",
        actor=authority.user,
        at=now,
        reason=reason.strip(),
        field="state",
    )
    row = Document.objects.create(
        case=case,
        kind=document.kind,
        unit=document.unit,
        title=document.title,
        body=body.strip(),
        addressee=document.addressee,
        issued_by=authority.user,
        issued_on=issued_on,
        recorded_at=now,
        corrects=document,
    )
    freeze(row, case=case)
    audit.record(
        case,
        "case.correct_letter",
        actor=authority.user,
        at=now,
        old=document.number,
        new=row.number,
        reason=reason.strip(),
    )
    return row
