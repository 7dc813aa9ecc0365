"""Scores month by month: what a unit lost and why, and until when it may object."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accountability import permissions
from accountability.models import ScorePeriod
from accountability.selectors import scores as selectors
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.models import Unit
from organizations.views.common import authority_of


def lister(request: HttpRequest) -> Authority:
    """Whoever speaks for a unit, or sees the county."""
    authority = authority_of(request)
    if not permissions.can_list_scores(authority):
        raise PermissionDenied
    return authority


def may_object(period: ScorePeriod, authority: Authority, unit_id: int) -> bool:
    """True while the user may object to the unit's deductions."""
    return is_open(period, authority.on) and permissions.speaks_for(authority, unit_id)


def is_open(period: ScorePeriod, on: date) -> bool:
    """True on the days on which units may object."""
    return period.frozen_at is None and period.closes_on is not None and on <= period.closes_on


@require_GET
def score_list(request: HttpRequest) -> HttpResponse:
    """Months with scores, newest first: one's own units, or all of them for those who see the county.

    Query budget: 8 (session, user, authority, banner, months, sums, units, objections).
    """
    authority = lister(request)
    months = ScorePeriod.objects.select_related("rule_set")
    page = keyset_page(months, request.GET, order=("-period", "-id"), size=24)
    units = None if authority.sees_all_cases else selectors.answering_units(authority)
    waiting = selectors.waiting_by_month(page.rows, units)
    mine = [] if units is None else selectors.month_rows(page.rows, units)
    context = {
        "page": page,
        "rows": [
            (
                month,
                is_open(month, authority.on),
                waiting.get(month.period, 0),
                [row for row in mine if row.period == month.period],
            )
            for month in page
        ],
        "sees_county": authority.sees_all_cases,
    }
    return render(request, "accountability/score_list.html", context)


@require_GET
def score_period(request: HttpRequest, period: str) -> HttpResponse:
    """Every unit of a month, in the order of the county's list; places stand in the bulletin only.

    Query budget: 8 (session, user, authority, banner, month, rules, sums, objections).
    """
    authority = lister(request)
    if not authority.sees_all_cases:
        raise PermissionDenied
    month = _month(period)
    context = {
        "period": month,
        "rows": selectors.month_rows([month], None),
        "waiting": selectors.waiting_by_month([month], None).get(period, 0),
        "is_open": is_open(month, authority.on),
    }
    return render(request, "accountability/score_period.html", context)


@require_GET
def score_unit(request: HttpRequest, period: str, unit_id: int) -> HttpResponse:
    """Every line of one unit, with the objection to it. Query budget: 8."""
    authority = authority_of(request)
    if unit_id >= 2**63 or not permissions.can_see_scores(authority, unit_id):
        raise Http404  # no unit has an id that large, and the database would refuse it
    month = _month(period)
    unit = get_object_or_404(Unit, pk=unit_id)
    items = selectors.unit_lines(month, unit_id, authority)
    points = sum((item.points for item in items), month.rule_set.base_score * 0)
    context: dict[str, Any] = {
        "period": month,
        "unit": unit,
        "items": items,
        "points": points,
        "score": month.rule_set.base_score + points,
        "is_open": is_open(month, authority.on),
        "can_object": may_object(month, authority, unit_id),
        "sees_county": authority.sees_all_cases,
    }
    return render(request, "accountability/score_unit.html", context)


def _month(period: str) -> ScorePeriod:
    return get_object_or_404(ScorePeriod.objects.select_related("rule_set"), period=period)
