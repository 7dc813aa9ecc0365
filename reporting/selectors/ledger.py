"""What each matter of a period is counted as: compared with the same facts later, it tells which matters changed a figure."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q

from petitions.models import Case, Clock
from reporting.domain.spans import Period
from reporting.selectors.cases import CONCLUDE, INFORM, county_cases

COLUMNS = (
    "pk", "number", "received_on", "closed_on", "form", "level_visited", "head_count", "is_collective",
    "repeat_of_id", "content_class__code", "place__path", "responsible_unit__path",
)  # fmt: skip


def ledger(period: Period) -> dict[str, dict[str, Any]]:
    """Number of the matter → facts that the period's figures rest on (two queries); secret matters are left out.

    What happened after the period is left out too, so that the ordinary course of a matter is no change.
    """
    first, last = period.first_day, period.last_day
    due = Clock.objects.filter(due_on__lte=last, code__in=INFORM + CONCLUDE).exclude(
        status="cancelled"
    )
    mine = due.filter(due_on__gte=first)
    concerned = Q(received_on__lte=last) & (Q(closed_on__isnull=True) | Q(closed_on__gte=first))
    # Two lists of keys, each found by an index; one condition with "or" would read every matter there is.
    keys = Case.objects.filter(concerned).order_by().values("pk")
    wanted = keys.union(mine.order_by().values("case"))
    cases = county_cases().filter(pk__in=wanted)
    limits: dict[int, list[list[Any]]] = defaultdict(list)
    # Limits of secret matters are read too and used by none: leaving them out here would read every matter again.
    clocks = due.filter(case__in=wanted).order_by("case_id", "code", "due_on", "pk")
    for case_id, code, owner, day, on_time, stopped in clocks.values_list(
        "case_id", "code", "owed_by_unit__path", "due_on", "on_time", "stopped_on"
    ):
        done = stopped is not None and stopped <= last
        limits[case_id].append([code, owner or "", day.isoformat(), on_time is True, done])
    return {
        row["number"]: _facts(row, limits.get(row["pk"], []), period)
        for row in cases.order_by("number").values(*COLUMNS)
    }


def _facts(row: dict[str, Any], clocks: list[list[Any]], period: Period) -> dict[str, Any]:
    closed = row["closed_on"]
    return {
        "received": row["received_on"].isoformat(),
        "closed": closed.isoformat() if closed and closed <= period.last_day else "",
        "form": row["form"],
        "level": row["level_visited"],
        "persons": row["head_count"],
        "collective": row["is_collective"],
        "repeat": row["repeat_of_id"] is not None,
        "content": row["content_class__code"] or "",
        "place": row["place__path"] or "",
        "owner": row["responsible_unit__path"] or "",
        "clocks": clocks,
    }
