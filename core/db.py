"""What one database engine needs and the other does not."""

from __future__ import annotations

import time
import zlib

from django.db import OperationalError, connection, transaction

#: Shorter than the server's deadlock check (one second): the job gives way before a writer is aborted.
PATIENCE_MS = 400
ATTEMPTS = 20
PAUSE_SECONDS = 0.25


def in_turn(name: str) -> None:
    """Let one transaction at a time go on from here, until it ends.

    SQLite begins every writing transaction alone (`transaction_mode` IMMEDIATE), so nothing is needed there.

    Args:
        name: what is done in turn.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(name.encode())])


def wait_for_writers(*tables: str) -> bool:
    """Hold new writers of these tables until the transaction ends, once those at work have finished.

    Whoever writes afterwards sees what the transaction committed. Writers wait for `PATIENCE_MS` at most
    before the job gives way and tries again.

    Returns:
        False when some transaction went on writing all the while: the caller tries again another day.
    """
    if connection.vendor != "postgresql":
        return True
    quoted = ", ".join(connection.ops.quote_name(table) for table in tables)
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE_SECONDS)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
                cursor.execute(f"LOCK TABLE {quoted} IN SHARE MODE")
                cursor.execute("SET LOCAL lock_timeout = DEFAULT")
        except OperationalError:
            continue
        return True
    return False
