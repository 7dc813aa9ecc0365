"""The numbers of the matters behind each item that cost a unit points, for the annex of the bulletin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from accountability.models import RuleSet, ScoreEntry
from organizations.models import Unit
from petitions.enums import LegalClass
from reporting.domain.duties import Deduction
from reporting.domain.number_texts import points_text
from reporting.domain.spans import Period


class Line(NamedTuple):
    """What the annex asks of a stored line, in the order of `COLUMNS`."""

    pk: int
    unit_id: int
    rule_set_id: int
    item: str
    clause: str
    key: str
    points: Decimal
    corrects: bool
    number: str | None
    legal_class: str | None


COLUMNS = (
    "pk", "unit_id", "rule_set_id", "item", "clause", "key", "points", "corrects",
    "case__number", "case__legal_class",
)  # fmt: skip


def deductions_of(period: Period) -> tuple[Deduction, ...]:
    """The numbers of the matters behind each item that cost a unit points in a month (at most three queries).

    A line struck or lessened by an objection counts with what is left of it; a matter kept secret has no number here.
    """
    if period.kind != "month":
        return ()
    entries = ScoreEntry.objects.filter(period=period.code).order_by(
        "-unit__kind", "unit__order", "unit__code", "pk"
    )
    lines: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for row in entries.values_list(*COLUMNS):
        line = Line(*row)
        lines[line.unit_id, line.item].append(line)
    lost = {key: mine for key, mine in lines.items() if sum(line.points for line in mine) < 0}
    units = Unit.objects.in_bulk({unit_id for unit_id, _item in lost})
    names = _item_names({mine[0].rule_set_id for mine in lost.values()})
    return tuple(_deduction(mine, units, names) for mine in lost.values())


def _item_names(rule_sets: Iterable[int]) -> dict[tuple[int, str], str]:
    """(rule set, code of an item) → its name."""
    rows = RuleSet.objects.filter(pk__in=rule_sets).values_list("pk", "items")
    return {(pk, item["code"]): item["name"] for pk, items in rows for item in items}


def _deduction(
    lines: Sequence[Line], units: Mapping[int, Unit], names: Mapping[tuple[int, str], str]
) -> Deduction:
    left: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        left[line.key or str(line.pk)] += line.points
    first = lines[0]
    numbers = (
        line.number
        for line in lines
        if line.number is not None
        and line.legal_class != LegalClass.REPORT
        and not line.corrects
        and left[line.key or str(line.pk)] < 0
    )
    return Deduction(
        unit=str(units[first.unit_id]),
        item=names.get((first.rule_set_id, first.item), first.clause),
        clause=first.clause,
        points=points_text(-sum(left.values(), Decimal(0))),
        numbers=tuple(dict.fromkeys(numbers)),
    )
