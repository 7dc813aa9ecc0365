"""What the timetable would have done in the recent past: reminders, escalation, snapshots, bulletins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accountability.services.escalations import escalate_cases
from accountability.services.notices import DIGEST
from accountability.services.reminders import send_reminders
from core import jobs
from core.models import EffectState, Mail, MailState, OwedEffect
from organizations.authority import Authority, authority_of
from organizations.models import User
from organizations.selectors import work_calendar
from reporting.domain.periods import Month
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
            send_reminders(on=day, now=_at(day, time(8, 30)))
            escalate_cases(on=day, now=_at(day, time(9)))
    for back in range(SNAPSHOT_DAYS, 0, -1):
        take_snapshot(on=today - timedelta(days=back), now=now)
    _mails_were_sent()


def publish_bulletins(*, months: int, now: datetime, say: Say) -> None:
    """Bulletins of the last full months (each is printed, which takes seconds); only the mails of the last one wait."""
    head = User.objects.get(username="head")
    last = Month.of(timezone.localdate(now)).plus(-1)
    for back in range(months - 1, -1, -1):
        month = last.plus(-back)
        say(f"demo county: bulletin of {month.code}")
        issued = min(_at(month.last_day + timedelta(days=2), time(10)), now)
        _publish(month, authority_of(head, on=issued.date()), issued)
        if back:
            _mails_were_sent()


def _publish(month: Month, head: Authority, now: datetime) -> None:
    bulletin = build_bulletin(month=month, now=now)
    approve_bulletin(bulletin=bulletin, authority=head, now=now)
    sign_bulletin(bulletin=bulletin, authority=head, now=now)
    finish_publication(bulletin_id=bulletin.pk, now=now)
    OwedEffect.objects.filter(kind=EFFECT, key=str(bulletin.pk)).update(
        state=EffectState.DONE, done_at=now
    )


def _mails_were_sent() -> None:
    """What was written to invented people in the past is not sent today."""
    for effect in OwedEffect.objects.filter(kind=DIGEST, state=EffectState.OWED):
        jobs.run(effect.pk, now=effect.due_at)
    for mail in Mail.objects.filter(state=MailState.QUEUED):
        mail.state, mail.attempts = MailState.SENT, 1
        mail.sending_at = mail.sent_at = mail.created_at
        mail.save(update_fields=["state", "attempts", "sending_at", "sent_at"])
    for effect in OwedEffect.objects.filter(kind="mail.send", state=EffectState.OWED):
        effect.state, effect.done_at = EffectState.DONE, effect.created_at
        effect.save(update_fields=["state", "done_at"])


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_current_timezone())
