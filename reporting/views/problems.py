"""Problems of a month (问题与整改): what the analysis found, the tasks given for it, those carried over from earlier months."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accountability.selectors.problems import carried_into, problems_of, task_flow
from reporting.views.analysis import asked_month, months_offered, recording


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Problems of the month with their tasks, and what was carried over.

    Query budget: 8 (session, user, authority, banner, problems, their tasks, carried over, flow).
    """
    month = asked_month(request)
    today = timezone.localdate()
    context = {
        "tab": "problems",
        "month": month,
        "months": months_offered(today),
        "problems": problems_of(month.code),
        "carried": carried_into(month.code, first_day=month.first_day, until=month.last_day),
        "flow": task_flow(month.first_day, month.last_day),
        **recording(request, month, "other"),
    }
    return render(request, "reporting/analysis/problems.html", context)
