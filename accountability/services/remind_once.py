"""One reminder step of one duty, sent once however many workers run at the same time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accountability.domain.reminders import DueStep
from accountability.models import Notice, NoticeKind
from accountability.selectors.recipients import Person
from accountability.services.notices import notify
from accountability.services.runs import RunReport, RunStep
from petitions.models import Case


def remind_once(
    report: RunReport,
    step: DueStep,
    person: Person | None,
    *,
    line: Callable[[str, str, str], RunStep],
    still_due: Callable[[], bool],
    write: Callable[[Person], None],
) -> None:
    """Send a step in a transaction of its own and put into `report` what became of it.

    Args:
        report: the run; on its dry run nothing is written.
        step: the step that is due.
        person: who owes the act; None is reported as a problem.
        line: the report's line for (key of the step, recipient, reason).
        still_due: asked inside the transaction, because the duty may have been done meanwhile.
        write: writes the reminder's row, whose uniqueness stops a second worker, and its notice.
    """
    if person is None:
        report.problems.append(line(step.key, "", f"nobody in post to remind ({step.reason})"))
        return
    sent = line(step.key, f"{person.user} ({person.capacity})", step.reason)
    if report.dry_run:
        report.done.append(sent)
        return
    try:
        with transaction.atomic():
            if not still_due():
                report.skipped.append(line(step.key, "", "done or moved meanwhile"))
                return
            write(person)
    except IntegrityError:
        report.skipped.append(line(step.key, "", "sent by another run"))
        return
    report.done.append(sent)


def tell_step(
    *, person: Person, step: DueStep, case: Case, name: str, now: datetime, **links: Any
) -> Notice:
    """The notice of a step: number of the matter, name of the duty, how near its day is."""
    return notify(
        user=person.user,
        kind=NoticeKind.OVERDUE if step.days_left < 0 else NoticeKind.REMINDER,
        title=_("%(number)s“%(clock)s”%(standing)s")
        % {"number": case.number, "clock": name, "standing": standing(step.days_left)},
        text=step.reason,
        case=case,
        now=now,
        by_mail=True,
        **links,
    )


def kept(step: DueStep, *, due_on: date, person: Person, notice: Notice, now: datetime) -> dict:
    """What every row of a sent step keeps, whatever duty it belongs to."""
    return {
        "step": step.key,
        "due_on": due_on,
        "recipient": person.user,
        "notice": notice,
        "reason": step.reason,
        "sent_at": now,
    }


def standing(days_left: int) -> str:
    """How near a day is, in words."""
    if days_left == 0:
        return _("今日到期")
    words = _("还有%(days)d天到期") if days_left > 0 else _("已逾期%(days)d天")
    return words % {"days": abs(days_left)}
