"""The list of cases behind a number."""

from __future__ import annotations

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.pagination import keyset_page
from organizations.models import Unit
from petitions.models import ContentClass
from petitions.querysets import CaseQuerySet
from petitions.selectors.cases import for_list
from reporting.domain.drilldown import Drill, DrillError
from reporting.domain.facts import FACT, Fact
from reporting.filters import conditions, fact_conditions
from reporting.selectors.cases import cases_behind, visible_cases
from reporting.selectors.measuring import matters_behind
from reporting.views.common import authority_of


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases a figure counted that this user may see; the count is exact, so it can be compared.

    Query budget: 10 (session, user, authority, unit twice, class, count, rows, petitioners, banner).
    """
    authority = authority_of(request)
    if not authority.posts:
        raise PermissionDenied
    try:
        found, words = _asked(visible_cases(authority), request.GET.dict())
    except DrillError as error:
        raise BadRequest(str(error)) from error
    page = keyset_page(for_list(found), request.GET, order=("-received_on", "-id"))
    context = {
        "page": page,
        "count": found.count(),
        "conditions": words,
        "sees_all": authority.sees_all_cases,
        "can_dispatch": False,
        "empty_title": _("没有符合条件的事项"),
    }
    return render(request, "reporting/case_list.html", context)


def _asked(cases: CaseQuerySet, query: dict[str, str]) -> tuple[CaseQuerySet, list[str]]:
    """The matters behind a number, and the question in words."""
    if FACT in query:
        fact = Fact.from_query(query, ignore=("page",))
        keys = {name: fact.key(name) for name in fact.keys}
        return matters_behind(cases, fact.part, fact.period, keys), fact_conditions(fact)
    drill = Drill.from_query(query, ignore=("page",))
    return cases_behind(cases, drill), conditions(drill, names=_names(drill))


def _names(drill: Drill) -> dict[str, str]:
    """Names of the units and the class a question mentions."""
    wanted = {pk for pk in (drill.unit, drill.owes) if pk is not None}
    units = {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=wanted)} if wanted else {}
    names = {key: units.get(getattr(drill, key) or 0, "") for key in ("unit", "owes")}
    if drill.content and drill.content != "none":
        found = ContentClass.objects.filter(code=drill.content).values_list("name", flat=True)
        names["content"] = found.first() or drill.content
    return names
