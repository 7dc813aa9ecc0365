"""The daily run of instructions: reminded before and after their day, passed on when the post changes hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.domain.reminders import ClockFacts, DueStep, ReminderPlan, Skip, due_step
from accountability.models import (
    Instruction,
    InstructionNote,
    InstructionNoteKind,
    InstructionStatus,
)
from accountability.selectors.recipients import Person, Posts
from accountability.services.instructions import tell
from accountability.services.runs import RunReport, RunStep
from core import audit
from core.errors import StaleState
from organizations.domain.calendar import WorkCalendar
from organizations.selectors import work_calendar

PLAN = ReminderPlan(days_before=(1,), on_the_day=True, every_days_after=3)
VACANT = "vacant"


def run_instructions(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Pass on what waits with somebody who left, then remind; safe to repeat and to run twice at once."""
    report = RunReport(on=on, dry_run=dry_run)
    calendar = work_calendar()
    if not calendar.is_working(on):
        return report
    rows = list(
        Instruction.objects.filter(status=InstructionStatus.OPEN)
        .select_related("case", "to_user", "given_by")
        .order_by("due_on", "pk")
    )
    posts = Posts(on=on, case_ids=[row.case_id for row in rows])
    for row in rows:
        if not _still(row, posts):
            _attempt(report, row, "passes on", partial(_pass_on, row, posts, now))
            continue
        step = _due(row, calendar, on)
        if isinstance(step, DueStep):
            _attempt(report, row, step.key, partial(_remind, row, step, now))
    return report


def _due(row: Instruction, calendar: WorkCalendar, on: date) -> DueStep | Skip:
    facts = ClockFacts(
        name=_("批示反馈"),
        article=_("%(name)s批示") % {"name": row.given_by},
        started_on=timezone.localdate(row.given_at),
        due_on=row.due_on,
    )
    return due_step(facts, PLAN, calendar, on=on, sent=[row.reminded_step])


def _attempt(report: RunReport, row: Instruction, what: str, act: Callable[[], str]) -> None:
    line = partial(RunStep, row.case.number, "instruction", what)
    if report.dry_run:
        report.done.append(line(str(row.to_user), row.text[:40]))
        return
    try:
        with transaction.atomic():
            to = act()
    except StaleState:
        report.skipped.append(line("", "done by another run"))
        return
    report.done.append(line(to, row.text[:40]))


def _still(row: Instruction, posts: Posts) -> bool:
    """The person named may see the case and still holds the post it was given to."""
    if row.reminded_step == VACANT and not posts.holding(row.to_post_id):
        return True
    in_post = row.to_post_id is None or any(
        person.user.pk == row.to_user_id for person in posts.holding(row.to_post_id)
    )
    return in_post and posts.may_see(row.to_user, row.case_id)


def _remind(row: Instruction, step: DueStep, now: datetime) -> str:
    _guard(row, reminded_step=step.key)
    tell(row, row.to_user, step.reason, row.text, now)
    return str(row.to_user)


def _pass_on(row: Instruction, posts: Posts, now: datetime) -> str:
    """To the successor in the same post; the giver learns when there is none."""
    found = [p for p in posts.holding(row.to_post_id) if posts.may_see(p.user, row.case_id)]
    old, person = row.to_user, found[0] if found else None
    if person is None:
        _guard(row, reminded_step=VACANT)
        text = _("承办人%(old)s不再任职，暂无人接任") % {"old": old}
    else:
        _hand_to(row, person)
        text = _("承办人由%(old)s改为%(new)s") % {"old": old, "new": person.user}
    InstructionNote.objects.create(
        instruction=row, kind=InstructionNoteKind.PASSED_ON, text=text, at=now
    )
    audit.record(
        row.case,
        "instruction.passed_on",
        actor=None,
        at=now,
        instruction=row.pk,
        old=old.pk,
        new=person.user.pk if person else None,
    )
    tell(row, person.user if person else row.given_by, text, row.text, now)
    return str(person.user) if person else "nobody"


def _hand_to(row: Instruction, person: Person) -> None:
    _guard(row, to_user=person.user, to_capacity=person.capacity, reminded_step="")
    row.to_user = person.user


def _guard(row: Instruction, **fields: object) -> None:
    """Change an instruction that is still as it was read."""
    same = Instruction.objects.filter(
        pk=row.pk,
        status=InstructionStatus.OPEN,
        to_user=row.to_user,
        reminded_step=row.reminded_step,
    )
    if same.update(**fields) != 1:
        raise StaleState(_("该批示刚刚发生变化。"))
