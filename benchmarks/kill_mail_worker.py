"""kill -9 of the worker in the middle of sending a bulletin to sixty people, twenty times at random moments.

    .venv/bin/python -m benchmarks.kill_mail_worker [--rounds 20] [--seed 1]
    DATABASE_URL=postgres://… .venv/bin/python -m benchmarks.kill_mail_worker

Each round publishes a month, starts a real worker, kills it with its children, starts another one, waits until no mail is
waiting, and compares the rows with what a real mail server on this machine accepted. It prints one line a round and the sum,
and ends with 1 when anybody got two messages, or got none without a row that says so. On PostgreSQL it makes a database of its own.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.system.mail_kills import RECIPIENTS, ROOT, Outcome, Trial, installation, seeded


@contextmanager
def database(env: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a database from zero, dropped at the end."""
    if "DATABASE_URL" not in env:
        yield env
        return
    base, name = env["DATABASE_URL"].rpartition("/")[0], f"mailkill_{os.getpid()}"
    server = ["psql", f"{base}/postgres", "-qc"]
    subprocess.run([*server, f"CREATE DATABASE {name}"], check=True)
    try:
        yield {**env, "DATABASE_URL": f"{base}/{name}"}
    finally:
        subprocess.run([*server, f"DROP DATABASE {name} WITH (FORCE)"], check=True)


def months(number: int) -> list[str]:
    """As many months from January 2022 on."""
    return [f"{2022 + index // 12}-{index % 12 + 1:02d}" for index in range(number)]


def report(found: list[Outcome]) -> int:
    """Print the sum; 0 when every round was right."""
    total = {
        name: sum(getattr(one, name) for one in found)
        for name in ("sent", "unknown", "unknown_arrived", "other", "doubles", "sent_but_missing")
    }
    print(
        f"{len(found)} kills, {len(found) * RECIPIENTS} messages: {total['sent']} sent and arrived once, "
        f"{total['unknown']} marked unknown ({total['unknown_arrived']} of them had arrived once), "
        f"{total['doubles']} doubles, {total['sent_but_missing']} marked sent that never arrived, "
        f"{total['other']} in another state"
    )
    return 0 if all(one.is_right for one in found) else 1


def main() -> int:
    """Run the rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=time.time_ns())
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    found = []
    with tempfile.TemporaryDirectory() as name, database(installation(Path(name))) as env:
        (Path(name) / "var").mkdir()
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=env, cwd=ROOT, check=True)
        with Trial(env, Path(name), seeded(options.seed)) as trial:
            for period in months(options.rounds):
                one = trial.round(period)
                found.append(one)
                print(
                    f"{period}: killed at {one.kills[0]} accepted; sent {one.sent}, unknown {one.unknown} "
                    f"(arrived {one.unknown_arrived}), doubles {one.doubles}",
                    flush=True,
                )
    return report(found)


if __name__ == "__main__":
    sys.exit(main())
