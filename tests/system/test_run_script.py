"""`make run` as somebody uses it: start, second start refused, stop, nothing left behind."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.database import copy_sqlite_template

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120
pytestmark = [pytest.mark.system, pytest.mark.timeout(2 * SECONDS)]
READY = "Ctrl-C stops everything"


@pytest.fixture
def environment(tmp_path):
    """An embedded installation of its own, whatever servers the suite itself runs on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "var").mkdir()
    copy_sqlite_template(tmp_path / "var" / "petition.sqlite3")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return {
        **kept,
        "PETITION_VAR_DIR": str(tmp_path / "var"),
        "PETITION_DEMO": "0",
        "PORT": str(port),
    }


def start(environment, log: Path) -> subprocess.Popen:
    with log.open("w") as output:
        run = subprocess.Popen(
            ["bash", "scripts/run.sh"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    end = time.monotonic() + SECONDS
    while READY not in log.read_text() and run.poll() is None and time.monotonic() < end:
        time.sleep(0.2)
    assert READY in log.read_text(), log.read_text()
    return run


def get(environment, address: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", int(environment["PORT"]), timeout=30)
    connection.request("GET", address)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def command(environment, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["bash", "scripts/run.sh", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def programs(environment) -> set[str]:
    """What runs for this installation; a process that has ended shows no environment any more."""
    mark = f"PETITION_VAR_DIR={environment['PETITION_VAR_DIR']}".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes():
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                found |= {Path(word).name for word in words[:2]}
        except OSError:
            continue  # it ended meanwhile
    return found


@pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="the script runs on SQLite; once is enough"
)
def test_start_answer_refuse_a_second_and_stop(environment, tmp_path):
    log = tmp_path / "run.log"
    run = start(environment, log)
    try:
        assert json.loads(get(environment, "/health/")[1]) == {"database": "ok"}
        assert get(environment, "/")[0] == 302
        assert {"gunicorn", "celery"} <= programs(environment)

        second = command(environment)
        assert (second.returncode, "already running" in second.stderr) == (1, True)
        assert (command(environment, "stop").stdout, run.wait(timeout=SECONDS)) == ("stopped\n", 0)
        assert programs(environment) == set()
        assert "nothing is running" in command(environment, "stop").stderr
    finally:
        if run.poll() is None:
            run.send_signal(signal.SIGINT)
            run.wait(timeout=SECONDS)
