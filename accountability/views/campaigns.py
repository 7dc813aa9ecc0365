"""Pages of special campaigns: the list, one campaign with its progress, its workbook."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.domain.campaigns import Scope, scope_words
from accountability.forms.campaigns import CampaignForm, EndCampaignForm
from accountability.models import Campaign
from accountability.selectors import campaigns as selectors
from accountability.selectors.supervision import supervisable_units
from accountability.services import campaigns as services
from accountability.services.campaign_sheets import campaign_workbook
from accountability.views.kit import Page, act_page
from accountability.views.supervision import reader
from core.access import record_view
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions.selectors import choices
from petitions.views.common import ids_of

LIST = "accountability:campaigns"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns the user has to do with. Query budget: 5 (session, user, authority, banner, rows)."""
    authority = reader(request)
    page = keyset_page(
        selectors.campaigns_for(authority), request.GET, order=("-starts_on", "-id"), size=30
    )
    context = {"page": page, "can_start": permissions.can_supervise(authority)}
    return render(request, "accountability/campaigns.html", context)


def _visible(request: HttpRequest, pk: int) -> tuple[Authority, Campaign]:
    authority = reader(request)
    rows = selectors.campaigns_for(authority).select_related("created_by", "ended_by")
    return authority, get_object_or_404(rows, pk=pk)


@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: scope, progress of each unit, weeks, and its matters.

    Query budget: 11 (session, user, authority, banner, campaign, progress, units, weeks, rows, class and unit names).
    """
    authority, row = _visible(request, pk)
    scope = Scope.from_json(row.scope)
    entries = selectors.seen_entries(row, authority)
    lines = selectors.progress(entries, on=authority.on)
    mine = None if authority.sees_all_cases else authority.unit_ids
    shown = entries.select_related("case__responsible_unit", "unit")
    unit = ids_of([request.GET.get("unit", "")])
    if unit:
        shown = shown.filter(case__responsible_unit=unit[0])
    state = request.GET.get("state", "")
    if state == "open":
        shown = shown.filter(case__closed_on__isnull=True)
    elif state == "closed":
        shown = shown.filter(case__closed_on__isnull=False)
    context = {
        "campaign": row,
        "scope": scope_words(scope, selectors.scope_names(scope)),
        "lines": lines,
        "totals": selectors.total_of(lines),
        "weeks": selectors.weeks_of(row, mine),
        "page": keyset_page(shown, request.GET, order=("id",), size=50),
        "unit": unit[0] if unit else 0,
        "state": state,
        "can_end": row.ended_on is None and permissions.can_supervise(authority),
    }
    return render(request, "accountability/campaign.html", context)


@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    """Start a campaign. Query budget: 6 (session, user, authority, banner, units, classes)."""
    authority = authority_of(request)
    if not permissions.can_supervise(authority):
        raise PermissionDenied
    form = CampaignForm(
        request.POST or None,
        units=supervisable_units(None, on=authority.on),
        contents=choices.content_choices(),
        on=authority.on,
    )
    page = Page(
        heading=_("开展专项治理"),
        back=reverse(LIST),
        crumbs=((_("专项治理"), reverse(LIST)),),
        basis=_("《信访工作条例》第三十八条第二款"),
        intro=_("符合范围的在办事项当即列入，此后新符合的每天列入；检举控告事项一律不列入。"),
        template="accountability/campaign_form.html",
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.start_campaign(
            authority=authority, draft=form.draft(), now=timezone.now()
        ),
        done=_("已开展专项治理。"),
        to=lambda made: reverse("accountability:campaign", args=[made.pk]),
    )


@require_http_methods(["GET", "POST"])
def campaign_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a campaign with its summary."""
    authority, row = _visible(request, pk)
    if not permissions.can_supervise(authority):
        raise PermissionDenied
    form = EndCampaignForm(request.POST or None)
    here = reverse("accountability:campaign", args=[pk])
    page = Page(
        heading=_("结束专项治理"),
        back=here,
        crumbs=((_("专项治理"), reverse(LIST)), (row.name, here)),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.end_campaign(
            authority=authority, campaign=row, now=timezone.now(), **form.cleaned_data
        ),
        done=_("专项治理已结束。"),
    )


@require_POST
def campaign_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress, weeks and matters as a workbook; noted in the access log."""
    authority, row = _visible(request, pk)
    record_view(
        request.user, user=request.user, at=timezone.now(), action=f"export:campaign:{row.pk}"
    )
    response = HttpResponse(campaign_workbook(authority=authority, campaign=row), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="campaign-{row.pk}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
