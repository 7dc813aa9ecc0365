"""What this app knows of the life of a matter: who was reminded, which level was reached."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Escalation, LevelFall, Reminder, TaskReminder
from accountability.selectors.leader_story import leader_events
from petitions.domain import timeline
from petitions.domain.timeline import Event, Line


def duty_events(case_id: int) -> list[Event]:
    """Reminders, steps up and steps down of one matter, what its leader did, as entries of its timeline.

    Six queries, five more for each leader's case.
    """
    reminders = Reminder.objects.filter(clock__case=case_id).select_related("recipient")
    tasks = TaskReminder.objects.of_case(case_id).select_related("recipient")
    steps = Escalation.objects.filter(case=case_id).select_related("recipient")
    return [
        *(_reminder(row) for row in reminders.order_by("sent_at", "id")),
        *(_reminder(row) for row in tasks.order_by("sent_at", "id")),
        *(_step(row) for row in steps.order_by("fired_at", "id")),
        *(_fall(row) for row in _falls(case_id)),
        *leader_events(case_id),
    ]


def _reminder(row: Reminder | TaskReminder) -> Event:
    return Event(
        on=timezone.localdate(row.sent_at),
        at=row.sent_at,
        kind=timeline.REMINDER,
        title=_("催办提醒 → %(person)s") % {"person": row.recipient},
        lines=(Line(timeline.REMINDER, row.reason),),
        actor=_("系统"),
        icon="bell",
    )


def _falls(case_id: int) -> QuerySet[LevelFall]:
    rows = LevelFall.objects.filter(case=case_id).select_related("decided_by")
    return rows.order_by("fell_at", "id")


def _fall(row: LevelFall) -> Event:
    return Event(
        on=timezone.localdate(row.fell_at),
        at=row.fell_at,
        kind=timeline.REMINDER,
        title=_("督办层级由“%(old)s”降至“%(new)s”")
        % {"old": row.from_level_name, "new": row.level_name},
        lines=(Line(timeline.REMINDER, row.reason),),
        actor=str(row.decided_by or _("系统")),
        icon="arrow-down",
        is_act=True,
    )


def _step(row: Escalation) -> Event:
    lines = [row.reason]
    if row.acknowledged_at:
        signed = timezone.localtime(row.acknowledged_at)
        lines.append(_("%(at)s 签阅") % {"at": f"{signed:%Y-%m-%d %H:%M}"})
    title = _("升至“%(level)s”（逾期 %(days)s 天）→ %(person)s")
    if row.replaces_id:
        title = _("“%(level)s”一级转交（逾期 %(days)s 天）→ %(person)s")
    return Event(
        on=timezone.localdate(row.fired_at),
        at=row.fired_at,
        kind=timeline.REMINDER,
        title=title
        % {
            "level": row.level_name,
            "days": row.days_overdue,
            "person": row.recipient or _("无人任职"),
        },
        lines=tuple(Line(timeline.REMINDER, text) for text in lines),
        actor=_("系统"),
        icon="stairs-up",
        is_act=True,
    )
