"""kill -9 of a real worker with 200 effects waiting: worker and timetable, started again, do all once each."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[2]
EFFECTS = 200
pytestmark = pytest.mark.system

SETUP = """
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE test_done (effect_id integer NOT NULL)")
"""
OWE = """
from django.db import transaction
from django.utils import timezone
from core import jobs
with transaction.atomic():
    for number in range(%d):
        jobs.owe("test.count", key=number, now=timezone.now())
"""
COUNT = """
SELECT (SELECT count(*) FROM test_done), (SELECT count(DISTINCT effect_id) FROM test_done),
    count(CASE WHEN state = 'done' THEN 1 END), count(CASE WHEN state = 'claimed' THEN 1 END),
    count(CASE WHEN state = 'owed' THEN 1 END)
FROM core_owedeffect WHERE kind = 'test.count'
"""


@pytest.fixture
def environment(tmp_path):
    """A fresh installation: its own SQLite file (or the given PostgreSQL) and filesystem broker."""
    env = {
        **os.environ,
        "PETITION_VAR_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "CELERY_BROKER_URL": "filesystem://",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LOG_LEVEL": "WARNING",
        "PETITION_SWEEP_SECONDS": "2",  # a minute in real life
    }
    if "DATABASE_URL" in env:  # a database of its own beside the suite's
        name = f"kill_{os.getpid()}"
        base = env["DATABASE_URL"].rpartition("/")[0]
        subprocess.run(["psql", f"{base}/postgres", "-qc", f"CREATE DATABASE {name}"], check=True)
        env["DATABASE_URL"] = f"{base}/{name}"
        yield env
        subprocess.run(
            ["psql", f"{base}/postgres", "-qc", f"DROP DATABASE {name} WITH (FORCE)"], check=True
        )
    else:
        yield env


def python(env, code):
    """Run code inside the product, in a process of its own."""
    script = f"import tests.system.counting\n{code}"
    subprocess.run([sys.executable, "-c", script], env=env, cwd=ROOT, check=True, timeout=150)


def numbers(env):
    """What the database says, read from outside."""
    if "DATABASE_URL" in env:
        connection = psycopg2.connect(env["DATABASE_URL"])
    else:
        connection = sqlite3.connect(Path(env["PETITION_VAR_DIR"]) / "petition.sqlite3", timeout=30)
    with closing(connection), closing(connection.cursor()) as cursor:
        cursor.execute(COUNT)
        names = ("rows", "different", "done", "claimed", "owed")
        return dict(zip(names, cursor.fetchone(), strict=True))


def start(env, log, *command):
    """One of the processes of scripts/run.sh, with the same arguments."""
    with log.open("a") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "tests.system.counting", *command],
            env=env, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def start_worker(env, log):
    return start(
        env, log, "worker", "--loglevel", "WARNING", "--concurrency", "2",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    )  # fmt: skip


def start_beat(env, log, folder):
    return start(
        env, log, "beat", "--loglevel", "WARNING", "--schedule", str(folder / "beat"), "--pidfile", ""
    )  # fmt: skip


def kill(process):
    """Kill a process with its children, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)


def wait_until(env, enough, *, seconds):
    """The numbers as soon as they are enough, or when the time is over."""
    end = time.monotonic() + seconds
    while not enough(found := numbers(env)) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def test_two_hundred_effects_survive_kill_9(environment, tmp_path):
    log = tmp_path / "worker.log"
    python(environment, SETUP)
    python(environment, OWE % EFFECTS)
    assert numbers(environment)["owed"] == EFFECTS

    worker = start_worker(environment, log)
    middle = wait_until(environment, lambda found: found["done"] >= 20, seconds=60)
    kill(worker)
    assert 20 <= middle["done"] < EFFECTS, log.read_text()
    assert numbers(environment)["done"] < EFFECTS, "the kill came too late to prove anything"

    # What the broker still held would hide what it lost: the database alone must suffice.
    for message in (tmp_path / "var" / "broker" / "queue").iterdir():
        message.unlink()
    worker, beat = start_worker(environment, log), start_beat(environment, log, tmp_path)
    try:
        end = wait_until(environment, lambda found: found["done"] == EFFECTS, seconds=90)
    finally:
        kill(beat)
        kill(worker)
    assert end == {
        "rows": EFFECTS, "different": EFFECTS, "done": EFFECTS, "claimed": 0, "owed": 0,
    }, log.read_text()  # fmt: skip
