"""Units, content classes and people to choose from in forms and filters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from organizations.enums import PostKind, UnitKind
from organizations.models import Term, Unit, User
from petitions.models import Case, Cause, ContentClass

PLACE_KINDS = (UnitKind.TOWNSHIP, UnitKind.VILLAGE, UnitKind.DEPARTMENT)
HANDLER_KINDS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.PETITION_OFFICE)
LEADING_KINDS = (PostKind.DEPUTY, PostKind.PRINCIPAL, PostKind.OFFICE_HEAD)


@dataclass(frozen=True)
class Choice:
    """One thing to choose: ``keywords`` are further words it is found by (pinyin initials, code)."""

    id: int
    label: str
    keywords: str
    kind: str = ""
    path: str = ""
    competence: str = ""


def unit_choices(*, on: date, kinds: Collection[str] = ()) -> list[Choice]:
    """Units that exist on a day, villages under the name of their township (one query)."""
    units = Unit.objects.active(on=on).exclude(kind=UnitKind.COUNTY).select_related("parent")
    if kinds:
        units = units.filter(kind__in=list(kinds))
    return [_unit_choice(unit) for unit in units.order_by("path", "order", "code")]


def units_of_any_time(*, on: date, kinds: Collection[str]) -> list[Choice]:
    """Units that exist on a day or were closed before it, those with their last day and successor (one query)."""
    units = Unit.objects.filter(kind__in=list(kinds), valid_from__lte=on)
    rows = units.select_related("parent", "succeeded_by").order_by("path", "order", "code")
    return [
        _closed_choice(unit) if unit.valid_to and unit.valid_to < on else _unit_choice(unit)
        for unit in rows
    ]


def _closed_choice(unit: Unit) -> Choice:
    words = {"unit": unit, "day": unit.valid_to, "successor": unit.succeeded_by}
    label = _("%(unit)s（%(day)s撤销）") % words
    if unit.succeeded_by:
        label = _("%(unit)s（%(day)s撤销，由%(successor)s继续行使职权）") % words
    return replace(_unit_choice(unit), label=label)


def _unit_choice(unit: Unit) -> Choice:
    label = str(unit)
    if unit.kind == UnitKind.VILLAGE and unit.parent:
        label = f"{unit.parent} · {unit}"
    return Choice(
        id=unit.pk,
        label=label,
        keywords=f"{unit.initials} {unit.code} {unit.name}",
        kind=unit.kind,
        path=unit.path,
        competence=unit.competence,
    )


def content_choices() -> list[Choice]:
    """Content classes in use, the second level under the name of the first (one query)."""
    rows = ContentClass.objects.filter(is_active=True).select_related("parent").order_by("code")
    return [
        Choice(
            id=row.pk,
            label=f"{row.parent.name} / {row.name}" if row.parent else row.name,
            keywords=row.code,
            kind="second" if row.parent else "first",
            path=row.code,
        )
        for row in rows
    ]


def cause_choices(*, on: date) -> list[Choice]:
    """Causes of the second level that may be chosen on a day, under the name of the first (one query)."""
    rows = Cause.objects.filter(parent__isnull=False).select_related("parent").order_by("code")
    return [
        Choice(
            id=row.pk, label=f"{row.parent.name} / {row.name}", keywords=f"{row.code} {row.hint}"
        )
        for row in rows
        if row.parent and row.in_force(on) and row.parent.in_force(on)
    ]


def staff(*, on: date, unit_id: int | None = None, kinds: Collection[str] = ()) -> QuerySet[User]:
    """Accounts in use that hold a post on a day, in a unit or of certain kinds when given."""
    terms = Term.objects.held(on=on).exclude(post__kind=PostKind.ADMINISTRATOR)
    if unit_id:
        terms = terms.filter(post__unit_id=unit_id)
    if kinds:
        terms = terms.filter(post__kind__in=list(kinds))
    return (
        User.objects.filter(is_active=True, pk__in=terms.values("user_id"))
        .select_related("unit")
        .order_by("unit__order", "name", "pk")
    )


def leaders_for(case: Case, *, on: date) -> list[User]:
    """Who may lead a matter: the leaders of the responsible unit, and the county's (two queries)."""
    own = staff(on=on, unit_id=case.responsible_unit_id, kinds=LEADING_KINDS)
    county = staff(on=on, kinds=(PostKind.COUNTY_LEADER,))
    found = {user.pk: user for user in [*own, *county]}
    return [user for pk, user in found.items() if pk != case.leader_id]


def first_level_classes() -> list[tuple[str, str]]:
    """(code, name) of the first-level classes in use, for the portfolio of a post (one query)."""
    rows = ContentClass.objects.filter(is_active=True, parent__isnull=True).order_by("code")
    return list(rows.values_list("code", "name"))
