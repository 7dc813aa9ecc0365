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
    InquiryAmendment,
    InquiryPerson,
    InquiryRole,
    InquirySphere,
    InquiryStatus,
)
from accountability.selectors.inquiries import (
    CASE_NUMBER,
    accusing_cases,
    named_matters,
)
from core import audit, counters
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority
from organizations.models import Term, Unit, User
from organizations.selectors.units import line_of
from petitions.enums import LegalClass
from petitions.models import Case
from petitions.querysets import CaseQuerySet

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
        unit: whose act it was, as it was on that day; a unit closed since keeps its name, its successor is shown.
        ground: code of a `domain.liability.Ground`; numbers of petitions are no ground.
        act_on: day of the act, which decides who held which post.
        facts: what was done or left undone.
        consequence: what it led to; needed at the latest for a decision.
        now: aware time of the act.

    Raises:
        NotAllowed: the actor may not, or belongs to the unit or its successor. Invalid: unknown ground, no facts, a day in the
            future, or one on which the unit did not exist. Unlawful: the words name a matter that accuses the unit.
    """
    need_inquirer(authority)
    if any(one.path in authority.own_and_upper_paths for one in line_of(unit)):
        raise NotAllowed(_("涉及本单位的，应当回避，由县领导或者其他单位的人员提出。"))
    if ground not in BY_CODE:
        raise Invalid(_("请选择条例第四十二条至第四十六条规定的情形。"), field="ground")
    if not facts.strip():
        raise Invalid(_("请写明事实。"), field="facts")
    if act_on > authority.on:
        raise Invalid(_("行为发生日期不能晚于今天。"), field="act_on")
    _need_in_being(unit, act_on)
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
    need_plain_words(authority=authority, inquiry=inquiry, text=f"{facts}\n{consequence}")
    audit.record(
        inquiry, "inquiry.open", actor=authority.user, at=now, ground=ground, unit=unit.code
    )
    return inquiry


def _need_in_being(unit: Unit, act_on: date) -> None:
    if act_on < unit.valid_from:
        raise Invalid(
            _("%(unit)s于%(day)s设立，行为发生之日尚不存在，请选择当时行使职权的单位。")
            % {"unit": unit, "day": unit.valid_from},
            field="unit",
        )
    if unit.valid_to is not None and act_on > unit.valid_to:
        successor = unit.succeeded_by
        words = _("%(unit)s已于%(day)s撤销，行为发生之日不再存在。")
        if successor is not None:
            words = _(
                "%(unit)s已于%(day)s撤销，行为发生之日由%(successor)s行使职权，请选择该单位。"
            )
        raise Invalid(
            words % {"unit": unit, "day": unit.valid_to, "successor": successor}, field="unit"
        )


@transaction.atomic
def add_person(
    *, authority: Authority, inquiry: Inquiry, term: Term, role: str, sphere: str, now: datetime
) -> InquiryPerson:
    """Name a person with the post in which the act was done.

    Args:
        authority: who inquires.
        inquiry: not told yet.
        term: the post the person held on the day of the act; somebody with two posts is named with one of them.
        role: an `InquiryRole`.
        sphere: an `InquirySphere`.
        now: aware time of the act.

    Raises:
        NotAllowed: the actor may not. Invalid: not held that day, or named already. Unlawful: too late, or a matter on
            file accuses the person or the person's unit (条例第三十条第三款).
    """
    need_open(authority=authority, inquiry=inquiry, only=(InquiryStatus.OPEN,))
    user = term.user
    if user.pk == authority.user.pk:
        raise NotAllowed(_("本人应当回避（条例第二十八条第三款）。"))
    if role not in InquiryRole.values or sphere not in InquirySphere.values:
        raise Invalid(_("请选择责任和范围。"), field="role")
    if not Term.objects.held(on=inquiry.act_on).filter(pk=term.pk).exists():
        raise Invalid(_("%(who)s在行为发生之日没有任职。") % {"who": user}, field="term")
    if inquiry.people.filter(user=user).exists():
        raise Invalid(_("该人员已列入。"), field="term")
    _need_not_accused(inquiry, user, authority.on)
    person = InquiryPerson.objects.create(
        inquiry=inquiry,
        user=user,
        post=term.post,
        post_then=f"{term.post.unit.name}{term.post.title}"[:120],
        role=role,
        sphere=sphere,
    )
    audit.record(
        inquiry,
        "inquiry.person",
        actor=authority.user,
        at=now,
        user=user.username,
        post=term.post_id,
    )
    return person


@transaction.atomic
def amend_consequence(
    *, authority: Authority, inquiry: Inquiry, consequence: str, now: datetime
) -> Inquiry:
    """Write down or change what the act led to, before the file is handed over; the former words are kept.

    Whoever was told already has to be told again.

    Raises:
        NotAllowed: the actor may not. Invalid: nothing said, or nothing changed. Unlawful: too late, or the words name
            a matter that accuses somebody concerned. StaleState: changed by somebody else meanwhile.
    """
    need_open(authority=authority, inquiry=inquiry)
    old, new = inquiry.consequence, consequence.strip()
    if not new:
        raise Invalid(_("请写明造成的后果。"), field="consequence")
    if new == old:
        raise Invalid(_("内容没有变化。"), field="consequence")
    need_plain_words(authority=authority, inquiry=inquiry, text=new)
    if Inquiry.objects.filter(pk=inquiry.pk, consequence=old).update(consequence=new) != 1:
        raise StaleState(_("内容刚刚被修改，请刷新后再办理。"))
    inquiry.consequence = new
    made = InquiryAmendment.objects.create(
        inquiry=inquiry, old=old, new=new, made_by=authority.user, made_at=now
    )
    audit.record(inquiry, "inquiry.amend", actor=authority.user, at=now, amendment=made.pk)
    return inquiry


def need_inquirer(authority: Authority, *, inquiry: Inquiry | None = None) -> None:
    """Refuse whoever may not inquire, or has to stand back from this inquiry."""
    if not permissions.can_inquire(authority):
        raise NotAllowed(_("只有信访局局长、督查人员或者县领导可以办理责任追究。"))
    if inquiry is not None and permissions.stands_back(authority, inquiry):
        raise NotAllowed(_("涉及本人或者本单位的，应当回避（条例第二十八条第三款）。"))


def need_plain_words(*, authority: Authority, inquiry: Inquiry, text: str) -> None:
    """Refuse words that name a report or a matter accusing somebody concerned: every reader of the inquiry reads them."""
    named = named_matters(text, authority)
    if named.filter(legal_class=LegalClass.REPORT).exists():
        raise Unlawful(
            _(
                "不得在文中写明检举控告件的编号（条例第三十条第三款）；需要作为证据的，请提取其期限记录或者操作日志。"
            )
        )
    need_no_accusation(authority=authority, inquiry=inquiry, cases=named)


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
