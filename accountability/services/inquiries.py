"""Inquiries into liability: an act the statute names, evidence, persons, the right to be heard, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import inquiry_permissions as permissions
from accountability.domain.liability import BY_CODE
from accountability.models import (
    Inquiry,
    InquiryPerson,
    InquiryRole,
    InquirySphere,
    InquiryStatus,
)
from accountability.selectors.inquiries import (
    CASE_NUMBER,
    accusing_cases,
    evidence_for,
    named_matters,
    post_at,
)
from accountability.services.inquiry_notices import tell_of_inquiry
from core import audit, counters, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority, authority_of
from organizations.models import Unit, User
from organizations.selectors import setting, work_calendar
from petitions.models import Case
from petitions.querysets import CaseQuerySet

HEARING_DAYS = 5
EARLY = (InquiryStatus.OPEN, InquiryStatus.TOLD)


@transaction.atomic
def open_inquiry(
    *,
    authority: Authority,
    unit: Unit,
    ground: str,
    act_on: date,
    facts: str,
    consequence: str,
    now: datetime,
) -> Inquiry:
    """Open an inquiry into an act that articles 42 to 46 name.

    Args:
        authority: the office's head, a supervisor or a county leader.
        unit: whose act it was.
        ground: code of a `domain.liability.Ground`; numbers of petitions are no ground.
        act_on: day of the act, which decides who held which post.
        facts: what was done or left undone.
        consequence: what it led to; needed at the latest for a decision.
        now: aware time of the act.

    Raises:
        NotAllowed: the actor may not, or belongs to the unit. Invalid: unknown ground, no facts, or a day in the
            future. Unlawful: the words name a matter that accuses the unit.
    """
    need_inquirer(authority)
    if unit.path in authority.own_and_upper_paths:
        raise NotAllowed(_("涉及本单位的，应当回避，由县领导或者其他单位的人员提出。"))
    if ground not in BY_CODE:
        raise Invalid(_("请选择条例第四十二条至第四十六条规定的情形。"), field="ground")
    if not facts.strip():
        raise Invalid(_("请写明事实。"), field="facts")
    if act_on > authority.on:
        raise Invalid(_("行为发生日期不能晚于今天。"), field="act_on")
    number = counters.take(f"inquiry:{authority.on.year}")
    inquiry = Inquiry.objects.create(
        number=f"{authority.on.year}-{number:03}",
        unit=unit,
        ground=ground,
        act_on=act_on,
        facts=facts.strip(),
        consequence=consequence.strip(),
        opened_by=authority.user,
        opened_at=now,
    )
    named = named_matters(f"{facts}\n{consequence}", authority)
    need_no_accusation(authority=authority, inquiry=inquiry, cases=named)
    audit.record(
        inquiry, "inquiry.open", actor=authority.user, at=now, ground=ground, unit=unit.code
    )
    return inquiry


@transaction.atomic
def add_person(
    *, authority: Authority, inquiry: Inquiry, user: User, role: str, sphere: str, now: datetime
) -> InquiryPerson:
    """Name a person with the post held when it happened.

    Raises:
        NotAllowed: the actor may not. Invalid: no post held that day, or named already. Unlawful: too late, or a
            matter on file accuses the person or the person's unit (条例第三十条第三款).
    """
    need_open(authority=authority, inquiry=inquiry, only=(InquiryStatus.OPEN,))
    if user.pk == authority.user.pk:
        raise NotAllowed(_("本人应当回避（条例第二十八条第三款）。"))
    if role not in InquiryRole.values or sphere not in InquirySphere.values:
        raise Invalid(_("请选择责任和范围。"), field="role")
    post = post_at(user, inquiry.act_on)
    if not post:
        raise Invalid(_("%(who)s在行为发生之日没有任职。") % {"who": user}, field="user")
    if inquiry.people.filter(user=user).exists():
        raise Invalid(_("该人员已列入。"), field="user")
    _need_not_accused(inquiry, user, authority.on)
    person = InquiryPerson.objects.create(
        inquiry=inquiry, user=user, post_then=post, role=role, sphere=sphere
    )
    audit.record(inquiry, "inquiry.person", actor=authority.user, at=now, user=user.username)
    return person


@transaction.atomic
def tell_persons(*, authority: Authority, inquiry: Inquiry, now: datetime) -> Inquiry:
    """Tell the persons the facts, the ground and the evidence; from now on they may state their case.

    Raises:
        NotAllowed: the actor may not. Unlawful: nobody is named, or there is no evidence that the person may see.
    """
    need_open(authority=authority, inquiry=inquiry, only=(InquiryStatus.OPEN,))
    people = list(inquiry.people.select_related("user"))
    if not people:
        raise Unlawful(_("请先列明责任人员。"))
    if not inquiry.evidence.exists():
        raise Unlawful(_("请先提取证据。"))
    for person in people:
        shown = evidence_for(inquiry, authority_of(person.user, on=authority.on))
        if not any(row.readable for row in shown):
            raise Unlawful(
                _("%(who)s能够看到的证据一份也没有（保密材料不向其出示），请先补充其他证据。")
                % {"who": person.user}
            )
    days = int(setting("inquiry.hearing_days", on=authority.on, default=HEARING_DAYS))
    until = work_calendar().add_working_days(authority.on, days).on
    transitions.apply(
        inquiry,
        sources=[InquiryStatus.OPEN],
        target=InquiryStatus.TOLD,
        verb="inquiry.tell",
        actor=authority.user,
        at=now,
        told_at=now,
        hearing_until=until,
    )
    audit.record(inquiry, "inquiry.tell", actor=authority.user, at=now, until=until)
    tell_of_inquiry([person.user for person in people], inquiry, now=now)
    return inquiry


@transaction.atomic
def state_case(
    *, authority: Authority, person: InquiryPerson, statement: str, waived: bool, now: datetime
) -> InquiryPerson:
    """A person states their case, or waives it; the office records what was said orally.

    Raises:
        NotAllowed: neither the person nor the inquirer. Unlawful: not told yet, or decided. Invalid: nothing said.
    """
    inquiry = person.inquiry
    is_self = authority.user.pk == person.user_id
    if not is_self and not permissions.can_work_inquiry(authority, inquiry):
        raise NotAllowed(_("只有本人或者承办人员可以登记陈述申辩。"))
    if inquiry.status != InquiryStatus.TOLD:
        raise Unlawful(_("现在不能陈述申辩：尚未告知，或者已移送、已结案。"))
    if not waived and not statement.strip():
        raise Invalid(_("请填写陈述申辩的内容，或者勾选放弃。"), field="statement")
    person.statement, person.waived, person.stated_at = statement.strip(), waived, now
    person.save(update_fields=["statement", "waived", "stated_at"])
    audit.record(
        inquiry, "inquiry.state", actor=authority.user, at=now, user=person.user.username,
        waived=waived, by_person=is_self,
    )  # fmt: skip
    return person


def need_inquirer(authority: Authority, *, inquiry: Inquiry | None = None) -> None:
    """Refuse whoever may not inquire, or has to stand back from this inquiry."""
    if not permissions.can_inquire(authority):
        raise NotAllowed(_("只有信访局局长、督查人员或者县领导可以办理责任追究。"))
    if inquiry is not None and permissions.stands_back(authority, inquiry):
        raise NotAllowed(_("涉及本人或者本单位的，应当回避（条例第二十八条第三款）。"))


def need_no_accusation(*, authority: Authority, inquiry: Inquiry, cases: CaseQuerySet) -> None:
    """Refuse to bring matters into an inquiry that accuse whom it is about: they would learn of the report."""
    if accusing_cases(inquiry, on=authority.on, cases=cases).exists():
        raise Unlawful(
            _(
                "该信访事项检举、控告的正是涉及的单位或者人员，不得作为证据，也不得在文中引用（条例第三十条第三款）。"
            )
        )


def _need_not_accused(inquiry: Inquiry, user: User, on: date) -> None:
    used = Case.objects.filter(pk__in=inquiry.evidence.values("case"))
    texts = [inquiry.facts, inquiry.consequence]
    texts += inquiry.evidence.filter(case__isnull=True).values_list("text", flat=True)
    named = Case.objects.filter(number__in=CASE_NUMBER.findall("\n".join(texts)))
    for cases in (used, named):
        if accusing_cases(inquiry, on=on, joining=[user], cases=cases).exists():
            raise Unlawful(
                _("依照保密规定，不能在本案中列入该人员；确需追究的，请报信访局局长另行提出。")
            )


def need_open(*, authority: Authority, inquiry: Inquiry, only: Sequence[str] = EARLY) -> None:
    """Refuse whoever may not inquire, and what comes too late."""
    need_inquirer(authority, inquiry=inquiry)
    if inquiry.status not in only:
        raise Unlawful(_("责任追究已进入下一步，不能再办理此项。"))
