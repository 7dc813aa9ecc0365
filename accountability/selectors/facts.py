"""What is known about each unit in a period, for scoring.

Who answers for what: a matter counts for the township of its place (问题属地, villages roll up) and for the
department responsible for it; a clock counts for the unit that owes the act. Reports against units or
persons are never counted (条例第三十条). Query budget: 6 whatever the number of units and cases, and one more
for each step back along a chain of repeats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accountability.domain.scoring import Breach, Event, EventKind, Rate, RateMetric, UnitFacts
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions.domain.duties import RIGHTS
from petitions.enums import Form, LegalClass, LevelVisited
from petitions.models import Case, Clock

METRICS: dict[RateMetric, tuple[str, ...]] = {
    RateMetric.INFORMED_ON_TIME: ("C3", "C4", "S1"),
    RateMetric.CONCLUDED_ON_TIME: ("C8", "C9", "S2"),
    RateMetric.FEEDBACK_ON_TIME: ("C2",),
}
ABOVE = {
    LevelVisited.CITY: "到市",
    LevelVisited.PROVINCE: "到省",
    LevelVisited.NATIONAL: "进京",
}
SCORED_KINDS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)
CHAIN_DEPTH = 20
LATE = ("pk", "name", "article", "due_on", "stopped_on", "case_id", "case__number", "code")
CASE = (
    "pk", "number", "received_on", "form", "level_visited", "is_collective", "repeat_of_id",
    "place__path", "responsible_unit__path",
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    first_day: date
    last_day: date


class _Owners:
    """Finds the scored unit above a path."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = list(units)
        self._by_path = {unit.path: unit for unit in self.units}

    def of(self, path: str | None, *kinds: str) -> Unit | None:
        """The township or department the path lies in; only of these kinds, if given."""
        while path and path != "/":
            unit = self._by_path.get(path)
            if unit is not None:
                return unit if not kinds or unit.kind in kinds else None
            path = path.rstrip("/").rpartition("/")[0] + "/"
        return None


def unit_facts(
    *, cases: QuerySet[Case], first_day: date, last_day: date, unit_ids: Iterable[int] | None = None
) -> list[UnitFacts]:
    """Facts of every township and department that existed on the last day.

    Args:
        cases: what may be counted (a visibility-filtered queryset, or the county's for the bulletin).
        first_day, last_day: the period, both included; what happened later is not looked at.
        unit_ids: only these units.
    """
    period = Period(first_day, last_day)
    counted = cases.exclude(legal_class=LegalClass.REPORT).order_by()
    units = Unit.objects.active(on=last_day).filter(kind__in=SCORED_KINDS).order_by("order", "code")
    owners = _Owners(units)
    rates = _rates(counted, period, owners)
    events: dict[int, list[Event]] = defaultdict(list)
    _carried(counted, period, owners, events)
    _happenings(counted, period, owners, events)
    wanted = None if unit_ids is None else set(unit_ids)
    return [
        UnitFacts(
            unit_id=unit.pk,
            unit_name=str(unit),
            group=unit.kind,
            rates=tuple(rates.get(unit.pk, ())),
            events=tuple(events.get(unit.pk, ())),
        )
        for unit in owners.units
        if wanted is None or unit.pk in wanted
    ]


def _late_on(day: date) -> Q:
    return Q(stopped_on__isnull=True) | Q(stopped_on__gt=day) | Q(on_time=False)


def _rates(cases: QuerySet[Case], period: Period, owners: _Owners) -> dict[int, list[Rate]]:
    """Clocks whose limit ended in the period: counted in one query, the late ones listed in another."""
    metric_of = {code: metric for metric, codes in METRICS.items() for code in codes}
    ended = Clock.objects.of_visible_cases(cases).filter(
        code__in=metric_of, due_on__gte=period.first_day, due_on__lte=period.last_day
    )
    ended = ended.exclude(status="cancelled").order_by()
    due: dict[tuple[int, RateMetric], int] = defaultdict(int)
    for path, code, count in ended.values_list("owed_by_unit__path", "code").annotate(Count("pk")):
        unit = owners.of(path)
        if unit is not None:
            due[unit.pk, metric_of[code]] += count
    misses: dict[tuple[int, RateMetric], list[Event]] = defaultdict(list)
    late = ended.filter(_late_on(period.last_day)).order_by("due_on", "pk")
    for row in late.values(*LATE, "owed_by_unit__path"):
        unit = owners.of(row["owed_by_unit__path"])
        if unit is not None:
            misses[unit.pk, metric_of[row["code"]]].append(_late_event(row, EventKind.LATE, period))
    rates: dict[int, list[Rate]] = defaultdict(list)
    for (unit_id, metric), total in due.items():
        missed = tuple(misses[unit_id, metric])
        rates[unit_id].append(Rate(metric, total - len(missed), total, missed))
    return rates


def _late_event(row: Mapping[str, Any], kind: EventKind, period: Period) -> Event:
    stopped = row["stopped_on"]
    done = stopped is not None and stopped <= period.last_day
    days = ((stopped if done else period.last_day) - row["due_on"]).days
    state = f"逾期{days}天完成" if done else f"截至{period.last_day:%Y-%m-%d}未完成"
    text = f"{row['case__number']}“{row['name']}”{row['due_on']:%Y-%m-%d}到期，{state}（{row['article']}）"
    return Event(
        kind=kind,
        case_id=row["case_id"],
        case_number=row["case__number"],
        on=row["due_on"],
        text=text,
        clock_id=row["pk"],
    )


def _carried(
    cases: QuerySet[Case], period: Period, owners: _Owners, events: dict[int, list[Event]]
) -> None:
    """Duties that were overdue before the period and still were not done at its end."""
    rows = (
        Clock.objects.of_visible_cases(cases)
        .filter(due_on__lt=period.first_day)
        .filter(Q(stopped_on__isnull=True) | Q(stopped_on__gt=period.last_day))
        .exclude(status="cancelled")
        .exclude(code__in=RIGHTS)
        .order_by("due_on", "pk")
        .values(*LATE, "owed_by_unit__path")
    )
    for row in rows:
        unit = owners.of(row["owed_by_unit__path"])
        if unit is not None:
            events[unit.pk].append(_late_event(row, EventKind.CARRIED_OVERDUE, period))


def _happenings(
    cases: QuerySet[Case], period: Period, owners: _Owners, events: dict[int, list[Event]]
) -> None:
    received = cases.filter(received_on__gte=period.first_day, received_on__lte=period.last_day)
    rows = list(received.order_by("received_on", "pk").values(*CASE))
    above = [row for row in rows if _is_above(row)]
    breaches = _breaches(cases, above)
    for row in rows:
        places = (
            owners.of(row["place__path"], UnitKind.TOWNSHIP),
            owners.of(row["responsible_unit__path"], UnitKind.DEPARTMENT),
        )
        for unit in places:
            if unit is not None:
                events[unit.pk].extend(_events_of(row, unit, breaches))


def _is_above(row: Mapping[str, Any]) -> bool:
    return row["form"] == Form.VISIT and row["level_visited"] in ABOVE


def _events_of(
    row: Mapping[str, Any], unit: Unit, breaches: Mapping[int, list[tuple[str, Breach]]]
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
            **more,
        )

    found = [event(EventKind.MATTER, "信访")]
    if repeat:
        found.append(event(EventKind.REPEAT, "重复信访"))
    if _is_above(row):
        breach = next(
            (b for path, b in breaches.get(row["pk"], []) if path.startswith(unit.path)), None
        )
        level = row["level_visited"]
        found.append(
            event(EventKind.VISIT_ABOVE, f"{ABOVE[level]}走访", level=level, breach=breach)
        )
    elif row["is_collective"]:
        found.append(event(EventKind.COLLECTIVE, "来县集体访"))
    return found


def _breaches(
    cases: QuerySet[Case], visits: list[Mapping[str, Any]]
) -> dict[int, list[tuple[str, Breach]]]:
    """Per visit: duties in the same matter (the earlier cases it repeats) missed before that day."""
    chains = _chains(cases, {v["pk"]: v["repeat_of_id"] for v in visits if v["repeat_of_id"]})
    earlier = {case_id for chain in chains.values() for case_id in chain}
    if not earlier:
        return {}
    missed: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    rows = (
        Clock.objects.filter(case__in=earlier, owed_by_unit__isnull=False)
        .exclude(status="cancelled")
        .exclude(code__in=RIGHTS)
        .exclude(on_time=True)
        .order_by("due_on", "pk")
    )
    for row in rows.values(*LATE, "owed_by_unit__path"):
        missed[row["case_id"]].append(row)
    return {
        visit["pk"]: [
            (row["owed_by_unit__path"], _breach(row))
            for case_id in chains.get(visit["pk"], ())
            for row in missed[case_id]
            if row["due_on"] < visit["received_on"]
        ]
        for visit in visits
    }


def _breach(row: Mapping[str, Any]) -> Breach:
    stopped = row["stopped_on"]
    how = f"逾期{(stopped - row['due_on']).days}天才完成" if stopped else "逾期未完成"
    text = f"{row['case__number']}“{row['name']}”{row['due_on']:%Y-%m-%d}到期，{how}"
    return Breach(clock_id=row["pk"], on=row["due_on"], article=row["article"], text=text)


def _chains(cases: QuerySet[Case], parents: dict[int, int]) -> dict[int, list[int]]:
    """Case → the cases before it along `repeat_of`; one query per step back for all of them."""
    chains = {case_id: [parent] for case_id, parent in parents.items()}
    frontier = set(parents.values())
    known: dict[int, int | None] = {}
    for _step in range(CHAIN_DEPTH):
        frontier -= known.keys()
        if not frontier:
            break
        found = dict(cases.filter(pk__in=frontier).values_list("pk", "repeat_of_id"))
        known.update({pk: found.get(pk) for pk in frontier})
        frontier = {parent for parent in found.values() if parent is not None}
    for chain in chains.values():
        while (before := known.get(chain[-1])) is not None and before not in chain:
            chain.append(before)
    return chains
