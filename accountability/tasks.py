"""The daily duties: reminders and escalation, owed as rows so that a lost message loses nothing."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from celery import shared_task
from django.utils import timezone

from accountability.services.daily import run_escalation
from accountability.services.daily import run_reminders as remind
from accountability.services.digests import DAILY, Wait, carry, left_to_the_daily, owe_daily
from accountability.services.hand_over_run import propose_hand_overs
from accountability.services.leader_run import run_leader_cases
from accountability.services.notices import DIGEST
from accountability.services.promises import remind_promises
from accountability.services.quiet import allowed_at, digest_moment
from accountability.services.successors import SUCCESSORS, hand_over_asks
from accountability.services.supervision_run import run_supervision
from accountability.services.talk_reminders import remind_undertakings
from core import jobs
from core.errors import StaleState
from core.models import EffectState, OwedEffect
from organizations.selectors import work_calendar

logger = logging.getLogger(__name__)

REMINDERS = "accountability.reminders"
ESCALATIONS = "accountability.escalations"
HAND_OVERS = "accountability.hand_overs"
UNDERTAKINGS = "accountability.undertakings"
PROMISES = "accountability.promises"
LEADER_CASES = "accountability.leader_cases"
SUPERVISION = "accountability.supervision"
DUTIES = (
    HAND_OVERS,
    LEADER_CASES,
    SUPERVISION,
    REMINDERS,
    ESCALATIONS,
    UNDERTAKINGS,
    PROMISES,
)
LEASE = timedelta(minutes=30)
# The digest waits for the duties of its day, but not for ever.
AGAIN, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


@shared_task(name="accountability.daily_duties")
def daily_duties() -> None:
    """Owe today's reminders, escalations and their digest; each row is unique per day, so calling again is harmless."""
    now = timezone.now()
    day = timezone.localdate(now)
    today = day.isoformat()
    if work_calendar().is_working(day):
        jobs.owe(DAILY, key="county", period=today, now=now, due_at=digest_moment(day))
    for kind in DUTIES:
        jobs.owe(kind, key="county", period=today, now=now)


@jobs.handles(REMINDERS, transactional=False, lease=LEASE)
def run_reminders(effect: OwedEffect, now: datetime) -> None:
    """Send what is due today, also when the row is from an earlier day: the latest step counts."""
    report = remind(on=timezone.localdate(now), now=now)
    logger.info("reminders %s", report.summary)


@jobs.handles(ESCALATIONS, transactional=False, lease=LEASE)
def run_escalations(effect: OwedEffect, now: datetime) -> None:
    """Hand over, lower and lift what today asks for."""
    report = run_escalation(on=timezone.localdate(now), now=now)
    logger.info("escalations %s", report.summary)


@jobs.handles(HAND_OVERS, transactional=False, lease=LEASE)
def run_hand_overs(effect: OwedEffect, now: datetime) -> None:
    """Offer what those who left their post still hold to their successors."""
    report = propose_hand_overs(on=timezone.localdate(now), now=now)
    logger.info("hand-overs %s", report.summary)


@jobs.handles(UNDERTAKINGS, transactional=False, lease=LEASE)
def run_undertakings(effect: OwedEffect, now: datetime) -> None:
    """Remind of what units undertook in talks."""
    report = remind_undertakings(on=timezone.localdate(now), now=now)
    logger.info("undertakings %s", report.summary)


@jobs.handles(PROMISES, transactional=False, lease=LEASE)
def run_promises(effect: OwedEffect, now: datetime) -> None:
    """Remind of promises given at receptions."""
    report = remind_promises(on=timezone.localdate(now), now=now)
    logger.info("promises %s", report.summary)


@jobs.handles(LEADER_CASES, transactional=False, lease=LEASE)
def run_leaders(effect: OwedEffect, now: datetime) -> None:
    """Successors take over leaders' cases, overdue steps are told of."""
    report = run_leader_cases(on=timezone.localdate(now), now=now)
    logger.info("leader cases %s", report.summary)


@jobs.handles(SUPERVISION, transactional=False, lease=LEASE)
def run_supervision_duties(effect: OwedEffect, now: datetime) -> None:
    """Propose supervision items, and chase their answers."""
    report = run_supervision(on=timezone.localdate(now), now=now)
    logger.info("supervision %s", report.summary)


@jobs.handles(SUCCESSORS, transactional=False, lease=LEASE)
def run_successors(effect: OwedEffect, now: datetime) -> None:
    """Ask whoever took over a post today, without waiting for the next morning."""
    report = hand_over_asks(on=timezone.localdate(now), now=now)
    logger.info("successors %s", report.summary)


@jobs.handles(DAILY, transactional=False)
def run_daily_digest(effect: OwedEffect, now: datetime) -> None:
    """Owe everybody's digest of the day, once the duties of that day are done and no quiet hours are on."""
    _keep_quiet(now)
    day = date.fromisoformat(effect.period)
    busy = OwedEffect.objects.filter(
        kind__in=DUTIES, period=effect.period, state__in=[EffectState.OWED, EffectState.CLAIMED]
    )
    if now < max(effect.created_at, digest_moment(day)) + LONGEST_WAIT and busy.exists():
        raise jobs.Postpone(now + AGAIN)
    users = owe_daily(on=day, now=now)
    logger.info("digest of %s owed to %s people", effect.period, len(users))


@jobs.handles(DIGEST)
def run_digest(effect: OwedEffect, now: datetime) -> None:
    """Put what one person has not been sent yet into one message, in one transaction with the mark that it was done."""
    wait = left_to_the_daily(effect.period, now)
    if wait is Wait.DROP:
        return
    if wait is Wait.LATER:
        raise jobs.Postpone(now + AGAIN)
    _keep_quiet(now)
    try:
        carry(user_id=int(effect.key), slot=effect.period, now=now)
    except StaleState as error:
        raise jobs.Postpone(now + AGAIN) from error


def _keep_quiet(now: datetime) -> None:
    if (allowed := allowed_at(now)) > now:
        raise jobs.Postpone(allowed)
