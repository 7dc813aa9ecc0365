"""Who is told about a task: the unit's people, and those in the office who judge its result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accountability.models import NoticeKind, ProblemTask
from accountability.selectors.problems import visible_tasks
from accountability.selectors.recipients import Posts
from accountability.services.notices import notify
from organizations.authority import authority_of
from organizations.models import User


def tell(
    users: Iterable[User],
    task: ProblemTask,
    *,
    title: str,
    text: str,
    now: datetime,
    kind: NoticeKind = NoticeKind.TASK,
) -> list[User]:
    """A notice to each of them who may see the task; returns who was told."""
    told = []
    for user in dict.fromkeys(user for user in users if user.is_active):
        authority = authority_of(user, on=timezone.localdate(now))
        if not visible_tasks(authority).filter(pk=task.pk).exists():
            continue
        notify(
            user=user,
            kind=kind,
            title=title,
            text=f"{task.problem.title}：{text}",
            now=now,
            by_mail=True,
            link=f"accountability:problem_task {task.pk}",
        )
        told.append(user)
    return told


def tell_unit(task: ProblemTask, *, title: str, text: str, now: datetime) -> list[User]:
    """Who answers for the task, and the unit's petition officers."""
    posts = Posts(on=timezone.localdate(now), case_ids=[])
    users = [task.responsible, *posts.officers(task.unit_id)]
    return tell(users, task, title=title, text=text, now=now)


def tell_office(task: ProblemTask, *, title: str, text: str, now: datetime) -> list[User]:
    """Who gave the task while still in the office, and the supervisors and the head."""
    posts = Posts(on=timezone.localdate(now), case_ids=[])
    return tell([task.given_by, *posts.overseers()], task, title=title, text=text, now=now)
