"""Counting any figures by any dimensions over any period: one aggregate query for each source asked.

Query budget of `measure`: one for each source among the parts of the figures asked, one more for means and
medians, two for each dimension that needs names, one for residents; whatever the number of rows and periods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum

from petitions.querysets import CaseQuerySet
from reporting.domain.indicators import Indicator, Kind
from reporting.domain.neighbours import months_by_code, part_of
from reporting.domain.spans import Period
from reporting.selectors.answers import MONTH, NOW, Answer, Counts, Keys, Question, compared_with
from reporting.selectors.dimensions import DIMENSIONS, Key
from reporting.selectors.parts import PARTS
from reporting.selectors.sources import SOURCES, Source
from reporting.selectors.units import residents_by_year

Reader = Callable[[Any], Key]
Rows = dict[Keys, dict[str, Counts]]
MEASURED = (Kind.MEAN, Kind.MEDIAN)


def measure(cases: CaseQuerySet, question: Question) -> Answer:
    """Count.

    Args:
        cases: matters that may be counted (`county_cases()`, `visible_cases(authority)`).
        question: what is asked; unknown codes raise KeyError. The rows of a month are what the month asked
            alone would give: what stood open at its end, what fell due in it.
    """
    rows = _by_month(cases, question) if MONTH in question.by else _rows(cases, question)
    if not question.by:
        rows[()].setdefault(NOW, Counts())
    needs_people = any(i.kind == Kind.PER_10K for i in question.indicators)
    return Answer(
        question=question,
        rows=rows,
        names=tuple(DIMENSIONS[code].names(question.period) for code in question.by),
        residents=residents_by_year(question.years) if needs_people else {},
    )


def _by_month(cases: CaseQuerySet, question: Question) -> Rows:
    """The months of the period as so many periods of one question, each counted once."""
    at = question.by.index(MONTH)
    rest = tuple(by for by in question.by if by != MONTH)
    months = {
        code: part_of(question.period, month)
        for code, month in months_by_code(question.period).items()
    }
    wanted = {
        month: compared_with(span) if question.compared else {NOW: span}
        for month, span in months.items()
    }
    spans = {span: f"p{number}" for number, span in enumerate(_each(wanted))}
    counted = _rows(
        cases, replace(question, by=rest, spans={name: span for span, name in spans.items()})
    )
    rows: Rows = defaultdict(lambda: defaultdict(Counts))
    for keys, found in counted.items():
        for month, named in wanted.items():
            for name, span in named.items():
                if counts := found.get(spans[span]):
                    rows[(*keys[:at], month, *keys[at:])][name] = counts
    return rows


def _each(wanted: Mapping[str, Mapping[str, Period]]) -> list[Period]:
    return list(dict.fromkeys(span for named in wanted.values() for span in named.values()))


def _rows(cases: CaseQuerySet, question: Question) -> Rows:
    rows: Rows = defaultdict(lambda: defaultdict(Counts))
    parts: dict[str, list[str]] = defaultdict(list)
    for indicator in question.indicators:
        for code in _parts(indicator):
            if code not in parts[PARTS[code].source]:
                parts[PARTS[code].source].append(code)
    read = [DIMENSIONS[by].reader(question.period) for by in question.by]
    for source, codes in parts.items():
        _count(cases, question, SOURCES[source], codes, read, rows)
    if any(indicator.kind in MEASURED for indicator in question.indicators):
        _days(cases, question, read, rows)
    return rows


def matters_behind(
    cases: CaseQuerySet, code: str, period: Period, keys: Mapping[str, Key]
) -> CaseQuerySet:
    """The matters a counted part stands on, for one row.

    Args:
        cases: matters the reader may see.
        code: a counted part (a key of `PARTS`).
        period: days counted.
        keys: dimension → key of the row; empty for all rows together.
    """
    part = PARTS[code]
    source = SOURCES[part.source]
    keys = dict(keys)
    if MONTH in keys:
        month = months_by_code(period).get(str(keys.pop(MONTH)))
        if month is None:
            return cases.none()
        period = part_of(period, month)
    rows = source.rows(cases).filter(part.condition(period))
    for name, wanted in keys.items():
        dimension = DIMENSIONS[name]
        read = dimension.reader(period)
        split = f"split_{name}"
        rows = rows.annotate(**{split: dimension.column(source)})
        found = rows.order_by().values_list(split, flat=True).distinct()
        rows = rows.filter(_one_of(split, [value for value in found if read(value) == wanted]))
    return cases.filter(pk__in=rows.values(source.case or "pk"))


def _one_of(column: str, values: Sequence[Any]) -> Q:
    found = Q(**{f"{column}__in": [value for value in values if value is not None]})
    return found | Q(**{f"{column}__isnull": True}) if None in values else found


def _parts(indicator: Indicator) -> Iterable[str]:
    if indicator.kind == Kind.PER_10K:
        return ("matters",)
    return () if indicator.kind in MEASURED else indicator.parts


def _grouped(rows: QuerySet[Any], question: Question, source: Source, **more: Any) -> QuerySet[Any]:
    columns = {f"d{i}": DIMENSIONS[by].column(source) for i, by in enumerate(question.by)}
    columns.update(more)
    return rows.order_by().annotate(**columns).values(*columns)


def _count(
    cases: CaseQuerySet,
    question: Question,
    source: Source,
    codes: Sequence[str],
    read: Sequence[Reader],
    rows: Rows,
) -> None:
    """One query for a source: each part for each period, grouped by the dimensions."""
    sums: dict[str, Any] = {}
    wanted = Q()
    for name, period in question.periods.items():
        happened = source.happened(period)
        wanted |= happened
        for code in codes:
            sums[f"{name}__{code}"] = _sum(code, source, happened & PARTS[code].rows_of(period))
    events = source.rows(cases).filter(wanted)
    found = _grouped(events, question, source).annotate(**sums)
    for row in found if question.by else [events.aggregate(**sums)]:
        keys = tuple(read[i](row[f"d{i}"]) for i in range(len(read)))
        for label, number in row.items():
            name, apart, code = label.partition("__")
            if apart and number:
                rows[keys][name].sums[code] += number


def _sum(code: str, source: Source, condition: Q) -> Any:
    part = PARTS[code]
    if part.adds == "persons":
        return Sum(f"{source.to_case}head_count", filter=condition, default=0)
    if part.adds == "cases":
        return Count(source.case, filter=condition, distinct=True)
    return Count("pk", filter=condition)


def _days(
    cases: CaseQuerySet,
    question: Question,
    read: Sequence[Reader],
    rows: Rows,
) -> None:
    """How long closed matters took, as a table of days, for means and medians."""
    source = SOURCES["closed"]
    took = ExpressionWrapper(F("closed_on") - F("received_on"), output_field=DurationField())
    happened = {name: source.happened(period) for name, period in question.periods.items()}
    events = source.rows(cases).filter(reduce(or_, happened.values()))
    found = _grouped(events, question, source, took=took)
    counts = {f"n_{name}": Count("pk", filter=one) for name, one in happened.items()}
    for row in found.annotate(**counts):
        keys = tuple(read[i](row[f"d{i}"]) for i in range(len(read)))
        for name in happened:
            if number := row[f"n_{name}"]:
                rows[keys][name].days[_whole(row["took"])] += number


def _whole(took: timedelta) -> int:
    return took.days
