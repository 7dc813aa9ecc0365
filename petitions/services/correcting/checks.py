"""What may be put right in a registration, by whom, and when: every wrong field is named at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import InvalidMany
from organizations.authority import Authority
from organizations.selectors import setting
from petitions.domain.visits import MAX_REPRESENTATIVES, visit_problems
from petitions.enums import LEGAL_CLASS_OF, CorrectedField, LegalClass, ParticipantRole, Purpose
from petitions.models import Case
from petitions.selectors.registered import Registered
from petitions.services import draft_checks
from petitions.services.correcting import receipt, secrecy
from petitions.services.drafts import CaseDraft, PersonDraft
from petitions.services.roll import LEADING

PERSON = (
    CorrectedField.NAME,
    CorrectedField.PHONE,
    CorrectedField.ID_NUMBER,
    CorrectedField.ADDRESS,
)
#: On these the handling rested: they stay as they were once the matter has ended.
RESTED_ON = (CorrectedField.STATEMENT, CorrectedField.IS_ANONYMOUS)
#: Where the checks of a new registration name a field otherwise.
NAMES = {"people-0-name": "name", "people-0-id_number": "id_number", "accused": "accused_units"}


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    ``before``, ``after``: the registration as it stands and as it is wished; ``changed``: fields that differ;
    ``id_number``: the identity number typed, in its canonical form, "" for none; ``another_person``: somebody else was
    meant, rather than written wrongly.
    """

    before: Registered
    after: Registered
    changed: frozenset[str]
    id_number: str = ""
    another_person: bool = False

    @property
    def new_class(self) -> LegalClass:
        """The legal class that follows from the purpose."""
        return LEGAL_CLASS_OF[Purpose(self.after.purpose)]

    @property
    def old_class(self) -> LegalClass:
        """The legal class there was."""
        return LEGAL_CLASS_OF[Purpose(self.before.purpose)]

    @property
    def changes_person(self) -> bool:
        """Whether anything of the main petitioner is put right."""
        return bool(self.changed & {*PERSON, CorrectedField.IS_ANONYMOUS})

    @property
    def changes_class(self) -> bool:
        """Whether the matter becomes one of another legal class."""
        return self.new_class != self.old_class


def check(*, authority: Authority, case: Case, wish: Wish, now: Any) -> None:
    """Refuse what cannot be put right like this.

    Raises:
        InvalidMany: field → Chinese message. Invalid: of the legal class (`secrecy.check_class`).
    """
    on = timezone.localdate(now)
    errors: dict[str, str] = {}
    if not case.is_open:
        _check_ended(wish, errors)
    _check_draft(authority, wish, errors, on)
    _check_people(case, wish, errors, on)
    if CorrectedField.RECEIVED_ON in wish.changed:
        _check_day(authority, case, wish.after.received_on, errors, on)
    if errors:
        raise InvalidMany(errors)
    secrecy.check_class(authority=authority, case=case, wish=wish)


def _check_ended(wish: Wish, errors: dict[str, str]) -> None:
    for name in RESTED_ON:
        if name in wish.changed:
            errors[name] = _("事项已经了结，办理以此为据，不再更正。")
    if wish.changes_class:
        errors["purpose"] = _("事项已经了结，不能改为其他类别。")


def _check_draft(authority: Authority, wish: Wish, errors: dict[str, str], on: date) -> None:
    """The checks of a new registration, of what is changed."""
    found: dict[str, str] = {}
    draft = draft_of(wish)
    draft_checks.check_choices(draft, found)
    draft_checks.check_wording(draft, found)
    draft_checks.check_references(authority=authority, draft=draft, errors=found)
    for name, message in found.items():
        field = NAMES.get(name, name)
        if field in wish.changed:
            errors.setdefault(field, message)


def draft_of(wish: Wish) -> CaseDraft:
    """The registration as it is wished, as a new one would be sent."""
    after = wish.after
    person = PersonDraft(
        name=after.name, phone=after.phone, id_number=wish.id_number, address=after.address
    )
    return CaseDraft(
        form=after.form,
        purpose=after.purpose,
        title=after.title,
        statement=after.statement,
        received_on=after.received_on,
        people=() if after.is_anonymous else (person,),
        is_anonymous=after.is_anonymous,
        head_count=after.head_count,
        level_visited=after.level_visited,
        content_class_id=after.content_class,
        place_id=after.place,
        place_detail=after.place_detail,
        summary=after.summary,
        superior_number=after.superior_number,
        from_superior=after.from_superior,
        accused_unit_ids=after.accused_units,
        accused_user_ids=after.accused_people,
    )


def _check_people(case: Case, wish: Wish, errors: dict[str, str], on: date) -> None:
    after = wish.after
    if after.is_anonymous:
        if CorrectedField.IS_ANONYMOUS in wish.changed:
            _check_nameless(case, errors)
        elif wish.changed & set(PERSON):
            errors["name"] = _("匿名信访不登记信访人；如已知姓名，请取消“匿名”。")
    elif not after.name and wish.changes_person:
        errors["name"] = _("请填写姓名或名称。")
    if not wish.changed & {CorrectedField.FORM, CorrectedField.HEAD_COUNT}:
        return
    roles: Collection[str] = list(case.participants.values_list("role", flat=True))
    limit = int(setting("representatives_max", on=on, default=MAX_REPRESENTATIVES))
    leading = sum(role in LEADING for role in roles)
    for problem in visit_problems(after.form, after.head_count, leading, len(roles), limit=limit):
        field = "form" if problem.field == "representatives" else problem.field
        article = f"（{problem.article}）" if problem.article else ""
        errors.setdefault(field, f"{problem.message}{article}。")


def _check_nameless(case: Case, errors: dict[str, str]) -> None:
    """Whoever was written to, or leads others, was known."""
    papers = case.documents.exclude(addressee="").values_list("title", flat=True)
    to_people = [t for t in papers.order_by("id") if "函" not in t]
    if to_people:
        errors["is_anonymous"] = _("已向信访人出具%(papers)s，不能改为匿名。") % {
            "papers": "".join(f"《{title}》" for title in dict.fromkeys(to_people))
        }
    elif case.participants.exclude(role=ParticipantRole.MAIN).exists():
        errors["is_anonymous"] = _("名单中还有其他信访人，请先在名单中移出误登记的人。")


def _check_day(
    authority: Authority, case: Case, day: date, errors: dict[str, str], on: date
) -> None:
    """The day of receipt is never after today or the first act, and a judged limit is moved by the head alone."""
    first = first_act_on(case)
    oldest = case.registered_on - timedelta(days=draft_checks.MAX_AGE_DAYS)
    clock = receipt.clock_of(case)
    if day > on:
        errors["received_on"] = _("收到日期不能晚于今天。")
    elif day > first:
        errors["received_on"] = _("收到日期不能晚于本件最早的登记、办理日期 %(day)s。") % {
            "day": first
        }
    elif day < oldest:
        errors["received_on"] = _("收到日期早于登记日期两年以上，请核对。")
    elif clock is not None and clock.on_time is not None and not authority.is_office_head:
        errors["received_on"] = _(
            "“%(name)s”的期限已按原收到日期判定是否按期，更正收到日期须由信访局局长办理。"
        ) % {"name": clock.name}


def first_act_on(case: Case) -> date:
    """The day of the first thing done on a matter: its registration or an act dated before (four queries)."""
    sent = case.dispatches.aggregate(at=Min("sent_at"), on=Min("received_on"))
    days = [
        case.registered_on,
        case.informed_on,
        case.accepted_on,
        case.closed_on,
        timezone.localdate(sent["at"]) if sent["at"] else None,
        sent["on"],
        case.documents.aggregate(on=Min("issued_on"))["on"],
        case.notes.aggregate(on=Min("on"))["on"],
        case.hearings.aggregate(on=Min("starts_on"))["on"],
    ]
    return min(day for day in days if day is not None)
