"""What is known about each unit in a period, for scoring.

Who answers for what: each happening and each limit is noted for the township of its place (问题属地, villages
roll up) and for the unit responsible (for a limit: the one that owes the act); the rule decides which of them
counts. Reports against units or persons are never counted (条例第三十条). Query budget: 12 whatever the number of
units and cases, and one more for each step back along a chain of repeats.

Only what the rules ask for is read: numbers are added up by the database, and a row is fetched where a line of a score
names its matter, or where a visit or a repeat is looked up in what came before. So the cost goes with the missed limits,
the repeats and the visits above the county, not with the matters received nor with the years.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from accountability.domain.scoring import (
    Attribution,
    Breach,
    Event,
    EventKind,
    Evidence,
    Rate,
    RateMetric,
    UnitFacts,
)
from accountability.selectors.fact_breaches import breaches_before
from accountability.selectors.fact_evaluations import evaluation_rates
from accountability.selectors.fact_owners import ABOVE, Owners, Period, group_of, is_above
from accountability.selectors.fact_texts import late_text
from core.domain.words import words as _
from organizations.models import Unit
from petitions.domain.duties import RIGHTS
from petitions.enums import Form, LegalClass
from petitions.models import Case, Clock

METRICS: dict[RateMetric, tuple[str, ...]] = {
    RateMetric.INFORMED_ON_TIME: ("C3", "C4", "S1"),
    RateMetric.CONCLUDED_ON_TIME: ("C8", "C9", "S2"),
    RateMetric.FEEDBACK_ON_TIME: ("C2",),
}
LATE = ("pk", "name", "article", "due_on", "stopped_on", "case_id", "case__number", "code")
PATHS = ("owed_by_unit__path", "case__place__path")
CASE = (
    "pk", "number", "received_on", "form", "level_visited", "is_collective", "repeat_of_id",
    "place__path", "responsible_unit__path",
)  # fmt: skip
BY_PATH = {
    "owed_by_unit__path": Attribution.RESPONSIBLE,
    "responsible_unit__path": Attribution.RESPONSIBLE,
    "place__path": Attribution.PLACE,
    "case__place__path": Attribution.PLACE,
}
EventsOf = dict[int, list[Event]]
ABOVE_THE_COUNTY = Q(form=Form.VISIT, level_visited__in=ABOVE)
AGAIN = Q(repeat_of__isnull=False)
#: Which matters of the period a kind of happening is found in.
WHERE = {
    EventKind.MATTER: Q(),
    EventKind.COLLECTIVE: Q(is_collective=True),
    EventKind.VISIT_ABOVE: ABOVE_THE_COUNTY,
    EventKind.COLLECTIVE_ABOVE: ABOVE_THE_COUNTY & Q(is_collective=True),
    EventKind.REPEAT: AGAIN,
    EventKind.REPEAT_AFTER_BREACH: AGAIN,
}
EVERYTHING: frozenset[str] = frozenset((*RateMetric, *EventKind))


def unit_facts(
    *,
    cases: QuerySet[Case],
    first_day: date,
    last_day: date,
    unit_ids: Iterable[int] | None = None,
    other_units: Iterable[int] = (),
    evidence: Mapping[int, tuple[Evidence, ...]] | None = None,
    metrics: Collection[str] = EVERYTHING,
) -> list[UnitFacts]:
    """Facts of every township and department that existed on the last day.

    Args:
        cases: what may be counted (a visibility-filtered queryset, or the county's for the bulletin).
        first_day, last_day: the period, both included; what happened later is not looked at.
        unit_ids: only these units.
        other_units: departments that form the group of the other units.
        evidence: unit id → confirmed findings for manual items.
        metrics: the rates and kinds of happenings that are asked for; others are left out.
    """
    period = Period(first_day, last_day)
    counted = cases.exclude(legal_class=LegalClass.REPORT).order_by()
    owners = Owners.on(last_day)
    rates = _rates(counted, period, owners, metrics)
    for unit_id, found in evaluation_rates(counted, period, owners, metrics).items():
        rates[unit_id].extend(found)
    events: EventsOf = defaultdict(list)
    if EventKind.CARRIED_OVERDUE in metrics:
        _carried(counted, period, owners, events)
    _happenings(counted, period, owners, events, metrics)
    wanted = None if unit_ids is None else set(unit_ids)
    apart, evidence = frozenset(other_units), evidence or {}
    return [
        UnitFacts(
            unit_id=unit.pk,
            unit_name=str(unit),
            group=group_of(unit, apart),
            rates=tuple(rates.get(unit.pk, ())),
            events=tuple(events.get(unit.pk, ())),
            evidence=evidence.get(unit.pk, ()),
        )
        for unit in owners.units
        if wanted is None or unit.pk in wanted
    ]


def _late_on(day: date) -> Q:
    return Q(stopped_on__isnull=True) | Q(stopped_on__gt=day) | Q(on_time=False)


def _rates(
    cases: QuerySet[Case], period: Period, owners: Owners, metrics: Collection[str]
) -> dict[int, list[Rate]]:
    """Clocks whose limit ended in the period: counted in one query, the late ones listed in another."""
    wanted = {metric: codes for metric, codes in METRICS.items() if metric in metrics}
    metric_of = {code: metric for metric, codes in wanted.items() for code in codes}
    ended = Clock.objects.of_visible_cases(cases).filter(
        code__in=metric_of, due_on__gte=period.first_day, due_on__lte=period.last_day
    )
    ended = ended.exclude(status="cancelled").order_by()
    due: dict[tuple[int, RateMetric, Attribution], int] = defaultdict(int)
    for *paths, code, count in ended.values_list(*PATHS, "code").annotate(Count("pk")):
        for path, column in zip(paths, PATHS, strict=True):
            unit = owners.of(path, by=BY_PATH[column])
            if unit is not None:
                due[unit.pk, metric_of[code], BY_PATH[column]] += count
    misses: dict[tuple[int, RateMetric, Attribution], list[Event]] = defaultdict(list)
    late = ended.filter(_late_on(period.last_day)).order_by("due_on", "pk")
    for row in late.values(*LATE, *PATHS):
        text = late_text(row, period)
        for unit_id, by in _concerned(row, PATHS, owners).items():
            event = _late_event(row, EventKind.LATE, text, by)
            for one in by:
                misses[unit_id, metric_of[row["code"]], one].append(event)
    rates: dict[int, list[Rate]] = defaultdict(list)
    for (unit_id, metric, one), total in due.items():
        missed = tuple(misses[unit_id, metric, one])
        rates[unit_id].append(Rate(metric, total - len(missed), total, missed, one))
    return rates


def _concerned(
    row: Mapping[str, Any], paths: Iterable[str], owners: Owners
) -> dict[int, tuple[Attribution, ...]]:
    """Unit id → as what the row concerns it."""
    found: dict[int, tuple[Attribution, ...]] = {}
    for column in paths:
        unit = owners.of(row[column], by=BY_PATH[column])
        if unit is not None:
            found[unit.pk] = (*found.get(unit.pk, ()), BY_PATH[column])
    return found


def _late_event(
    row: Mapping[str, Any], kind: EventKind, text: str, by: tuple[Attribution, ...]
) -> Event:
    return Event(
        kind=kind,
        case_id=row["case_id"],
        case_number=row["case__number"],
        on=row["due_on"],
        text=text,
        clock_id=row["pk"],
        by=by,
    )


def _carried(cases: QuerySet[Case], period: Period, owners: Owners, events: EventsOf) -> None:
    """Duties that were overdue before the period and still were not done at its end."""
    # The last condition follows from the others, and lets the database use the partial index of late limits.
    rows = (
        Clock.objects.of_visible_cases(cases)
        .filter(due_on__lt=period.first_day)
        .filter(Q(stopped_on__isnull=True) | Q(stopped_on__gt=period.last_day))
        .filter(Q(stopped_on__isnull=True) | Q(stopped_on__gt=F("due_on")))
        .exclude(status="cancelled")
        .exclude(code__in=RIGHTS)
        .order_by("due_on", "pk")
        .values(*LATE, *PATHS)
    )
    for row in rows:
        text = late_text(row, period)
        for unit_id, by in _concerned(row, PATHS, owners).items():
            events[unit_id].append(_late_event(row, EventKind.CARRIED_OVERDUE, text, by))


def _happenings(
    cases: QuerySet[Case],
    period: Period,
    owners: Owners,
    events: EventsOf,
    metrics: Collection[str],
) -> None:
    kinds = [kind for kind in WHERE if kind in metrics]
    if not kinds:
        return
    received = cases.filter(received_on__gte=period.first_day, received_on__lte=period.last_day)
    if EventKind.MATTER not in kinds:
        received = received.filter(reduce(or_, (WHERE[kind] for kind in kinds)))
    rows = list(received.order_by("received_on", "pk").values(*CASE))
    breaches = breaches_before(
        cases, [row for row in rows if is_above(row) or row["repeat_of_id"] is not None]
    )
    for row in rows:
        _repeated_after_breach(row, breaches.get(row["pk"], ()), owners, events)
        found = _concerned(row, ("place__path", "responsible_unit__path"), owners)
        for unit_id, by in found.items():
            events[unit_id].extend(_events_of(row, owners.by_id[unit_id], breaches, by))


def _repeated_after_breach(
    row: Mapping[str, Any],
    breaches: Iterable[tuple[str, Breach]],
    owners: Owners,
    events: EventsOf,
) -> None:
    """One happening for each unit that left a duty undone before the repeat, with its earliest breach."""
    if row["repeat_of_id"] is None:
        return
    charged: set[int] = set()
    for path, breach in breaches:
        unit = owners.of(path, by=Attribution.RESPONSIBLE)
        if unit is None or unit.pk in charged:
            continue
        charged.add(unit.pk)
        events[unit.pk].append(
            Event(
                kind=EventKind.REPEAT_AFTER_BREACH,
                case_id=row["pk"],
                case_number=row["number"],
                on=row["received_on"],
                text=_("%(number)s，%(day)s重复信访")
                % {"number": row["number"], "day": f"{row['received_on']:%Y-%m-%d}"},
                is_repeat=True,
                breach=breach,
            )
        )


def _events_of(
    row: Mapping[str, Any],
    unit: Unit,
    breaches: Mapping[int, list[tuple[str, Breach]]],
    by: tuple[Attribution, ...],
) -> list[Event]:
    repeat = row["repeat_of_id"] is not None

    def event(kind: EventKind, text: str, **more: Any) -> Event:
        return Event(
            kind=kind,
            case_id=row["pk"],
            case_number=row["number"],
            on=row["received_on"],
            text=f"{row['number']}，{row['received_on']:%Y-%m-%d}{text}",
            is_repeat=repeat,
            by=by,
            **more,
        )

    found = [event(EventKind.MATTER, _("信访"))]
    if repeat:
        found.append(event(EventKind.REPEAT, _("重复信访")))
    if is_above(row):
        found += [event(kind, text, **more) for kind, text, more in _above(row, unit, breaches)]
    elif row["is_collective"]:
        found.append(event(EventKind.COLLECTIVE, _("来县集体访")))
    return found


def _above(
    row: Mapping[str, Any], unit: Unit, breaches: Mapping[int, list[tuple[str, Breach]]]
) -> list[tuple[EventKind, str, dict[str, Any]]]:
    """A visit above the county, and the same as a collective one, each with the breach before it."""
    before = (b for path, b in breaches.get(row["pk"], ()) if path.startswith(unit.path))
    level = row["level_visited"]
    more = {"level": level, "breach": next(before, None)}
    found = [(EventKind.VISIT_ABOVE, _("%(above)s走访") % {"above": ABOVE[level]}, more)]
    if row["is_collective"]:
        found.append(
            (EventKind.COLLECTIVE_ABOVE, _("%(above)s集体访") % {"above": ABOVE[level]}, more)
        )
    return found
