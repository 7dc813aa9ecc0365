"""Case numbers under parallel writers in processes of their own: no gap, no double, on SQLite and PostgreSQL."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from petitions.domain.identity import parse
from tests.support.database import copy_sqlite_template, postgres_template

ROOT = Path(__file__).resolve().parents[2]
WRITERS, EACH = 4, 12
pytestmark = pytest.mark.system

SETUP = """
import django; django.setup()
from tests.factories.organizations import make_county, make_user_with_post
office = make_county()["petition_office"][0]
make_user_with_post("reception", office, "柜员", username="clerk")
"""


@pytest.fixture
def environment(tmp_path):
    """A migrated database of its own, which several processes may open."""
    env = {
        **os.environ,
        "PETITION_VAR_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LOG_LEVEL": "WARNING",
    }
    if "DATABASE_URL" not in env:
        (tmp_path / "var").mkdir()
        copy_sqlite_template(tmp_path / "var" / "petition.sqlite3")
        yield env
        return
    name, base = f"numbering_{os.getpid()}", env["DATABASE_URL"].rpartition("/")[0]
    server = ["psql", f"{base}/postgres", "-qc"]
    template = postgres_template()
    subprocess.run([*server, f"CREATE DATABASE {name} TEMPLATE {template}"], check=True)
    env["DATABASE_URL"] = f"{base}/{name}"
    yield env
    subprocess.run([*server, f"DROP DATABASE {name} WITH (FORCE)"], check=True)


def numbers(env):
    """All case numbers, read from outside."""
    if "DATABASE_URL" in env:
        connection = psycopg2.connect(env["DATABASE_URL"])
    else:
        connection = sqlite3.connect(Path(env["PETITION_VAR_DIR"]) / "petition.sqlite3", timeout=30)
    with closing(connection), closing(connection.cursor()) as cursor:
        cursor.execute("SELECT number FROM petitions_case")
        return [row[0] for row in cursor.fetchall()]


def wait_until_ready(folder):
    """All writers have started and look at the file that sets them off."""
    deadline = time.monotonic() + 60
    while len(list(folder.glob("ready-*"))) < WRITERS:
        assert time.monotonic() < deadline, "a writer did not start"
        time.sleep(0.02)


@pytest.mark.django_db
def test_parallel_writers_leave_no_gap_and_no_double(environment, tmp_path):
    run = [sys.executable, "-c", SETUP]
    subprocess.run(run, env=environment, cwd=ROOT, check=True, timeout=60)
    start = tmp_path / "start"
    command = [sys.executable, "-m", "tests.system.registering", str(EACH), str(start)]
    writers = [subprocess.Popen(command, env=environment, cwd=ROOT) for _ in range(WRITERS)]
    try:
        wait_until_ready(tmp_path)
        start.touch()
        assert [writer.wait(timeout=90) for writer in writers] == [0] * WRITERS
    finally:
        for writer in writers:
            writer.kill()
    found = numbers(environment)
    assert sorted(parse(number).serial for number in found) == list(range(1, WRITERS * EACH + 1))
    assert len(set(found)) == WRITERS * EACH
