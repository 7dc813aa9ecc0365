"""The list of cases behind a number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import BadAddress
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.models import Unit
from organizations.views.common import authority_of
from petitions.models import Case, ContentClass
from petitions.querysets import CaseQuerySet
from petitions.selectors.cases import for_list
from reporting import permissions
from reporting.domain.drilldown import Drill, DrillError
from reporting.domain.facts import FACT, Fact
from reporting.domain.indicators import BY_CODE, Kind
from reporting.filters import conditions, fact_conditions
from reporting.selectors.cases import cases_behind
from reporting.selectors.measuring import matters_behind
from reporting.selectors.own_rows import countable, rights

#: Numbers of matters one may not open, at most so many on the page; the rest are counted.
MOST_NUMBERS = 300


@dataclass(frozen=True)
class Closed:
    """Matters that are counted in the reader's own row and stay closed: how many, and their numbers."""

    count: int = 0
    numbers: list[str] = field(default_factory=list)


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases a figure counted; the count is exact, so it can be compared with the figure.

    Of the reader's own unit every matter of its row is counted; those the reader may not open are named by their
    numbers alone.

    Query budget: 14 (session, user, authority, unit twice, class, count, rows, petitioners, banner; for a unit's
    own row the closed ones and their number; behind a rate which matters are its numerator, and how many).
    """
    authority = authority_of(request)
    if not authority.posts:
        raise PermissionDenied
    try:
        asked, words = _asked(request.GET.dict())
    except DrillError as error:
        raise BadAddress(str(error)) from error
    found = _behind(countable(authority, whole=False), asked)
    may = rights(authority, asked)
    closed = (
        _closed(authority, asked, found, with_numbers=may.names_row) if may.counts_row else None
    )
    counted = _behind(countable(authority, whole=True), asked) if may.counts_row else found
    page = keyset_page(for_list(found), request.GET, order=("-received_on", "-id"))
    context = {
        "page": page,
        **counted.order_by().aggregate(count=Count("pk"), persons=Sum("head_count", default=0)),
        "closed": closed,
        "kept": _numerator(found, asked, page.rows),
        "conditions": words,
        "sees_all": authority.sees_all_cases,
        "may_dashboard": permissions.can_see_dashboard(authority),
        "may_board": permissions.can_see_board(authority),
        "can_dispatch": False,
        "empty_title": _("没有符合条件的事项"),
    }
    return render(request, "reporting/case_list.html", context)


def _asked(query: dict[str, str]) -> tuple[Drill | Fact, list[str]]:
    """The question, and the question in words."""
    if FACT in query:
        fact = Fact.from_query(query, ignore=("page",))
        return fact, fact_conditions(fact)
    drill = Drill.from_query(query, ignore=("page",))
    return drill, conditions(drill, names=_names(drill))


def _behind(cases: CaseQuerySet, asked: Drill | Fact) -> CaseQuerySet:
    """The matters behind a number."""
    if isinstance(asked, Drill):
        return cases_behind(cases, asked)
    keys = {name: asked.key(name) for name in asked.keys}
    return matters_behind(cases, asked.part, asked.period, keys)


def _numerator(cases: CaseQuerySet, asked: Drill | Fact, rows: list[Case]) -> int | None:
    """Mark the matters of the page that are the numerator of a rate; how many there are, None where there is no rate."""
    if isinstance(asked, Drill):
        if asked.due_from is None or asked.hit is not None:
            return None
        hits = cases_behind(cases, replace(asked, hit=True))
    else:
        one = BY_CODE[asked.code]
        if one.kind != Kind.RATE or one.counts_misses:
            return None
        keys = {name: asked.key(name) for name in asked.keys}
        hits = matters_behind(cases, one.hits, asked.period, keys)
    shown = hits.filter(pk__in=[case.pk for case in rows]).order_by()
    kept = set(shown.values_list("pk", flat=True))
    for case in rows:
        case.mark = _("计入分子") if case.pk in kept else ""  # type: ignore[attr-defined]  # a word of this list for the row it shows
    return hits.count()


def _closed(
    authority: Authority, asked: Drill | Fact, found: CaseQuerySet, *, with_numbers: bool
) -> Closed:
    whole = _behind(countable(authority, whole=True), asked)
    rest = whole.exclude(pk__in=found.order_by().values("pk")).order_by("number")
    if not with_numbers:
        return Closed(rest.count())
    numbers = list(rest.values_list("number", flat=True)[: MOST_NUMBERS + 1])
    if len(numbers) <= MOST_NUMBERS:
        return Closed(len(numbers), numbers)
    return Closed(rest.count(), numbers[:MOST_NUMBERS])


def _names(drill: Drill) -> dict[str, str]:
    """Names of the units and the class a question mentions."""
    units_asked = ("unit", "owner", "owes")
    wanted = {pk for name in units_asked if (pk := getattr(drill, name)) is not None}
    units = {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=wanted)} if wanted else {}
    names = {key: units.get(getattr(drill, key) or 0, "") for key in units_asked}
    if drill.content and drill.content != "none":
        found = ContentClass.objects.filter(code=drill.content).values_list("name", flat=True)
        names["content"] = found.first() or drill.content
    return names
