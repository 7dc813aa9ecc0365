"""A county's matters of many years, made by the server itself: PostgreSQL only.

Fifteen years of matters with two limits each, in the units and classes of the demonstration county. Nineteen of twenty are closed
within a hundred days, one of a hundred stays open for good; one limit of seven is missed. One matter of eleven repeats an earlier one.
What is closed was answered by an opinion, and one answer of three was rated.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection

YEARS = 15
BULK = ("petitions_case", "petitions_clock", "petitions_document", "petitions_evaluation")
#: A repeat follows so many matters later.
APART = 5000

CASE: dict[str, str] = {
    "number": "'S' || lpad(n::text, 10, '0')",
    "lookup_code": "'L' || lpad(n::text, 10, '0')",
    "form": "(ARRAY['visit','letter','online','call'])[1 + (h % 4)]",
    "level_visited": "CASE WHEN h % 50 = 7 THEN 'city' ELSE 'county' END",
    "head_count": "CASE WHEN h % 40 = 0 THEN 5 + h % 30 ELSE 1 + h % 2 END",
    "is_collective": "h % 40 = 0",
    "is_anonymous": "FALSE",
    "purpose": "CASE WHEN h % 100 = 3 THEN 'accusation' ELSE 'request' END",
    "legal_class": "CASE WHEN h % 100 = 3 THEN 'report' ELSE 'claim' END",
    "content_class_id": "CASE WHEN h % 30 = 1 THEN NULL ELSE classes[1 + (h / 7) % cardinality(classes)] END",
    "place_id": "CASE WHEN h % 60 = 1 THEN NULL ELSE places[1 + (h / 11) % cardinality(places)] END",
    "title": "'反映事项' || n",
    "statement": "repeat('反映房屋征收补偿安置问题，请求依法处理。', 4)",
    "is_urgent": "FALSE",
    "repeat_of_id": f"CASE WHEN n > {APART} AND h % 11 = 5 THEN n - {APART} END",
    "received_on": "received",
    "registered_at": "received + interval '10 hours'",
    "registered_by_id": "clerk",
    "receiving_unit_id": "office",
    "from_superior": "FALSE",
    "first_contact_id": "clerk",
    "first_contact_unit_id": "office",
    "responsible_unit_id": "owners[1 + (h / 13) % cardinality(owners)]",
    "escalation_level": "0",
    "status": "CASE WHEN closed <= today THEN 'concluded' ELSE 'accepted' END",
    "accepted_on": "received",
    "concluded_on": "CASE WHEN closed <= today THEN closed END",
    "closed_on": "CASE WHEN closed <= today THEN closed END",
    "procedure": "'ordinary'",
}
ROWS = """
    SELECT n, h, received,
        CASE WHEN h % 100 = 9 THEN DATE '9000-01-01'
             WHEN h % 20 = 4 THEN received + 90 + h % 200 ELSE received + 5 + h % 60 END AS closed
    FROM (
        SELECT n, abs(hashint4(n)) AS h, %s::date + (n::bigint * %s / (%s + 1))::int AS received
        FROM generate_series(1, %s) AS n
    ) AS numbered
"""


def fill(count: int, *, today: date, units: dict[str, Any]) -> None:
    """Write `count` matters up to `today` and their limits.

    Args:
        count: how many.
        today: nothing happened later.
        units: "places", "owners", "classes" (lists of keys), "office", "clerk".
    """
    first = today - timedelta(days=YEARS * 365)
    with connection.cursor() as cursor:
        indexes = _drop_indexes(cursor)
        cursor.execute("SET session_replication_role = replica")  # no triggers, no look-ups of keys
        _insert_cases(cursor, count, first=first, today=today, units=units)
        _insert_clocks(cursor, today)
        _insert_answers(cursor)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for definition in indexes:
            cursor.execute(definition)
        for table in BULK:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        cursor.execute(f"VACUUM ANALYZE {', '.join(BULK)}")


def _drop_indexes(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint)",
        [list(BULK)],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def _columns(model: Any, values: dict[str, str]) -> dict[str, str]:
    """Every column: what is given, else nothing."""
    found = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        empty = "NULL" if field.null else "''"
        found[field.column] = values.get(field.column, empty)
    return found


def _insert_cases(
    cursor: Any, count: int, *, first: date, today: date, units: dict[str, Any]
) -> None:
    from petitions.models import Case

    columns = _columns(Case, CASE)
    cursor.execute(
        f"INSERT INTO petitions_case ({', '.join(columns)}) "
        f"SELECT {', '.join(columns.values()).replace('%', '%%')} FROM ("
        + ROWS.replace(" % ", " %% ")
        + ") AS made, (SELECT %s::bigint[] AS places, %s::bigint[] AS owners, %s::bigint[] AS classes, "
        "%s::bigint AS office, %s::bigint AS clerk, %s::date AS today) AS given",
        [
            first, (today - first).days, count, count,
            units["places"], units["owners"], units["classes"], units["office"], units["clerk"], today,
        ],
    )  # fmt: skip


def _insert_clocks(cursor: Any, today: date) -> None:
    from petitions.models import Clock

    stops = {
        "C4": "CASE WHEN c.received_on + 2 + c.id::int % 15 <= %s THEN c.received_on + 2 + c.id::int % 15 END",
        "C8": "CASE WHEN c.closed_on <= %s THEN c.closed_on END",
    }
    for code, days in (("C4", 15), ("C8", 60)):
        columns = _columns(
            Clock,
            {
                "case_id": "id", "code": f"'{code}'", "name": f"'{code}'", "article": "'《信访工作条例》'",
                "owed_by_unit_id": "responsible_unit_id", "started_on": "received_on",
                "due_on": f"received_on + {days}", "raw_due_on": f"received_on + {days}",
                "is_provisional": "FALSE", "explanation": "'{}'::jsonb",
                "status": "CASE WHEN stop IS NULL THEN 'open' ELSE 'met' END",
                "stopped_on": "stop", "on_time": f"stop <= received_on + {days}",
            },
        )  # fmt: skip
        cursor.execute(
            f"INSERT INTO petitions_clock ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
            f"FROM (SELECT c.*, {stops[code].replace(' % ', ' %% ')} AS stop FROM petitions_case c) AS made",
            [today],
        )


def _insert_answers(cursor: Any) -> None:
    """The opinion served when a matter was closed, and what one petitioner of three said of it."""
    from petitions.models import Document, Evaluation

    closed = "c.closed_on + interval '10 hours'"
    answers = _columns(
        Document,
        {
            "case_id": "c.id", "kind": "'opinion'", "title": "'信访处理意见书'", "issued_on": "c.closed_on",
            "served_on": "c.closed_on", "served_how": "'in_person'", "recorded_at": closed, "content": "'{}'::jsonb",
            "state": "'signed'", "unit_id": "c.responsible_unit_id", "issued_by_id": "c.registered_by_id",
        },
    )  # fmt: skip
    rating = "CASE WHEN c.id % 9 = 0 THEN 'bad' WHEN c.id % 2 = 0 THEN 'good' ELSE 'fair' END"
    ratings = _columns(
        Evaluation,
        {
            "case_id": "c.id", "target": "'unit'", "rating": rating, "reason": "'说明'", "source": "'public'",
            "at": closed,
        },
    )  # fmt: skip
    for table, columns, which in (
        ("petitions_document", answers, "TRUE"),
        ("petitions_evaluation", ratings, "c.id % 3 = 0"),
    ):
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
            f"FROM petitions_case c WHERE c.closed_on IS NOT NULL AND {which}"
        )
