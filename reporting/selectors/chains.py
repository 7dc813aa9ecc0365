"""Chains of repeats: one matter petitioned three times or more, again in a month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection

from petitions.models import Case
from petitions.querysets import CaseQuerySet
from reporting.domain.periods import Month
from reporting.domain.spans import Period
from reporting.selectors.parts import PARTS

CHAINS_SHOWN = 20
#: Each matter of `seed` with every matter a chain of links joins to it, in either direction.
LINKED = """
WITH RECURSIVE chain (seed, id) AS (
  SELECT id, id FROM petitions_case WHERE id IN ({marks})
  UNION
  SELECT chain.seed, CASE WHEN later.repeat_of_id = chain.id THEN later.id ELSE later.repeat_of_id END
  FROM chain JOIN petitions_case AS later ON later.repeat_of_id = chain.id OR later.id = chain.id
  WHERE later.repeat_of_id IS NOT NULL
)
SELECT chain.seed, COUNT(*), MIN(chain.id)
FROM chain JOIN petitions_case AS one ON one.id = chain.id
WHERE one.legal_class <> 'report' AND one.received_on <= %s
GROUP BY chain.seed
"""
#: As many matters are asked for their chains at once.
SEEDS = 500


@dataclass(frozen=True)
class Chain:
    """One matter petitioned three times or more, again in this month.

    Attributes:
        latest: the last one received in the month.
        length: how many were received until the end of the month; `now`: how many of them in it.
    """

    latest: Case
    length: int
    now: int


@dataclass(frozen=True)
class Chains:
    """Chains of three matters or more.

    Attributes:
        count, matters: how many the month added to, and how many of its matters are in them.
        shown: the longest.
    """

    count: int
    matters: int
    shown: tuple[Chain, ...]


def chains_of(cases: CaseQuerySet, month: Month) -> Chains:
    """Chains of three matters or more that the month added to, the longest shown (three queries, and one more for each
    further 500 matters)."""
    found = sorted(_links(cases, month), key=lambda link: -link.length)
    shown = found[:CHAINS_SHOWN]
    rows = cases.select_related("place", "responsible_unit").defer("statement")
    latest = rows.in_bulk([link.latest for link in shown])
    return Chains(
        count=len(found),
        matters=sum(link.now for link in found),
        shown=tuple(Chain(latest[link.latest], link.length, link.now) for link in shown),
    )


def chain_lengths(cases: CaseQuerySet, month: Month) -> list[tuple[int, int, str | None]]:
    """(times until the end of the month, times in it, path of its latest place) of every chain that the month added to
    (two queries, and one more for each further 500 matters)."""
    return [(link.length, link.now, link.path) for link in _links(cases, month)]


@dataclass(frozen=True, slots=True)
class _Link:
    """One chain: its latest matter of the month with its place, how long it is, how many of it came in the month."""

    latest: int
    path: str | None
    length: int
    now: int


def _links(cases: CaseQuerySet, month: Month) -> list[_Link]:
    """The chains the month added to, the one with the latest matter first."""
    rows = list(
        _thirds(cases, month).order_by("-received_on", "-pk").values_list("pk", "place__path")
    )
    roots: dict[int, tuple[int, int]] = {}
    for at in range(0, len(rows), SEEDS):
        roots |= _lengths([pk for pk, _path in rows[at : at + SEEDS]], until=month.last_day)
    now = Counter(roots[pk][1] for pk, _path in rows)
    latest: dict[int, tuple[int, str | None]] = {}
    for pk, path in rows:
        latest.setdefault(roots[pk][1], (pk, path))
    return [_Link(pk, path, roots[pk][0], now[root]) for root, (pk, path) in latest.items()]


def _thirds(cases: CaseQuerySet, month: Month) -> CaseQuerySet:
    """Matters of the month that were petitioned a third time or more."""
    condition = PARTS["repeats_3"].condition(Period.of(month))
    return cases.filter(
        condition, received_on__gte=month.first_day, received_on__lte=month.last_day
    )


def _lengths(seeds: list[int], *, until: date) -> dict[int, tuple[int, int]]:
    """Matter → (length of its chain until that day, its first matter)."""
    if not seeds:
        return {}
    marks = ", ".join(["%s"] * len(seeds))
    with connection.cursor() as cursor:
        cursor.execute(LINKED.format(marks=marks), [*seeds, until])
        return {seed: (length, root) for seed, length, root in cursor.fetchall()}
