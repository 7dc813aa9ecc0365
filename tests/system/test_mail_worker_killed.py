"""kill -9 of the worker in the middle of sixty mails: nobody gets two, and whoever may have got none is named."""

import os
import subprocess
import time

import pytest

from tests.support.database import copy_sqlite_template, postgres_template
from tests.system.mail_kills import RECIPIENTS, Trial, installation, seeded

pytestmark = [pytest.mark.system, pytest.mark.timeout(240)]


@pytest.fixture
def environment(tmp_path):
    """A migrated database of its own."""
    env = installation(tmp_path)
    if "DATABASE_URL" not in env:
        (tmp_path / "var").mkdir()
        copy_sqlite_template(tmp_path / "var" / "petition.sqlite3")
        yield env
        return
    name, base = f"mailkill_{os.getpid()}", env["DATABASE_URL"].rpartition("/")[0]
    server = ["psql", f"{base}/postgres", "-qc"]
    subprocess.run([*server, f"CREATE DATABASE {name} TEMPLATE {postgres_template()}"], check=True)
    env["DATABASE_URL"] = f"{base}/{name}"
    yield env
    subprocess.run([*server, f"DROP DATABASE {name} WITH (FORCE)"], check=True)


@pytest.mark.django_db
def test_nobody_gets_two_bulletins_and_every_doubt_is_visible(environment, tmp_path):
    with Trial(environment, tmp_path, seeded(time.time_ns())) as trial:
        outcome = trial.round("2024-01", kills=2)
    assert outcome.is_right, outcome
    assert outcome.sent + outcome.unknown == RECIPIENTS
    assert outcome.unknown <= 4, (
        outcome
    )  # two processes were killed twice; nothing else is in doubt
