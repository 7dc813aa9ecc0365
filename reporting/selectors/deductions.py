"""The numbers of the matters behind each item that cost a unit points, for the annex of the bulletin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from accountability.models import ScoreEntry
from reporting.domain.duties import Deduction
from reporting.domain.number_texts import points_text
from reporting.domain.spans import Period


def deductions_of(period: Period) -> tuple[Deduction, ...]:
    """The numbers of the matters behind each item that cost a unit points in a month (one query).

    A line struck or lessened by an objection counts with what is left of it; a matter kept secret has no number here.
    """
    if period.kind != "month":
        return ()
    entries = (
        ScoreEntry.objects.filter(period=period.code)
        .select_related("unit", "case", "rule_set")
        .order_by("-unit__kind", "unit__order", "unit__code", "pk")
    )
    lines: dict[tuple[int, str], list[ScoreEntry]] = defaultdict(list)
    for entry in entries:
        lines[entry.unit_id, entry.item].append(entry)
    found = (_deduction(mine) for mine in lines.values())
    return tuple(one for one in found if one is not None)


def _deduction(entries: Sequence[ScoreEntry]) -> Deduction | None:
    left: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        left[entry.key or str(entry.pk)] += entry.points
    total = sum(left.values(), Decimal(0))
    if total >= 0:
        return None
    first = entries[0]
    names = {item["code"]: item["name"] for item in first.rule_set.items}
    numbers = (
        entry.case.number
        for entry in entries
        if entry.case is not None
        and not entry.case.is_secret
        and not entry.corrects
        and left[entry.key or str(entry.pk)] < 0
    )
    return Deduction(
        unit=str(first.unit),
        item=names.get(first.item, first.clause),
        clause=first.clause,
        points=points_text(-total),
        numbers=tuple(dict.fromkeys(numbers)),
    )
