"""The case page: who answers for the matter, what may be done now, every clock, its papers and its life."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core import audit
from core.access import record_view
from organizations.views.common import authority_of
from petitions import permissions
from petitions.enums import ClockStatus
from petitions.models import Participant
from petitions.selectors import acts, cases, people
from petitions.selectors.chains import chain_of, relatives
from petitions.selectors.evaluation import standing as evaluation_of
from petitions.selectors.urgent import standing
from petitions.views.act_pages import CHANGES
from petitions.views.common import CASE_RELATED, visible_case

#: People named on the case page; the whole list has a page of its own.
PEOPLE_SHOWN = 8


@require_GET
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter; that it was looked at is noted in the access log.

    Query budget: 15 (session, user, authority, banner, case, access log, clocks, dispatches, objections, what is
    pending, people, papers, attachments, repeats, letters merged and split), one more for each kind of procedure that is pending, two more
    for a report (accused units and people).
    """
    authority = authority_of(request)
    case = visible_case(request, pk, *CASE_RELATED)
    record_view(case, user=request.user, at=timezone.now())
    file = acts.case_file(case)
    owed = permissions.acts_for(authority, case, file, on=authority.on)
    papers = list(case.documents.select_related("unit").order_by("id"))
    context: dict[str, Any] = {
        "case": case,
        "evaluation": evaluation_of(case, papers, rated=file.proceedings.is_rated, on=authority.on),
        "owed": owed,
        "rare": [option for option in owed if option.act.is_rare],
        "corrects": any(option.act.code == "correct_registration" for option in owed),
        "changes": [c for c in CHANGES.values() if c.allowed(authority, case)],
        "running": [c for c in file.clocks if c.status == ClockStatus.OPEN],
        "ended": [c for c in file.clocks if c.status != ClockStatus.OPEN],
        "dispatch": file.live_dispatch,
        "referral": cases.referral_of(case),
        "urgent": standing(file.proceedings.urgent) if case.is_urgent else None,
        "people": list(people.participants(case)[:PEOPLE_SHOWN]),
        "my_units": authority.unit_ids,
        "papers": papers,
        "attachments": list(case.attachments.select_related("uploaded_by").order_by("id")),
        "links": chain_of(case, authority),
        "relatives": relatives(case, authority),
        "decides_repeat": case.is_open
        and not case.repeat_of_id
        and any(option.act.code == "link_repeat" for option in owed),
        "prints_file": authority.user.pk not in file.proceedings.recused
        and (not case.is_secret or permissions.can_print_file(authority, case)),
        "sees_identity": permissions.can_see_identity(authority, case),
        "adds_files": case.is_open and permissions.can_add_attachments(authority, case),
        "accused": [*case.accused_units.all(), *case.accused_people.all()]
        if case.is_secret
        else [],
    }
    return render(request, "petitions/case_detail.html", context)


@require_POST
def identity(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Show one person's full identity number; noted in the access log and on the matter."""
    authority = authority_of(request)
    case = visible_case(request, pk)
    if not permissions.can_see_identity(authority, case):
        raise PermissionDenied
    participant = get_object_or_404(
        Participant.objects.select_related("petitioner"), pk=part, case=case
    )
    if not participant.petitioner.id_number_encrypted:
        raise Http404
    now = timezone.now()
    record_view(participant.petitioner, user=request.user, at=now, action="identity")
    audit.record(case, "case.identity", actor=request.user, at=now, participant=participant.pk)
    return render(request, "petitions/_identity.html", {"person": participant.petitioner})
