"""Several letters on one matter, one letter with several matters, and the links between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from organizations.models import Term
from petitions import events, permissions
from petitions.domain.similarity import fingerprint
from petitions.enums import LEGAL_CLASS_OF, CaseStatus, ParticipantRole, Purpose
from petitions.models import Case, Participant
from petitions.services import acts, clocks, closing
from petitions.services.numbering import new_lookup_code, take_numbers
from petitions.services.registration import start_first_clock


@dataclass(frozen=True)
class Part:
    """One of the matters a letter is split into."""

    title: str
    statement: str
    purpose: str
    content_class_id: int | None = None
    place_id: int | None = None


@transaction.atomic
def merge_case(*, authority: Authority, case: Case, into: Case, reason: str, now: datetime) -> Case:
    """Close a letter as part of another one on the same matter (并案); both histories stay.

    The petitioners of the closed one become parties of the other, so that they get its answer.
    """
    acts.check_lawful(case, "merge")
    if not (permissions.can_handle(authority, case) or permissions.can_dispatch(authority, case)):
        raise NotAllowed(_("只有持有该事项的单位可以并案。"))
    if into.pk == case.pk or not into.is_open or into.merged_into_id:
        raise Invalid(_("只能并入另一件正在办理的事项。"), field="into")
    if case.is_secret != into.is_secret:
        raise Invalid(_("检举控告事项不能与其他事项并案（条例第三十条）。"), field="into")
    if case.is_secret and _is_in_hands_of_accused(into, case):
        raise Invalid(
            _(
                "该检举控告反映了主件的承办单位或者经办人员，不能并入；请另行按管理权限转送（条例第三十条）。"
            ),
            field="into",
        )
    reason = acts.need(reason, "reason", _("请说明并案理由。"))
    _join_people(case, into)
    # both reports stay hidden from everybody either of them accuses
    into.accused_units.add(*case.accused_units.all())
    into.accused_people.add(*case.accused_people.all())
    closing.close(
        authority=authority,
        case=case,
        code="merge",
        target=CaseStatus.MERGED,
        day=timezone.localdate(now),
        now=now,
        reason=reason,
        facts={"into": into.number},
        merged_into=into,
    )
    audit.record(into, "case.merged_here", actor=authority.user, at=now, merged=case.number)
    return into


def _is_in_hands_of_accused(into: Case, report: Case) -> bool:
    """Whether whom a report accuses has, or has had, the other report in hand: they would learn of this one."""
    holders = [into.responsible_unit, into.first_contact_unit]
    holders += [sent.to_unit for sent in into.dispatches.select_related("to_unit")]
    holders += [asked.unit for asked in into.co_handlings.select_related("unit")]
    accused = tuple(report.accused_units.values_list("path", flat=True))
    if any(unit.path.startswith(accused) for unit in holders if accused):
        return True
    people: set[int | None] = {into.first_contact_id, into.leader_id, into.registered_by_id}
    posts = Term.objects.filter(post__unit__in=[unit.pk for unit in holders])
    people.update(posts.values_list("user", flat=True))
    return report.accused_people.filter(pk__in=[pk for pk in people if pk]).exists()


def _join_people(case: Case, into: Case) -> None:
    known = set(into.participants.values_list("petitioner_id", flat=True))
    order = into.participants.count()
    joining = [p for p in case.participants.order_by("order") if p.petitioner_id not in known]
    Participant.objects.bulk_create(
        Participant(
            case=into, petitioner_id=p.petitioner_id, role=ParticipantRole.MEMBER, order=order + i
        )
        for i, p in enumerate(joining, 1)
    )
    if joining:
        into.head_count = max(into.head_count, order + len(joining))
        into.save(update_fields=["head_count"])


@transaction.atomic
def split_case(
    *, authority: Authority, case: Case, parts: Sequence[Part], reason: str, now: datetime
) -> list[Case]:
    """Make one further case per additional matter of a letter; each counts from the same day of receipt.

    The original keeps its first matter; first contact, people and day of receipt are carried over.
    """
    acts.check_lawful(case, "split")
    if not permissions.can_dispatch(authority, case):
        raise NotAllowed(_("只有持有该事项的信访局工作人员可以分案。"))
    reason = acts.need(reason, "reason", _("请说明分案理由。"))
    if not parts:
        raise Invalid(_("请至少填写一件分出的事项。"), field="parts")
    _check_parts(case, parts)
    numbers = take_numbers(forms=[case.form] * len(parts), year=timezone.localdate(now).year)
    book = clocks.load_book(on=timezone.localdate(now))
    made = []
    for number, part in zip(numbers, parts, strict=True):
        row = _copy(case, part, number, authority, now)
        start_first_clock(case=row, unit=case.receiving_unit, book=book)
        # whoever handles an ordinary part would learn from them that its petitioner reported somebody
        told = (
            {}
            if case.is_secret and not row.is_secret
            else {"origin": case.number, "reason": reason}
        )
        audit.record(row, "case.split_from", actor=authority.user, at=now, **told)
        events.case_registered.send(Case, case_id=row.pk, now=now)
        made.append(row)
    audit.record(case, "case.split", actor=authority.user, at=now, numbers=numbers, reason=reason)
    return made


def _check_parts(case: Case, parts: Sequence[Part]) -> None:
    for index, part in enumerate(parts):
        if not part.title.strip() or not part.statement.strip():
            raise Invalid(_("请填写分出事项的主题和诉求。"), field=f"parts-{index}")
        if part.purpose not in Purpose.values:
            raise Invalid(_("请从列表中选择。"), field=f"parts-{index}")
        if part.purpose == Purpose.ACCUSATION and not case.is_secret:
            # only registration asks who is accused, from whom the report has to stay hidden
            raise Invalid(
                _("揭发控告的部分请另行登记，并写明被检举控告的单位或者人员（条例第三十条）。"),
                field=f"parts-{index}",
            )


def _copy(case: Case, part: Part, number: str, authority: Authority, now: datetime) -> Case:
    people = list(case.participants.order_by("order"))
    row = Case.objects.create(
        number=number,
        lookup_code=new_lookup_code(),
        form=case.form,
        level_visited=case.level_visited,
        head_count=case.head_count,
        is_collective=False,  # the visit is counted once, with the original
        is_anonymous=case.is_anonymous,
        purpose=part.purpose,
        legal_class=LEGAL_CLASS_OF[Purpose(part.purpose)],
        content_class_id=part.content_class_id,
        place_id=part.place_id or case.place_id,
        title=part.title.strip(),
        statement=part.statement.strip(),
        text_fingerprint=fingerprint(part.statement),
        received_on=case.received_on,
        registered_at=now,
        registered_by=authority.user,
        receiving_unit=case.receiving_unit,
        from_superior=case.from_superior,
        first_contact=case.first_contact,
        first_contact_unit=case.first_contact_unit,
        responsible_unit=case.responsible_unit,
        leader=case.leader,
        split_from=case,
    )
    Participant.objects.bulk_create(
        Participant(case=row, petitioner_id=p.petitioner_id, role=p.role, order=p.order)
        for p in people
    )
    if row.is_secret:
        # what is cut out of a report stays hidden from whom the report accuses
        row.accused_units.set(case.accused_units.all())
        row.accused_people.set(case.accused_people.all())
    return row


@transaction.atomic
def link_repeat(
    *, authority: Authority, case: Case, earlier: Case | None, reason: str, now: datetime
) -> Case:
    """Link a matter to the earlier one it repeats (重复信访), or take the link back with `earlier` None."""
    acts.check_lawful(case, "link_repeat")
    if not permissions.can_decide_repeat(authority, case):
        raise NotAllowed(_("只有持有该事项的单位或信访局可以认定重复信访。"))
    reason = acts.need(reason, "reason", _("请说明认定理由。"))
    if earlier is not None:
        if earlier.received_on > case.received_on or earlier.pk == case.pk:
            raise Invalid(_("前件须早于该事项。"), field="earlier")
        if earlier.is_secret and not case.is_secret:
            # whoever handles this matter would learn that its petitioner reported somebody
            raise Invalid(
                _("检举控告事项不得作为其他事项的前件，以免泄露（条例第三十条第三款）。"),
                field="earlier",
            )
        if _leads_to(earlier, case):
            raise Invalid(_("前件已经关联到该事项，不能互为前件。"), field="earlier")
    case.repeat_of = earlier
    case.save(update_fields=["repeat_of"])
    if earlier is not None:  # whoever links a matter decides anew what was denied before
        case.repeat_denials.filter(earlier=earlier, withdrawn_at__isnull=True).update(
            withdrawn_at=now, withdrawn_by=authority.user
        )
    audit.record(
        case,
        "case.link_repeat",
        actor=authority.user,
        at=now,
        earlier=earlier.number if earlier else None,
        reason=reason,
    )
    return case


def _leads_to(earlier: Case, case: Case) -> bool:
    seen, current = set(), earlier
    while current.repeat_of_id and current.pk not in seen:
        seen.add(current.pk)
        if current.repeat_of_id == case.pk:
            return True
        current = Case.objects.get(pk=current.repeat_of_id)
    return False
