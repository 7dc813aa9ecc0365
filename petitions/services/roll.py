"""The list of petitioners of a matter (联名人、来访人名单): added to, corrected, with its representatives (条例第二十条第三款)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.crypto import fingerprint
from core.errors import Invalid, InvalidMany, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority
from organizations.selectors import setting
from petitions import permissions
from petitions.domain.roll import RollLine, read_roll, repeated
from petitions.domain.visits import (
    COLLECTIVE_THRESHOLD,
    MAX_REPRESENTATIVES,
    is_collective,
    visit_problems,
)
from petitions.enums import Form, ParticipantRole
from petitions.models import Case, Participant
from petitions.services import people
from petitions.services.drafts import PersonDraft

#: Lines taken at once; a longer list is pasted in parts.
MOST_LINES = 1000
LEADING = (ParticipantRole.MAIN, ParticipantRole.REPRESENTATIVE)


def examine(*, case: Case, text: str, on: date) -> list[RollLine]:
    """Read a pasted list and say beside each line what is wrong with it (three queries); nothing is written."""
    lines = read_roll(text)
    known = list(case.participants.select_related("petitioner"))
    prints = {part.petitioner.id_fingerprint for part in known} - {""}
    names = {(part.petitioner.name, part.petitioner.phone) for part in known}
    has_main = any(part.role == ParticipantRole.MAIN for part in known)
    twice = repeated(lines)
    checked = []
    for at, line in enumerate(lines):
        problem = line.problem or _wrong(line, prints, names, has_main=has_main, on=on)
        if not problem and at in twice:
            problem = _("与第 %(number)s 行相同；确为不同的人，请补充电话、住址或者证件号码") % {
                "number": twice[at]
            }
        checked.append(replace(line, problem=problem))
    return checked


def _wrong(
    line: RollLine, prints: set[str], names: set[tuple[str, str]], *, has_main: bool, on: date
) -> str:
    if line.id_number:
        try:
            number = people.clean_id_number(line.id_number, on=on)
        except Invalid as error:
            return error.message
        if fingerprint(number) in prints:
            return _("该证件号码已在名单中")
    elif (line.name, line.phone) in names:
        return _("名单中已有此人；确为不同的人，请补充电话、住址或者证件号码")
    if has_main and line.role == ParticipantRole.MAIN:
        return _("主访人已经登记")
    return ""


@transaction.atomic
def add_people(
    *, authority: Authority, case: Case, lines: Sequence[RollLine], head_count: int, now: datetime
) -> int:
    """Add the people of examined lines, and set how many people the matter speaks for.

    Args:
        lines: of `examine`, all without a problem.
        head_count: 信访人数 as declared.

    Returns:
        Number of people added.

    Raises:
        NotAllowed: neither the unit that holds the matter nor who registered it.
        Unlawful: the matter is closed or anonymous.
        InvalidMany: fields ``text`` and ``head_count``: a line with a problem, too many representatives of a visit
            (条例第二十条第三款), fewer people declared than listed.
    """
    _need_permission(authority, case)
    _check(case, lines, head_count, on=timezone.localdate(now))
    drafts = [_draft(line) for line in lines]
    found = people.find_or_create(drafts=drafts, actor=authority.user, now=now)
    known = set(case.participants.values_list("petitioner_id", flat=True))
    order = case.participants.aggregate(last=Max("order"))["last"] or 0
    rows = []
    for person, draft in zip(found, drafts, strict=True):
        if person.pk not in known:
            known.add(person.pk)
            order += 1
            rows.append(Participant(case=case, petitioner=person, role=draft.role, order=order))
    try:
        with transaction.atomic():
            Participant.objects.bulk_create(rows, batch_size=500)
    except IntegrityError:  # somebody else added people at the same time
        raise StaleState(_("名单刚刚发生变化，请再提交一次。")) from None
    before = case.head_count
    _set_head_count(case, head_count, on=timezone.localdate(now))
    audit.record(
        case,
        "case.add_people",
        actor=authority.user,
        at=now,
        count=len(rows),
        head_count=[before, head_count],
    )
    return len(rows)


def _draft(line: RollLine) -> PersonDraft:
    return PersonDraft(
        name=line.name,
        phone=line.phone,
        id_number=line.id_number.upper(),
        address=line.address,
        role=line.role or ParticipantRole.MEMBER,
    )


def _check(case: Case, lines: Sequence[RollLine], head_count: int, *, on: date) -> None:
    if not lines and head_count == case.head_count:
        raise Invalid(_("请粘贴名单，每行一人。"), field="text")
    if len(lines) > MOST_LINES:
        raise Invalid(
            _("一次最多 %(most)s 人，请分几次粘贴。") % {"most": MOST_LINES}, field="text"
        )
    if any(line.problem for line in lines):
        raise Invalid(_("名单中有需要更正的行。"), field="text")
    roles = [*case.participants.values_list("role", flat=True), *(line.role for line in lines)]
    problems = _problems(case, roles, head_count, on=on)
    if problems:
        raise InvalidMany(problems)


def _problems(case: Case, roles: Sequence[str], head_count: int, *, on: date) -> dict[str, str]:
    limit = int(setting("representatives_max", on=on, default=MAX_REPRESENTATIVES))
    leading = sum(role in LEADING for role in roles)
    found: dict[str, str] = {}
    for problem in visit_problems(case.form, head_count, leading, len(roles), limit=limit):
        field = "text" if problem.field == "representatives" else problem.field
        article = f"（{problem.article}）" if problem.article else ""
        found.setdefault(field, f"{problem.message}{article}。")
    return found


def _set_head_count(case: Case, head_count: int, *, on: date) -> None:
    if head_count == case.head_count:
        return
    case.head_count = head_count
    case.is_collective = is_collective_now(case, on=on)
    case.save(update_fields=["head_count", "is_collective"])


def is_collective_now(case: Case, *, on: date) -> bool:
    """Whether the matter counts as a collective visit by its form and head count (one query for the threshold).

    A visit is counted once, with the letter it was split from: what was split off keeps its mark unless it is no visit.
    """
    if case.split_from_id is not None:
        return case.is_collective and case.form == Form.VISIT
    threshold = int(setting("collective_threshold", on=on, default=COLLECTIVE_THRESHOLD))
    return is_collective(case.form, case.head_count, threshold=threshold)


@transaction.atomic
def set_role(*, authority: Authority, part: Participant, role: str, now: datetime) -> Participant:
    """Make somebody on the list a representative, a co-signer or an agent; of a visit at most five lead (条例第二十条第三款)."""
    case = part.case
    _need_permission(authority, case)
    if ParticipantRole.MAIN in (part.role, role):
        raise Invalid(_("主访人不能更改；登记有误的，请更正登记。"), field="role")
    if role not in ParticipantRole.values:
        raise Invalid(_("请从列表中选择。"), field="role")
    others = list(case.participants.exclude(pk=part.pk).values_list("role", flat=True))
    problems = _problems(case, [*others, role], case.head_count, on=timezone.localdate(now))
    if "text" in problems:
        raise Unlawful(problems["text"], article="条例第二十条第三款")
    part.role = role
    part.save(update_fields=["role"])
    audit.record(
        case, "case.set_role", actor=authority.user, at=now, participant=part.pk, role=role
    )
    return part


@transaction.atomic
def remove_person(*, authority: Authority, part: Participant, reason: str, now: datetime) -> None:
    """Take somebody off the list who was put on it by mistake; the main petitioner stays."""
    case = part.case
    _need_permission(authority, case)
    if part.role == ParticipantRole.MAIN:
        raise Unlawful(_("主访人不能移出名单。"))
    if not reason.strip():
        raise Invalid(_("请说明移出名单的原因。"), field="reason")
    audit.record(
        case,
        "case.remove_person",
        actor=authority.user,
        at=now,
        petitioner=part.petitioner_id,
        reason=reason.strip(),
    )
    part.delete()


def texts_of(lines: Sequence[RollLine]) -> str:
    """The lines as they were typed, each once, to be mended and sent again."""
    return "\n".join(dict.fromkeys(line.text for line in lines))


def _need_permission(authority: Authority, case: Case) -> None:
    if not case.is_open:
        raise Unlawful(_("该事项已经了结，不能再更改名单。"))
    if case.is_anonymous:
        raise Unlawful(_("匿名信访不登记信访人。"))
    if not permissions.can_edit_people(authority, case):
        raise NotAllowed(_("只有责任单位或者登记人可以更改名单。"))
