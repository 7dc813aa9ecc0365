"""A unit's own row: the same figures in the bulletin, on its boards and in the interface.

The row counts what a department handles inside a town as well, which the town may not open. So a unit's row is counted
over the county, as numbers only, and the list behind it names such a matter by its number and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from organizations.authority import Authority, HeldPost
from organizations.enums import UnitKind
from petitions.querysets import CaseQuerySet
from reporting.domain.drilldown import Drill
from reporting.domain.facts import Fact
from reporting.domain.figures import MonthFigures
from reporting.domain.periods import Span
from reporting.selectors.cases import county_cases, in_row, received, visible_cases
from reporting.selectors.figures import Counted, cube_of, month_figures, trend
from reporting.selectors.units import unit_rows

#: Conditions that tell what a matter is about; with them a list gives no numbers of matters that stay closed.
TELLING = ("content", "form", "level", "placed")


def own_posts(authority: Authority) -> tuple[HeldPost, ...]:
    """Posts of the user in units that have a row in the bulletin."""
    kinds = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)
    return tuple(post for post in authority.handling_units if post.unit_kind in kinds)


def own_names(authority: Authority, unit_ids: Collection[int]) -> list[tuple[int, str]]:
    """The user's units by name, in the order of the posts."""
    names = {post.unit_id: post.unit_name for post in own_posts(authority)}
    return [(pk, names[pk]) for pk in unit_ids if pk in names]


def own_figures(authority: Authority, span: Span, *, unit_ids: Collection[int]) -> MonthFigures:
    """Rows and figures of the user's units, counted as the bulletin counts them (7 queries).

    Args:
        authority: the user; units the user holds no post in are left out.
        span: the days counted.
        unit_ids: whose rows.
    """
    posts = [post for post in own_posts(authority) if post.unit_id in set(unit_ids)]
    mine = county_cases().filter(_any_row(posts))
    rows = unit_rows(mine, span, owed=(county_cases(), [post.unit_path for post in posts]))
    days = {name: received(*ends) for name, ends in span.days.items()}
    counted = Counted(cube_of(mine, days), rows, trend(mine, span.period))
    return month_figures(mine, span, unit_ids=unit_ids, with_reports=False, counted=counted)


def handled_by(authority: Authority, unit_ids: Collection[int]) -> Q:
    """Matters those of the user's units are responsible for."""
    mine = [post.unit_path for post in own_posts(authority) if post.unit_id in set(unit_ids)]
    found = (Q(responsible_unit__path__startswith=path) for path in mine)
    return reduce(or_, found, Q(pk__in=[]))


def _any_row(posts: Collection[HeldPost]) -> Q:
    rows = (in_row(post.unit_kind, post.unit_path) for post in posts)
    return reduce(or_, rows, Q(pk__in=[]))


@dataclass(frozen=True)
class Rights:
    """What the list behind a number may show.

    Attributes:
        counts_row: every matter of the row is counted, also those the reader may not open.
        names_row: those are named by their numbers.
    """

    counts_row: bool = False
    names_row: bool = False


def rights(authority: Authority, asked: Drill | Fact) -> Rights:
    """Whether the question is about a row of the user's own units."""
    mine = {post.unit_id for post in own_posts(authority)}
    if authority.sees_all_cases or not mine:
        return Rights()
    if isinstance(asked, Drill):
        units = {asked.unit, asked.owner, asked.owes} - {None}
        plain = all(getattr(asked, name) is None for name in TELLING)
        return Rights(bool(units & mine), plain) if units & mine else Rights()
    # of measured figures a row has its volume only; everything else is counted over what the reader may open
    named: set[Any] = {asked.key(name) for name in ("place", "owner") if name in asked.keys}
    is_volume = asked.part == "matters" and set(asked.keys) <= {"place", "owner", "class1"}
    is_own = is_volume and bool(named & mine)
    return Rights(is_own, is_own and "class1" not in asked.keys)


def countable(authority: Authority, *, whole: bool) -> CaseQuerySet:
    """What a list counts before its conditions: what the user may open, or all but what is directed against the user."""
    return county_cases().hidden_from_accused(authority) if whole else visible_cases(authority)
