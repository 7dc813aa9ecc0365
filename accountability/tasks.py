"""The daily duties: reminders and escalation, owed as rows so that a lost message loses nothing."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Protocol

from celery import shared_task
from django.utils import timezone

from accountability.services.daily import run_escalation, run_reminders
from accountability.services.digests import DAILY, Wait, carry, left_to_the_daily, owe_daily
from accountability.services.hand_over_run import propose_hand_overs
from accountability.services.leader_run import run_leader_cases
from accountability.services.notices import DIGEST
from accountability.services.problem_reminders import remind_tasks
from accountability.services.promises import remind_promises
from accountability.services.quiet import allowed_at, digest_moment
from accountability.services.runs import RunReport
from accountability.services.successors import SUCCESSORS, hand_over_asks
from accountability.services.supervision_run import run_supervision
from accountability.services.talk_reminders import remind_undertakings
from core import jobs
from core.errors import StaleState
from core.models import EffectState, OwedEffect
from organizations.selectors import work_calendar

logger = logging.getLogger(__name__)


class Duty(Protocol):
    """One round of a duty over the whole county; safe to call again on the same day."""

    def __call__(self, *, on: date, now: datetime) -> RunReport: ...


# Each duty and the round that does it, in the order of a day. Whoever took over a post today is asked at once
# (SUCCESSORS is owed by the change of post), so that one is not owed every morning.
ROUNDS: dict[str, Duty] = {
    "accountability.hand_overs": propose_hand_overs,
    "accountability.leader_cases": run_leader_cases,
    "accountability.supervision": run_supervision,
    "accountability.reminders": run_reminders,
    "accountability.escalations": run_escalation,
    "accountability.undertakings": remind_undertakings,
    "accountability.promises": remind_promises,
    "accountability.problem_tasks": remind_tasks,
    SUCCESSORS: hand_over_asks,
}
DUTIES = tuple(kind for kind in ROUNDS if kind != SUCCESSORS)
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


def _handle(kind: str, duty: Duty) -> None:
    """Carry out `duty` for the day it is run on, also when its row is from an earlier day: what is due now counts."""

    @jobs.handles(kind, transactional=False, lease=LEASE)
    def run(effect: OwedEffect, now: datetime) -> None:
        report = duty(on=timezone.localdate(now), now=now)
        logger.info("%s %s", kind, report.summary)


for _kind, _duty in ROUNDS.items():
    _handle(_kind, _duty)


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
