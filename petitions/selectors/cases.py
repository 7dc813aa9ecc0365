"""The case list: which cases, in which order, found by which words."""

from __future__ import annotations

import re

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from core.crypto import fingerprint
from organizations.authority import Authority
from organizations.enums import PostKind
from petitions.domain.identity import CaseNumberError, parse
from petitions.enums import CaseStatus, LegalClass, ObjectionStatus
from petitions.models import (
    Case,
    Clock,
    Dispatch,
    Objection,
    Participant,
    Petitioner,
    Referral,
)
from petitions.querysets import CaseQuerySet

# Allow-listed orders: key of the address → columns of Case.
ORDERS: dict[str, tuple[str, ...]] = {
    "newest": ("-id",),
    "received": ("-received_on", "-id"),
    "oldest": ("received_on", "id"),
    "due": ("next_due_on", "id"),
    "level": ("-escalation_level", "-id"),
}
NUMBER_LENGTH = 18


def for_list(cases: CaseQuerySet) -> CaseQuerySet:
    """Load what a row of the list shows: two queries however many rows."""
    main = Participant.objects.select_related("petitioner").order_by("order")
    tentative = Clock.objects.running().filter(
        case=OuterRef("pk"), due_on=OuterRef("next_due_on"), is_provisional=True
    )
    return (
        cases.select_related(
            "place", "responsible_unit", "first_contact", "leader", "receiving_unit", "repeat_of"
        )
        .prefetch_related(Prefetch("participants", queryset=main, to_attr="people"))
        .annotate(due_is_provisional=Exists(tentative))
        .defer("statement", "summary")
    )


def to_handle(cases: CaseQuerySet, authority: Authority) -> CaseQuerySet:
    """待我办理: open matters whose next act is owed by a unit the user acts for (objected ones by the sender)."""
    units = [p.unit_id for p in authority.posts if p.kind != PostKind.ADMINISTRATOR]
    mine = Q(responsible_unit__in=units) & ~Q(status=CaseStatus.OBJECTED)
    return cases.open().filter(mine | Q(pk__in=_objected_from(units)))


def awaiting_decision(cases: CaseQuerySet, authority: Authority) -> CaseQuerySet:
    """待审核异议: objections against a dispatch that one of the user's units sent."""
    units = [p.unit_id for p in authority.posts if p.kind != PostKind.ADMINISTRATOR]
    return cases.filter(status=CaseStatus.OBJECTED, pk__in=_objected_from(units))


def _objected_from(units: list[int]) -> QuerySet:
    pending = Objection.objects.filter(dispatch=OuterRef("pk"), status=ObjectionStatus.PENDING)
    return Dispatch.objects.filter(Exists(pending), from_unit__in=units).values("case_id")


def mine(cases: CaseQuerySet, authority: Authority) -> CaseQuerySet:
    """Matters that carry the user's own name: first contact, leader in charge, or registered by the user."""
    return cases.filter(
        Q(first_contact=authority.user) | Q(leader=authority.user) | Q(registered_by=authority.user)
    )


def number_problem(text: str) -> str:
    """Why an eighteen-digit text is no case number ("" when it is one, or is not meant as one)."""
    digits = re.sub(r"[\s\-－]", "", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) == NUMBER_LENGTH):
        return ""
    try:
        parse(digits)
    except CaseNumberError as error:
        return str(error)
    return ""


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Cases found by number, number of a superior system, look-up code, title, or a petitioner's name, pinyin
    initials, telephone or complete identity number.
    """
    text = text.strip()
    if not text:
        return cases
    compact = re.sub(r"[\s\-－]", "", text)
    condition = Q(title__icontains=text) | Q(superior_number__istartswith=text)
    if compact.isascii() and compact.isdigit() and len(compact) >= 4:
        condition |= (
            Q(number=compact) if len(compact) == NUMBER_LENGTH else Q(number__endswith=compact)
        )
    return cases.filter(condition | Q(pk__in=_parts(text, compact)))


def _parts(text: str, compact: str) -> QuerySet:
    found = Petitioner.objects.filter(
        Q(name__startswith=text)
        | Q(initials__startswith=compact.lower())
        | Q(phone__startswith=compact)
        | Q(id_fingerprint=fingerprint(compact.upper()))
    )
    return Participant.objects.filter(petitioner__in=found).values("case_id")


def due_first(cases: CaseQuerySet) -> CaseQuerySet:
    """Nearest due day first; matters without one last."""
    return cases.order_by(F("next_due_on").asc(nulls_last=True), "id")


def referral_of(case: Case) -> Referral | None:
    """Where the matter was led (one query for such a matter, none for others)."""
    if case.status != CaseStatus.ROUTED:
        return None
    return Referral.objects.filter(case=case).first()


def of_same_people(case: Case, authority: Authority) -> list[Case]:
    """Other matters of its petitioners the user may see, newest first, at most twenty (one query).

    A report is named beside a report only: an ordinary matter is never tied to one (条例第三十条第三款).
    """
    people = case.participants.values("petitioner")
    found = Case.objects.visible_to(authority).filter(participants__petitioner__in=people)
    if not case.is_secret:
        found = found.exclude(legal_class=LegalClass.REPORT)
    return list(found.exclude(pk=case.pk).distinct().order_by("-received_on", "-id")[:20])
