"""The leaders' dashboard: this month's figures of what the user may see, ranking, overdue matters, trend.

Query budget of `dashboard`: 9, whatever the number of units (seven of the figures, overdue matters and
their number); three more are the session, the user and the posts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from organizations.authority import Authority
from petitions.models import Case
from reporting.domain.figures import TOWNSHIP, MonthFigures, UnitFigures
from reporting.domain.periods import Month, Span
from reporting.domain.ranking import Contender, Standing, standings
from reporting.selectors.cases import visible_cases
from reporting.selectors.figures import month_figures
from reporting.selectors.own_rows import handled_by, own_figures

OVERDUE_SHOWN = 10


@dataclass(frozen=True)
class RankedUnit:
    """One unit with its places in both tiers."""

    unit: UnitFigures
    standing: Standing


@dataclass(frozen=True)
class Dashboard:
    """What the page shows.

    Attributes:
        span: days counted.
        figures: of the matters the user may see.
        townships, departments: units by number of matters, most first.
        overdue: the matters longest overdue, at most `OVERDUE_SHOWN`; `overdue_count` is exact.
        on: today.
        unit_id: the unit whose own page it is; None for the county's.
    """

    span: Span
    figures: MonthFigures
    townships: list[RankedUnit]
    departments: list[RankedUnit]
    overdue: list[Case]
    overdue_count: int
    on: date
    unit_id: int | None = None


def dashboard(
    authority: Authority, *, month: Month, on: date, unit_ids: Collection[int] | None = None
) -> Dashboard:
    """Read a month for a user.

    Args:
        authority: the user; only matters the user may see are counted.
        month: the month shown.
        on: today; a month that still runs is compared with as many days of the others.
        unit_ids: the user's own units, whose rows are counted as the bulletin does; the whole county when None.
    """
    cases = visible_cases(authority)
    span = Span.running(month, on)
    if unit_ids is None:
        figures = month_figures(cases, span, with_reports=False)
    else:
        figures = own_figures(authority, span, unit_ids=unit_ids)
        cases = cases.filter(handled_by(authority, unit_ids))
    late = cases.overdue(on=on)
    ranked = _ranked(figures)
    return Dashboard(
        span=span,
        figures=figures,
        townships=[one for one in ranked if one.unit.group == TOWNSHIP],
        departments=[one for one in ranked if one.unit.group != TOWNSHIP],
        overdue=list(
            late.select_related("responsible_unit", "leader").order_by("next_due_on", "pk")[
                :OVERDUE_SHOWN
            ]
        ),
        overdue_count=late.count(),
        on=on,
        unit_id=None if unit_ids is None else next(iter(unit_ids), None),
    )


def _ranked(figures: MonthFigures) -> list[RankedUnit]:
    """Both tiers of the running month; the score is given by the bulletin alone."""
    places = standings(
        Contender(
            unit_id=unit.unit_id,
            group=unit.group,
            matters=unit.matters.now,
            residents=unit.residents,
            score=Decimal(0),
            by_population=unit.group == TOWNSHIP,
        )
        for unit in figures.units
    )
    rows = [RankedUnit(unit, places[unit.unit_id]) for unit in figures.units]
    return sorted(rows, key=lambda row: row.standing.by_matters.rank or 0)
