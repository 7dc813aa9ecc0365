"""The work in a leader's case: meetings with the petitioner, conferences, progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    CaseConference,
    ConferenceKind,
    LeaderCase,
    LeaderPlan,
    LeaderProgress,
    LeaderVisit,
    PlanStatus,
    VisitKind,
)
from accountability.services.leader_plans import (
    WRITERS_ONLY,
    PlanDraft,
    StepDraft,
    ask_leader,
    put_in_force,
    store_plan,
)
from accountability.services.leader_words import need, refuse_custody, refuse_personal
from accountability.services.leading import need_open
from core import audit
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from petitions.models import Case
from petitions.services.attachments import store, upload_problems
from petitions.services.drafts import Upload

MAX_PROGRESS = 200


@dataclass(frozen=True)
class VisitDraft:
    """A meeting as typed: what was heard is written as it was said."""

    kind: str
    on: date
    place: str
    who: str
    heard: str
    promised: str = ""
    next_step: str = ""
    by_leader: bool = False
    uploads: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class ConferenceDraft:
    """A conference as typed; ``decisions`` become steps of the plan."""

    kind: str
    on: date
    place: str
    chair: str
    participants: str
    minutes: str
    by_leader: bool = False
    decisions: tuple[StepDraft, ...] = ()
    uploads: tuple[Upload, ...] = ()


@transaction.atomic
def record_visit(
    *, authority: Authority, leader_case: LeaderCase, draft: VisitDraft, now: datetime
) -> LeaderVisit:
    """Record a meeting with the petitioner, which is to listen and to help (条例第十八条第二款).

    Raises:
        NotAllowed: neither the leader nor an officer of the units concerned. Unlawful: the case is not open.
        Invalid: something is missing, the day is out of place, a file is refused, or words of custody.
    """
    may_write(authority=authority, leader_case=leader_case)
    _check_day(leader_case, draft.on, authority.on)
    if draft.kind not in VisitKind.values:
        raise Invalid(_("请选择形式。"), field="kind")
    values = {
        "place": need(draft.place, "place", _("请填写地点。")),
        "who": need(draft.who, "who", _("请填写参加的工作人员。")),
        "heard": need(draft.heard, "heard", _("请写明听取的意见和诉求。")),
        "promised": refuse_custody(draft.promised, "promised"),
        "next_step": refuse_custody(draft.next_step, "next_step"),
    }
    _check_files(draft.uploads)
    visit = LeaderVisit.objects.create(
        leader_case=leader_case,
        kind=draft.kind,
        on=draft.on,
        by_leader=draft.by_leader,
        by=authority.user,
        recorded_at=now,
        **values,
    )
    _keep_files(leader_case.case, visit, draft.uploads, authority, now)
    audit.record(leader_case, "leading.visit", actor=authority.user, at=now, visit=visit.pk)
    return visit


@transaction.atomic
def record_conference(
    *, authority: Authority, leader_case: LeaderCase, draft: ConferenceDraft, now: datetime
) -> CaseConference:
    """Record a conference on the case; what was decided goes into the plan.

    The decisions make a revision of the plan: in force at once when the leader records them, else for the leader
    to confirm. Supervisors and the head of the petition office, who call conferences, may record one, too.

    Raises:
        NotAllowed: the actor may not. Unlawful: the case is not open.
        Invalid: something is missing, the day is out of place, a file is refused, or words of custody.
    """
    if not permissions.can_assign_leader_case(authority):
        may_write(authority=authority, leader_case=leader_case)
    need_open(leader_case)
    _check_day(leader_case, draft.on, authority.on)
    if draft.kind not in ConferenceKind.values:
        raise Invalid(_("请选择形式。"), field="kind")
    refuse_custody(draft.minutes, "minutes")
    _check_files(draft.uploads)
    conference = CaseConference.objects.create(
        leader_case=leader_case,
        kind=draft.kind,
        on=draft.on,
        place=need(draft.place, "place", _("请填写地点。")),
        chair=need(draft.chair, "chair", _("请填写主持人。")),
        participants=need(draft.participants, "participants", _("请填写参加人员。")),
        minutes=need(draft.minutes, "minutes", _("请填写会议纪要。")),
        by_leader=draft.by_leader,
        by=authority.user,
        recorded_at=now,
    )
    _keep_files(leader_case.case, conference, draft.uploads, authority, now)
    audit.record(
        leader_case, "leading.conference", actor=authority.user, at=now, conference=conference.pk
    )
    if draft.decisions:
        _into_plan(leader_case, conference, draft, authority, now)
    return conference


def _into_plan(
    leader_case: LeaderCase,
    conference: CaseConference,
    draft: ConferenceDraft,
    authority: Authority,
    now: datetime,
) -> None:
    plan = current_plan(leader_case)
    words = _("%(day)s%(kind)s决定") % {
        "day": f"{conference.on:%Y-%m-%d}",
        "kind": conference.get_kind_display(),
    }
    added = tuple(
        StepDraft(step.text, step.due_on, step.unit, step.person, conference=conference)
        for step in draft.decisions
    )
    whole = PlanDraft(
        problem=plan.problem if plan else conference.minutes,
        measures=plan.measures if plan else words,
        steps=(*steps_of(plan), *added),
        reason=words,
        conference=conference,
    )
    stored = store_plan(
        leader_case=leader_case, draft=whole, by=authority.user, on=authority.on, now=now
    )
    if authority.user.pk == leader_case.leader_id:
        put_in_force(plan=stored, by=authority.user, now=now)
    ask_leader(plan=stored, by=authority.user, now=now)


def current_plan(leader_case: LeaderCase) -> LeaderPlan | None:
    """The plan that waits for confirmation, else the one in force; None before the first one."""
    plans = leader_case.plans.exclude(status=PlanStatus.REPLACED)
    return plans.order_by("-revision").first()


def steps_of(plan: LeaderPlan | None) -> tuple[StepDraft, ...]:
    """The steps of a plan as the next one goes on from them."""
    if plan is None:
        return ()
    rows = plan.steps.select_related("unit", "person", "before", "conference")
    in_force = plan.status == PlanStatus.CONFIRMED
    return tuple(
        StepDraft(
            text=row.text,
            due_on=row.due_on,
            unit=row.unit,
            person=row.person,
            before=row if in_force else row.before,
            conference=row.conference,
        )
        for row in rows.order_by("order")
    )


@transaction.atomic
def write_progress(
    *, authority: Authority, leader_case: LeaderCase, on: date, text: str, now: datetime
) -> LeaderProgress:
    """Say in one sentence how the case goes on; it may be published, so it names no petitioner.

    Raises:
        NotAllowed: the actor may not. Unlawful: the case is not open.
        Invalid: empty, too long, a day out of place, personal data, or words of custody.
    """
    may_write(authority=authority, leader_case=leader_case)
    _check_day(leader_case, on, authority.on)
    text = need(text, "text", _("请写明进展。"))
    if len(text) > MAX_PROGRESS:
        raise Invalid(_("进展不能超过%(limit)d字。") % {"limit": MAX_PROGRESS}, field="text")
    refuse_custody(text, "text")
    refuse_personal(leader_case.case, text, "text")
    row = LeaderProgress.objects.create(
        leader_case=leader_case, on=on, text=text, by=authority.user, recorded_at=now
    )
    audit.record(leader_case, "leading.progress", actor=authority.user, at=now, on=on)
    return row


def may_write(*, authority: Authority, leader_case: LeaderCase) -> None:
    """Raises NotAllowed for anybody but the leader and the officers of the units concerned."""
    if not permissions.can_write_leader_case(authority, leader_case):
        raise NotAllowed(str(WRITERS_ONLY))


def _check_day(leader_case: LeaderCase, day: date, today: date) -> None:
    need_open(leader_case)
    if day > today:
        raise Invalid(_("日期不能晚于今天。"), field="on")
    if day < timezone.localdate(leader_case.opened_at):
        raise Invalid(_("日期不能早于包案之日。"), field="on")


def _check_files(uploads: Sequence[Upload]) -> None:
    if problems := upload_problems(uploads):
        raise Invalid(problems["attachments"], field="attachments")


def _keep_files(
    case: Case,
    row: LeaderVisit | CaseConference,
    uploads: Sequence[Upload],
    authority: Authority,
    now: datetime,
) -> None:
    if uploads:
        row.files.set(store(case=case, uploads=uploads, by=authority.user, now=now))
