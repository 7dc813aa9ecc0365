"""Undertakings of talks: the unit is told before the day, the office when it has passed, once each."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.models import NoticeKind, TalkUndertaking
from accountability.selectors.recipients import Posts
from accountability.selectors.talks import due_undertakings
from accountability.services.notices import notify, send_digests
from accountability.services.runs import RunReport, RunStep, day_off, days_ahead

DAYS_BEFORE = 3


def remind_undertakings(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Remind of undertakings due within three days and report those overdue; safe to repeat.

    Args:
        on: the day of the run; on a day off nothing is sent, and what falls due before the next working day is
            told on the one before.
        now: time written on the rows.
        dry_run: only report what would be sent.
    """
    report = RunReport(on=on, dry_run=dry_run, note=day_off(on))
    if report.note:
        return report
    posts = Posts(on=on, case_ids=[])
    for row in due_undertakings(on=on, within=days_ahead(on, DAYS_BEFORE)):
        overdue = row.due_on < on
        told = {"overdue_told_on": on} if overdue else {"reminded_on": on}
        users = [*posts.officers(row.talk.unit_id), *([row.talk.person] if row.talk.person else [])]
        if overdue:
            users += posts.overseers()
        people = list({user.pk: user for user in users if user.is_active}.values())
        step = RunStep(
            "-", "undertaking", str(row.talk.unit), "、".join(map(str, people)), f"due {row.due_on}"
        )
        if not dry_run and not _tell(row, told, people, overdue, now):
            report.skipped.append(step)
            continue
        report.done.append(step)
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def _tell(
    row: TalkUndertaking, told: dict[str, date], people: list, overdue: bool, now: datetime
) -> bool:
    with transaction.atomic():
        guard = dict.fromkeys((f"{name}__isnull" for name in told), True)
        if not TalkUndertaking.objects.filter(pk=row.pk, status="open", **guard).update(**told):
            return False
        title = _("约谈整改事项已逾期") if overdue else _("约谈整改事项即将到期")
        text = _("%(unit)s：%(text)s（%(day)s前完成）") % {
            "unit": row.talk.unit,
            "text": row.text,
            "day": row.due_on,
        }
        for user in people:
            notify(
                user=user,
                kind=NoticeKind.OVERDUE if overdue else NoticeKind.REMINDER,
                title=title,
                text=text,
                now=now,
                by_mail=True,
                link=f"accountability:talk {row.talk_id}",
            )
    return True
