"""What the monthly analysis found: a problem, and the tasks given to units for it (条例第十四条第四、六项)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.domain.problems import MOST_WORDS, is_far, is_question
from accountability.models import AnalysisProblem, ProblemKind, ProblemTask
from accountability.selectors.problems import is_of, pointing, principal_of
from accountability.services.problem_notices import tell_unit
from core import audit
from core.errors import Invalid, InvalidMany, NotAllowed
from organizations.authority import Authority
from organizations.enums import UnitKind
from organizations.models import Unit, User


@dataclass(frozen=True)
class ProblemDraft:
    """A problem as the office words it.

    ``month``: "2026-10"; ``question``: the query string of the list of matters it was seen in, "" without one.
    """

    month: str
    kind: str
    title: str
    text: str
    question: str = ""


@dataclass(frozen=True)
class TaskDraft:
    """What a unit is to do by when; ``responsible`` None means the unit's head."""

    unit: Unit
    text: str
    due_on: date
    responsible: User | None = None


@transaction.atomic
def record_problem(
    *, authority: Authority, problem: ProblemDraft, task: TaskDraft, now: datetime
) -> ProblemTask:
    """Record a problem with its first task; returns the task.

    Raises:
        NotAllowed: not of the petition office.
        InvalidMany: something is missing, a day gone by, or the words point at a person or a single matter.
    """
    _need_office(authority)
    errors = {**_problem_errors(authority, problem, task.unit), **_task_errors(authority, task)}
    if errors:
        raise InvalidMany(errors)
    row = AnalysisProblem.objects.create(
        month=problem.month,
        kind=problem.kind,
        title=problem.title.strip(),
        text=problem.text.strip(),
        question=problem.question,
        by=authority.user,
        at=now,
    )
    audit.record(
        row, "problem.record", actor=authority.user, at=now, month=row.month, kind=row.kind
    )
    return _give(authority, row, task, now)


@transaction.atomic
def add_task(
    *, authority: Authority, problem: AnalysisProblem, task: TaskDraft, now: datetime
) -> ProblemTask:
    """Give another unit a task for the same problem.

    Raises:
        NotAllowed: not of the petition office. InvalidMany: as for the first one.
        Invalid: the unit has one that is not closed.
    """
    _need_office(authority)
    if errors := _task_errors(authority, task):
        raise InvalidMany(errors)
    return _give(authority, problem, task, now)


def _give(
    authority: Authority, problem: AnalysisProblem, task: TaskDraft, now: datetime
) -> ProblemTask:
    responsible = task.responsible or principal_of(task.unit, on=authority.on)
    if responsible is None:
        raise Invalid(_("该单位没有在任的负责人，请指定责任人。"), field="responsible")
    try:
        with transaction.atomic():
            row = ProblemTask.objects.create(
                problem=problem,
                unit=task.unit,
                responsible=responsible,
                text=task.text.strip(),
                due_on=task.due_on,
                given_by=authority.user,
                given_at=now,
                given_on=timezone.localdate(now),
            )
    except IntegrityError as error:
        raise Invalid(_("该单位在此问题上已有未销号的任务。"), field="unit") from error
    audit.record(
        row,
        "problem_task.give",
        actor=authority.user,
        at=now,
        unit=row.unit_id,
        responsible=row.responsible_id,
        due_on=row.due_on,
    )
    tell_unit(
        row,
        title=_("月分析整改任务，请于%(day)s前完成") % {"day": f"{row.due_on:%Y-%m-%d}"},
        text=row.text,
        now=now,
    )
    return row


def _problem_errors(authority: Authority, problem: ProblemDraft, unit: Unit) -> dict[str, str]:
    errors = {
        name: _("请填写此项。") for name in ("title", "text") if not getattr(problem, name).strip()
    }
    if problem.kind not in ProblemKind.values:
        errors["kind"] = _("请从列表中选择。")
    if not _is_month(problem.month) or problem.month > f"{authority.on:%Y-%m}":
        errors["month"] = _("请选择已经开始的月份。")
    if not is_question(problem.question):
        errors["question"] = _("所含事项的条件无效。")
    if len(problem.text) > MOST_WORDS:
        errors["text"] = _("最多 %(most)s 字。") % {"most": MOST_WORDS}
    for name in ("title", "text"):
        if name not in errors and (found := pointing(authority, unit, getattr(problem, name))):
            errors[name] = found
    return errors


def _is_month(code: str) -> bool:
    try:
        date.fromisoformat(f"{code}-01")
    except ValueError:
        return False
    return len(code) == len("2026-10")


def _task_errors(authority: Authority, task: TaskDraft) -> dict[str, str]:
    errors = {}
    if task.unit.kind not in (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT):
        errors["unit"] = _("请选择乡镇（街道）或者县直部门。")
    if not task.text.strip():
        errors["requirement"] = _("请填写此项。")
    elif found := pointing(authority, task.unit, task.text):
        errors["requirement"] = found
    elif len(task.text) > MOST_WORDS:
        errors["requirement"] = _("最多 %(most)s 字。") % {"most": MOST_WORDS}
    if task.due_on < authority.on:
        errors["due_on"] = _("完成期限不能早于今天。")
    elif is_far(task.due_on, on=authority.on):
        errors["due_on"] = _("完成期限不能晚于一年以后。")
    if task.responsible is not None and not is_of(task.responsible, task.unit, on=authority.on):
        errors["responsible"] = _("责任人须在该单位任职。")
    return errors


def _need_office(authority: Authority) -> None:
    if not permissions.can_record_problems(authority):
        raise NotAllowed(_("只有信访局可以提出问题、交办整改任务。"))
