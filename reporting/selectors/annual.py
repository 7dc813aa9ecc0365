"""Counts an annual report (条例第四十一条) with the figures of the catalogue, so that each opens the matters behind it.

Query budget of `annual_figures`: fixed by the figures asked (`measure`), whatever the number of matters, organs and classes.
Matters kept secret are in none of it but one number of the whole county (ADR 0033).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accountability.models import Ground, Suggestion, SuggestionKind, Supervision
from organizations.enums import PostKind
from organizations.models import Term, User
from organizations.selectors import setting
from petitions.enums import Form, LegalClass, LevelVisited, Purpose
from petitions.models import Dispatch
from petitions.querysets import CaseQuerySet
from reporting.domain.annual import (
    COUNTS,
    RATES,
    SPLITS,
    UNCLASSED,
    AnnualFigures,
    Organ,
    Part,
    RatePair,
    Suggested,
    most_named,
)
from reporting.domain.figures import GROUPS
from reporting.domain.measures import MINIMUM_CELL, Comparison, Rate
from reporting.domain.neighbours import until_yesterday, year_before
from reporting.domain.periods import Month
from reporting.domain.spans import YEAR, Period
from reporting.models import AnnualReport
from reporting.selectors.answers import MONTH, NOW, YEAR_BEFORE, Answer, Question
from reporting.selectors.dimensions import UNKNOWN, Key
from reporting.selectors.figures import reports_received
from reporting.selectors.measuring import measure
from reporting.selectors.sources import SUPERVISED
from reporting.selectors.units import units_of

#: What the matters of the year are counted by in one query; both levels of class come from the code.
BY = ("form", "purpose", "level", "repeat", "collective", "class2")
OF_ORGANS = ("matters", "repeats", "reviews_overturned", "supervised", "unit_satisfaction")
IN_ORDER: Mapping[str, tuple[str, ...]] = {
    "form": tuple(Form.values),
    "purpose": tuple(Purpose.values),
    "level": tuple(LevelVisited.values),
    "repeat": ("0", "1"),
    "collective": ("1", "0"),
}


def year_of(year: int) -> Period:
    """A calendar year; PeriodError when it is out of range."""
    return Period.of_months(Month(year, 1), YEAR)


def counted_days(year: int, today: date) -> Period | None:
    """The whole year once it is over, else its days until yesterday; None before the first of them is over."""
    return until_yesterday(year_of(year), today)


def annual_figures(cases: CaseQuerySet, period: Period) -> AnnualFigures:
    """Count a year, or the days of it that are over.

    Args:
        cases: matters that may be counted (`county_cases()`).
        period: the days, from 1 January on (`counted_days`).
    """
    spans = {NOW: period, YEAR_BEFORE: year_before(period)}
    whole = measure(cases, Question((*COUNTS, *RATES), period, spans=spans))
    minimum = organ_minimum(period.last_day)
    grounds, unit_items = _grounds(cases, period)
    return AnnualFigures(
        year=period.first_day.year,
        until=period.last_day.isoformat(),
        counts={code: _pair(whole, code) for code in COUNTS},
        rates={code: _rates(whole, code) for code in RATES},
        splits=_splits(measure(cases, Question(("matters", "persons"), period, BY, spans=spans))),
        months=_months(cases, period),
        organs=_organs(cases, period, spans, minimum),
        organ_minimum=minimum,
        grounds=grounds,
        unit_items=unit_items,
        suggestions=_suggestions(spans),
        reports=reports_received(period),
        sent_by_register=_sent_by_register(cases, period),
    )


def _sent_by_register(cases: CaseQuerySet, period: Period) -> int:
    """Imported matters sent on in the period, of which no dispatch is kept (one query)."""
    kept = Exists(Dispatch.objects.filter(case=OuterRef("pk")))
    days = (period.first_day, period.last_day)
    found = cases.filter(~kept, dispatched_at__date__range=days).exclude(import_row="")
    return found.count()


def organ_minimum(on: date) -> int:
    """Matters an organ needs in the year to be named; never below the minimum cell size."""
    return max(MINIMUM_CELL, int(setting("annual.organ_minimum", on=on, default=MINIMUM_CELL)))


def _count(answer: Answer, code: str, keys: tuple[Key, ...], period: str) -> int:
    return int(answer.value(code, keys, period).number or 0)


def _pair(answer: Answer, code: str, keys: tuple[Key, ...] = ()) -> Comparison:
    return Comparison(_count(answer, code, keys, NOW), _count(answer, code, keys, YEAR_BEFORE))


def _rates(answer: Answer, code: str) -> RatePair:
    none = Rate(0, 0)
    return RatePair(
        answer.value(code).rate or none, answer.value(code, (), YEAR_BEFORE).rate or none
    )


def _splits(answer: Answer) -> dict[str, tuple[Part, ...]]:
    """The parts of each dimension, summed in Python from one table, so that they agree."""
    return {name: _parts(answer, name) for name in SPLITS}


def _parts(answer: Answer, name: str) -> tuple[Part, ...]:
    at, key_of = _column(name)
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for keys in answer.rows:
        key = key_of(keys[at])
        for code in ("matters", "persons"):
            for period in (NOW, YEAR_BEFORE):
                sums[key][f"{code} {period}"] += _count(answer, code, keys, period)
    parts = [
        Part(
            key,
            str(answer.names[at].get(key) or UNKNOWN.get(name, "未注明")),
            Comparison(found[f"matters {NOW}"], found[f"matters {YEAR_BEFORE}"]),
            Comparison(found[f"persons {NOW}"], found[f"persons {YEAR_BEFORE}"]),
        )
        for key, found in sums.items()
    ]
    if name in IN_ORDER:
        return tuple(sorted(parts, key=lambda part: IN_ORDER[name].index(part.key)))
    return tuple(
        sorted(parts, key=lambda part: (part.key == UNCLASSED, -part.matters.now, part.key))
    )


def _column(name: str) -> tuple[int, Callable[[Key], str]]:
    if name == "class1":
        return BY.index("class2"), lambda code: f"{str(code)[:2]}0000" if code else UNCLASSED
    return BY.index(name), lambda key: UNCLASSED if key is None else str(key)


def _months(cases: CaseQuerySet, period: Period) -> tuple[tuple[str, Comparison], ...]:
    """Matters of each month of the period beside those of the same days a year before (one query)."""
    answer = measure(cases, Question(("matters",), period, (MONTH,), compared=True))
    return tuple((month.code, _pair(answer, "matters", (month.code,))) for month in period.months)


def _organs(
    cases: CaseQuerySet, period: Period, spans: Mapping[str, Period], minimum: int
) -> tuple[Organ, ...]:
    """The organs to be named of each group; matters of the petition office itself belong to none."""
    answer = measure(cases, Question(OF_ORGANS, period, ("owner",), spans=spans))
    kinds = {unit.pk: (str(unit), unit.kind) for unit in units_of(period.last_day)}
    found = [
        Organ(
            unit_id=unit,
            name=name,
            group=kind,
            matters=_pair(answer, "matters", (unit,)),
            repeats=_count(answer, "repeats", (unit,), NOW),
            overturned=_count(answer, "reviews_overturned", (unit,), NOW),
            supervised=_count(answer, "supervised", (unit,), NOW),
            satisfied=answer.value("unit_satisfaction", (unit,)).rate or Rate(0, 0),
        )
        for unit, (name, kind) in kinds.items()
    ]
    return tuple(
        organ
        for group in GROUPS
        for organ in most_named((one for one in found if one.group == group), minimum=minimum)
    )


def _grounds(cases: CaseQuerySet, period: Period) -> tuple[tuple[tuple[str, int], ...], int]:
    """Ground → items decided in the period, most first, and how many concern a unit's work as a whole (two queries)."""
    items: QuerySet[Supervision] = SUPERVISED.filter(
        Q(case__isnull=True) | Q(case__in=cases),
        decided_at__date__gte=period.first_day,
        decided_at__date__lte=period.last_day,
    ).order_by()
    words = dict(Ground.choices)
    rows = items.values_list("ground").annotate(number=Count("pk"))
    found = sorted(rows, key=lambda row: (-row[1], row[0]))
    whole = items.filter(case__isnull=True).count()
    return tuple((str(words[code]), number) for code, number in found), whole


def _suggestions(spans: Mapping[str, Period]) -> tuple[Suggested, ...]:
    """Each kind with its outcomes; none about a report (one query)."""
    issued = {
        name: Q(issued_at__date__gte=span.first_day, issued_at__date__lte=span.last_day)
        for name, span in spans.items()
    }
    sums = {name: Count("pk", filter=when) for name, when in issued.items()}
    for adoption in ("full", "part", "none"):
        sums[f"made_{adoption}"] = Count("pk", filter=issued[NOW] & Q(adoption=adoption))
    rows = _of_open_matters(Suggestion.objects.all()).values("kind").annotate(**sums).order_by()
    found: dict[str, Mapping[str, Any]] = {row["kind"]: row for row in rows}
    return tuple(_suggested(kind, found.get(kind, {})) for kind in SuggestionKind)


def _of_open_matters(rows: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    secret = Q(case__legal_class=LegalClass.REPORT) | Q(
        supervision__case__legal_class=LegalClass.REPORT
    )
    return rows.exclude(pk__in=Suggestion.objects.filter(secret).values("pk"))


def _suggested(kind: SuggestionKind, row: Mapping[str, Any]) -> Suggested:
    return Suggested(
        kind=kind.value,
        name=str(kind.label),
        issued=Comparison(row.get(NOW, 0), row.get(YEAR_BEFORE, 0)),
        full=row.get("made_full", 0),
        part=row.get("made_part", 0),
        refused=row.get("made_none", 0),
    )


def annual_reports(*, years: Iterable[int] | None = None) -> QuerySet[AnnualReport]:
    """Reports for a list, newest first; the frozen contents are not loaded."""
    found = AnnualReport.objects.defer("figures", "content").order_by("-year", "-pk")
    return found if years is None else found.filter(year__in=list(years))


def county_leaders(on: date) -> list[User]:
    """Who leads the county on that day, each once, with an account in use (one query)."""
    terms = Term.objects.held(on=on).filter(post__kind=PostKind.COUNTY_LEADER, user__is_active=True)
    return list(
        {term.user_id: term.user for term in terms.select_related("user").order_by("pk")}.values()
    )
