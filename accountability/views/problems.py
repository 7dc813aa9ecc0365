"""Problems of the monthly analysis on screen: the list of tasks, one problem, one task with its course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accountability import permissions
from accountability.domain.problems import ARTICLE, is_question, months_offered
from accountability.forms import problems as forms
from accountability.models import (
    TASK_OWED,
    AnalysisProblem,
    ProblemKind,
    ProblemTask,
    ProblemTaskFile,
    TaskStatus,
)
from accountability.selectors.problems import (
    latest_answers,
    notes_of,
    visible_tasks,
    with_rows,
    works_on,
)
from accountability.services import problem_tasks as course
from accountability.services import problems as services
from accountability.views.kit import Page, act_page
from core.http import file_response
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions.views.common import ids_of

LIST = "accountability:problem_tasks"
TABS = (
    ("", gettext_lazy("整改中"), Q(status__in=TASK_OWED)),
    ("answered", gettext_lazy("待审核"), Q(status=TaskStatus.ANSWERED)),
    ("closed", gettext_lazy("已销号"), Q(status=TaskStatus.CLOSED)),
    ("all", gettext_lazy("全部"), Q()),
)


def _reader(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not permissions.can_read_supervision(authority):
        raise PermissionDenied
    return authority


def _visible(request: HttpRequest, pk: int) -> ProblemTask:
    rows = with_rows(visible_tasks(_reader(request))).select_related("given_by", "problem__by")
    return get_object_or_404(rows, pk=pk)


def _here(row: ProblemTask) -> str:
    return reverse("accountability:problem_task", args=[row.pk])


@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    """Tasks the user may see, the earliest day first.

    Query budget: 7 (session, user, authority, banner, rows, what was written last, units).
    """
    authority = _reader(request)
    show = request.GET.get("show", "")
    conditions = {code: condition for code, _label, condition in TABS}
    if show not in conditions:
        show = ""
    rows = with_rows(visible_tasks(authority)).filter(conditions[show])
    page = keyset_page(rows, request.GET, order=("due_on", "id"), size=50)
    latest = latest_answers(page.rows)
    context = {
        "page": page,
        "rows": [(task, latest.get(task.pk)) for task in page.rows],
        "tabs": [(code, label) for code, label, _condition in TABS],
        "show": show,
        "sees_all": authority.sees_all_cases,
        "may_record": permissions.can_record_problems(authority),
    }
    return render(request, "accountability/problem_tasks.html", context)


@require_GET
def problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One problem with the tasks of all units; for whoever reads all matters. Query budget: 6."""
    authority = _reader(request)
    if not authority.sees_all_cases:
        raise Http404
    row = get_object_or_404(AnalysisProblem.objects.select_related("by"), pk=pk)
    tasks = list(with_rows(row.tasks.order_by("due_on", "pk")))
    context = {
        "problem": row,
        "tasks": tasks,
        "may_record": permissions.can_record_problems(authority),
    }
    return render(request, "accountability/problem.html", context)


@require_GET
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task with everything written about it. Query budget: 7 (session, user, authority, banner, task, notes, files)."""
    row = _visible(request, pk)
    authority = authority_of(request)
    owed = row.status in TASK_OWED
    judges = permissions.can_supervise(authority)
    context = {
        "task": row,
        "notes": notes_of(row),
        "sees_all": authority.sees_all_cases,
        "may_answer": owed and works_on(authority, row),
        "may_judge": judges and row.status == TaskStatus.ANSWERED,
        "may_move": judges and owed,
    }
    return render(request, "accountability/problem_task.html", context)


@require_GET
def task_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of a task; only ever downloaded. Query budget: 5."""
    row = _visible(request, pk)
    found = get_object_or_404(ProblemTaskFile, pk=file, note__task=row)
    return file_response(found.file, name=found.name)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the analysis fills in: month, source, words, unit and the matters; anything odd is left out."""
    found: dict[str, Any] = {
        name: request.GET[name][:limit]
        for name, limit in (("month", 7), ("title", 80), ("text", 1000))
        if request.GET.get(name)
    }
    if request.GET.get("kind") in ProblemKind.values:
        found["kind"] = request.GET["kind"]
    if is_question(request.GET.get("question", "")):
        found["question"] = request.GET.get("question", "")
    if ids := ids_of([request.GET.get("unit", "")]):
        found["unit"] = ids[0]
    return found


def _office(request: HttpRequest) -> Authority:
    authority = _reader(request)
    if not permissions.can_record_problems(authority):
        raise PermissionDenied
    return authority


@require_http_methods(["GET", "POST"])
def problem_new(request: HttpRequest) -> HttpResponse:
    """Record a problem with its first task. Query budget: 6 (session, user, authority, banner, units, people)."""
    authority = _office(request)
    form = forms.ProblemForm(
        request.POST or None,
        on=authority.on,
        months=months_offered(authority.on),
        initial=_asked(request),
    )
    page = Page(
        heading=_("记录问题、交办整改"),
        back=reverse(LIST),
        crumbs=((_("整改任务"), reverse(LIST)),),
        basis=ARTICLE,
        intro=_(
            "写分析发现的共性问题，交一个单位限期整改；需要几个单位整改的，记录后再交其他单位。"
        ),
        submit=_("交办"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.record_problem(
            authority=authority, problem=form.problem(), task=form.task(), now=timezone.now()
        ),
        done=_("已交办，整改单位已收到通知。"),
        to=_here,
    )


@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Give another unit a task for a problem. Query budget: 7."""
    authority = _office(request)
    row = get_object_or_404(AnalysisProblem, pk=pk)
    form = forms.TaskForm(request.POST or None, on=authority.on)
    back = reverse("accountability:problem", args=[row.pk])
    page = Page(
        heading=_("交其他单位整改"),
        back=back,
        crumbs=((_("整改任务"), reverse(LIST)), (row.title, back)),
        basis=ARTICLE,
        facts=forms.facts_of(row),
        submit=_("交办"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.add_task(
            authority=authority, problem=row, task=form.task(), now=timezone.now()
        ),
        done=_("已交办，整改单位已收到通知。"),
        to=_here,
    )


@dataclass(frozen=True)
class Step:
    """One step of a task: its form and its service; ``of_unit``: done by the unit, else by the office."""

    heading: Any
    form: Callable[..., Any]
    act: Callable[..., Any]
    of_unit: bool
    done: Any


def _work(service: Callable[..., Any]) -> Callable[..., Any]:
    return lambda form, **who: service(
        text=form.cleaned_data["text"], uploads=form.uploads(), **who
    )


def _plain(service: Callable[..., Any]) -> Callable[..., Any]:
    return lambda form, **who: service(**form.cleaned_data, **who)


STEPS: dict[str, Step] = {
    "progress": Step(
        gettext_lazy("报告整改进展"), forms.WorkForm, _work(course.report_progress), True,
        gettext_lazy("进展已记录。"),
    ),
    "answer": Step(
        gettext_lazy("报整改结果"), forms.WorkForm, _work(course.answer_task), True,
        gettext_lazy("整改结果已上报，等待信访局审核。"),
    ),
    "return": Step(
        gettext_lazy("退回继续整改"), forms.ReturnTaskForm, _plain(course.return_task),
        False, gettext_lazy("已退回，整改单位已收到通知。"),
    ),
    "close": Step(
        gettext_lazy("同意销号"), forms.CloseTaskForm, _plain(course.close_task),
        False, gettext_lazy("整改任务已销号。"),
    ),
    "adjust": Step(
        gettext_lazy("调整期限、责任人"), forms.AdjustTaskForm, _plain(course.adjust_task),
        False, gettext_lazy("已调整，整改单位已收到通知。"),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def task_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a task. Query budget of the form: 6 (session, user, authority, banner, task, people)."""
    row, authority = _visible(request, pk), authority_of(request)
    if step not in STEPS:
        raise Http404
    found = STEPS[step]
    allowed = works_on(authority, row) if found.of_unit else permissions.can_supervise(authority)
    if not allowed:
        raise PermissionDenied
    more = {"task": row, "on": authority.on} if found.form is forms.AdjustTaskForm else {}
    form = found.form(request.POST or None, request.FILES or None, **more)
    page = Page(
        heading=found.heading,
        back=_here(row),
        crumbs=((_("整改任务"), reverse(LIST)), (row.problem.title, _here(row))),
        basis=ARTICLE,
        facts=(
            (_("整改单位"), row.unit),
            (_("整改要求"), row.text),
            (_("完成期限"), f"{row.due_on:%Y-%m-%d}"),
        ),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: found.act(form, authority=authority, task=row, now=timezone.now()),
        done=found.done,
    )
