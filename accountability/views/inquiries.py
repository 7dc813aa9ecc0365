"""Pages of inquiries into liability."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability import inquiry_permissions as permissions
from accountability.domain.liability import BY_CODE
from accountability.forms import inquiries as forms
from accountability.models import Inquiry, InquiryStatus
from accountability.permissions import can_read_duties
from accountability.selectors import inquiries as selectors
from accountability.services import inquiries as services
from accountability.views.kit import Page, act_page
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.selectors.units import line_of
from organizations.views.common import authority_of


def _reader(request: HttpRequest) -> Authority:
    authority = authority_of(request)
    if not can_read_duties(authority):
        raise PermissionDenied
    return authority


def found_inquiry(request: HttpRequest, pk: int) -> tuple[Authority, Inquiry]:
    """The reader's authority and an inquiry the reader may see; 404 for any other."""
    authority = _reader(request)
    return authority, get_object_or_404(selectors.visible_inquiries(authority), pk=pk)


def crumbs_of(inquiry: Inquiry | None = None) -> tuple[tuple[str, str], ...]:
    """The pages above a page of inquiries."""
    above = ((_("责任追究"), reverse("accountability:inquiry_list")),)
    if inquiry is None:
        return above
    return (*above, (inquiry.number, reverse("accountability:inquiry", args=[inquiry.pk])))


@require_GET
def inquiry_list(request: HttpRequest) -> HttpResponse:
    """Inquiries the reader may see. Query budget: 5 (session, user, authority, banner, rows)."""
    authority = _reader(request)
    show_all = "all" in request.GET
    rows = selectors.visible_inquiries(authority)
    if not show_all:
        rows = rows.exclude(status__in=[InquiryStatus.DECIDED, InquiryStatus.DROPPED])
    page = keyset_page(rows, request.GET, order=("-opened_at", "-id"))
    context = {
        "page": page,
        "rows": [(row, BY_CODE[row.ground]) for row in page.rows],
        "show_all": show_all,
        "may": permissions.can_inquire(authority),
    }
    return render(request, "accountability/inquiry_list.html", context)


@require_GET
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One inquiry. Query budget: 12 (session, user, authority, banner, inquiry, people with statements and files, whether one stands
    back, evidence, changes).

    A person it is about sees the facts, the evidence and the own part, not what is said of others.
    """
    authority, found = found_inquiry(request, pk)
    people = selectors.people_of(found)
    own = [person for person in people if person.user_id == authority.user.pk]
    may = not own and permissions.can_work_inquiry(authority, found)
    rows = selectors.evidence_for(found, authority)
    amendments = list(found.amendments.select_related("made_by"))
    told = [*(row.told_at for row in rows), *(row.told_at for row in amendments)]
    context = {
        "inquiry": found,
        "successor": line_of(found.unit)[-1] if found.unit.succeeded_by_id else None,
        "ground": BY_CODE[found.ground],
        "people": own or people,
        "evidence": [row for row in rows if row.told_at or not own],
        "amendments": amendments,
        "untold": found.status == InquiryStatus.TOLD and None in told,
        "may": may,
        "early": may and found.status in services.EARLY,
        "decides": permissions.can_decide_inquiry(authority, found)
        and found.status == InquiryStatus.SUBMITTED,
        "me": authority.user.pk,
    }
    return render(request, "accountability/inquiry.html", context)


@require_http_methods(["GET", "POST"])
def inquiry_new(request: HttpRequest) -> HttpResponse:
    """Open an inquiry. Query budget: 5 (session, user, authority, banner, units)."""
    authority = _reader(request)
    if not permissions.can_inquire(authority):
        raise PermissionDenied
    form = forms.OpenForm(request.POST or None, on=authority.on)
    page = Page(
        heading=_("提出责任追究"),
        back=reverse("accountability:inquiry_list"),
        crumbs=crumbs_of(),
        basis=_("《信访工作条例》第四十二条至第四十六条"),
        submit=_("提出"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.open_inquiry(
            authority=authority, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已提出，请提取证据、列明责任人员。"),
        to=lambda made: reverse("accountability:inquiry", args=[made.pk]),
    )
