"""The triggers that re-open closed months: put in after each `migrate`, and found missing by the job.

They are no part of a migration on purpose. SQLite rebuilds a table to alter it, which loses the triggers on it and
refuses triggers that name it; so they go before a migration there and come back after it (docs/adr/0031).
"""

from __future__ import annotations

from django.db import connection, transaction

from reporting.domain.month_triggers import PREFIX, Trigger, statements, triggers
from reporting.models import ClosedMonth
from reporting.selectors.cases import CONCLUDE, INFORM

NEEDED = {"petitions_case", "petitions_clock", "reporting_closedmonth", "reporting_monthtouch"}
_SQLITE = (
    "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s"
)
_POSTGRESQL = (
    "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relnamespace = current_schema()::regnamespace "
    "AND left(t.tgname, %s) = %s"
)


def wanted() -> tuple[Trigger, ...]:
    """The triggers of this release on this engine."""
    return triggers(connection.vendor, codes=INFORM + CONCLUDE)


def installed() -> dict[str, str]:
    """Name → table of the triggers that are at work."""
    query = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        cursor.execute(query, [len(PREFIX), PREFIX])
        return dict(cursor.fetchall())


def install_triggers() -> bool:
    """Make what is missing and drop what is outdated.

    Where any was missing nobody wrote down what changed meanwhile, so every closed month is counted again.

    Returns:
        True when something was missing.
    """
    with connection.cursor() as cursor:
        if NEEDED - set(connection.introspection.table_names(cursor)):
            return False
    there = installed()
    missing = [trigger for trigger in wanted() if trigger.name not in there]
    if not missing:
        return False
    with transaction.atomic():
        remove_triggers()
        with connection.cursor() as cursor:
            for trigger in wanted():
                for sql in statements(connection.vendor, trigger):
                    cursor.execute(sql)
        ClosedMonth.objects.update(is_open=True)
    return True


def remove_triggers() -> None:
    """Drop all of them, of this release or another."""
    with connection.cursor() as cursor:
        for name, table in installed().items():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
            else:
                cursor.execute(f"DROP TRIGGER {name}")
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT proname FROM pg_proc WHERE left(proname, %s) = %s", [len(PREFIX), PREFIX]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
