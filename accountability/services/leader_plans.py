"""The plan of a leader's case (一个方案): written, confirmed by the leader, revised with its revisions kept, done step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import permissions
from accountability.models import (
    CaseConference,
    LeaderCase,
    LeaderPlan,
    NoticeKind,
    PlanStatus,
    PlanStep,
)
from accountability.selectors.recipients import officers
from accountability.services.leader_words import need, refuse_custody
from accountability.services.leading import need_open
from accountability.services.notices import tell
from core import audit, transitions
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from organizations.authority import Authority, authority_of
from organizations.models import Unit, User
from petitions.models import Case

WRITERS_ONLY = gettext_lazy("只有包案领导、其所在单位和责任单位的信访干部、负责同志可以填写。")


@dataclass(frozen=True)
class StepDraft:
    """A step as typed: a unit or a person (or both), and the day; ``before`` is the step it goes on from."""

    text: str
    due_on: date
    unit: Unit | None = None
    person: User | None = None
    before: PlanStep | None = None
    conference: CaseConference | None = None


@dataclass(frozen=True)
class PlanDraft:
    """A plan as typed; ``reason`` says why it is revised, empty for the first one."""

    problem: str
    measures: str
    steps: tuple[StepDraft, ...]
    reason: str = ""
    conference: CaseConference | None = None


@transaction.atomic
def write_plan(
    *, authority: Authority, leader_case: LeaderCase, draft: PlanDraft, now: datetime
) -> LeaderPlan:
    """Write the plan, or a revision of it, for the leader to confirm; a draft not yet confirmed is written anew.

    Raises:
        NotAllowed: neither the leader nor an officer of the units concerned. Unlawful: the case is not open.
        Invalid: something is missing, a step's owner may not see the matter, or words of custody.
    """
    if not permissions.can_write_leader_case(authority, leader_case):
        raise NotAllowed(str(WRITERS_ONLY))
    plan = store_plan(
        leader_case=leader_case, draft=draft, by=authority.user, on=authority.on, now=now
    )
    ask_leader(plan=plan, by=authority.user, now=now)
    return plan


def store_plan(
    *, leader_case: LeaderCase, draft: PlanDraft, by: User, on: date, now: datetime
) -> LeaderPlan:
    """Check and keep a draft inside the caller's transaction, which asked for the right to do so."""
    need_open(leader_case)
    last = leader_case.plans.aggregate(last=Max("revision"))["last"] or 0
    old = leader_case.plans.filter(status=PlanStatus.DRAFT).first()
    revision = old.revision if old else last + 1
    values = _checked(leader_case, draft, is_first=revision == 1, on=on)
    if old is not None:
        old.steps.all().delete()
        old.delete()
    plan = LeaderPlan.objects.create(
        leader_case=leader_case,
        revision=revision,
        conference=draft.conference,
        written_by=by,
        written_at=now,
        **values,
    )
    _write_steps(plan, draft.steps)
    facts = {"revision": revision, "steps": len(draft.steps)}
    audit.record(leader_case, "leading.plan", actor=by, at=now, **facts)
    return plan


def ask_leader(*, plan: LeaderPlan, by: User, now: datetime) -> None:
    """Tell the leader that a plan waits, unless it is the leader's own."""
    leader_case = plan.leader_case
    if by.pk == leader_case.leader_id:
        return
    tell(
        [leader_case.leader],
        case=leader_case.case,
        title=_("%(number)s的包案方案待您确认") % {"number": leader_case.case.number},
        text=_("第%(revision)d版，由%(who)s拟定") % {"revision": plan.revision, "who": by},
        now=now,
    )


def _checked(
    leader_case: LeaderCase, draft: PlanDraft, *, is_first: bool, on: date
) -> dict[str, str]:
    problem = need(draft.problem, "problem", _("请写明问题症结。"))
    measures = need(draft.measures, "measures", _("请写明化解目标和措施。"))
    reason = "" if is_first else need(draft.reason, "reason", _("修订方案须写明理由。"))
    for name, text in (("problem", problem), ("measures", measures), ("reason", reason)):
        refuse_custody(text, name)
    if not draft.steps:
        raise Invalid(_("方案至少有一个步骤。"), field="steps")
    for number, step in enumerate(draft.steps, start=1):
        _check_step(leader_case, step, number, on=on)
    return {"problem": problem, "measures": measures, "reason": reason}


def _check_step(leader_case: LeaderCase, step: StepDraft, number: int, *, on: date) -> None:
    name = {"n": number}
    need(step.text, "steps", _("第%(n)d步没有内容。") % name)
    refuse_custody(step.text, "steps")
    if step.unit is None and step.person is None:
        raise Invalid(_("第%(n)d步须有责任单位或者责任人。") % name, field="steps")
    goes_on = step.before is not None and step.before.due_on == step.due_on
    if step.due_on < on and not goes_on:
        raise Invalid(_("第%(n)d步的完成期限不能早于今天。") % name, field="steps")
    people = [step.person] if step.person else []
    if not people and step.unit:
        people = officers(step.unit, on=on)
    if not any(_may_see(leader_case.case, user, on=on) for user in people):
        raise Invalid(
            _(
                "第%(n)d步的责任单位（责任人）无权查看本事项；需要其参加的，请先请求协办（条例第二十四条第一款）。"
            )
            % name,
            field="steps",
        )


def _may_see(case: Case, user: User, *, on: date) -> bool:
    seen = Case.objects.visible_to(authority_of(user, on=on))
    return seen.filter(pk=case.pk).exists()


def _write_steps(plan: LeaderPlan, steps: Sequence[StepDraft]) -> None:
    """Steps that go on keep what was done and, while their day stays, that they were alerted about."""
    rows = []
    for order, step in enumerate(steps, start=1):
        before = step.before
        same_day = before is not None and before.due_on == step.due_on
        rows.append(
            PlanStep(
                plan=plan,
                order=order,
                text=step.text.strip(),
                unit=step.unit,
                person=step.person,
                due_on=step.due_on,
                before=before,
                conference=step.conference or (before.conference if before else None),
                alerted_at=before.alerted_at if before and same_day else None,
                **_done(before),
            )
        )
    PlanStep.objects.bulk_create(rows)


def _done(step: PlanStep | None) -> dict[str, object]:
    if step is None:
        return {}
    return {"done_on": step.done_on, "result": step.result, "done_by_id": step.done_by_id}


@transaction.atomic
def confirm_plan(*, authority: Authority, plan: LeaderPlan, now: datetime) -> LeaderPlan:
    """The leader puts a plan in force; the one before is kept as replaced.

    Raises:
        NotAllowed: not the leader. Unlawful: the case is not open. StaleState: the draft was written anew.
    """
    if not permissions.can_confirm_plan(authority, plan):
        raise NotAllowed(_("方案由包案领导本人确认。"))
    need_open(plan.leader_case)
    put_in_force(plan=plan, by=authority.user, now=now)
    return plan


def put_in_force(*, plan: LeaderPlan, by: User, now: datetime) -> None:
    """Confirm a draft inside the caller's transaction."""
    leader_case = plan.leader_case
    for old in leader_case.plans.filter(status=PlanStatus.CONFIRMED):
        transitions.apply(
            old,
            sources=[PlanStatus.CONFIRMED],
            target=PlanStatus.REPLACED,
            verb="leading.replace_plan",
            actor=by,
            at=now,
        )
    transitions.apply(
        plan,
        sources=[PlanStatus.DRAFT],
        target=PlanStatus.CONFIRMED,
        verb="leading.confirm_plan",
        actor=by,
        at=now,
        confirmed_by=by,
        confirmed_at=now,
    )
    # What was done while the revision waited counts in it, too.
    for step in plan.steps.filter(done_on__isnull=True, before__done_on__isnull=False):
        PlanStep.objects.filter(pk=step.pk).update(**_done(step.before))
    audit.record(leader_case, "leading.confirm_plan", actor=by, at=now, revision=plan.revision)
    _tell_owners(plan, now=now)


def owners_of(step: PlanStep, *, on: date) -> list[User]:
    """Who has to do a step: the person named, else the officers of the unit."""
    if step.person is not None:
        return [step.person]
    return officers(step.unit, on=on) if step.unit else []


def _tell_owners(plan: LeaderPlan, *, now: datetime) -> None:
    on = timezone.localdate(now)
    case = plan.leader_case.case
    open_steps = plan.steps.filter(done_on__isnull=True).select_related("unit", "person")
    owners = {user for step in open_steps for user in owners_of(step, on=on)}
    tell(
        sorted(owners - {plan.leader_case.leader}, key=lambda user: user.pk),
        case=case,
        kind=NoticeKind.TASK,
        title=_("%(number)s包案方案中有您负责的步骤") % {"number": case.number},
        text=_("方案第%(revision)d版已由%(leader)s确认")
        % {"revision": plan.revision, "leader": plan.leader_case.leader},
        now=now,
    )


@transaction.atomic
def finish_step(
    *, authority: Authority, step: PlanStep, done_on: date, result: str, now: datetime
) -> PlanStep:
    """Record that a step was done, when and with what result.

    Raises:
        NotAllowed: neither its owner nor a writer. Unlawful: its plan is not in force.
        Invalid: a day in the future or before the case began, or no result. StaleState: it was done before.
    """
    leader_case = step.plan.leader_case
    if not permissions.can_finish_step(authority, step):
        raise NotAllowed(_("只有步骤的责任单位、责任人和包案工作人员可以登记完成。"))
    need_open(leader_case)
    if step.plan.status != PlanStatus.CONFIRMED:
        raise Unlawful(_("该步骤所在的方案不在执行中。"))
    if done_on > authority.on:
        raise Invalid(_("日期不能晚于今天。"), field="done_on")
    if done_on < timezone.localdate(leader_case.opened_at):
        raise Invalid(_("日期不能早于包案之日。"), field="done_on")
    result = refuse_custody(need(result, "result", _("请写明完成情况。")), "result")
    open_step = PlanStep.objects.filter(pk=step.pk, done_on__isnull=True)
    if open_step.update(done_on=done_on, result=result, done_by=authority.user) != 1:
        raise StaleState(_("该步骤已经登记完成。"))
    step.refresh_from_db()
    audit.record(
        leader_case, "leading.step", actor=authority.user, at=now, step=step.order, on=done_on
    )
    if authority.user.pk != leader_case.leader_id:
        tell(
            [leader_case.leader],
            case=leader_case.case,
            title=_("%(number)s包案方案第%(n)d步已完成")
            % {"number": leader_case.case.number, "n": step.order},
            text=result,
            now=now,
        )
    return step
