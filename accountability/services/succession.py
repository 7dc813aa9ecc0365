"""A unit is closed: what it owed to supervision passes to the unit that goes on with its powers (条例第二十四条)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import (
    NoticeKind,
    ProblemTask,
    ReceptionVisit,
    Suggestion,
    Supervision,
    Talk,
    TalkStatus,
    TaskStatus,
)
from accountability.models.supervision import SupervisionStatus
from accountability.selectors.problems import principal_of
from accountability.selectors.recipients import Posts
from accountability.services.notices import notify
from core import audit
from organizations.models import Unit

SETTLED = (SupervisionStatus.DISMISSED, SupervisionStatus.CLOSED)
ENDED = (TalkStatus.CLOSED, TalkStatus.DROPPED)


@transaction.atomic
def pass_on_duties(*, unit: Unit, successor: Unit, now: datetime) -> int:
    """Let the successor answer the open supervision items, suggestions, talks, promises and tasks of a closed unit.

    Papers keep the name they were issued under, days stay. What accuses the successor, or asks for its liability, stays where it
    is, and the supervisors are told to settle it (条例第三十条); so does a talk the successor has itself for that bulletin.

    Args:
        unit: the closed unit.
        successor: the unit that goes on with its powers.
        now: aware time of the act.

    Returns:
        Number of items handed over.
    """
    moved: Counter[str] = Counter()
    left = 0
    for row, field in _open(unit):
        if _concerns(row, successor) or _has_its_own(row, successor):
            left += 1
            continue
        setattr(row, field, successor)
        row.save(update_fields=[field, *_answered_for(row, successor, now)])
        audit.record(row, "duty.succession", actor=None, at=now, old=unit.code, new=successor.code)
        moved[str(row._meta.verbose_name)] += 1
    if moved or left:
        _tell(unit, successor, moved, left, now)
    return sum(moved.values())


def _open(unit: Unit) -> Iterator[tuple[Any, str]]:
    """Rows the closed unit still answers for, each with the name of its column."""
    supervisions = Supervision.objects.filter(unit=unit).exclude(status__in=SETTLED)
    suggestions = Suggestion.objects.owed().filter(addressee=unit).select_related("about_unit")
    talks = Talk.objects.filter(unit=unit).exclude(status__in=ENDED)
    tasks = ProblemTask.objects.filter(unit=unit).exclude(status=TaskStatus.CLOSED)
    promises = ReceptionVisit.objects.unkept().filter(promise_unit=unit)
    sources: tuple[tuple[models.QuerySet[Any], str], ...] = (
        (supervisions, "unit"),
        (suggestions, "addressee"),
        (talks, "unit"),
        (promises, "promise_unit"),
        (tasks, "unit"),
    )
    for rows, field in sources:
        for row in rows.order_by("pk"):
            yield row, field


def _concerns(row: Any, successor: Unit) -> bool:
    """The matter behind it accuses the successor or a unit above it, or its liability is what is asked for."""
    about = getattr(row, "about_unit", None)
    if about is not None and successor.path.startswith(about.path):
        return True
    case = getattr(row, "case", None)
    accused = case.accused_units.values_list("path", flat=True) if case is not None else ()
    return any(successor.path.startswith(path) for path in accused)


def _answered_for(row: Any, successor: Unit, now: datetime) -> list[str]:
    """A task names who answers for it: the head of the successor from now on; the columns that changed."""
    head = isinstance(row, ProblemTask) and principal_of(successor, on=timezone.localdate(now))
    if not head:
        return []
    row.responsible = head
    return ["responsible"]


def _has_its_own(row: Any, successor: Unit) -> bool:
    if isinstance(row, ProblemTask):
        mine = ProblemTask.objects.filter(problem=row.problem_id, unit=successor)
        return mine.exclude(status=TaskStatus.CLOSED).exists()
    return (
        isinstance(row, Talk)
        and bool(row.period)
        and Talk.objects.filter(unit=successor, period=row.period).exists()
    )


def _tell(unit: Unit, successor: Unit, moved: Counter[str], left: int, now: datetime) -> None:
    """Supervisors learn what passed on and what did not; nothing of its contents."""
    parts = "、".join(f"{name}{number}件" for name, number in moved.items())
    text = (
        _("已由%(new)s继续办理：%(parts)s。") % {"new": successor, "parts": parts} if parts else ""
    )
    if left:
        text += _("另有%(left)d件与%(new)s有关或者重复，未移交，请处理。") % {
            "left": left,
            "new": successor,
        }
    for user in Posts(on=timezone.localdate(now), case_ids=[]).overseers():
        notify(
            user=user,
            kind=NoticeKind.TASK,
            title=_("%(old)s已撤销，其督办、约谈等事项的承接情况") % {"old": unit},
            text=text,
            now=now,
            by_mail=True,
        )
