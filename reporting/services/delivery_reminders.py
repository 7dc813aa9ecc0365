"""Reminders to those who have not signed for a bulletin: on screen at once, by e-mail with the next digest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify, send_digests
from accountability.services.runs import RunReport, RunStep
from organizations.selectors import settings_of, work_calendar
from reporting.domain.deliveries import ReminderRule, reminder_due
from reporting.models import BulletinStatus, Delivery, DeliveryReminder

# Longer than any number of reminders the settings allow is worth; older bulletins are history.
KEPT = timedelta(days=180)
CODES = ("delivery.remind_days", "delivery.remind_times")


def remind_unsigned(*, on: date, now: datetime, dry_run: bool = False) -> RunReport:
    """Remind everybody who is due; safe to repeat and to run twice at once, since each reminder exists once.

    Args:
        on: the day of the run; nobody is reminded on a day off.
        now: time written on the rows.
        dry_run: only report who would be reminded.

    Queries: five for the run, and the writes.
    """
    report = RunReport(on=on, dry_run=dry_run)
    calendar = work_calendar()
    values = settings_of(CODES, on=on)
    rule = ReminderRule(every=int(values[CODES[0]]), most=int(values[CODES[1]]))
    for delivery in _unsigned(now):
        published = delivery.bulletin.published_at
        number = reminder_due(
            rule,
            published_on=timezone.localdate(published),
            reminded_on=[timezone.localdate(r.sent_at) for r in delivery.reminders.all()],
            on=on,
            calendar=calendar,
        )
        if not number:
            continue
        step = RunStep(
            delivery.bulletin.period,
            "receipt",
            f"reminder {number}",
            str(delivery.recipient),
            "not signed",
        )
        if dry_run or _remind(delivery, number, now):
            report.done.append(step)
        else:
            report.skipped.append(step)
    if not dry_run:
        send_digests(at=now, now=now)
    return report


def _unsigned(now: datetime) -> list[Delivery]:
    return list(
        Delivery.objects.unsigned()
        .filter(bulletin__status=BulletinStatus.PUBLISHED, bulletin__published_at__gte=now - KEPT)
        .select_related("bulletin", "recipient")
        .defer("bulletin__figures", "bulletin__content")
        .prefetch_related(
            Prefetch("reminders", queryset=DeliveryReminder.objects.order_by("number"))
        )
        .order_by("bulletin__first_day", "pk")
    )


def _remind(delivery: Delivery, number: int, now: datetime) -> bool:
    """One reminder in one transaction; False when another worker was first or the person signed meanwhile."""
    user = delivery.recipient
    try:
        with transaction.atomic():
            if user is None or not Delivery.objects.unsigned().filter(pk=delivery.pk).exists():
                return False
            notice = notify(
                user=user,
                kind=NoticeKind.TASK,
                title=_("请签收《%(title)s》") % {"title": delivery.bulletin.title},
                text=_("通报印发后尚未签收，请在“信访通报”中打开并签收（第%(number)s次提醒）。")
                % {"number": number},
                link=f"reporting:bulletin {delivery.bulletin.period}",
                by_mail=True,
                now=now,
            )
            DeliveryReminder.objects.create(
                delivery=delivery, number=number, notice=notice, sent_at=now
            )
    except IntegrityError:
        return False
    return True
