"""Pages of reception days: the month, one day with its queue, the year's duty, and the public list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accountability import permissions
from accountability.forms import reception as forms
from accountability.models import ReceptionDay, ReceptionVisit
from accountability.selectors import reception as selectors
from accountability.services import reception as services
from accountability.views.kit import Page, act_page
from core.errors import DomainError
from core.http import redirect
from organizations.authority import Authority
from organizations.selectors import work_calendar
from organizations.views.common import authority_of

BASIS = gettext_lazy("《信访工作条例》第十八条第二款：领导干部定期接待群众来访、定期下访")


def reader(request: HttpRequest) -> Authority:
    """The user's posts, when they allow to read the schedule."""
    authority = authority_of(request)
    if not permissions.can_read_duties(authority):
        raise PermissionDenied
    return authority


def planner(request: HttpRequest) -> Authority:
    """The user's posts, when they allow to plan."""
    authority = authority_of(request)
    if not permissions.can_plan_reception(authority):
        raise PermissionDenied
    return authority


def month_of(request: HttpRequest, today: date) -> date:
    """The first day of the month asked for as ``?month=2026-03``; this month when it cannot be read."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return today.replace(day=1)


def crumbs(day: ReceptionDay | None = None) -> tuple[tuple[str, str], ...]:
    """The pages above."""
    above = ((_("领导接访"), reverse("accountability:reception")),)
    if day is None:
        return above
    return (*above, (str(day), reverse("accountability:reception_day", args=[day.pk])))


@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """The schedule of a month. Query budget: 5 (session, user, authority, banner, days)."""
    authority = reader(request)
    first = month_of(request, authority.on)
    days = list(selectors.days_of_month(first.year, first.month))
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    context = {
        "first": first, "before": before, "after": after, "days": days, "tab": "month",
        "may_plan": permissions.can_plan_reception(authority),
        "unpublished": any(d.published_at is None and d.status == "planned" for d in days),
    }  # fmt: skip
    return render(request, "accountability/reception.html", context)


@require_http_methods(["GET", "POST"])
def plan_month(request: HttpRequest) -> HttpResponse:
    """Give each leader without a reception a day of the month. Query budget: 4."""
    authority = planner(request)
    first = month_of(request, authority.on)
    form = forms.HoursForm(request.POST or None)
    label = f"{first:%Y}年{first.month}月"
    page = Page(
        heading=_("编排%(month)s接访日") % {"month": label},
        back=f"{reverse('accountability:reception')}?month={first:%Y-%m}",
        crumbs=crumbs(),
        basis=BASIS,
        intro=_("给当月还没有接访安排的每位县领导安排一天，均匀分布在工作日；之后可以逐日调整。"),
        submit=_("编排"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.plan_month(
            authority=authority,
            year=first.year,
            month=first.month,
            now=timezone.now(),
            **form.cleaned_data,
        ),
        done=_("已编排。"),
    )


@require_http_methods(["GET", "POST"])
def day_new(request: HttpRequest) -> HttpResponse:
    """Plan one day. Query budget: 6 (session, user, authority, banner, leaders, their units)."""
    authority = planner(request)
    form = forms.DayForm(request.POST or None, today=authority.on)
    page = Page(
        heading=_("新增接访日"),
        back=reverse("accountability:reception"),
        crumbs=crumbs(),
        basis=BASIS,
        submit=_("保存"),
    )
    return act_page(
        request,
        form=form,
        page=page,
        act=lambda: services.plan_day(
            authority=authority,
            leader=form.cleaned_data["leader"],
            facts=form.facts(),
            now=timezone.now(),
        ),
        done=_("已安排。"),
        to=lambda made: f"{reverse('accountability:reception')}?month={made.on:%Y-%m}",
    )


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the planned days of a month."""
    authority = planner(request)
    first = month_of(request, authority.on)
    try:
        count = services.publish_month(
            authority=authority, year=first.year, month=first.month, now=timezone.now()
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已公布 %(count)d 天。") % {"count": count})
    return redirect(request, f"{reverse('accountability:reception')}?month={first:%Y-%m}")


def _day(pk: int) -> ReceptionDay:
    return get_object_or_404(ReceptionDay.objects.select_related("leader"), pk=pk)


@require_GET
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """One day with its queue. Query budget: 6 (session, user, authority, banner, day, visits)."""
    authority = reader(request)
    found = _day(pk)
    visits = (
        ReceptionVisit.objects.visible_to(authority)
        .filter(day=found)
        .select_related("promise_unit", "case")
        .order_by("queue_number")
    )
    runs = permissions.can_run_reception(authority, found)
    context = {
        "day": found,
        "visits": list(visits),
        "runs": runs and found.status == "planned" and found.on <= authority.on,
        "may_plan": permissions.can_plan_reception(authority) and found.status == "planned",
        "my_units": authority.unit_ids,
        "is_office": authority.is_office_staff,
    }
    return render(request, "accountability/reception_day.html", context)


@require_http_methods(["GET", "POST"])
def day_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Book, move, call off or hold a day. Query budget: 7."""
    authority = reader(request)
    found = _day(pk)
    common: dict[str, Any] = {"authority": authority, "day": found, "now": timezone.now()}
    data = request.POST or None
    if step == "hold":
        if not permissions.can_run_reception(authority, found):
            raise PermissionDenied
        form: Any = forms.SummaryForm(data)
        heading, act = _("登记已接访"), lambda: services.hold_day(**common, **form.cleaned_data)
    elif not permissions.can_plan_reception(authority):
        raise PermissionDenied
    elif step == "move":
        initial = {n: getattr(found, n) for n in ("on", "kind", "place", "begins", "ends", "seats")}
        initial["day_off"] = not work_calendar().is_working(found.on)
        form = forms.MoveForm(data, today=authority.on, initial=initial)
        heading = _("调整接访日")

        def act() -> Any:
            return services.move_day(
                **common, facts=form.facts(), reason=form.cleaned_data["reason"]
            )

    elif step == "cancel":
        form = forms.ReasonForm(data)
        heading, act = _("取消接访日"), lambda: services.cancel_day(**common, **form.cleaned_data)
    else:
        raise Http404
    page = Page(
        heading=heading,
        back=reverse("accountability:reception_day", args=[found.pk]),
        crumbs=crumbs(found),
        facts=(
            (_("接访领导"), f"{found.leader}（{found.leader_title}）"),
            (_("接访日期"), found.on),
        ),
    )
    return act_page(request, form=form, page=page, act=act, done=_("已登记。"))


@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """Who received how often in which month, and who missed it. Query budget: 7 (session, user, authority,
    banner, terms, counts, first day)."""
    authority = reader(request)
    asked = request.GET.get("year", "")
    chosen = (
        int(asked)
        if asked.isascii() and asked.isdigit() and len(asked) == 4 and asked >= "1949"
        else authority.on.year
    )
    lines = selectors.duty_of_year(chosen, on=authority.on)
    context = {"year": chosen, "lines": lines, "tab": "year", "numbers": range(1, 13)}
    return render(request, "accountability/reception_year.html", context)


@login_not_required
@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """The published list, for everybody: who receives when and where; no name of a visitor.

    Query budget: 1.
    """
    on = timezone.localdate(timezone.now())
    context = {"days": list(selectors.public_days(on=on)), "today": on}
    return render(request, "accountability/reception_public.html", context)
