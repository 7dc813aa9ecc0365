"""One migrated database for every worker and run: built from zero per state of the migrations, then copied.

Migrating from zero takes seconds, copying takes milliseconds. The template is made by the product's
own `migrate` command in a process of its own, so each change of a migration is proved from zero on
the engine in use; `--create-db` migrates from zero without it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.apps import apps
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(tempfile.gettempdir()) / f"petition-test-templates-{os.getuid()}"
PREFIX = "petition_template_"
#: Templates that are kept: those of other working copies and branches on the same machine are in use too.
KEPT = 12


def migrations_digest() -> str:
    """Name the state of all migrations, the products' and the packages', in twelve hex digits."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One process at a time for each template: the others wait for it instead of building their own."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    """Run `migrate` from zero on `url`, as an installation does."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )


def copy_sqlite_template(target: Path) -> None:
    """Put a migrated database file at `target`."""
    name = f"{PREFIX}{migrations_digest()}"
    with _alone(name):
        template = FOLDER / f"{name}.sqlite3"
        if not template.exists():
            others = sorted(
                FOLDER.glob(f"{PREFIX}*.sqlite3"), key=lambda file: file.stat().st_mtime
            )
            for stale in others[: -KEPT + 1]:
                stale.unlink(missing_ok=True)
            draft = template.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            _migrate(f"sqlite:///{draft}")
            draft.rename(template)
        shutil.copyfile(template, target)


def postgres_template() -> str:
    """Return the name of a migrated database on the server of `DATABASE_URL`, making it if needed."""
    name = f"{PREFIX}{migrations_digest()}"
    draft = f"{name}_draft"
    with _alone(f"{name}-server"), connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{PREFIX}%"]
        )
        present = [row[0] for row in cursor.fetchall()]
        if name not in present:
            for stale in {draft, *present[: -KEPT + 1]}.intersection(present):
                cursor.execute(f'DROP DATABASE IF EXISTS "{stale}"')
            cursor.execute(f'CREATE DATABASE "{draft}"')
            _migrate(urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{draft}")))
            cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    return name


@contextmanager
def emptied_by_delete() -> Iterator[None]:
    """Empty PostgreSQL's tables by DELETE between tests that commit: TRUNCATE of so many tables takes seconds, and waits for every reader.

    Triggers and foreign keys sleep meanwhile, which only a superuser may ask for; anybody else keeps the TRUNCATE.
    """
    if connection.vendor != "postgresql" or not _is_superuser():
        yield
        return
    operations = type(connection.ops)
    original = operations.sql_flush

    def by_delete(
        self: Any,
        style: Any,
        tables: list[str],
        *,
        reset_sequences: bool = False,
        allow_cascade: bool = False,
    ) -> list[str]:
        if reset_sequences:
            return original(
                self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
            )
        deletes = [f"DELETE FROM {self.quote_name(table)}" for table in tables]
        return ["SET LOCAL session_replication_role = replica", *deletes]

    operations.sql_flush = by_delete
    yield
    operations.sql_flush = original


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
