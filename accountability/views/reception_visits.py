"""Pages of who came: a number, what was heard, promises, and reception at a higher office."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.forms import reception as forms
from accountability.models import OnSiteReception, ReceptionDay, ReceptionVisit
from accountability.selectors import reception as selectors
from accountability.services import promises as promise_services
from accountability.services import reception_visits as services
from accountability.services.on_site import record_on_site
from accountability.views.kit import Page, act_page
from accountability.views.reception import BASIS, crumbs, planner, reader
from core.errors import DomainError
from core.http import redirect
from core.pagination import keyset_page
from organizations.authority import Authority
from organizations.views.common import authority_of
from petitions.views.common import visible_case


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a visitor a number. Query budget: 5 (session, user, authority, banner, day)."""
    authority = planner(request)
    day = get_object_or_404(ReceptionDay.objects.select_related("leader"), pk=pk)
    form = forms.BookForm(request.POST or None, authority=authority)
    left = max(day.seats - day.last_queue_number, 0)
    page = Page(
        heading=_("取号"),
        back=reverse("accountability:reception_day", args=[day.pk]),
        crumbs=crumbs(day),
        basis=BASIS,
        facts=((_("剩余名额"), left),),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.book(
            authority=authority, day=day, visitor=form.visitor(), now=timezone.now()
        ),
        done=_("已取号。"),
    )


def _visit(request: HttpRequest, pk: int) -> tuple[Authority, ReceptionVisit]:
    authority = reader(request)
    rows = ReceptionVisit.objects.visible_to(authority)
    return authority, get_object_or_404(
        rows.select_related("day__leader", "case", "promise_unit"), pk=pk
    )


@require_http_methods(["GET", "POST"])
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """What was heard and promised. Query budget: 6 (session, user, authority, banner, visit, units)."""
    authority, visit = _visit(request, pk)
    if not permissions.can_run_reception(authority, visit.day):
        raise PermissionDenied
    form = forms.HearForm(request.POST or None, on=authority.on, is_secret=visit.keeps_secret)
    page = Page(
        heading=_("登记接谈情况"),
        back=reverse("accountability:reception_day", args=[visit.day_id]),
        crumbs=crumbs(visit.day),
        basis=BASIS,
        facts=(
            (_("来访人"), f"{visit.queue_number}号 {visit.name}"),
            (_("反映事项"), visit.topic),
        ),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.hear(
            authority=authority,
            visit=visit,
            heard=form.cleaned_data["heard"],
            promise=form.promise(),
            is_secret=form.cleaned_data.get("is_secret", False),
            now=timezone.now(),
        ),
        done=_("已登记。"),
    )


@require_POST
def absent(request: HttpRequest, pk: int) -> HttpResponse:
    """The visitor did not come."""
    authority, visit = _visit(request, pk)
    if not permissions.can_run_reception(authority, visit.day):
        raise PermissionDenied
    try:
        services.mark_absent(authority=authority, visit=visit, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(request, "accountability:reception_day", visit.day_id)


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """How a promise was carried out. Query budget: 5 (session, user, authority, banner, visit)."""
    authority, visit = _visit(request, pk)
    if not permissions.can_keep_promise(authority, visit):
        raise PermissionDenied
    form = forms.KeptForm(request.POST or None, initial={"done_on": authority.on})
    page = Page(
        heading=_("登记落实情况"),
        back=reverse("accountability:promises"),
        crumbs=crumbs(visit.day),
        facts=(
            (_("承诺事项"), visit.promised),
            (_("落实单位"), visit.promise_unit),
            (_("落实期限"), visit.promise_due_on),
        ),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: promise_services.keep_promise(
            authority=authority, visit=visit, now=timezone.now(), **form.cleaned_data
        ),
        done=_("已登记。"),
    )


@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Promises given at receptions. Query budget: 5 (session, user, authority, banner, rows)."""
    authority = reader(request)
    show_all = "all" in request.GET
    rows = selectors.promises_for(authority, only_open=not show_all)
    context = {
        "page": keyset_page(rows, request.GET, order=("promise_due_on", "id")),
        "show_all": show_all,
        "tab": "promises",
        "my_units": authority.unit_ids,
        "is_office": authority.is_office_staff,
    }
    return render(request, "accountability/promises.html", context)


@require_GET
def on_site(request: HttpRequest) -> HttpResponse:
    """Receptions at a higher office. Query budget: 5 (session, user, authority, banner, rows)."""
    authority = reader(request)
    rows = OnSiteReception.objects.visible_to(authority).select_related("unit", "case")
    context = {
        "page": keyset_page(rows, request.GET, order=("-on", "-id")),
        "tab": "on_site",
    }
    return render(request, "accountability/on_site.html", context)


@require_http_methods(["GET", "POST"])
def on_site_new(request: HttpRequest) -> HttpResponse:
    """Record a reception at a higher office. Query budget: 5 (session, user, authority, banner, units)."""
    authority = reader(request)
    form = forms.OnSiteForm(request.POST or None, authority=authority)
    page = Page(
        heading=_("登记现场接访"),
        back=reverse("accountability:on_site"),
        crumbs=crumbs(),
        intro=_("记录派人到上级接待场所就地听取诉求、解答政策的情况，以及后续由谁办理。"),
        submit=_("登记"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: record_on_site(authority=authority, now=timezone.now(), **form.arguments()),
        done=_("已登记。"),
    )


@require_GET
def case_slot(request: HttpRequest, pk: int) -> HttpResponse:
    """Receptions about a matter, for its page. Query budget: 6 (session, user, authority, case, visits, on site)."""
    case = visible_case(request, pk)
    authority = authority_of(request)
    visits = ReceptionVisit.objects.visible_to(authority).filter(case=case)
    on_site = OnSiteReception.objects.visible_to(authority).filter(case=case)
    context = {
        "visits": list(visits.select_related("day__leader", "promise_unit").order_by("pk")),
        "on_site": list(on_site.order_by("pk")),
    }
    return render(request, "accountability/_case_reception.html", context)
