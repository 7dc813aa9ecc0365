"""Supervision items for pages and counts, and what a new one needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accountability.domain.supervision_groups import GroupRule, group_of
from accountability.models import (
    Listing,
    Supervision,
    SupervisionGroup,
    SupervisionStatus,
)
from accountability.selectors.level_rules import class_prefix
from accountability.supervision_querysets import SupervisionQuerySet
from organizations.authority import Authority
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions.enums import RouteChoice
from petitions.models import Case

#: Tabs of the list: proposed, under way, listed, closed, dismissed.
PROPOSED, UNDER_WAY, LISTED, CLOSED, DISMISSED = "proposed", "open", "listed", "closed", "dismissed"
TABS = (PROPOSED, UNDER_WAY, LISTED, CLOSED, DISMISSED)
RELATED = ("case__content_class", "unit", "lead_unit", "letter")
REPEAT_DEPTH = 20


@dataclass(frozen=True)
class TabCounts:
    """Number of items on each tab, and of those whose answer is overdue."""

    proposed: int
    open: int
    listed: int
    closed: int
    dismissed: int
    overdue: int
    to_judge: int


def on_tab(items: SupervisionQuerySet, tab: str) -> QuerySet[Supervision]:
    """Items of a tab."""
    if tab == UNDER_WAY:
        return items.under_way()
    if tab == LISTED:
        return items.listed()
    return items.filter(status=tab)


def tab_counts(items: QuerySet[Supervision], *, on: date) -> TabCounts:
    """Counts of every tab (two queries)."""
    owed = Q(status__in=["open", "returned"])
    found = items.order_by().aggregate(
        proposed=Count("pk", filter=Q(status=PROPOSED)),
        open=Count("pk", filter=Q(status__in=["open", "answered", "returned"])),
        closed=Count("pk", filter=Q(status=CLOSED)),
        dismissed=Count("pk", filter=Q(status=DISMISSED)),
        overdue=Count("pk", filter=owed & Q(due_on__lt=on)),
        to_judge=Count("pk", filter=Q(status=SupervisionStatus.ANSWERED)),
    )
    listed = Listing.objects.filter(removed_on__isnull=True, supervision__in=items.order_by())
    return TabCounts(**found, listed=listed.count())


def units_of_case(case: Case) -> list[Unit]:
    """Units that have to do with a matter and may be supervised for it: responsible, sent to, asked for help, reviewing.

    The petition office and the county's leadership are never among them (one query).
    """
    concerned = (
        Q(pk=case.responsible_unit_id)
        | Q(incoming_dispatches__case=case)
        | Q(co_handlings__case=case)
        | Q(reviews__case=case)
    )
    return list(
        Unit.objects.filter(concerned)
        .exclude(kind__in=(UnitKind.PETITION_OFFICE, UnitKind.COUNTY))
        .distinct()
        .order_by("order", "code")
    )


def may_know(unit: Unit, case: Case) -> bool:
    """False for a unit a report is directed against, or one below it (条例第三十条第三款)."""
    accused = case.accused_units.values_list("path", flat=True)
    return not any(unit.path.startswith(path) for path in accused)


def group_for(case: Case) -> SupervisionGroup | None:
    """The group whose rule fits a matter; none for a report, which no further department may know."""
    if case.is_secret:
        return None
    groups = list(SupervisionGroup.objects.filter(is_active=True).select_related("lead_unit"))
    rules = [
        GroupRule(
            group.pk,
            contents=tuple(class_prefix(code) for code in group.contents),
            routes=tuple(group.routes),
            min_repeats=group.min_repeats,
        )
        for group in groups
    ]
    content = case.content_class.code if case.content_class else ""
    found = group_of(rules, content=content, route=case.route, repeats=_repeats(case))
    return next((group for group in groups if found and group.pk == found.id), None)


def _repeats(case: Case) -> int:
    """How often the matter had been brought before."""
    count, earlier = 0, case.repeat_of_id
    while earlier is not None and count < REPEAT_DEPTH:
        count += 1
        earlier = Case.objects.filter(pk=earlier).values_list("repeat_of_id", flat=True).first()
    return count


def of_case(case: Case, authority: Authority) -> Sequence[Supervision]:
    """Items about a matter the reader may see, the newest first (two queries)."""
    items = Supervision.objects.visible_to(authority).filter(case=case)
    return list(items.select_related("unit", "letter").prefetch_related("listings"))


def openable(items: Iterable[Supervision], authority: Authority) -> frozenset[int]:
    """Matters of the items whose own page the reader may open (one query)."""
    ids = [item.case_id for item in items if item.case_id]
    return frozenset(
        Case.objects.visible_to(authority).filter(pk__in=ids).values_list("pk", flat=True)
    )


def open_listings(items: Iterable[Supervision]) -> dict[int, Listing]:
    """Item → its open listing (one query)."""
    rows = Listing.objects.filter(
        supervision__in=[item.pk for item in items], removed_on__isnull=True
    )
    return {row.supervision_id: row for row in rows}


def supervisable_units(case: Case | None, *, on: date) -> list[Unit]:
    """Units a letter may go to: those of the matter, else every township and department of the county (one query)."""
    if case is not None:
        return units_of_case(case)
    kinds = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)
    return list(Unit.objects.active(on=on).filter(kind__in=kinds).order_by("order", "code"))


def group_words(group: SupervisionGroup, names: Mapping[str, str]) -> str:
    """The conditions of a group in words; ``names``: class code → its name."""
    parts = []
    if group.contents:
        parts.append("、".join(names.get(code, code) for code in group.contents))
    if group.routes:
        words = dict(RouteChoice.choices)
        parts.append("、".join(str(words.get(code, code)) for code in group.routes))
    said = _("；或者").join(parts)
    if group.min_repeats:
        often = _("重复%(count)d次以上") % {"count": group.min_repeats}
        said = f"{said}，{often}" if said else often
    return said
