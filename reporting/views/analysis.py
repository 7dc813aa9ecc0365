"""Monthly analysis (月分析): what rose, hot spots and chains; how long each step took beside its quality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability.permissions import can_record_problems
from core.errors import BadAddress
from organizations.views.common import authority_of
from reporting import permissions
from reporting.domain.analysis import STEPS, Course, Rise, risen
from reporting.domain.drilldown import Drill
from reporting.domain.facts import NONE, Fact
from reporting.domain.hotspots import MINIMUM_MONTHS, MINIMUM_NOW, RISK, HotSpot
from reporting.domain.indicators import BY_CODE
from reporting.domain.measures import TOO_FEW
from reporting.domain.periods import Month, PeriodError
from reporting.domain.spans import MONTH, Period
from reporting.domain.values import Value
from reporting.selectors import analysis as selectors
from reporting.selectors.answers import Answer
from reporting.selectors.cases import sees_whole_county, visible_cases
from reporting.selectors.chains import chains_of
from reporting.selectors.dimensions import Key
from reporting.views.common import EARLIEST, cases_url, problem_url

MONTHS_OFFERED = 24


@dataclass(frozen=True)
class Number:
    """A number and the list of its matters."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class RiseRow:
    """One row of what rose."""

    rise: Rise
    now: Number
    previous: Number
    year_before: Number


@dataclass(frozen=True)
class HotRow:
    """One hot spot."""

    place: str
    name: str
    level: str
    spot: HotSpot
    now: Number
    before: Number
    problem: str


@dataclass(frozen=True)
class UnitRow:
    """One unit's steps and quality."""

    name: str
    count: Number
    course: Course
    steps: tuple[tuple[str, str], ...]
    quality: tuple[Number, ...]
    is_whole: bool = False


def asked_month(request: HttpRequest) -> Month:
    """The month asked for, the last one that is over by default and never a later one."""
    if not permissions.can_see_analysis(authority_of(request)):
        raise PermissionDenied
    last = Month.of(timezone.localdate()).previous
    if not (code := request.GET.get("month", "")):
        return last
    try:
        return max(EARLIEST, min(Month.parse(code), last))
    except PeriodError as error:
        raise BadAddress(str(error)) from error


def months_offered(today: date) -> list[Month]:
    """The months one may choose, newest first."""
    return list(reversed(Month.of(today).previous.trailing(MONTHS_OFFERED)))


def fact_url(code: str, days: Month | Period, keys: Mapping[str, object]) -> str:
    """Address of the matters behind a counted figure of a row."""
    period = Period.of_months(days, MONTH) if isinstance(days, Month) else days
    texts = {name: NONE if key is None else str(key) for name, key in keys.items()}
    return cases_url(Fact(code, period, texts))


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What rose, hot spots, matters petitioned again and again.

    Query budget: 13 (session, user, authority, whether all of the county is seen, closed months twice, their sums, units,
    classes, chains three times, banner); one more when one of the months was re-opened.
    """
    month = asked_month(request)
    authority = authority_of(request)
    cases = visible_cases(authority)
    found = selectors.changes(cases, month, is_county=sees_whole_county(authority))
    chains = chains_of(cases, month)
    context = {
        "tab": "changes",
        "month": month,
        "months": months_offered(timezone.localdate()),
        "total": _rise_row(found.total, month, {}),
        "parts": [
            (name, [_rise_row(row, month, {code: row.key}) for row in risen(found.by[code])])
            for code, name in (
                ("class1", _("内容分类")),
                ("place", _("问题属地")),
                ("form", _("信访形式")),
            )
        ],
        "search": found.search,
        "hot": [_hot_row(spot, found) for spot in found.hot],
        **recording(request, month, "rise"),
        "risk": f"{RISK:.0%}",
        "minimum_months": MINIMUM_MONTHS,
        "minimum_now": MINIMUM_NOW,
        "chains": chains.shown,
        "chain_count": chains.count,
        "chain_matters": chains.matters,
        "chains_url": fact_url("repeats_3", month, {}),
    }
    return render(request, "reporting/analysis/changes.html", context)


def _rise_row(rise: Rise, month: Month, keys: Mapping[str, object]) -> RiseRow:
    def number(count: int, one: Month) -> Number:
        if not keys:
            days = Drill(received_from=one.first_day, received_to=one.last_day)
            return Number(str(count), cases_url(days))
        return Number(str(count), fact_url("matters", one, keys))

    return RiseRow(
        rise,
        number(rise.now, month),
        number(rise.previous, month.previous),
        number(rise.year_before or 0, month.year_before),
    )


def _hot_row(spot: HotSpot, found: selectors.Changes) -> HotRow:
    place, level, code = cast("tuple[int, str, str]", spot.cell.key)
    keys: dict[str, Key] = {"place": place, level: code, "repeat": "0"}
    known = found.history[-found.search.months :]
    before = Period(known[0].first_day, known[-1].last_day)
    now = fact_url("matters", found.month, keys)
    town, name = found.name("place", place), found.name(level, code)
    title = _("%(town)s%(name)s类事项集中") % {"town": town, "name": name}
    text = _("%(month)s初次信访%(now)d起，按前期应有%(expected)s起，警戒线%(limit)d起。") % {
        "month": found.month.label,
        "now": spot.cell.now,
        "expected": spot.expected,
        "limit": spot.limit,
    }
    return HotRow(
        place=town,
        name=name,
        level=_("一级") if level == "class1" else _("二级"),
        spot=spot,
        now=Number(str(spot.cell.now), now),
        before=Number(str(spot.cell.before), fact_url("matters", before, keys)),
        problem=problem_url(found.month, "hot", title=title, text=text, cases=now, unit=place),
    )


def recording(request: HttpRequest, month: Month, kind: str) -> dict[str, object]:
    """Whether the user may record a problem, and where."""
    may = can_record_problems(authority_of(request))
    return {"may_record": may, "record_url": problem_url(month, kind) if may else ""}


@require_GET
def speed(request: HttpRequest) -> HttpResponse:
    """How long each step took, by unit, with the quality of the same month beside it.

    Query budget: 12 (session, user, authority, steps, units three times, three sources and a setting, banner).
    """
    month = asked_month(request)
    cases = visible_cases(authority_of(request))
    found = selectors.courses(cases, month)
    answer = selectors.quality(cases, month)
    answered = {unit if isinstance(unit, int) else None for unit, *_rest in answer.rows}
    units = answered | set(found.by_unit)
    rows = [
        _unit_row(found.by_unit.get(unit, Course()), answer, month, unit, found.names)
        for unit in units
    ]
    rows.sort(key=lambda row: (-row.course.count, row.name))
    context = {
        "tab": "speed",
        "month": month,
        "months": months_offered(timezone.localdate()),
        "rows": [_whole_row(found.whole, answer, month), *rows],
        "steps": list(STEPS.values()),
        "quality": [BY_CODE[code] for code in selectors.QUALITY],
        "too_few": TOO_FEW,
        **recording(request, month, "speed"),
    }
    return render(request, "reporting/analysis/speed.html", context)


def _whole_row(course: Course, answer: Answer, month: Month) -> UnitRow:
    values = [(code, answer.total(code)) for code in selectors.QUALITY]
    return UnitRow(
        name=_("全县"),
        count=_concluded(course, month, {}),
        course=course,
        steps=_steps(course),
        quality=tuple(_rated(code, value, month, {}) for code, value in values),
        is_whole=True,
    )


def _unit_row(
    course: Course, answer: Answer, month: Month, unit: int | None, names: Mapping[int, str]
) -> UnitRow:
    values = [(code, answer.value(code, (unit,))) for code in selectors.QUALITY]
    keys: dict[str, Key] = {"owner": unit}
    return UnitRow(
        name=names.get(unit or 0) or _("其他单位"),
        count=_concluded(course, month, keys),
        course=course,
        steps=_steps(course),
        quality=tuple(_rated(code, value, month, keys) for code, value in values),
    )


def _concluded(course: Course, month: Month, keys: Mapping[str, Key]) -> Number:
    return Number(str(course.count), fact_url("concluded", month, keys) if course.count else "")


def _rated(code: str, value: Value, month: Month, keys: Mapping[str, Key]) -> Number:
    """A rate; where nothing was due there is nothing to open."""
    is_due = value.rate is not None and value.rate.due
    return Number(value.text, fact_url(code, month, keys) if is_due else "", value.note)


def _steps(course: Course) -> tuple[tuple[str, str], ...]:
    return tuple((course.median(step), course.slowest(step)) for step in STEPS)
