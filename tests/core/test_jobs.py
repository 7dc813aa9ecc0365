"""The queue of record: once for a key, repaired by the sweep, never lost to a broker or a bad task."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from kombu.exceptions import OperationalError

from config.schedule import BEAT_SCHEDULE
from core import jobs
from core.models import Counter, OwedEffect
from core.tasks import run_effect, sweep

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """Registers handlers of kinds that live as long as the test."""
    monkeypatch.setattr(jobs, "_HANDLERS", dict(jobs._HANDLERS))

    def register(run, *, name="test.kind", **more):
        jobs.handles(name, **more)(run)
        return name

    return register


def owe(name="test.kind", key=1, **more):
    return jobs.owe(name, key=key, now=NOW, **more)[0]


def run(effect, now=NOW):
    done = jobs.run(effect.pk, now=now)
    effect.refresh_from_db()
    return done


def test_owed_once_for_kind_key_and_period(kind):
    kind(lambda effect, now: None)
    assert jobs.owe("test.kind", key=1, period="2026-03", now=NOW)[1]
    assert not jobs.owe("test.kind", key=1, period="2026-03", now=NOW)[1]
    assert jobs.owe("test.kind", key=1, period="2026-04", now=NOW)[1]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_break_the_act(kind, monkeypatch, caplog):
    kind(lambda effect, now: None)

    def down(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(run_effect, "apply_async", down)
    with transaction.atomic():
        effect = owe()
    assert "connection refused" in caplog.text
    assert jobs.sweep(now=NOW) == [effect.pk]


def test_work_of_a_transactional_handler_is_undone_with_its_failure(kind):
    def half(effect, now):
        Counter.objects.create(scope="half", value=1)
        raise ValueError("broke down")

    kind(half)
    effect = owe()
    assert not run(effect)
    assert not Counter.objects.exists()
    assert (effect.state, effect.attempts) == ("owed", 1)
    assert effect.last_error == "ValueError: broke down"
    assert effect.due_at == NOW + timedelta(minutes=2)


def test_gives_up_after_eight_attempts_and_a_person_restarts_it(kind):
    def fail(effect, now):
        raise ValueError

    kind(fail)
    effect, now = owe(), NOW
    for _ in range(jobs.MAX_ATTEMPTS):
        run(effect, now=now)
        now = effect.due_at
    assert effect.state == "failed"
    assert jobs.sweep(now=now + timedelta(days=9)) == []
    kind(lambda effect, now: None)
    assert jobs.retry(effect.pk, now=now)
    assert run(effect, now=now)


def test_a_task_that_kills_its_worker_each_time_is_given_up_too(kind):
    kind(lambda effect, now: None)
    effect = owe()
    OwedEffect.objects.update(state="claimed", claimed_at=NOW, attempts=jobs.MAX_ATTEMPTS)
    assert not run(effect, now=NOW + jobs.LEASE)
    assert (effect.state, effect.last_error) == ("failed", "the worker died in every attempt")


def test_a_claim_is_honoured_for_the_lease_of_its_own_kind(kind):
    kind(lambda effect, now: None, name="test.short", lease=timedelta(minutes=1))
    kind(lambda effect, now: None, name="test.long", lease=timedelta(hours=1))
    short, long = owe("test.short"), owe("test.long")
    OwedEffect.objects.update(state="claimed", claimed_at=NOW, claim_token="t")
    assert jobs.sweep(now=NOW + timedelta(minutes=2)) == [short.pk]
    assert jobs.sweep(now=NOW + timedelta(hours=1)) == [short.pk, long.pk]
    assert jobs.claim(long.pk, now=NOW + timedelta(minutes=2)) is None


def test_whoever_lost_the_claim_does_not_finish(kind):
    def slow(effect, now):
        Counter.objects.create(scope="slow", value=1)
        OwedEffect.objects.filter(pk=effect.pk).update(claim_token="another worker")

    kind(slow)
    effect = owe()
    assert not run(effect)
    assert not Counter.objects.exists()
    assert effect.state != "done"


def test_postponed_is_not_a_failure(kind):
    def later(effect, now):
        raise jobs.Postpone(NOW + timedelta(hours=3))

    kind(later)
    effect = owe()
    run(effect)
    assert (effect.state, effect.attempts) == ("owed", 0)
    assert effect.due_at == NOW + timedelta(hours=3)


def test_sweep_is_bounded_and_oldest_first(kind, django_assert_max_num_queries):
    kind(lambda effect, now: None)
    effects = [owe(key=n, due_at=NOW - timedelta(minutes=n)) for n in range(20)]
    with django_assert_max_num_queries(len({h.lease for h in jobs._HANDLERS.values()})):
        found = jobs.sweep(now=NOW, limit=5)
    assert found == [effect.pk for effect in reversed(effects)][:5]


def test_task_of_the_sweep_hands_over_what_is_due(kind, monkeypatch):
    kind(lambda effect, now: None)
    sent = []
    monkeypatch.setattr(run_effect, "apply_async", lambda args, **kwargs: sent.append(args[0]))
    effect = owe()
    sweep()
    assert sent == [effect.pk]


def test_command_runs_what_is_due_or_lists_it(kind):
    kind(lambda effect, now: None)
    effect, out = owe(), StringIO()
    call_command("sweep", "--dry-run", stdout=out)
    effect.refresh_from_db()
    assert effect.state == "owed"
    assert f"would run: {effect} (owed" in out.getvalue()
    call_command("sweep", stdout=out)
    assert "ran 1 effects, 1 done; 0 messages" in out.getvalue()


def test_handlers_are_known_in_every_process_not_only_in_the_worker():
    code = (
        "import django; django.setup(); from core import jobs; import sys; "
        "sys.exit(not {'mail.send', 'accountability.digest'} <= jobs._HANDLERS.keys())"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_job_of_the_timetable_exists_and_sweeps_do_not_pile_up():
    from config.celery import app

    app.loader.import_default_modules()
    assert {entry["task"] for entry in BEAT_SCHEDULE.values()} <= set(app.tasks)
    assert BEAT_SCHEDULE["core.sweep"]["schedule"] == 60
    assert BEAT_SCHEDULE["core.sweep"]["options"]["expires"] <= 300
