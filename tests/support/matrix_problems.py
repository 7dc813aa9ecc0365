"""A problem of the monthly analysis in the world of the permission matrix: a task of the town with a file."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from accountability.models import ProblemTaskFile, ProblemTaskNote
from accountability.services.problems import ProblemDraft, TaskDraft, record_problem
from organizations.authority import Authority
from organizations.models import Unit, User


def problem_ids(*, office: Authority, town: Unit, officer: User, now: datetime) -> dict[str, int]:
    """Write the rows; returns their ids by name."""
    task = record_problem(
        authority=office,
        problem=ProblemDraft("2026-02", "speed", "告知偏慢", "平均十天告知。"),
        task=TaskDraft(town, "五日内告知", office.on + timedelta(days=30), officer),
        now=now,
    )
    note = ProblemTaskNote.objects.create(
        task=task, kind="progress", text="已定专人", due_on=task.due_on, by=officer, at=now
    )
    file = ProblemTaskFile.objects.create(
        note=note, file=ContentFile(b"a", name="a.txt"), name="a.txt", size=1,
        sha256="0" * 64, uploaded_by=officer, uploaded_at=now,
    )  # fmt: skip
    return {"task": task.pk, "problem": task.problem_id, "taskfile": file.pk}
