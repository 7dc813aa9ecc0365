"""The leaders' dashboard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.charts import ChartData, Series
from reporting import permissions
from reporting.domain.drilldown import Drill
from reporting.domain.figures import MonthFigures, Slice, Tally, UnitFigures
from reporting.domain.grids import rate_text
from reporting.domain.indicators import INDICATORS, share
from reporting.domain.periods import Month, PeriodError, Span
from reporting.selectors.dashboard import Dashboard, RankedUnit, dashboard
from reporting.views.common import authority_of, cases_url, chart_svg


@dataclass(frozen=True)
class Box:
    """One large number: name, text, address, comparisons."""

    name: str | Promise
    value: str
    url: str
    on_year: str = ""
    on_month: str = ""
    note: str = ""
    is_bad: bool = False


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """This month at a glance; every number opens its cases.

    Query budget: 12 (session, user, authority, seven of the figures, overdue matters, their number).
    """
    authority = authority_of(request)
    if not permissions.can_see_dashboard(authority):
        raise PermissionDenied
    today = timezone.localdate()
    sees_county = permissions.can_see_county(authority)
    shown = dashboard(
        authority,
        month=_month(request.GET.get("month", ""), today),
        on=today,
        unit_ids=None if sees_county else permissions.led_units(authority),
    )
    month = shown.span.month
    context = {
        "board": shown,
        "month": month,
        "months": list(reversed(Month.of(today).trailing(24))),
        "boxes": _boxes(shown),
        "parts": _parts(shown),
        "groups": [
            (_("乡镇（街道）"), [_row(one, shown.span) for one in shown.townships], True),
            (_("县直部门"), [_row(one, shown.span) for one in shown.departments], False),
        ],
        "trend_svg": chart_svg("line", _trend(shown.figures)),
        "overdue_url": cases_url(Drill(late_on=today)),
        "sees_county": sees_county,
        "indicators": INDICATORS,
    }
    return render(request, "reporting/dashboard.html", context)


#: A year before and a trend behind it must still be months.
EARLIEST = Month(1950, 1)


def _month(code: str, today: date) -> Month:
    """The month asked for, this month by default, never one to come."""
    if not code:
        return Month.of(today)
    try:
        return max(EARLIEST, min(Month.parse(code), Month.of(today)))
    except PeriodError as error:
        raise BadRequest(str(error)) from error


def _whole(span: Span) -> Drill:
    return Drill(received_from=span.month.first_day, received_to=span.until)


def _boxes(shown: Dashboard) -> list[Box]:
    f, span, mine = shown.figures, shown.span, _whole(shown.span)
    due = Drill(due_from=span.month.first_day, due_to=span.limits_to)
    limits = (
        (_("及时受理率"), f.inform, replace(due, clock="inform")),
        (_("按期办结率"), f.conclude, replace(due, clock="conclude")),
    )
    return [
        _count(_("信访总量（起）"), f.matters, mine),
        _count(_("人次"), f.persons, mine),
        _count(_("来访批次"), f.batches, replace(mine, form="visit")),
        _count(_("集体访批次"), f.collective, replace(mine, collective=True)),
        _count(_("重复信访"), f.repeats, replace(mine, repeat=True)),
        Box(
            _("在办"),
            str(f.balance.pending),
            cases_url(Drill(open_on=span.until)),
            note=f.balance.text,
        ),
        Box(
            _("现已超期"),
            str(shown.overdue_count),
            cases_url(Drill(late_on=shown.on)),
            is_bad=shown.overdue_count > 0,
        ),
        *(
            Box(name, rate.text, cases_url(drill), note=f"{rate.hits}/{rate.due}")
            for name, rate, drill in limits
        ),
    ]


def _count(name: str, tally: Tally, drill: Drill) -> Box:
    return Box(name, str(tally.now), cases_url(drill), tally.on_year.text, tally.on_month.text)


def _parts(shown: Dashboard) -> list[list[tuple[str, list[dict]]]]:
    """Two columns of small tables: form and level, class."""
    f, mine = shown.figures, _whole(shown.span)
    forms = [_part(one, f, replace(mine, form=one.key)) for one in f.by_form]
    levels = [_part(one, f, replace(mine, level=one.key)) for one in f.by_level]
    classes = [
        _part(one, f, replace(mine, content=one.key)) for one in f.by_class if one.matters.now
    ]
    return [[(_("信访形式"), forms), (_("信访层级"), levels)], [(_("内容分类"), classes)]]


def _part(one: Slice, figures: MonthFigures, drill: Drill) -> dict:
    return {
        "name": one.name,
        "matters": one.matters,
        "share": share(one.matters.now, figures.matters.now),
        "persons": one.persons.now,
        "url": cases_url(drill),
    }


def _row(one: RankedUnit, span: Span) -> dict:
    unit, mine = one.unit, replace(_whole(span), unit=one.unit.unit_id)
    return {
        "unit": unit,
        "standing": one.standing,
        "url": cases_url(mine),
        "repeats_url": cases_url(replace(mine, repeat=True)),
        "pending_url": cases_url(Drill(unit=unit.unit_id, open_on=span.until)),
        "late": unit.late_inform + unit.late_conclude,
        "late_links": _late_links(unit, span),
        "inform": rate_text(unit.inform),
        "inform_url": cases_url(_limit(unit, span, "inform")),
        "conclude": rate_text(unit.conclude),
        "conclude_url": cases_url(_limit(unit, span, "conclude")),
    }


def _limit(unit: UnitFigures, span: Span, clock: str) -> Drill:
    return Drill(
        due_from=span.month.first_day, due_to=span.limits_to, clock=clock, owes=unit.unit_id
    )


def _late_links(unit: UnitFigures, span: Span) -> list[tuple[str, int, str]]:
    kinds = (("inform", _("告知"), unit.late_inform), ("conclude", _("办结"), unit.late_conclude))
    return [
        (
            name,
            number,
            cases_url(Drill(overdue_on=span.limits_to, clock=clock, owes=unit.unit_id)),
        )
        for clock, name, number in kinds
        if number
    ]


def _trend(figures: MonthFigures) -> ChartData:
    months = [Month.parse(point.month) for point in figures.trend]

    def links(*, collective: bool | None = None) -> tuple[str, ...]:
        return tuple(
            cases_url(
                Drill(received_from=m.first_day, received_to=m.last_day, collective=collective)
            )
            for m in months
        )

    return ChartData(
        title=str(_("近十二个月信访走势")),
        categories=tuple(f"{m.year % 100:02d}.{m.month}" for m in months),
        series=(
            Series(_("起数"), tuple(p.matters for p in figures.trend), links()),
            Series(
                _("集体访批次"), tuple(p.collective for p in figures.trend), links(collective=True)
            ),
        ),
    )
