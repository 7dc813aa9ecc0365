"""The life of a matter: a part of the case page, and a page of its own whose address holds the filter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.http import is_htmx
from core.pagination import numbered_page
from organizations.views.common import authority_of
from petitions.domain.timeline import Day, by_day, chosen
from petitions.forms.timeline import TimelineForm
from petitions.selectors.timeline import timeline as life_of
from petitions.views.common import CASE_RELATED, visible_case

SIZE = 100
#: The element of the page of its own that htmx fills.
OWN = "life"


@require_GET
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The life of the matter, filtered; the part of the case page when htmx asks.

    Query budget of the part: 23 (session, user, authority, case, audit, transitions, other matters, corrections, dispatches with
    objections, changes, clocks with pauses, papers with proofs, files, what there is of procedures, reminders of clocks and tasks,
    steps up and down, cases of leaders and what is solved with them), one or two more for each kind of procedure that took place.
    """
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    form = TimelineForm(request.GET)
    wanted = form.wanted()
    told = life_of(case, authority)
    found = chosen(told, wanted)
    page = numbered_page(found, request.GET, size=SIZE)
    days: list[Day] = by_day(page.rows)
    is_part = is_htmx(request)
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "days": days,
        "page": page,
        "count": len(found),
        "total": len(told),
        "own_page": not is_part or request.headers.get("HX-Target") == OWN,
        "is_all": wanted.is_all,
    }
    name = "_timeline" if is_part else "timeline"
    return render(request, f"petitions/{name}.html", context)
