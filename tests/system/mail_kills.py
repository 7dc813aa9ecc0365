"""Rounds of: a bulletin to sixty people, its worker killed with SIGKILL at random moments, started again, counted."""

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
RECIPIENTS = 60
STATES = """
SELECT message.to_address, message.message_id, message.state FROM core_mail message
JOIN reporting_delivery delivery ON delivery.mail_id = message.id
JOIN reporting_bulletin bulletin ON bulletin.id = delivery.bulletin_id WHERE bulletin.period = '%s'
"""


def free_port():
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def installation(folder):
    """Environment of an installation that sends its mail to a sink; the caller provides the database."""
    return {
        **os.environ,
        "PETITION_VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "CELERY_BROKER_URL": "filesystem://",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LOG_LEVEL": "WARNING",
        "PETITION_SWEEP_SECONDS": "1",  # a minute in real life
        "MAIL_TRANSPORT": "smtp",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(free_port()),
    }


@dataclass(frozen=True)
class Outcome:
    """What a round came to: rows by state, and how the sink's count fits them."""

    period: str
    kills: tuple[int, ...]
    sent: int
    unknown: int
    unknown_arrived: int
    other: int
    doubles: int
    sent_but_missing: int
    strangers: int

    @property
    def is_right(self):
        """Each recipient has exactly one message, or one row that asks to be checked; nobody two."""
        wrong = self.other + self.doubles + self.sent_but_missing + self.strangers
        return wrong == 0 and self.sent + self.unknown == RECIPIENTS


class Trial:
    """The processes around one installation."""

    def __init__(self, env, folder, rng):
        self.env, self.folder, self.rng = env, folder, rng
        self.accepted, self.log = folder / "accepted.txt", folder / "worker.log"
        self.worker = self.sink = self.beat = None

    def __enter__(self):
        python = [sys.executable, "-m"]
        self._publishing("county")
        self.sink = self._start(
            [*python, "tests.system.smtp_sink", self.env["EMAIL_PORT"], str(self.accepted)]
        )
        beat = ["beat", "--schedule", str(self.folder / "beat"), "--pidfile", ""]
        self.beat = self._celery(*beat)
        return self

    def __exit__(self, *_failure):
        for process in (self.worker, self.beat, self.sink):
            if process is not None:
                self._kill(process)

    def round(self, period, kills=1):
        """Publish a month, kill the worker `kills` times in the middle of its mails, let another one finish."""
        before = len(self._lines())
        self._publishing(period)
        moments = sorted(self.rng.sample(range(2, RECIPIENTS - 8), kills))
        seen = []
        for moment in moments:
            self._start_worker()
            self._wait(lambda wanted=moment: len(self._lines()) - before >= wanted, 90)
            time.sleep(self.rng.uniform(0, 0.05))
            self._kill(self.worker)
            seen.append(len(self._lines()) - before)
        assert seen[0] < RECIPIENTS, "the kill came too late to prove anything"
        self._start_worker()
        self._wait(lambda: self._settled(period), 120)
        self._kill(self.worker)
        return self._outcome(period, tuple(seen), self._lines()[before:])

    def _outcome(self, period, kills, lines):
        arrived = Counter(line.split()[0] for line in lines)
        rows = self._rows(period)
        states = Counter(state for _address, _id, state in rows)
        return Outcome(
            period=period,
            kills=kills,
            sent=states["sent"],
            unknown=states["unknown"],
            unknown_arrived=sum(arrived[to] for to, _id, state in rows if state == "unknown"),
            other=len(rows) - states["sent"] - states["unknown"],
            doubles=sum(1 for number in arrived.values() if number > 1),
            sent_but_missing=sum(
                1 for to, _id, state in rows if state == "sent" and not arrived[to]
            ),
            strangers=len({line.split()[1] for line in lines} - {key for _to, key, _state in rows}),
        )

    def _settled(self, period):
        return not {state for _to, _id, state in self._rows(period)} & {"queued", "sending"}

    def _rows(self, period):
        """Recipient, Message-ID and state of each mail, read from outside."""
        if "DATABASE_URL" in self.env:
            connection = psycopg2.connect(self.env["DATABASE_URL"])
        else:
            path = Path(self.env["PETITION_VAR_DIR"]) / "petition.sqlite3"
            connection = sqlite3.connect(path, timeout=30)
        with closing(connection), closing(connection.cursor()) as cursor:
            cursor.execute(STATES % period)
            return cursor.fetchall()

    def _lines(self):
        return self.accepted.read_text().splitlines() if self.accepted.exists() else []

    def _publishing(self, what):
        command = [sys.executable, "-m", "tests.system.publishing", what]
        subprocess.run(command, env=self.env, cwd=ROOT, check=True, timeout=150)

    def _start_worker(self):
        self.worker = self._celery(
            "worker",
            "--concurrency",
            "2",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        )

    def _celery(self, *command):
        app = [sys.executable, "-m", "celery", "--app", "tests.system.mailing"]
        return self._start([*app, *command, "--loglevel", "WARNING"])

    def _start(self, command):
        with self.log.open("a") as output:
            return subprocess.Popen(
                command, env=self.env, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    def _kill(self, process):
        """With its children, as a power cut would."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=60)

    def _wait(self, enough, seconds):
        end = time.monotonic() + seconds
        while not enough():
            assert time.monotonic() < end, self.log.read_text()[-4000:]
            time.sleep(0.01)


def seeded(seed):
    """The moments of a trial can be had again, the machine's own chance cannot."""
    return random.Random(seed)
