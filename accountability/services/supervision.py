"""Supervision (督办, 条例第四十条第一款): opened with a letter, or dismissed with a reason; closed when done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain import supervision_letters as wording
from accountability.models import (
    UNDER_WAY,
    AnswerVerdict,
    DutyLetterKind,
    Ground,
    Supervision,
    SupervisionStatus,
)
from accountability.selectors.supervision import group_for, may_know, units_of_case
from accountability.services.duty_letters import LetterText, draft_of, issue_letter
from accountability.services.supervision_answers import judge
from accountability.services.supervision_lists import take_off_list
from accountability.services.supervision_notices import tell_unit
from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.enums import UnitKind
from organizations.models import Unit
from organizations.selectors import setting, work_calendar
from petitions.models import Case

ARTICLE = "条例第四十条第一款"
ANSWER_DAYS = 10


@dataclass(frozen=True)
class Order:
    """What a supervisor asks for: ``requirement`` of the matter, ``improvement`` of the work, by which day."""

    requirement: str
    improvement: str
    due_on: date


def answer_day(*, on: date) -> date:
    """The usual last day for an answer: so many working days from a day."""
    days = int(setting("supervision.answer_days", on=on, default=ANSWER_DAYS))
    return work_calendar().add_working_days(on, days).on


@transaction.atomic
def open_supervision(
    *, authority: Authority, item: Supervision, order: Order, now: datetime
) -> Supervision:
    """Open a proposed item: the numbered letter goes to the unit, the department of its group leads.

    Args:
        authority: a supervisor or the head of the petition office.
        item: a proposed item.
        order: what is asked, and by when.
        now: aware time of the act.

    Raises:
        NotAllowed: no supervisor. Invalid: nothing asked, no advice, or a day that is not to come.
        Unlawful: the unit may not know of the matter (条例第三十条第三款).
    """
    _need_supervisor(authority)
    _check_order(order, on=timezone.localdate(now))
    if item.case is not None and not may_know(item.unit, item.case):
        raise Unlawful(_("不得将检举控告事项透露给被检举控告单位。"), article="条例第三十条第三款")
    group = group_for(item.case) if item.case is not None else None
    letter = issue_letter(
        authority=authority, text=letter_text(authority=authority, item=item, order=order), now=now
    )
    transitions.apply(
        item,
        sources=[SupervisionStatus.PROPOSED],
        target=SupervisionStatus.OPEN,
        verb="supervision.open",
        actor=authority.user,
        at=now,
        decided_by=authority.user,
        decided_at=now,
        requirement=order.requirement.strip(),
        improvement=order.improvement.strip(),
        letter=letter,
        due_on=order.due_on,
        group=group,
        lead_unit=group.lead_unit if group else None,
    )
    _record(item, "supervision.open", authority, now, letter=letter.number, due_on=order.due_on)
    tell_unit(
        item,
        title=_("%(number)s：请于%(day)s前书面答复")
        % {"number": letter.number, "day": f"{order.due_on:%Y-%m-%d}"},
        text=_("督办情形：%(ground)s（条例第四十条）") % {"ground": item.get_ground_display()},
        now=now,
    )
    return item


def letter_text(*, authority: Authority, item: Supervision, order: Order) -> LetterText:
    """The 督办函 as it would go out today."""
    case = item.case
    subject = wording.Subject(
        ground=item.ground,
        facts=item.facts,
        article=item.article,
        since=item.since,
        on=authority.on,
        number=case.number if case else "",
        title=case.title if case and not case.is_secret else "",
        received_on=case.received_on if case else None,
    )
    office = _office_of(authority)
    tables = [wording.supervision_table(subject, str(item.get_ground_display()))] if case else []
    return LetterText(
        kind=DutyLetterKind.SUPERVISION,
        unit=office,
        title=wording.supervision_title(subject),
        addressee=item.unit.name,
        body=wording.supervision_body(
            subject,
            requirement=order.requirement,
            improvement=order.improvement,
            due_on=order.due_on,
            contact=str(authority.user),
            phone=office.phone or authority.user.phone,
        ),
        issued_on=authority.on,
        tables=tables,
    )


def draft_letter(*, authority: Authority, item: Supervision, order: Order) -> dict:
    """The letter as the typesetter's data before it is issued, after the same checks.

    Raises:
        NotAllowed, Invalid: as `open_supervision`.
    """
    _need_supervisor(authority)
    _check_order(order, on=authority.on)
    return draft_of(letter_text(authority=authority, item=item, order=order))


@transaction.atomic
def dismiss_supervision(
    *, authority: Authority, item: Supervision, reason: str, now: datetime
) -> Supervision:
    """Do not take a proposal up, with the reason; the same thing is never proposed again."""
    _need_supervisor(authority)
    if not reason.strip():
        raise Invalid(_("请说明不予督办的理由。"), field="reason")
    transitions.apply(
        item,
        sources=[SupervisionStatus.PROPOSED],
        target=SupervisionStatus.DISMISSED,
        verb="supervision.dismiss",
        actor=authority.user,
        at=now,
        reason=reason.strip(),
        decided_by=authority.user,
        decided_at=now,
        dismissal=reason.strip(),
    )
    _record(item, "supervision.dismiss", authority, now)
    return item


@transaction.atomic
def propose_supervision(
    *,
    authority: Authority,
    unit: Unit,
    ground: str,
    facts: str,
    since: date,
    case: Case | None,
    now: datetime,
) -> Supervision:
    """Propose an item by hand: about a matter, or (without one) about the unit's work as a whole.

    Raises:
        NotAllowed: no supervisor. Invalid: no facts, a day to come, or a unit that has nothing to do with the matter.
    """
    _need_supervisor(authority)
    if ground not in Ground.values:
        raise Invalid(_("请选择督办情形。"), field="ground")
    if not facts.strip():
        raise Invalid(_("请写明事实；信访数量不是督办的理由。"), field="facts")
    if since > timezone.localdate(now):
        raise Invalid(_("日期不能晚于今天。"), field="since")
    if unit.kind in (UnitKind.PETITION_OFFICE, UnitKind.COUNTY):
        raise Invalid(_("督办函发给有关机关、单位，不发给信访局或者县委、县政府。"), field="unit")
    if case is not None and unit not in units_of_case(case):
        raise Invalid(_("该单位没有承办过这件信访事项。"), field="unit")
    if case is not None and not may_know(unit, case):
        raise Invalid(
            _("不得将检举控告事项透露给被检举控告单位（条例第三十条第三款）。"), field="unit"
        )
    same = Supervision.objects.filter(case=case, unit=unit, ground=ground, facts=facts.strip())
    if same.exclude(status__in=[SupervisionStatus.CLOSED, SupervisionStatus.DISMISSED]).exists():
        raise Invalid(_("已有相同的督办件尚未办结，没有重复提出。"), field="facts")
    item = Supervision.objects.create(
        case=case,
        unit=unit,
        ground=ground,
        facts=facts.strip(),
        since=since,
        proposed_by=authority.user,
        proposed_at=now,
    )
    _record(item, "supervision.propose", authority, now)
    return item


@transaction.atomic
def close_supervision(
    *, authority: Authority, item: Supervision, conclusion: str, now: datetime
) -> Supervision:
    """Close an item: the answer that waits is accepted; without one the conclusion says why it may be closed.

    Raises:
        Unlawful: what the item rests on is still undone.
    """
    _need_supervisor(authority)
    answer = item.answers.filter(verdict=AnswerVerdict.PENDING).first()
    if answer is None and not conclusion.strip():
        raise Invalid(_("没有待审核的答复，请写明办结的理由。"), field="conclusion")
    _refuse_undone(item, on=timezone.localdate(now))
    if answer is not None:
        judge(answer, verdict=AnswerVerdict.ACCEPTED, text=conclusion, by=authority.user, now=now)
    transitions.apply(
        item,
        sources=UNDER_WAY,
        target=SupervisionStatus.CLOSED,
        verb="supervision.close",
        actor=authority.user,
        at=now,
        reason=conclusion.strip(),
        closed_by=authority.user,
        closed_at=now,
        conclusion=conclusion.strip(),
    )
    take_off_list(item, by=authority.user, reason=_("督办办结"), now=now)
    _record(item, "supervision.close", authority, now)
    tell_unit(item, title=_("督办件已办结"), text=conclusion.strip(), now=now)
    return item


def _refuse_undone(item: Supervision, *, on: date) -> None:
    clock = item.clock
    if clock is not None and clock.status == "open" and clock.due_on < on:
        raise Unlawful(
            _("“%(name)s”仍未履行，不能办结；请退回并指定新的答复期限。") % {"name": clock.name},
            article=ARTICLE,
        )
    execution = getattr(item.case, "execution", None) if item.case else None
    if item.ground == Ground.UNEXECUTED and execution is not None and execution.done_on is None:
        raise Unlawful(_("处理意见仍未执行，不能办结；请退回并指定新的答复期限。"), article=ARTICLE)


def _check_order(order: Order, *, on: date) -> None:
    if not order.requirement.strip():
        raise Invalid(_("请写明督办要求。"), field="requirement")
    if not order.improvement.strip():
        raise Invalid(
            _("督办应当同时提出改进工作的建议（条例第四十条第一款）。"), field="improvement"
        )
    if order.due_on <= on:
        raise Invalid(_("答复期限须晚于今天。"), field="due_on")


def _office_of(authority: Authority) -> Unit:
    ids = [p.unit_id for p in authority.posts if p.unit_kind == UnitKind.PETITION_OFFICE]
    return Unit.objects.get(pk=ids[0])


def _need_supervisor(authority: Authority) -> None:
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("只有信访局的督查人员或者局长可以督办。"))


def _record(
    item: Supervision, verb: str, authority: Authority, now: datetime, **data: object
) -> None:
    audit.record(
        item, verb, actor=authority.user, at=now, ground=item.ground, unit=item.unit.code, **data
    )
