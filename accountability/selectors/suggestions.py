"""Suggestions for pages: to whom each kind may go, and how many were adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_date

from accountability.models import Adoption, Suggestion, SuggestionKind, SuggestionStatus
from accountability.supervision_querysets import SuggestionQuerySet
from organizations.enums import Competence, UnitKind
from organizations.models import Unit

#: Organs with power over cadres (管理权限).
COMPETENT = (Competence.DISCIPLINE, Competence.PERSONNEL)
OFFERED: dict[str, Q] = {
    SuggestionKind.IMPROVE: Q(kind__in=(UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)),
    SuggestionKind.POLICY: Q(kind=UnitKind.COUNTY),
    SuggestionKind.LIABILITY: Q(competence__in=COMPETENT) | Q(kind=UnitKind.COUNTY),
}


def addressees(kind: str, *, on: date) -> list[Unit]:
    """Organs a kind of suggestion may go to (one query)."""
    units = Unit.objects.active(on=on).filter(OFFERED[kind])
    return list(units.order_by("order", "code"))


def may_receive(kind: str, unit: Unit, about: Unit | None) -> bool:
    """True when that organ may get a suggestion of that kind; liability never goes to the unit it is about."""
    if not Unit.objects.filter(OFFERED[kind], pk=unit.pk).exists():
        return False
    if kind != SuggestionKind.LIABILITY or about is None:
        return True
    return not unit.path.startswith(about.path)


def asked_for(rows: SuggestionQuerySet, query: Mapping[str, str]) -> SuggestionQuerySet:
    """The suggestions an address asks for: kind, status, adoption, first and last day of issue; what is none of these is ignored."""
    for name, known in (
        ("kind", SuggestionKind.values),
        ("status", SuggestionStatus.values),
        ("adoption", Adoption.values),
    ):
        if (wanted := query.get(name, "")) in known:
            rows = rows.filter(**{name: wanted})
    for name, lookup in (
        ("issued_from", "issued_at__date__gte"),
        ("issued_to", "issued_at__date__lte"),
    ):
        if day := _day(query.get(name, "")):
            rows = rows.filter(**{lookup: day})
    return rows


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def suggestion_counts(rows: QuerySet[Suggestion], *, on: date) -> dict[str, int]:
    """How many were issued, answered, adopted and are overdue (one query)."""
    issued = Q(status__in=["issued", "answered"])
    return rows.order_by().aggregate(
        issued=Count("pk", filter=issued),
        answered=Count("pk", filter=Q(status="answered")),
        adopted=Count("pk", filter=Q(adoption="full")),
        partly=Count("pk", filter=Q(adoption="part")),
        refused=Count("pk", filter=Q(adoption="none")),
        overdue=Count("pk", filter=Q(status="issued", due_on__lt=on)),
        drafts=Count("pk", filter=Q(status="draft")),
    )
