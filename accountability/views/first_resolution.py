"""Pages of first-time resolution (首办化解): the table, and the matters behind each figure."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accountability import permissions
from accountability.forms.first_contact import ResolutionForm
from accountability.selectors import first_resolution as resolution
from accountability.views.common import first_contact_reader
from core.pagination import keyset_page
from organizations.selectors import setting
from organizations.views.common import authority_of
from petitions.models import Case

WINDOW_DAYS = 60
MAX_ID = 2**63 - 1
STATES = ("", "resolved", "repeated", "watched")


def _question(request: HttpRequest, form: ResolutionForm) -> resolution.Question:
    authority = authority_of(request)
    data = form.cleaned_data
    window = int(setting("first_resolution.window", on=authority.on, default=WINDOW_DAYS))
    return resolution.Question(
        by=data["by"], first=data["first"], last=data["last"], window=window, on=authority.on
    )


@require_GET
def resolutions(request: HttpRequest) -> HttpResponse:
    """First-time resolution by unit or officer, of the matters one may see.

    Query budget: 6 (session, user, authority, banner, window, figures).
    """
    authority = first_contact_reader(request)
    form = ResolutionForm(request.GET, today=authority.on)
    context: dict[str, Any] = {"form": form, "lines": [], "tab": "resolution"}
    context["can_order"] = permissions.can_order_hand_over(authority)
    if form.is_valid():
        question = _question(request, form)
        lines = resolution.first_resolutions(Case.objects.visible_to(authority), question)
        context |= {"question": question, "lines": lines, "total": resolution.total(lines)}
    return render(request, "accountability/first_resolution.html", context)


@require_GET
def resolution_cases(request: HttpRequest, key: int) -> HttpResponse:
    """The matters behind one figure. Query budget: 6 (session, user, authority, banner, window, rows)."""
    authority = first_contact_reader(request)
    form = ResolutionForm(request.GET, today=authority.on)
    state = request.GET.get("state", "")
    if key > MAX_ID or not form.is_valid() or state not in STATES:
        raise Http404
    question = _question(request, form)
    rows = resolution.resolution_cases(
        Case.objects.visible_to(authority), question, key=key, state=state
    ).select_related("responsible_unit", "first_contact")
    context = {
        "page": keyset_page(rows, request.GET, order=("-closed_on", "-id")),
        "question": question,
        "state": state,
    }
    return render(request, "accountability/first_resolution_cases.html", context)
