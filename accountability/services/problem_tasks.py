"""The course of a task: the unit reports progress and the result with evidence, the office accepts or returns it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.problems import MOST_WORDS, is_far
from accountability.models import (
    TASK_OWED,
    ProblemTask,
    ProblemTaskFile,
    ProblemTaskNote,
    TaskNoteKind,
    TaskStatus,
)
from accountability.selectors.problems import is_of, pointing, works_on
from accountability.services.files import store_files
from accountability.services.problem_notices import tell_office, tell_unit
from core import audit, transitions
from core.errors import Invalid, NotAllowed, StaleState
from organizations.authority import Authority
from organizations.models import User
from petitions.services.drafts import Upload


@transaction.atomic
def report_progress(
    *,
    authority: Authority,
    task: ProblemTask,
    text: str,
    now: datetime,
    uploads: Sequence[Upload] = (),
) -> ProblemTaskNote:
    """The unit says how far it has come; the task stays with it.

    Raises:
        NotAllowed: not of the unit. Invalid: nothing said, or a person named. StaleState: nothing is owed.
    """
    _need_unit(authority, task)
    text = _words(authority, task, text)
    if not ProblemTask.objects.filter(pk=task.pk, status__in=TASK_OWED).exists():
        raise StaleState(_("该任务的状态刚刚发生变化，请刷新后再办理。"))
    return _note(authority, task, TaskNoteKind.PROGRESS, text, now, uploads=uploads)


@transaction.atomic
def answer_task(
    *,
    authority: Authority,
    task: ProblemTask,
    text: str,
    now: datetime,
    uploads: Sequence[Upload] = (),
) -> ProblemTaskNote:
    """The unit reports the result, with what proves it; whether it came in time is written down with it.

    Raises:
        NotAllowed: not of the unit. Invalid: nothing said, a person named, or a file that is refused.
        StaleState: no result is owed.
    """
    _need_unit(authority, task)
    text = _words(authority, task, text)
    on_time = timezone.localdate(now) <= task.due_on
    _move(authority, task, TaskStatus.ANSWERED, sources=TASK_OWED, reason=text, now=now)
    row = _note(authority, task, TaskNoteKind.ANSWER, text, now, uploads=uploads, on_time=on_time)
    tell_office(
        task,
        title=_("%(unit)s已报整改结果，待审核") % {"unit": task.unit},
        text=text[:200],
        now=now,
    )
    return row


@transaction.atomic
def return_task(
    *, authority: Authority, task: ProblemTask, reason: str, due_on: date, now: datetime
) -> ProblemTask:
    """The result does not do: the unit goes on, with the reason and a new day.

    Raises:
        NotAllowed: may not judge. Invalid: no reason, or a day that is not to come. StaleState: no result waits.
    """
    _need_judge(authority)
    reason = _need(reason, "reason", _("退回须写明还缺什么。"))
    if due_on <= timezone.localdate(now):
        raise Invalid(_("新的完成期限须晚于今天。"), field="due_on")
    _need_near(due_on, on=timezone.localdate(now))
    _move(
        authority,
        task,
        TaskStatus.RETURNED,
        sources=[TaskStatus.ANSWERED],
        reason=reason,
        now=now,
        due_on=due_on,
        reminded_step="",
    )
    _note(authority, task, TaskNoteKind.RETURNED, reason, now)
    tell_unit(
        task,
        title=_("整改结果被退回，请于%(day)s前重报") % {"day": f"{due_on:%Y-%m-%d}"},
        text=reason,
        now=now,
    )
    return task


@transaction.atomic
def close_task(*, authority: Authority, task: ProblemTask, note: str, now: datetime) -> ProblemTask:
    """The result is accepted and the task struck off (销号); without a result only with a reason.

    Raises:
        NotAllowed: may not judge. Invalid: nothing was reported and no reason given. StaleState: closed meanwhile.
    """
    _need_judge(authority)
    if task.status in TASK_OWED:
        _need(note, "note", _("单位没有报结果而销号的，须写明理由。"))
    text = note.strip() or _("同意销号")
    _move(
        authority,
        task,
        TaskStatus.CLOSED,
        sources=[task.status] if task.status != TaskStatus.CLOSED else [],
        reason=text,
        now=now,
        closed_at=now,
        closed_on=timezone.localdate(now),
    )
    _note(authority, task, TaskNoteKind.CLOSED, text, now)
    tell_unit(task, title=_("整改任务已销号"), text=text, now=now)
    return task


@transaction.atomic
def adjust_task(
    *,
    authority: Authority,
    task: ProblemTask,
    due_on: date,
    responsible: User | None,
    reason: str,
    now: datetime,
) -> ProblemTask:
    """Another day, or another person who answers for a task the unit still owes; the reason stays on record.

    Args:
        due_on: the day, the same one when it stays.
        responsible: None when the person stays.

    Raises:
        NotAllowed: may not judge. StaleState: nothing is owed.
        Invalid: no reason, a day gone by, somebody of another unit, or nothing would change.
    """
    _need_judge(authority)
    reason = _need(reason, "reason", _("请写明调整理由。"))
    person = responsible or task.responsible
    if responsible is not None and not is_of(responsible, task.unit, on=authority.on):
        raise Invalid(_("责任人须在该单位任职。"), field="responsible")
    if due_on != task.due_on and due_on < authority.on:
        raise Invalid(_("完成期限不能早于今天。"), field="due_on")
    _need_near(due_on, on=authority.on)
    words = [_("完成期限由%(old)s调整为%(new)s") % {"old": task.due_on, "new": due_on}]
    words = words if due_on != task.due_on else []
    if person.pk != task.responsible_id:
        words.append(_("责任人由%(old)s改为%(new)s") % {"old": task.responsible, "new": person})
    if not words:
        raise Invalid(_("期限和责任人都没有变化。"), field="due_on")
    same = ProblemTask.objects.filter(
        pk=task.pk, status__in=TASK_OWED, due_on=task.due_on, responsible=task.responsible
    )
    if same.update(due_on=due_on, responsible=person, reminded_step="") != 1:
        raise StaleState(_("该任务的状态刚刚发生变化，请刷新后再办理。"))
    task.due_on, task.responsible = due_on, person
    text = _("%(changes)s：%(reason)s") % {"changes": "，".join(words), "reason": reason}
    _note(authority, task, TaskNoteKind.MOVED, text, now)
    tell_unit(task, title=_("整改任务已调整"), text=text, now=now)
    return task


def _move(
    authority: Authority,
    task: ProblemTask,
    target: str,
    *,
    sources: Sequence[str],
    reason: str,
    now: datetime,
    **stamps: Any,
) -> None:
    transitions.apply(
        task,
        sources=sources,
        target=target,
        verb=f"problem_task.to_{target}",
        actor=authority.user,
        at=now,
        reason=reason,
        **stamps,
    )


def _note(
    authority: Authority,
    task: ProblemTask,
    kind: TaskNoteKind,
    text: str,
    now: datetime,
    *,
    uploads: Sequence[Upload] = (),
    on_time: bool | None = None,
) -> ProblemTaskNote:
    row = ProblemTaskNote.objects.create(
        task=task,
        kind=kind,
        text=text,
        due_on=task.due_on,
        on_time=on_time,
        by=authority.user,
        at=now,
    )
    files = store_files(ProblemTaskFile, uploads, by=authority.user, now=now, note=row)
    audit.record(
        task,
        f"problem_task.{kind}",
        actor=authority.user,
        at=now,
        due_on=task.due_on,
        on_time=on_time,
        files=[{"id": file.pk, "sha256": file.sha256} for file in files],
    )
    return row


def _words(authority: Authority, task: ProblemTask, text: str) -> str:
    text = _need(text, "text", _("请写明整改情况。"))
    if found := pointing(authority, task.unit, text):
        raise Invalid(found, field="text")
    return text


def _need(text: str, field: str, message: str) -> str:
    if not text.strip():
        raise Invalid(message, field=field)
    if len(text.strip()) > MOST_WORDS:
        raise Invalid(_("最多 %(most)s 字。") % {"most": MOST_WORDS}, field=field)
    return text.strip()


def _need_near(due_on: date, *, on: date) -> None:
    if is_far(due_on, on=on):
        raise Invalid(_("完成期限不能晚于一年以后。"), field="due_on")


def _need_unit(authority: Authority, task: ProblemTask) -> None:
    if not works_on(authority, task):
        raise NotAllowed(_("只有整改单位可以报告整改情况。"))


def _need_judge(authority: Authority) -> None:
    if not permissions.can_supervise(authority):
        raise NotAllowed(_("只有信访局的督查人员或者局长可以审核整改任务。"))
