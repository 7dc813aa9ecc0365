"""Units for pages: the tree, one unit with its posts and history, vacancies, population."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from core.models import AuditEntry
from organizations.domain.terms import missing_roles
from organizations.enums import PostKind, UnitKind
from organizations.models import Population, Post, Term, Unit, User
from organizations.querysets import SUCCESSIONS

HISTORY_LIMIT = 50
KINDS_WITH_PEOPLE = (UnitKind.COUNTY, UnitKind.TOWNSHIP, UnitKind.VILLAGE)


@dataclass(frozen=True)
class UnitLine:
    """One line of the list of units."""

    unit: Unit
    leaders: list[Term]
    missing: list[str]


@dataclass(frozen=True)
class Vacancy:
    """A unit and the posts it must fill and has not."""

    unit: Unit
    missing: list[str]


def line_of(unit: Unit) -> tuple[Unit, ...]:
    """A unit and, where it was closed, those that went on with its powers one after the other (a query a closing)."""
    line = [unit]
    while len(line) <= SUCCESSIONS and (after := line[-1].succeeded_by):
        line.append(after)
    return tuple(line)


def unit_lines(*, kind: str, on: date, closed: bool = False) -> list[UnitLine]:
    """Units of a kind with who leads them today (3 queries however many units).

    Args:
        kind: a `UnitKind`.
        on: the day.
        closed: units that no longer exist instead of those that do.
    """
    units = Unit.objects.filter(kind=kind)
    units = units.filter(valid_to__lt=on) if closed else units.active(on=on)
    rows = list(
        units.select_related("parent").annotate(staff_count=_staff()).order_by("order", "code")
    )
    held = _held_by_unit([unit.pk for unit in rows], on)
    return [
        UnitLine(
            unit=unit,
            leaders=[t for t in held.get(unit.pk, []) if t.post.kind != PostKind.RECEPTION],
            missing=[] if closed else _missing(unit, held.get(unit.pk, [])),
        )
        for unit in rows
    ]


def kind_counts(*, on: date) -> dict[str, int]:
    """How many units of each kind exist on a day (one query)."""
    rows = Unit.objects.active(on=on).order_by().values_list("kind").annotate(n=Count("pk"))
    return dict(rows)


def vacancies(*, on: date) -> list[Vacancy]:
    """Units that lack a holder of a post they must have filled (两级领导和信访干部), two queries."""
    units = list(
        Unit.objects.active(on=on).exclude(kind=UnitKind.VILLAGE).order_by("kind", "order", "code")
    )
    held = _held_by_unit([unit.pk for unit in units], on)
    found = [Vacancy(unit, _missing(unit, held.get(unit.pk, []))) for unit in units]
    return [vacancy for vacancy in found if vacancy.missing]


def posts_of(unit: Unit, *, on: date) -> QuerySet[Post]:
    """Posts of a unit with `current` (terms running or to come) and `past` terms, and their portfolio units."""
    current = Term.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    past = Term.objects.filter(ends_on__lt=on)
    return unit.posts.order_by("order", "pk").prefetch_related(
        Prefetch(
            "terms", current.select_related("user").order_by("starts_on", "pk"), to_attr="current"
        ),
        Prefetch(
            "terms", past.select_related("user").order_by("-starts_on", "-pk"), to_attr="past"
        ),
        Prefetch("portfolio_units", Unit.objects.order_by("order", "code")),
    )


def history_of(unit: Unit) -> QuerySet[AuditEntry]:
    """The newest audit rows of a unit."""
    chain = f"unit:{unit.pk}"
    return AuditEntry.objects.filter(chain=chain).order_by("-seq")[:HISTORY_LIMIT]


def staff(
    *, query: str = "", unit_id: int | None = None, active: bool | None = None
) -> QuerySet[User]:
    """Accounts by name, log-in name, unit and state, for paging."""
    rows = User.objects.select_related("unit")
    if query:
        rows = rows.filter(
            Q(name__icontains=query) | Q(username__icontains=query) | Q(phone__startswith=query)
        )
    if unit_id:
        rows = rows.filter(unit_id=unit_id)
    return rows if active is None else rows.filter(is_active=active)


def terms_of_users(users: Iterable[User], *, on: date) -> dict[int, list[Term]]:
    """Posts each of these accounts holds on a day (one query)."""
    rows: dict[int, list[Term]] = {}
    terms = Term.objects.held(on=on).filter(user__in=[user.pk for user in users])
    for term in terms.select_related("post__unit").order_by("post__order", "pk"):
        rows.setdefault(term.user_id, []).append(term)
    return rows


@dataclass(frozen=True)
class PopulationLine:
    """Residents of one unit in the years of the table; None where none is recorded."""

    unit: Unit
    residents: list[int | None]


def population_table(years: list[int], *, on: date) -> list[PopulationLine]:
    """Residents of the county and its townships in these years (two queries)."""
    units = list(
        Unit.objects.active(on=on)
        .filter(kind__in=(UnitKind.COUNTY, UnitKind.TOWNSHIP))
        .order_by("kind", "order", "code")
    )
    known = {
        (row.unit_id, row.year): row.residents
        for row in Population.objects.filter(unit__in=units, year__in=years)
    }
    return [PopulationLine(unit, [known.get((unit.pk, year)) for year in years]) for unit in units]


def _staff() -> Count:
    return Count("staff", filter=Q(staff__is_active=True))


def _held_by_unit(unit_ids: list[int], on: date) -> dict[int, list[Term]]:
    terms = (
        Term.objects.held(on=on)
        .filter(post__unit__in=unit_ids, user__is_active=True)
        .select_related("post", "user")
        .order_by("post__order", "pk")
    )
    held: dict[int, list[Term]] = {}
    for term in terms:
        held.setdefault(term.post.unit_id, []).append(term)
    return held


def _missing(unit: Unit, terms: list[Term]) -> list[str]:
    kinds = missing_roles(unit.kind, {term.post.kind for term in terms})
    return [str(PostKind(kind).label) for kind in kinds]
