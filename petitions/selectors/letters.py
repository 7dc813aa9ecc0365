"""Letters of a day, and the forms signed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from organizations.authority import Authority
from organizations.models import Unit, User
from petitions.domain import letters
from petitions.domain.letter_texts import LetterFacts
from petitions.domain.letters import LetterPaper
from petitions.domain.service_form import Service, service_form
from petitions.enums import DocumentKind, LegalClass
from petitions.models import Case, Dispatch, Document, ServiceProof

#: Names on the registration slip; a longer list is printed by itself.
NAMES_ON_SLIP = 10


def reviewing_organ() -> str:
    """Name of the organ above the county's units, which reviews their opinions (条例第三十五条)."""
    return f"{settings.COUNTY_NAME}人民政府"


def letter_facts(
    case: Case, *, dispatch: Dispatch | None, user: User, on: date, unit: Unit | None = None
) -> LetterFacts:
    """Names and dates for the wording of a paper (one query, two when the unit is not loaded).

    Args:
        dispatch: the one under way, None for a matter received directly.
        user: whom the petitioner may ask.
        on: date of the paper.
        unit: the organ that writes; the responsible unit when left out.
    """
    unit = unit or case.responsible_unit
    parts = case.participants.select_related("petitioner").order_by("order")
    return LetterFacts(
        names=tuple(part.petitioner.name for part in parts),
        head_count=case.head_count,
        form=form_in_words(case),
        title=case.title,
        number=case.number,
        received_on=case.received_on,
        unit=unit.name,
        today=on,
        sender=dispatch.from_unit.name if dispatch else "",
        sent_on=dispatch.received_on if dispatch else None,
        contact=str(user),
        phone=unit.phone or user.phone,
        superior=reviewing_organ(),
        is_claim=case.legal_class == LegalClass.CLAIM,
    )


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
    parts = case.participants.select_related("petitioner").order_by("order")
    people = [part.petitioner for part in parts[: NAMES_ON_SLIP + 1]]
    main = people[0] if people else None
    names = "、".join(person.name for person in people[:NAMES_ON_SLIP]) or "匿名"
    if len(people) > NAMES_ON_SLIP:
        names += f"等 {case.head_count} 人（名单另附）"
    facts = (
        ("信访件编号", case.number),
        ("查询码", "" if case.is_anonymous else case.lookup_code),
        ("信访人", names),
        ("人数", str(case.head_count)),
        ("联系电话", main.phone if main else ""),
        ("证件号码后四位", main.id_last4 if main else ""),
        ("住址", main.address if main else ""),
        ("形式", form_in_words(case)),
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


def proof_form_of(document: Document, proof: ServiceProof) -> dict[str, Any]:
    """送达回证 of one attempt, with everything that was recorded of it."""
    return service_form(
        _paper_of(document),
        Service(
            way=proof.method,
            method=str(proof.get_method_display()),
            on=proof.on if proof.is_served else None,
            place=proof.place,
            receiver=proof.receiver,
            relation=proof.relation,
            refusal=proof.refusal or ("" if proof.is_served else proof.note),
            witness=proof.witness,
            server=proof.server,
            trace=proof.note if proof.is_served else "",
        ),
    )


def service_form_of(document: Document) -> dict[str, Any]:
    """送达回证 of a letter: the proof that counts, or a form to be written by hand (one query)."""
    proof = document.proofs.filter(is_served=True).first()
    if proof is not None:
        return proof_form_of(document, proof)
    return service_form(_paper_of(document), Service())


def _paper_of(document: Document) -> LetterPaper:
    return LetterPaper(
        kind=document.kind,
        organ=document.unit.name,
        number=document.number,
        title=document.title,
        addressee=document.addressee,
        body="",
        issued_on=document.issued_on,
        case_number=document.case.number,
    )


def form_in_words(case: Case) -> str:
    """The form of a matter as a paper names it: in Chinese, whatever the screen it is asked for on."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(case.get_form_display())
