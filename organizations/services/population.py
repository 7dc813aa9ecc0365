"""Residents per unit and year: the base of every rate per 10,000 people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid
from organizations.authority import Authority
from organizations.models import Population, Unit
from organizations.permissions import require_writer

MAX_RESIDENTS = 5_000_000
YEARS = range(2000, 2101)
HEADER_WORDS = {"机构代码", "代码", "机构", "单位", "code", "unit"}


@dataclass(frozen=True)
class PopulationRow:
    """One line of a population file that can be taken."""

    unit: Unit
    year: int
    residents: int


@dataclass(frozen=True)
class PopulationPlan:
    """What a file would do: rows to take, and (line, reason) of those that cannot be."""

    rows: tuple[PopulationRow, ...]
    errors: tuple[tuple[int, str], ...]


@transaction.atomic
def set_population(
    *,
    authority: Authority | None,
    unit: Unit,
    year: int,
    residents: int,
    source: str,
    now: datetime,
) -> Population:
    """Record the residents of a unit in a year; an earlier number is replaced and stays in the audit.

    Args:
        authority: an administrator; None for the command line, which only the server's keeper has.
        unit: a township, village or the county.
        year: the year the number is for.
        residents: persons.
        source: where the number comes from.
        now: aware time of the act.

    Raises:
        NotAllowed: no administrator. Invalid: year or number out of bounds.
    """
    if authority is not None:
        require_writer(authority)
    if year not in YEARS:
        raise Invalid(_("年份须在 2000 至 2100 之间。"), field="year")
    if not 0 < residents <= MAX_RESIDENTS:
        raise Invalid(_("常住人口须大于零且不超过五百万。"), field="residents")
    old = (
        Population.objects.filter(unit=unit, year=year).values_list("residents", flat=True).first()
    )
    row, _created = Population.objects.update_or_create(
        unit=unit, year=year, defaults={"residents": residents, "source": source}
    )
    audit.record(
        unit,
        "population.set",
        actor=authority.user if authority else None,
        at=now,
        year=year,
        residents=residents,
        old=old,
        source=source,
    )
    return row


def plan_population(rows: Iterable[tuple[int, Sequence[str]]]) -> PopulationPlan:
    """Check rows "code or name, year, residents" without writing; every wrong row has its reason."""
    units: dict[str, Unit] = {}
    for unit in Unit.objects.order_by("pk"):
        for word in (unit.code, unit.name, unit.short_name):
            units.setdefault(word, unit)
    taken: dict[tuple[int, int], PopulationRow] = {}
    errors: list[tuple[int, str]] = []
    for line, cells in rows:
        cell = [*(str(c).strip() for c in cells), "", "", ""]
        if not any(cell) or cell[0].lower() in HEADER_WORDS:
            continue
        row, reason = _read(units, *cell[:3])
        if row is None:
            errors.append((line, reason))
        elif (row.unit.pk, row.year) in taken:
            errors.append((line, _("该机构该年度在文件中重复。")))
        else:
            taken[row.unit.pk, row.year] = row
    return PopulationPlan(tuple(taken.values()), tuple(errors))


@transaction.atomic
def import_population(
    *,
    authority: Authority | None,
    rows: Iterable[tuple[int, Sequence[str]]],
    source: str,
    now: datetime,
) -> PopulationPlan:
    """Take a whole file or nothing of it (`authority` None: the command line).

    Returns:
        The plan; when it has errors nothing was written.
    """
    if authority is not None:
        require_writer(authority)
    plan = plan_population(rows)
    if plan.errors:
        return plan
    for row in plan.rows:
        set_population(
            authority=authority,
            unit=row.unit,
            year=row.year,
            residents=row.residents,
            source=source,
            now=now,
        )
    return plan


def _read(
    units: dict[str, Unit], name: str, year: str, residents: str
) -> tuple[PopulationRow | None, str]:
    unit = units.get(name)
    if unit is None:
        return None, _("没有代码或名称为“%(name)s”的机构。") % {"name": name}
    digits = residents.replace(",", "").replace("，", "")
    if not year.isdecimal() or int(year) not in YEARS:
        return None, _("年份“%(year)s”不正确。") % {"year": year}
    if not digits.isdecimal() or not 0 < int(digits) <= MAX_RESIDENTS:
        return None, _("常住人口“%(residents)s”不正确。") % {"residents": residents}
    return PopulationRow(unit, int(year), int(digits)), ""
