"""Matters in the scope of a campaign, and the progress of each unit on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accountability.domain.campaigns import Scope
from accountability.models import Campaign, CampaignEntry, CampaignWeek
from accountability.selectors.level_rules import class_prefix
from organizations.authority import Authority
from organizations.models import Unit
from petitions.domain.duties import RIGHTS
from petitions.enums import CaseStatus, Form, LegalClass
from petitions.models import Case, Clock, ContentClass


@dataclass(frozen=True)
class UnitProgress:
    """One unit's matters in a campaign on a day: ``before`` is the number closed a week earlier."""

    unit: Unit
    total: int
    closed: int
    overdue: int
    before: int = 0

    @property
    def open(self) -> int:
        """Not closed yet."""
        return self.total - self.closed

    @property
    def week(self) -> int:
        """Closed within the last seven days."""
        return self.closed - self.before


def matching(scope: Scope, *, on: date) -> QuerySet[Case]:
    """Open matters in scope on a day; reports against units or persons are never among them."""
    cases = Case.objects.open().exclude(legal_class=LegalClass.REPORT)
    if scope.contents:
        wanted = Q(pk__in=[])
        for code in scope.contents:
            wanted |= Q(content_class__code__startswith=class_prefix(code))
        cases = cases.filter(wanted)
    wanted_values: dict[str, Any] = {
        "responsible_unit__in": scope.units,
        "form__in": scope.forms,
        "status__in": scope.statuses,
        "received_on__gte": scope.received_from,
        "received_on__lte": scope.received_to,
    }
    cases = cases.filter(**{name: value for name, value in wanted_values.items() if value})
    if scope.min_age:
        cases = cases.filter(received_on__lte=on - timedelta(days=scope.min_age))
    if scope.min_repeats:
        link = "__".join(["repeat_of"] * scope.min_repeats)
        cases = cases.filter(**{f"{link}__isnull": False})
    return cases.overdue(on=on) if scope.overdue else cases


def seen_entries(campaign: Campaign, authority: Authority) -> QuerySet[CampaignEntry]:
    """Entries whose matter the reader may see; a matter that became a report since has left every list."""
    cases = Case.objects.visible_to(authority).exclude(legal_class=LegalClass.REPORT)
    visible = Exists(cases.filter(pk=OuterRef("case_id")).order_by())
    return CampaignEntry.objects.filter(visible, campaign=campaign)


def progress(entries: QuerySet[CampaignEntry], *, on: date) -> list[UnitProgress]:
    """Each unit's matters on the list by that day: how many, closed, overdue (two queries, any day of the past).

    A matter counts for the unit that answers for it now.
    """
    late = Clock.objects.filter(
        Q(stopped_on__isnull=True) | Q(stopped_on__gt=on), case=OuterRef("case_id"), due_on__lt=on
    ).exclude(code__in=RIGHTS)
    closed = Q(case__closed_on__lte=on)
    rows = (
        entries.filter(entered_on__lte=on)
        .exclude(case__legal_class=LegalClass.REPORT)
        .annotate(is_late=Exists(late.order_by()))
        .order_by()
        .values_list("case__responsible_unit")
        .annotate(
            total=Count("pk"),
            closed=Count("pk", filter=closed),
            overdue=Count("pk", filter=~closed_or_null(on) & Q(is_late=True)),
            before=Count("pk", filter=Q(case__closed_on__lte=on - timedelta(days=7))),
        )
    )
    counted = {row[0]: row[1:] for row in rows}
    units = Unit.objects.filter(pk__in=counted).order_by("order", "code")
    return [UnitProgress(unit, *counted[unit.pk]) for unit in units]


def closed_or_null(on: date) -> Q:
    """Closed by that day, said so that its negation holds for what is still open."""
    return Q(case__closed_on__isnull=False, case__closed_on__lte=on)


def weeks_of(campaign: Campaign, unit_ids: Iterable[int] | None) -> dict[date, list[CampaignWeek]]:
    """The fixed weeks, the newest first, each with its units (one query); only those units when given."""
    rows = campaign.weeks.select_related("unit").order_by("-on", "unit__order", "unit__code")
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    found: dict[date, list[CampaignWeek]] = defaultdict(list)
    for row in rows:
        found[row.on].append(row)
    return dict(found)


def campaigns_for(authority: Authority) -> QuerySet[Campaign]:
    """All for the office and leaders; for a unit those with a matter it may see."""
    if authority.sees_all_cases:
        return Campaign.objects.all()
    cases = Case.objects.visible_to(authority).exclude(legal_class=LegalClass.REPORT)
    mine = CampaignEntry.objects.filter(
        Exists(cases.filter(pk=OuterRef("case_id")).order_by()), campaign=OuterRef("pk")
    )
    return Campaign.objects.filter(Exists(mine.order_by()))


def scope_names(scope: Scope) -> dict[str, dict[str, str]]:
    """Words for the codes of a scope (at most two queries)."""
    contents = units = {}
    if scope.contents:
        rows = ContentClass.objects.filter(code__in=scope.contents)
        contents = dict(rows.order_by("code").values_list("code", "name"))
    if scope.units:
        units = {str(unit.pk): str(unit) for unit in Unit.objects.filter(pk__in=scope.units)}
    return {
        "contents": contents,
        "units": units,
        "forms": {code: str(label) for code, label in Form.choices},
        "statuses": {code: str(label) for code, label in CaseStatus.choices},
    }


def total_of(lines: Iterable[UnitProgress]) -> dict[str, int]:
    """The sum of every column."""
    found = {"total": 0, "closed": 0, "open": 0, "overdue": 0, "week": 0}
    for line in lines:
        for name in found:
            found[name] += getattr(line, name)
    return found
