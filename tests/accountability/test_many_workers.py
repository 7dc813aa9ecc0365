"""Eight workers run the same jobs at the same moment: every reminder, step, fall, digest and message exists once.

On SQLite writers queue up behind one another, so that there is nothing to prove; PostgreSQL lets them collide.
"""

import threading
from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection

from accountability.models import (
    Digest,
    Escalation,
    Instruction,
    LevelFall,
    Notice,
    NoticeKind,
    Reminder,
)
from accountability.services.daily import run_escalation, run_reminders
from accountability.tasks import daily_duties
from core import jobs
from core.models import AuditEntry, Mail, OwedEffect, Sms
from organizations.enums import PostKind
from organizations.models import Term
from petitions.models import Case, Clock
from tests.accountability.conftest import DUE, World
from tests.factories.organizations import make_term, make_user
from tests.factories.petitions import SHANGHAI, at

WORKERS = 8
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'",
        reason="SQLite lets one writer in at a time; set DATABASE_URL to PostgreSQL to let workers collide",
    ),
]


def days(count):
    return DUE + timedelta(days=count)


def moment(count, hour, minute=0):
    day = days(count)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def at_once(work):
    """Let every worker do the same thing at the same moment; fails with what any of them raised."""
    barrier, problems = threading.Barrier(WORKERS), []

    def worker():
        try:
            barrier.wait()
            work()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems, problems


def sweep_at(now):
    """What a worker does in a minute: it takes whatever it can get."""

    def work():
        for pk in jobs.sweep(now=now):
            jobs.run(pk, now=now)

    return work


def level_notices():
    kinds = Notice.objects.filter(kind=NoticeKind.ESCALATION).order_by()
    return kinds.count()


@pytest.fixture
def county():
    """Six overdue matters, two due soon, one at level 2 whose duty was done, one whose deputy was replaced."""
    world = World().add_leaders()
    for user, phone in ((world.officer, "13800000001"), (world.deputy, "13800000002")):
        user.phone = phone
        user.save()
    for _ in range(5):
        world.add_clock(world.add_case())
    for _ in range(2):
        world.add_clock(world.add_case(), due_on=days(8))
    done = world.add_case(escalation_level=2)
    met = world.add_clock(done, due_on=days(-9), stopped_on=days(0))
    for level, user in ((1, world.officer), (2, world.deputy)):
        Escalation.objects.create(
            case=done, clock=met, from_level=level - 1, level=level, days_overdue=5, reason="逾期",
            recipient=user, fired_at=at(days(-3)),
        )  # fmt: skip
    # Whose matters they are is settled, as after every registration: else the leaders' run names somebody and says so.
    Case.objects.update(leader=world.deputy)
    return world


def test_eight_runs_of_the_services_do_what_one_run_does(county):
    for count in (1, 5):
        on = days(count)
        at_once(partial(run_reminders, on=on, now=at(on, 7)))
        at_once(partial(run_escalation, on=on, now=at(on, 7)))

    overdue = Clock.objects.filter(due_on=DUE).count()
    assert overdue == 6
    steps = Escalation.objects.exclude(case__escalation_level=0)
    assert Counter(steps.values_list("level", flat=True)) == {1: 6, 2: 6}
    assert set(Case.objects.values_list("escalation_level", flat=True)) == {0, 2}
    assert LevelFall.objects.count() == 1
    told = Counter(Notice.objects.values_list("kind", flat=True))
    assert (told[NoticeKind.ESCALATION], told[NoticeKind.FALL]) == (12, 2)
    assert told[NoticeKind.OVERDUE] + told[NoticeKind.REMINDER] == Reminder.objects.count() == 16
    once = Reminder.objects.values_list("clock", "step", "due_on", "recipient")
    assert len(once) == len(set(once))
    assert AuditEntry.objects.filter(verb="case.escalate").count() == 12


def test_eight_runs_pass_an_ask_and_an_instruction_on_once(county):
    run_escalation(on=days(1), now=at(days(1), 7))
    run_escalation(on=days(5), now=at(days(5), 7))
    step = Escalation.objects.filter(level=2, recipient=county.deputy, fall=None).first()
    Instruction.objects.create(
        case=step.case, escalation=step, given_by=county.principal, given_at=at(days(5)), text="办",
        due_on=days(20), to_user=county.deputy, to_post=Term.objects.get(user=county.deputy).post,
    )  # fmt: skip
    Term.objects.filter(user=county.deputy).update(ends_on=days(5))
    successor = make_user("接任", unit=county.town)
    make_term(successor, county.town, PostKind.DEPUTY, starts_on=days(6))
    before = level_notices()
    at_once(lambda: run_escalation(on=days(6), now=at(days(6), 7)))

    asked = Escalation.objects.filter(level=2, recipient=successor)
    assert asked.count() == 6
    assert Escalation.objects.filter(level=2, replaced_at__isnull=False).count() == 6
    assert level_notices() - before == 6
    row = Instruction.objects.get()
    assert (row.to_user, row.notes.count()) == (successor, 1)
    assert Notice.objects.filter(kind=NoticeKind.INSTRUCTION).count() == 1


def test_eight_workers_of_the_timetable_send_everybody_one_message_a_day(county):
    for count in (1, 5):
        with time_machine.travel(moment(count, 7, 35), tick=False):
            at_once(daily_duties)
            for minute in (35, 36, 37):
                at_once(sweep_at(moment(count, 7, minute)))
        for minute in (0, 1, 2, 3):
            at_once(sweep_at(moment(count, 8, minute)))

    assert not OwedEffect.objects.filter(state="failed").exists()
    assert not Notice.objects.filter(carried_at__isnull=True).exists()
    assert Notice.objects.filter(kind=NoticeKind.ESCALATION).count() == 12
    slots = Digest.objects.values_list("user", "slot")
    assert len(slots) == len(set(slots))
    mails = Counter(Mail.objects.values_list("recipient__name", flat=True))
    assert mails == {"镇信访干部": 2, "镇分管领导": 1}, (
        "nothing but the fall, on screen, on the first day"
    )
    texts = Counter(Sms.objects.values_list("recipient__name", flat=True))
    assert texts == mails
    assert set(Mail.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert set(Sms.objects.values_list("state", "attempts")) == {("sent", 1)}
