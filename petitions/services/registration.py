"""Registering a matter (登记, 条例第二十一、二十二条): number, people, first contact, first clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Duplicate, Invalid, NotAllowed
from organizations.authority import Authority
from organizations.enums import Competence, UnitKind
from organizations.models import Unit
from organizations.selectors import leader_for, setting
from petitions import events, permissions
from petitions.domain.similarity import fingerprint
from petitions.domain.visits import COLLECTIVE_THRESHOLD, is_collective
from petitions.enums import LEGAL_CLASS_OF, Purpose, Responsibility
from petitions.models import Case, ContentClass, Participant
from petitions.services import attachments, clocks, dispatching, people, responsibility
from petitions.services.draft_checks import check_draft
from petitions.services.drafts import CaseDraft
from petitions.services.numbering import new_lookup_code, take_numbers


@dataclass(frozen=True)
class Registration:
    """The case, and whether this call made it (False: the same form had been sent before)."""

    case: Case
    created: bool


def register_case(*, authority: Authority, draft: CaseDraft, now: datetime) -> Registration:
    """Register a matter for the unit the user signs for.

    The registering officer becomes the first-contact officer (首接责任人); the receiving unit answers for
    the matter until it is sent on; the 15 days of 条例第二十二条 (petition office) or 第二十三条第二款 (any
    other unit) start on the day of receipt.

    Raises:
        NotAllowed: the user holds no post that receives petitions.
        InvalidMany: one Chinese message per wrong field.
        Duplicate: the idempotency key was used by somebody else.
    """
    if not permissions.can_register(authority):
        raise NotAllowed(_("您没有登记信访事项的职务。"))
    if draft.idempotency_key and (before := _earlier(authority, draft)):
        return Registration(before, created=False)
    checked = check_draft(authority=authority, draft=draft, on=timezone.localdate(now))
    try:
        with transaction.atomic():
            case = _write(authority, checked, now)
    except IntegrityError:
        # a double click: the other request of the same form committed first
        if draft.idempotency_key and (before := _earlier(authority, draft)):
            return Registration(before, created=False)
        raise
    return Registration(case, created=True)


def _earlier(authority: Authority, draft: CaseDraft) -> Case | None:
    case = Case.objects.filter(idempotency_key=draft.idempotency_key).first()
    if case is not None and case.registered_by_id != authority.user.pk:
        raise Duplicate(_("该登记表已由他人提交。"), existing_id=case.pk)
    return case


def receiving_unit_of(authority: Authority) -> Unit:
    """The unit a user registers for: the petition office before any other post.

    Raises:
        NotAllowed: no post in a unit that receives petitions.
    """
    posts = sorted(authority.posts, key=lambda p: p.unit_kind != UnitKind.PETITION_OFFICE)
    for post in posts:
        if post.unit_kind != UnitKind.COUNTY:
            return Unit.objects.get(pk=post.unit_id)
    raise NotAllowed(_("您没有登记信访事项的职务。"))


def _write(authority: Authority, draft: CaseDraft, now: datetime) -> Case:
    on = timezone.localdate(now)
    unit = receiving_unit_of(authority)
    (number,) = take_numbers(forms=[draft.form], year=on.year)
    case = _new_case(authority, draft, unit, number, now)
    case.save(force_insert=True)
    case.accused_units.set(draft.accused_unit_ids)
    case.accused_people.set(draft.accused_user_ids)
    _add_people(case, draft, authority, now)
    attachments.store(case=case, uploads=draft.uploads, by=authority.user, now=now)
    responsibility.note(
        case=case,
        what=Responsibility.FIRST_CONTACT,
        old=None,
        new=authority.user,
        reason=_("首次接收登记"),
        by=authority.user,
        now=now,
    )
    responsibility.note(
        case=case,
        what=Responsibility.UNIT,
        old=None,
        new=unit,
        reason=_("接收登记"),
        by=authority.user,
        now=now,
    )
    start_first_clock(case=case, unit=unit, book=clocks.load_book(on=on))
    audit.record(
        case,
        "case.register",
        actor=authority.user,
        at=now,
        number=case.number,
        form=case.form,
        purpose=case.purpose,
        repeat_of=case.repeat_of_id,
    )
    events.case_registered.send(Case, case_id=case.pk, now=now)
    _pass_on_if_accused(authority, case, unit, now)
    return case


def _pass_on_if_accused(authority: Authority, case: Case, unit: Unit, now: datetime) -> None:
    """A report against the unit that received it goes at once to the discipline organ (条例第三十条第三款)."""
    accused = list(case.accused_units.values_list("path", flat=True))
    if not any(unit.path.startswith(path) for path in accused):
        return
    organs = Unit.objects.active(on=timezone.localdate(now)).filter(
        competence=Competence.DISCIPLINE
    )
    for organ in organs.order_by("order", "code"):
        if not any(organ.path.startswith(path) for path in accused):
            dispatching.transfer_case(
                authority=authority,
                case=case,
                to_unit=organ,
                note=_("检举控告涉及接收单位，依照条例第三十条第三款直接转送。"),
                now=now,
            )
            return


def first_clock_code(*, unit_kind: str, from_superior: bool) -> str:
    """Code of the clock that starts on receipt: C1 (its county share when sent from above) or C3."""
    if unit_kind != UnitKind.PETITION_OFFICE:
        return "C3"
    return "C1S" if from_superior else "C1"


def start_first_clock(*, case: Case, unit: Unit, book: clocks.ClockBook) -> None:
    """Start the clock of the receiving unit on the day of receipt."""
    code = first_clock_code(unit_kind=unit.kind, from_superior=case.from_superior)
    clocks.start(case=case, code=code, started_on=case.received_on, owed_by_id=unit.pk, book=book)
    clocks.refresh_next_due(case)


def _new_case(
    authority: Authority, draft: CaseDraft, unit: Unit, number: str, now: datetime
) -> Case:
    on = timezone.localdate(now)
    threshold = int(setting("collective_threshold", on=on, default=COLLECTIVE_THRESHOLD))
    content = (
        ContentClass.objects.filter(pk=draft.content_class_id).first()
        if draft.content_class_id
        else None
    )
    return Case(
        number=number,
        superior_number=draft.superior_number.strip(),
        lookup_code=new_lookup_code(),
        idempotency_key=draft.idempotency_key or None,
        form=draft.form,
        level_visited=draft.level_visited,
        head_count=draft.head_count,
        is_collective=is_collective(draft.form, draft.head_count, threshold=threshold),
        is_anonymous=draft.is_anonymous,
        purpose=draft.purpose,
        legal_class=LEGAL_CLASS_OF[Purpose(draft.purpose)],
        content_class=content,
        place_id=draft.place_id,
        place_detail=draft.place_detail.strip(),
        title=draft.title.strip(),
        summary=draft.summary.strip(),
        statement=draft.statement.strip(),
        text_fingerprint=fingerprint(draft.statement),
        is_urgent=draft.is_urgent,
        received_on=draft.received_on,
        registered_at=now,
        registered_by=authority.user,
        receiving_unit=unit,
        from_superior=draft.from_superior,
        repeat_of_id=draft.repeat_of_id,
        first_contact=authority.user,
        first_contact_unit=unit,
        responsible_unit=unit,
        leader=leader_for(unit.pk, content.code if content else "", on=on),
    )


def _add_people(case: Case, draft: CaseDraft, authority: Authority, now: datetime) -> None:
    persons = people.find_or_create(drafts=draft.people, actor=authority.user, now=now)
    if len({p.pk for p in persons}) != len(persons):
        raise Invalid(_("同一信访人在一件事项中只登记一次。"), field="people")
    Participant.objects.bulk_create(
        Participant(case=case, petitioner=person, role=drafted.role, order=order)
        for order, (person, drafted) in enumerate(zip(persons, draft.people, strict=True), 1)
    )
