"""Major, urgent matters and to whom they were reported (条例第二十五条)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.pagination import keyset_page
from organizations.views.common import authority_of
from petitions.enums import UrgentRecipient
from petitions.selectors import urgent as selectors

PAGE = 30


@require_GET
def urgent_list(request: HttpRequest) -> HttpResponse:
    """Urgent matters the user may see, with every recipient the article names; first those not reported to all.

    Query budget: 7 (session, user, authority, banner, matters, reports, deliveries).
    """
    authority = authority_of(request)
    if not authority.posts:
        raise PermissionDenied
    waiting = "all" not in request.GET
    page = keyset_page(
        selectors.urgent_matters(authority, waiting=waiting),
        request.GET,
        order=("-id",),
        size=PAGE,
    )
    context = {
        "page": page,
        "rows": [(case, selectors.standing_of(case)) for case in page.rows],
        "waiting": waiting,
        "recipients": [str(label) for _code, label in UrgentRecipient.choices],
    }
    return render(request, "petitions/urgent_list.html", context)
