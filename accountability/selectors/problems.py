"""Reads of problems and tasks; a unit sees its own tasks, whoever reads all matters sees all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accountability.domain.problems import TaskFact, TaskFlow, flow, names_somebody
from accountability.models import (
    TASK_OWED,
    AnalysisProblem,
    ProblemTask,
    ProblemTaskNote,
)
from organizations.authority import Authority
from organizations.enums import PostKind, UnitKind
from organizations.models import Term, Unit, User
from organizations.selectors import holders
from petitions.models import Case, Participant
from petitions.permissions import HANDLING_POSTS
from petitions.selectors.choices import staff

#: Petitioners of so many days are looked for in what is written.
NAMES_OF_DAYS = 400


def visible_tasks(authority: Authority) -> QuerySet[ProblemTask]:
    """All for whoever reads all matters; else those of the units the user acts for."""
    tasks = ProblemTask.objects.all()
    if authority.sees_all_cases:
        return tasks
    mine = [post.unit_id for post in authority.posts if post.kind in HANDLING_POSTS]
    return tasks.filter(unit__in=mine)


def works_on(authority: Authority, task: ProblemTask) -> bool:
    """The unit's own people report on its task."""
    return authority.acts_for(task.unit_id, *HANDLING_POSTS)


def with_rows(tasks: QuerySet[ProblemTask]) -> QuerySet[ProblemTask]:
    """With what a list shows of each task."""
    return tasks.select_related("problem", "unit", "responsible")


def problems_of(month: str) -> list[AnalysisProblem]:
    """The problems of a month with their tasks (two queries)."""
    tasks = with_rows(ProblemTask.objects.order_by("due_on", "pk"))
    rows = AnalysisProblem.objects.filter(month=month).select_related("by")
    return list(rows.prefetch_related(Prefetch("tasks", tasks)))


def carried_into(month: str, *, first_day: date, until: date) -> list[ProblemTask]:
    """Tasks for problems of earlier months that a month still had to do with, the earliest due first (one query).

    Args:
        month: code of the month.
        first_day, until: its days; what was closed in it is listed, with its day, and no longer in the next one.
    """
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gte=first_day)
    earlier = ProblemTask.objects.filter(open_then, given_on__lte=until, problem__month__lt=month)
    return list(with_rows(earlier).order_by("due_on", "pk"))


def task_flow(first_day: date, last_day: date) -> TaskFlow:
    """How many tasks a period began with, got, closed and left (one query)."""
    rows = ProblemTask.objects.filter(given_on__lte=last_day).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=first_day)
    )
    facts = (
        TaskFact(str(row.unit), row.given_on, row.due_on, row.closed_on)
        for row in rows.select_related("unit").order_by("pk")
    )
    return flow(facts, first_day, last_day)


def notes_of(task: ProblemTask) -> list[ProblemTaskNote]:
    """Everything written about a task, oldest first, with its files (two queries)."""
    rows = ProblemTaskNote.objects.filter(task=task).select_related("by")
    return list(rows.prefetch_related("files").order_by("at", "pk"))


def owed_tasks() -> QuerySet[ProblemTask]:
    """Tasks whose result a unit owes, the earliest due first."""
    rows = ProblemTask.objects.filter(status__in=TASK_OWED)
    return with_rows(rows).order_by("due_on", "pk")


def units_for_tasks(*, on: date) -> list[Unit]:
    """Townships and departments of the day (one query)."""
    kinds = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)
    return list(Unit.objects.active(on=on).filter(kind__in=kinds).order_by("order", "code"))


def people_for_tasks(*, on: date) -> list[User]:
    """Leaders and petition officers of the units, by unit (one query)."""
    return list(
        staff(on=on, kinds=(PostKind.PRINCIPAL, PostKind.DEPUTY, PostKind.PETITION_OFFICER))
    )


def is_of(user: User, unit: Unit, *, on: date) -> bool:
    """Holds a post in the unit on a day."""
    return Term.objects.held(on=on).filter(user=user, post__unit=unit).exists()


def principal_of(unit: Unit, *, on: date) -> User | None:
    """The head of a unit, else its deputy, else its petition officer."""
    for kind in (PostKind.PRINCIPAL, PostKind.DEPUTY, PostKind.PETITION_OFFICER):
        for term in holders(unit.pk, (kind,), on=on):
            return term.user
    return None


def petitioner_names(authority: Authority, unit_ids: Iterable[int], *, on: date) -> set[str]:
    """Names of those who petitioned about the units' matters in the last year, as far as the user may see the matters.

    Reports are left out, so that a refusal tells nobody of one (one query).
    """
    cases = (
        Case.objects.visible_to(authority)
        .exclude(legal_class="report")
        .filter(
            Q(responsible_unit__in=list(unit_ids)) | Q(place__in=list(unit_ids)),
            received_on__gte=on - timedelta(days=NAMES_OF_DAYS),
        )
    )
    people = Participant.objects.filter(case__in=cases.order_by())
    return set(people.values_list("petitioner__name", flat=True))


def pointing(authority: Authority, unit: Unit, text: str) -> str:
    """Why a text may not stand in a problem or a task: it points at a person or a single matter; "" when it may."""
    found = names_somebody(text, petitioner_names(authority, [unit.pk], on=authority.on))
    if not found:
        return ""
    return _("这里不写%(what)s：问题和整改针对一类事项和工作，不针对某个人、某一件。") % {
        "what": found
    }


def latest_answers(tasks: Iterable[ProblemTask]) -> dict[int, ProblemTaskNote]:
    """Task → the last thing written about it (one query)."""
    ids = [task.pk for task in tasks]
    last = (
        ProblemTaskNote.objects.filter(task__in=ids).order_by().values("task").annotate(n=Max("pk"))
    )
    rows = ProblemTaskNote.objects.filter(pk__in=last.values("n")).select_related("by")
    return {row.task_id: row for row in rows}
