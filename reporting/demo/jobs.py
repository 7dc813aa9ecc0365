"""What the timetable would have done in the recent past: reminders, escalation, snapshots, bulletins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accountability.models import ScorePeriod
from accountability.services.daily import run_escalation, run_reminders
from accountability.services.digests import owe_daily
from accountability.services.notices import DIGEST
from core import jobs
from core.models import EffectState, Mail, MailState, OwedEffect, Sms
from organizations.authority import Authority, authority_of
from organizations.models import User
from organizations.selectors import work_calendar
from reporting.domain.periods import Month
from reporting.models import Bulletin
from reporting.selectors.cases import records_began
from reporting.services.annual_reports import build_annual_report
from reporting.services.bulletins import approve_bulletin, build_bulletin
from reporting.services.publication import EFFECT, finish_publication, sign_bulletin
from reporting.services.snapshots import take_snapshot

REMINDED_DAYS = 21
SNAPSHOT_DAYS = 31

Say = Callable[[str], object]


def run_jobs(*, now: datetime, say: Say) -> None:
    """Reminders, escalation and snapshots of the last weeks; their mails count as sent."""
    say("demo county: reminders, escalation, snapshots")
    today, calendar = timezone.localdate(now), work_calendar()
    for back in range(REMINDED_DAYS, 0, -1):
        day = today - timedelta(days=back)
        if calendar.is_working(day):
            run_reminders(on=day, now=_at(day, time(7, 35)))
            run_escalation(on=day, now=_at(day, time(7, 40)))
            owe_daily(on=day, now=_at(day, time(8)))
            _carry_digests()
    for back in range(SNAPSHOT_DAYS, 0, -1):
        take_snapshot(on=today - timedelta(days=back), now=now)
    _mails_were_sent()


def publish_bulletins(*, months: int, now: datetime, say: Say) -> None:
    """Bulletins of the last full months (each is printed, which takes seconds); only the mails of the last one wait.

    Each draft is counted by a clerk on the 1st and issued by the head once the units' time to object is over; while it still runs, the
    last one stays a draft.
    """
    head, clerk = User.objects.get(username="head"), User.objects.get(username="clerk1")
    last = Month.of(timezone.localdate(now)).plus(-1)
    for back in range(months - 1, -1, -1):
        month = last.plus(-back)
        say(f"demo county: bulletin of {month.code}")
        counted = _at(month.next.first_day, time(9))
        bulletin = build_bulletin(
            period=month, now=counted, authority=authority_of(clerk, on=counted.date())
        )
        ends = ScorePeriod.objects.get(period=month.code).closes_on or month.next.first_day
        issued = _at(ends + timedelta(days=1), time(10))
        if issued <= now:
            _publish(bulletin, authority_of(head, on=issued.date()), issued)
        if back:
            _mails_were_sent()


def draft_annual_report(*, now: datetime, say: Say) -> None:
    """The draft of the year before, counted as the timetable does in January; a head reads and issues it.

    A short history does not reach back so far: then the running year, which can be looked at.
    """
    year, began = timezone.localdate(now).year - 1, records_began()
    if began is not None and began.year > year:
        year = began.year
    say(f"demo county: annual report of {year}")
    build_annual_report(year=year, now=now)


def _publish(bulletin: Bulletin, head: Authority, now: datetime) -> None:
    approve_bulletin(bulletin=bulletin, authority=head, now=now)
    sign_bulletin(bulletin=bulletin, authority=head, now=now)
    finish_publication(bulletin_id=bulletin.pk, now=now)
    OwedEffect.objects.filter(kind=EFFECT, key=str(bulletin.pk)).update(
        state=EffectState.DONE, done_at=now
    )


def _carry_digests() -> None:
    """Each day's own digests, before the next day's notices are written."""
    for effect in OwedEffect.objects.filter(kind=DIGEST, state=EffectState.OWED).order_by("pk"):
        jobs.run(effect.pk, now=effect.due_at)


def _mails_were_sent() -> None:
    """What was written to invented people in the past is not sent today."""
    _carry_digests()
    for model in (Mail, Sms):
        for row in model.objects.filter(state=MailState.QUEUED):
            row.state, row.attempts = MailState.SENT, 1
            row.sending_at = row.sent_at = row.created_at
            row.save(update_fields=["state", "attempts", "sending_at", "sent_at"])
    for effect in OwedEffect.objects.filter(
        kind__in=["mail.send", "sms.send"], state=EffectState.OWED
    ):
        effect.state, effect.done_at = EffectState.DONE, effect.created_at
        effect.save(update_fields=["state", "done_at"])


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
