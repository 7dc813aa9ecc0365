"""Letters of a day, and the forms signed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from organizations.authority import Authority
from petitions.domain import letters
from petitions.domain.letters import LetterPaper
from petitions.enums import DocumentKind
from petitions.models import Case, Document


def letters_of_day(authority: Authority, *, on: date) -> list[Document]:
    """Papers of visible matters that the user's units issued on a day, in the order of their numbers (one query)."""
    units = [post.unit_id for post in authority.posts]
    return list(
        Document.objects.filter(
            issued_on=on, unit__in=units, case__in=Case.objects.visible_to(authority)
        )
        .select_related("case", "unit")
        .order_by("kind", "number_serial", "pk")
    )


def slip_of(case: Case) -> dict[str, Any]:
    """The registration slip of a matter (来访登记单) as the typesetter's data."""
    people = [
        part.petitioner for part in case.participants.select_related("petitioner").order_by("order")
    ]
    main = people[0] if people else None
    names = "、".join(person.name for person in people) or "匿名"
    facts = (
        ("信访件编号", case.number),
        ("查询码", "" if case.is_anonymous else case.lookup_code),
        ("信访人", names),
        ("人数", str(case.head_count)),
        ("联系电话", main.phone if main else ""),
        ("证件号码后四位", main.id_last4 if main else ""),
        ("住址", main.address if main else ""),
        ("形式", str(case.get_form_display())),
        ("收到日期", case.received_on.isoformat()),
        ("问题属地", str(case.place or "待定")),
        ("首接责任人", f"{case.first_contact}（{case.first_contact_unit}）"),
        ("概况", case.summary or case.title),
        ("诉求", case.statement),
    )
    return letters.receipt(
        facts,
        LetterPaper(
            kind=DocumentKind.RECEIPT,
            organ=case.receiving_unit.name,
            number="",
            title="信访事项登记单",
            addressee="",
            body="",
            issued_on=case.registered_on,
            case_number=case.number,
        ),
    )


def service_form_of(document: Document) -> dict[str, Any]:
    """送达回证 of a letter: what is known is printed, the rest is written by hand."""
    proof = document.proofs.filter(is_served=True).first()
    return letters.service_form(
        organ=document.unit.name,
        title=document.title,
        number=document.number,
        addressee=document.addressee,
        case_number=document.case.number,
        issued_on=document.issued_on,
        served_on=document.served_on,
        method=str(document.get_served_how_display()) if document.served_how else "",
        receiver=proof.receiver if proof else "",
        server=proof.server if proof else "",
    )
