"""Population, the work calendar and the settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.http import add_errors
from core.tables import read_table
from organizations.domain.calendar_rows import BAD_DATE, BAD_KIND, TWICE
from organizations.domain.numbers import BY_CODE
from organizations.forms.basics import CalendarImportForm, NumberForm, setting_label
from organizations.forms.units import PopulationForm, PopulationImportForm
from organizations.models import Unit
from organizations.permissions import can_write
from organizations.selectors import units as selectors
from organizations.selectors.months import year_page
from organizations.selectors.numbers import numbers_page
from organizations.services import calendar as calendar_services
from organizations.services import numbers as number_services
from organizations.services import population as population_services
from organizations.views.common import authority_of, form_page, readers, writers

YEARS_SHOWN = 6
FIRST_YEAR, LAST_YEAR = 2000, 2100
ROW_WORDS = {
    BAD_DATE: gettext_lazy("日期不正确"),
    BAD_KIND: gettext_lazy("性质须为“放假”或“上班”"),
    TWICE: gettext_lazy("日期重复"),
}


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else timezone.localdate().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


@require_GET
@readers
def population_list(request: HttpRequest) -> HttpResponse:
    """Residents of the county and its townships, six years side by side. Query budget: 7."""
    last = _year(request)
    years = list(range(last, last - YEARS_SHOWN, -1))
    context = {
        "years": years,
        "earlier": last - YEARS_SHOWN,
        "later": last + YEARS_SHOWN,
        "lines": selectors.population_table(years, on=timezone.localdate()),
        "can_write": can_write(authority_of(request)),
    }
    return render(request, "organizations/population_list.html", context)


@require_http_methods(["GET", "POST"])
@writers
def population_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the residents of a unit in a year."""
    unit = get_object_or_404(Unit, pk=pk)
    form = PopulationForm(request.POST or None, initial={"year": _year(request)})
    return form_page(
        request,
        form,
        lambda: population_services.set_population(
            authority=authority_of(request),
            unit=unit,
            now=timezone.now(),
            **form.cleaned_data,
        ),
        title=_("常住人口：%(unit)s") % {"unit": unit},
        back=reverse("unit-detail", args=[pk]),
        done=_("人口已保存。"),
    )


@require_http_methods(["GET", "POST"])
@writers
def population_import(request: HttpRequest) -> HttpResponse:
    """Take a file of residents, the whole of it or nothing."""
    form = PopulationImportForm(request.POST or None, request.FILES or None)
    errors: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            plan = population_services.import_population(
                authority=authority_of(request),
                rows=read_table(form.cleaned_data["file"]),
                source=form.cleaned_data["source"],
                now=timezone.now(),
            )
        except DomainError as error:
            add_errors(form, error)
        else:
            errors = list(plan.errors)
            if not errors:
                messages.success(request, _("已载入 %(n)s 条人口数据。") % {"n": len(plan.rows)})
                return redirect("population-list")
    return _import_page(request, form, errors, title=_("导入人口"), back=reverse("population-list"))


@require_GET
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Twelve months of a year; everybody may look. Query budget: 6."""
    today = timezone.localdate()
    page = year_page(_year(request), today=today)
    context = {
        "page": page,
        "built_in": calendar_services.FIRST_YEAR <= page.year <= calendar_services.LAST_YEAR,
        "can_write": can_write(authority_of(request)),
    }
    return render(request, "organizations/calendar.html", context)


@require_POST
@writers
def calendar_load(request: HttpRequest) -> HttpResponse:
    """Load the built-in plan of a year."""
    text = request.POST.get("year", "")
    year = int(text) if text.isdecimal() else 0
    try:
        count = calendar_services.load_year(
            authority=authority_of(request),
            year=year,
            now=timezone.now(),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("%(year)s 年工作日历已载入，共 %(n)s 天。") % {"year": year, "n": count}
        )
    return redirect(f"{reverse('calendar')}?year={year}")


@require_http_methods(["GET", "POST"])
@writers
def calendar_import(request: HttpRequest) -> HttpResponse:
    """Take a calendar file, the whole of it or nothing."""
    form = CalendarImportForm(request.POST or None, request.FILES or None)
    errors: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            plan = calendar_services.read_calendar(read_table(form.cleaned_data["file"]))
            errors = [(e.line, f"{ROW_WORDS[e.reason]}：{e.text}") for e in plan.errors]
            if not errors:
                counts = calendar_services.import_calendar(
                    authority=authority_of(request),
                    plan=plan,
                    source=form.cleaned_data["source"],
                    now=timezone.now(),
                )
                messages.success(
                    request,
                    _("已载入 %(years)s 年工作日历。") % {"years": "、".join(map(str, counts))},
                )
                return redirect(f"{reverse('calendar')}?year={min(counts)}")
        except DomainError as error:
            add_errors(form, error)
    return _import_page(request, form, errors, title=_("导入工作日历"), back=reverse("calendar"))


def _import_page(
    request: HttpRequest, form: Any, errors: list[tuple[int, str]], *, title: str, back: str
) -> HttpResponse:
    context = {"form": form, "row_errors": errors, "heading": title, "back": back}
    return render(request, "organizations/import.html", context)


@require_GET
@readers
def setting_list(request: HttpRequest) -> HttpResponse:
    """Numbers of the county with their history. Query budget: 5."""
    lines = numbers_page(on=timezone.localdate())
    context = {
        "lines": [(setting_label(line.spec.code), line) for line in lines],
        "can_write": can_write(authority_of(request)),
    }
    return render(request, "organizations/setting_list.html", context)


@require_http_methods(["GET", "POST"])
@writers
def setting_set(request: HttpRequest, code: str) -> HttpResponse:
    """Put a new value in force."""
    spec = BY_CODE.get(code)
    if spec is None:
        raise Http404
    form = NumberForm(request.POST or None, spec=spec)
    return form_page(
        request,
        form,
        lambda: number_services.set_number(
            authority=authority_of(request),
            code=code,
            text=form.cleaned_data["value"],
            valid_from=form.cleaned_data["valid_from"],
            basis=form.cleaned_data["basis"],
            now=timezone.now(),
        ),
        title=_("设置：%(name)s") % {"name": setting_label(code)},
        back=reverse("setting-list"),
        done=_("新值已登记。"),
    )
