"""The leaders' dashboard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.errors import BadAddress
from organizations.views.common import authority_of
from reporting import permissions
from reporting.domain.drilldown import Drill
from reporting.domain.figures import MonthFigures, Slice, Tally, UnitFigures
from reporting.domain.indicators import IN_BULLETIN
from reporting.domain.measures import Rate, share
from reporting.domain.periods import Month, PeriodError, Span
from reporting.selectors.dashboard import Dashboard, RankedUnit, dashboard
from reporting.selectors.own_rows import own_names
from reporting.views.common import EARLIEST, cases_url, chart_svg, trend_chart


@dataclass(frozen=True)
class Box:
    """One large number: name, text, address, comparisons; `code` leads to its definition."""

    code: str
    name: str | Promise
    value: str
    url: str
    on_year: str = ""
    on_month: str = ""
    note: str = ""
    is_bad: bool = False
    is_small: bool = False


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
    month = _month(request.GET.get("month", ""), today)
    mine = () if sees_county else permissions.led_units(authority)
    unit = _own_unit(mine, request.GET.get("unit", ""))
    shown = dashboard(authority, month=month, on=today, unit_ids=None if unit is None else [unit])
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
        "trend_svg": chart_svg("line", trend_chart(shown.figures.trend, _row_keys(shown))),
        "overdue_url": cases_url(_late(shown)),
        "sees_county": sees_county,
        "unit": unit,
        "own_units": own_names(authority, mine) if len(mine) > 1 else [],
        "indicators": IN_BULLETIN,
    }
    return render(request, "reporting/dashboard.html", context)


def _own_unit(mine: tuple[int, ...], asked: str) -> int | None:
    """The unit a leader of units looks at: the one asked for, else the first; None for those who see the county."""
    return next((pk for pk in mine if str(pk) == asked), mine[0] if mine else None)


def _month(code: str, today: date) -> Month:
    """The month asked for, this month by default, never one to come."""
    if not code:
        return Month.of(today)
    try:
        return max(EARLIEST, min(Month.parse(code), Month.of(today)))
    except PeriodError as error:
        raise BadAddress(str(error)) from error


def _whole(span: Span) -> Drill:
    return Drill(received_from=span.period.first_day, received_to=span.until)


def _row_keys(shown: Dashboard) -> dict[str, int]:
    """What narrows an address to the unit the page is about."""
    return {} if shown.unit_id is None else {"unit": shown.unit_id}


def _late(shown: Dashboard) -> Drill:
    return Drill(late_on=shown.on, owner=shown.unit_id)


def _boxes(shown: Dashboard) -> list[Box]:
    f, span = shown.figures, shown.span
    mine = replace(_whole(span), unit=shown.unit_id)
    return [
        _count("matters", _("信访总量（起）"), f.matters, mine),
        _count("persons", _("人次"), f.persons, mine),
        _count("batches", _("来访批次"), f.batches, replace(mine, form="visit")),
        _count("collective", _("集体访批次"), f.collective, replace(mine, collective=True)),
        _count("repeats", _("重复信访"), f.repeats, replace(mine, repeat=True)),
        Box(
            "pending",
            _("在办"),
            str(f.balance.pending),
            cases_url(Drill(open_on=span.until, unit=shown.unit_id)),
            note=f.balance.text,
        ),
        Box(
            "overdue_now",
            _("现已超期") if shown.unit_id is None else _("承办现已超期"),
            str(shown.overdue_count),
            cases_url(_late(shown)),
            is_bad=shown.overdue_count > 0,
        ),
        *_rate_boxes(shown),
    ]


def _rate_boxes(shown: Dashboard) -> list[Box]:
    f, first = shown.figures, shown.span.period.first_day
    due = Drill(due_from=first, due_to=max(shown.span.limits_to, first), clock="inform")
    due = replace(due, owes=shown.unit_id)
    limits = (
        ("timely_rate", _("及时受理率"), f.inform, due),
        ("concluded_rate", _("按期办结率"), f.conclude, replace(due, clock="conclude")),
    )
    return [
        Box(
            code,
            name,
            rate.shown,
            cases_url(_missed(drill, rate)) if rate.due else "",
            note=_missed_text(rate),
            is_bad=rate.is_bad,
            is_small=rate.is_few,
        )
        for code, name, rate, drill in limits
    ]


def _count(code: str, name: str, tally: Tally, drill: Drill) -> Box:
    return Box(
        code, name, str(tally.now), cases_url(drill), tally.on_year.text, tally.on_month.text
    )


def _parts(shown: Dashboard) -> list[list[tuple[str, list[dict]]]]:
    """Two columns of small tables: form and level, class."""
    f, mine = shown.figures, replace(_whole(shown.span), unit=shown.unit_id)
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
        "inform": unit.inform.shown,
        "inform_url": _rate_url(_limit(unit, span, "inform"), unit.inform),
        "inform_note": _missed_text(unit.inform),
        "conclude": unit.conclude.shown,
        "conclude_url": _rate_url(_limit(unit, span, "conclude"), unit.conclude),
        "conclude_note": _missed_text(unit.conclude),
    }


def _limit(unit: UnitFigures, span: Span, clock: str) -> Drill:
    return Drill(
        due_from=span.period.first_day,
        due_to=max(span.limits_to, span.period.first_day),
        clock=clock,
        owes=unit.unit_id,
    )


def _missed(drill: Drill, rate: Rate) -> Drill:
    """The matters that missed the limit; all that fell due where none did."""
    return replace(drill, hit=False) if rate.hits < rate.due else drill


def _rate_url(drill: Drill, rate: Rate) -> str:
    """Where nothing fell due there is nothing to open."""
    return cases_url(_missed(drill, rate)) if rate.due else ""


def _missed_text(rate: Rate) -> str:
    text = f"{rate.hits}/{rate.due}"
    missed = rate.due - rate.hits
    return text + _("，未按期 %(count)s 件") % {"count": missed} if missed else text


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
