"""Promises given at receptions are kept (有诺必践): carried out, reminded, reported to the leader when late."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import NoticeKind, ReceptionVisit
from accountability.selectors.reception import promises_due, readers_of, who_keeps
from accountability.selectors.recipients import Posts
from accountability.services.notices import notify, send_digests
from accountability.services.reception_secrecy import subject_of
from accountability.services.runs import RunReport, RunStep, day_off, days_ahead
from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from petitions.services.custody import custody_error

DAYS_BEFORE = 3


@transaction.atomic
def keep_promise(
    *, authority: Authority, visit: ReceptionVisit, result: str, done_on: date, now: datetime
) -> ReceptionVisit:
    """Record how a promise was carried out.

    Raises:
        NotAllowed: neither the unit nor the office. Unlawful: nothing promised, or done already. Invalid: nothing
            said, or a day outside the time since the reception.
    """
    if not permissions.can_keep_promise(authority, visit):
        raise NotAllowed(_("只有落实单位或者信访局可以登记落实情况。"))
    if not visit.promised:
        raise Unlawful(_("该次接访没有承诺事项。"))
    if not result.strip():
        raise Invalid(_("请填写落实情况。"), field="result")
    if why := custody_error(result, people=[visit.name]):
        raise Invalid(why, field="result")
    if not visit.day.on <= done_on <= authority.on:
        raise Invalid(_("落实日期须在接访日期与今天之间。"), field="done_on")
    touched = ReceptionVisit.objects.filter(pk=visit.pk, promise_done_on__isnull=True).update(
        promise_done_on=done_on, promise_result=result.strip()
    )
    if touched != 1:
        raise Unlawful(_("该承诺事项已登记落实。"))
    audit.record(
        subject_of(visit), "reception.promise", actor=authority.user, at=now, visit=visit.pk
    )
    visit.refresh_from_db(fields=["promise_done_on", "promise_result"])
    notify(
        user=visit.day.leader,
        kind=NoticeKind.TASK,
        title=_("接访承诺事项已落实"),
        text=visit.promise_result if not visit.keeps_secret else "",
        now=now,
        link=f"accountability:reception_day {visit.day_id}",
    )
    return visit


def remind_promises(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Remind of promises due within three days and report those overdue to the leader, once each.

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
    for visit in promises_due(on=on, within=days_ahead(on, DAYS_BEFORE)):
        overdue = visit.promise_due_on is not None and visit.promise_due_on < on
        users = who_keeps(visit, posts)
        if overdue or not users:
            users = [*users, visit.day.leader, *posts.overseers()]
        if visit.keeps_secret:
            users = readers_of(visit, users, on=on)
        people = list({user.pk: user for user in users if user.is_active}.values())
        names = "、".join(map(str, people))
        step = RunStep(
            "-", "promise", str(visit.promise_unit), names, f"due {visit.promise_due_on}"
        )
        if not dry_run and not _tell_promise(visit, people, overdue=overdue, on=on, now=now):
            report.skipped.append(step)
            continue
        report.done.append(step)
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def _tell_promise(
    visit: ReceptionVisit, people: list, *, overdue: bool, on: date, now: datetime
) -> bool:
    field = "overdue_told_on" if overdue else "reminded_on"
    with transaction.atomic():
        rows = ReceptionVisit.objects.unkept().filter(pk=visit.pk, **{f"{field}__isnull": True})
        if not rows.update(**{field: on}):
            return False
        for user in people:
            notify(
                user=user,
                kind=NoticeKind.OVERDUE if overdue else NoticeKind.REMINDER,
                title=_("接访承诺事项已逾期") if overdue else _("接访承诺事项即将到期"),
                text="" if visit.keeps_secret else visit.promised,
                now=now,
                by_mail=True,
                link=f"accountability:reception_day {visit.day_id}",
            )
    return True
