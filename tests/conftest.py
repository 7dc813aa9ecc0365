"""Fixtures every test may use, and the strictness the whole suite runs under."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.template.defaulttags import ForNode
from django.utils import translation
from pytest_django import DjangoDbBlocker

from config.strict_templates import refuse_undefined_loop
from tests.support.database import (
    copy_sqlite_template,
    emptied_by_delete,
    postgres_template,
)

pytest_plugins = ["tests.support.telling"]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, which is never committed; skips the test where it is missing."""
    folder = Path(os.environ.get("PETITION_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real data not present: {folder.name} (set PETITION_SHARED_DATA)")
    return folder


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Use the copied SQLite file as it is; PostgreSQL makes its database from the template itself."""
    from_zero = request.config.getvalue("create_db")
    return connection.vendor == "sqlite" and not from_zero


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Start from a migrated copy, see tests/support/database.py; `--create-db` migrates from zero."""
    if request.config.getvalue("create_db"):
        return
    if connection.vendor == "sqlite":
        copy_sqlite_template(Path(connection.settings_dict["TEST"]["NAME"]))
        return
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = postgres_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Databases as pytest-django makes them, emptied between tests in milliseconds."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(emptied_by_delete())
        yield


@pytest.fixture(autouse=True)
def _language_of_the_record():
    """A request in English leaves its language to the thread; the next test starts in Chinese again."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _strict_loops():
    """`{% for %}` over a name the context lacks fails, as `{{ }}` does (Django loops over nothing)."""
    original = ForNode.render

    def render(self, context):
        refuse_undefined_loop(self, context)
        return original(self, context)

    ForNode.render = render
    yield
    ForNode.render = original


@pytest.fixture(autouse=True)
def _clean_between_tests():
    """Caches and the outbox start empty, so that no test depends on another."""
    cache.clear()
    outbox = Path(django_settings.OUTBOX_DIR)
    if outbox.is_dir():
        for message in outbox.iterdir():
            message.unlink()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest tests first, so that no worker waits at the end for the other's journey."""
    items.sort(
        key=lambda item: "tests/journeys/" not in item.nodeid and "/system/" not in item.nodeid
    )
