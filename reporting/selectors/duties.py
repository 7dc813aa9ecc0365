"""Reads what the sections about duties are written from; each figure is the one of the query page (`PARTS`).

Query budget of `duties_of`: 31, whatever the number of units, matters and items. Matters kept secret are in none of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from accountability.models import (
    Listing,
    Supervision,
    Talk,
    TalkStatus,
    TalkTarget,
    TalkUndertaking,
    UndertakingStatus,
)
from accountability.models.supervision import OWED
from accountability.selectors.problems import task_flow
from organizations.models import Unit
from organizations.selectors import setting
from petitions.models import Clock, Objection
from petitions.querysets import CaseQuerySet
from reporting.domain.duties import (
    CountyDuties,
    Duties,
    Problem,
    Rectification,
    TalkNote,
    UnitDuty,
    carry_over,
)
from reporting.domain.figures import DEPARTMENT, TOWNSHIP
from reporting.domain.results import BulletinData
from reporting.domain.spans import DAYS, Period
from reporting.models import Bulletin, BulletinStatus
from reporting.selectors.cases import CONCLUDE, INFORM, late_at, open_at
from reporting.selectors.deductions import deductions_of
from reporting.selectors.parts import PARTS
from reporting.selectors.sources import SOURCES
from reporting.selectors.units import owner_of, ranked_units

THRESHOLDS = {"bulletin.threshold": 5, "bulletin.threshold_high": 10}
#: Field of `UnitDuty` → figure of the catalogue it is.
FIGURES = {
    "evaluable": "evaluable",
    "evaluated": "evaluated",
    "rated": "unit_rated",
    "satisfied": "unit_satisfied",
}


def duties_of(cases: CaseQuerySet, period: Period) -> Duties:
    """Everything beside the counted figures, as known now.

    Args:
        cases: what may be counted (`county_cases()`).
        period: the bulletin's.
    """
    units = ranked_units(period)
    owner = {unit.path: unit.pk for unit in units}
    problems = _problems(cases, period, units)
    before = _bulletin_before(period)
    own, whole = _unit_duties(cases, period, owner, _often(cases, period, units))
    return Duties(
        units=own,
        county=_county(cases, period, whole),
        problems=problems,
        before=before.title if before else "",
        carried=carry_over(_problems_of(before), problems),
        rectification=_rectification(cases, period),
        deductions=deductions_of(period),
        thresholds=_thresholds(period),
        tasks=task_flow(period.first_day, period.last_day),
    )


def _thresholds(period: Period) -> tuple[int, ...]:
    """The county's thresholds for a month, as many times as the period has months."""
    months = max(1, round(period.days / 30)) if period.kind == DAYS else len(period.months)
    on = period.last_day
    found = {int(setting(code, on=on, default=n)) * months for code, n in THRESHOLDS.items()}
    return tuple(sorted(found))


def _unit_duties(
    cases: CaseQuerySet, period: Period, owner: Mapping[str, int], often: Mapping[int, int]
) -> tuple[tuple[UnitDuty, ...], Counter[str]]:
    """One for each unit that has something, and the sums over every unit, also those without a row."""
    whole: Counter[str] = Counter()
    sums: dict[int, Counter[str]] = defaultdict(Counter)
    for pk, times in often.items():
        sums[pk]["often"] = times
    counted: list[tuple[str, QuerySet[Any], str]] = []
    for name, code in FIGURES.items():
        source = SOURCES[PARTS[code].source]
        rows = source.rows(cases).filter(PARTS[code].condition(period))
        counted.append((name, rows, source.owner))
    counted += [
        ("returned", _returned(cases, period), "dispatch__to_unit__path"),
        ("supervised", _opened(cases, period), "unit__path"),
        ("supervised_open", _standing(cases, period), "unit__path"),
    ]
    for name, rows, path in counted:
        for found, number in rows.order_by().values_list(path).annotate(number=Count("pk")):
            whole[name] += number
            unit = owner_of(found, owner)
            if unit is not None:
                sums[unit][name] += number
    return tuple(UnitDuty(unit, **sums[unit]) for unit in owner.values() if unit in sums), whole


def _county(cases: CaseQuerySet, period: Period, whole: Mapping[str, int]) -> CountyDuties:
    received = SOURCES["received"].rows(cases)
    above = received.filter(PARTS["batches"].condition(period)).exclude(level_visited="county")
    levels = above.order_by().values_list("level_visited").annotate(Count("pk"), Sum("head_count"))
    skipped = received.filter(PARTS["skipped"].condition(period)).aggregate(
        batches=Count("pk"), persons=Sum("head_count")
    )
    return CountyDuties(
        **{name: whole.get(name, 0) for name in FIGURES},
        visits=tuple(sorted((str(level), n, persons or 0) for level, n, persons in levels)),
        skipped=skipped["batches"],
        skipped_persons=skipped["persons"] or 0,
        general=_opened(cases, period).filter(case__isnull=True).count(),
    )


def _often(cases: CaseQuerySet, period: Period, units: Sequence[Unit]) -> Counter[int]:
    """Third and later petitions: of a township by place, of a department by responsible unit, as the tables count."""
    part = PARTS["repeats_3"]
    rows = SOURCES[part.source].rows(cases).filter(part.condition(period))
    owners = {
        path: {unit.path: unit.pk for unit in units if unit.kind == kind}
        for path, kind in (("place__path", TOWNSHIP), ("responsible_unit__path", DEPARTMENT))
    }
    found: Counter[int] = Counter()
    for *paths, number in rows.order_by().values_list(*owners).annotate(number=Count("pk")):
        for path, owner in zip(paths, owners.values(), strict=True):
            unit = owner_of(path, owner)
            if unit is not None:
                found[unit] += number
    return found


def _returned(cases: CaseQuerySet, period: Period) -> QuerySet[Objection]:
    """Dispatches given back: the objection to competence was upheld in the period (条例第二十三条第三款)."""
    return Objection.objects.filter(
        _in(period, "decided_at"), dispatch__case__in=cases, status="approved"
    )


def _in(period: Period, field: str) -> Q:
    return Q(**{f"{field}__date__gte": period.first_day, f"{field}__date__lte": period.last_day})


def _supervised(cases: CaseQuerySet) -> QuerySet[Supervision]:
    """Items that were opened: about a matter that may be counted, or about a unit's work as a whole."""
    # looked up for each item: "in" beside "or" would make the database list every matter first
    known = Q(case__isnull=True) | Exists(cases.filter(pk=OuterRef("case")))
    return Supervision.objects.filter(known).exclude(status__in=["proposed", "dismissed"])


def _opened(cases: CaseQuerySet, period: Period) -> QuerySet[Supervision]:
    return _supervised(cases).filter(_in(period, "decided_at"))


def _standing(cases: CaseQuerySet, period: Period) -> QuerySet[Supervision]:
    """Items open at the end of the period."""
    end = period.last_day
    return _supervised(cases).filter(
        Q(closed_at__isnull=True) | Q(closed_at__date__gt=end), decided_at__date__lte=end
    )


def _problems(cases: CaseQuerySet, period: Period, units: Sequence[Unit]) -> tuple[Problem, ...]:
    """What each unit had left undone at the end of the period: matters past a limit, supervision items open."""
    end = period.last_day
    owner = {unit.path: unit.pk for unit in units}
    names = {unit.pk: str(unit) for unit in units}
    late = Clock.objects.filter(
        late_at(end), case__in=cases.filter(open_at(end)), code__in=INFORM + CONCLUDE
    )
    found: list[tuple[str, str, int]] = [
        ("inform" if code in INFORM else "conclude", path, case)
        for code, path, case in late.values_list("code", "owed_by_unit__path", "case_id")
    ]
    found += [
        ("supervision", path, pk)
        for path, pk in _standing(cases, period).values_list("unit__path", "pk")
    ]
    keys: dict[tuple[str, int], set[int]] = defaultdict(set)
    for kind, path, key in found:
        unit = owner_of(path, owner)
        if unit is not None:
            keys[kind, unit].add(key)
    return tuple(
        Problem(kind, unit, names[unit], tuple(sorted(mine)))
        for (kind, unit), mine in sorted(keys.items())
    )


def _bulletin_before(period: Period) -> Bulletin | None:
    """The last published bulletin of the kind whose period was over when this one began."""
    return (
        Bulletin.objects.filter(
            kind=period.kind, status=BulletinStatus.PUBLISHED, last_day__lt=period.first_day
        )
        .order_by("-last_day", "-pk")
        .first()
    )


def _problems_of(bulletin: Bulletin | None) -> Iterable[Problem]:
    return BulletinData.from_json(bulletin.figures).duties.problems if bulletin else ()


def _rectification(cases: CaseQuerySet, period: Period) -> Rectification:
    days = (period.first_day, period.last_day)
    talks = Talk.objects.filter(
        status__in=[TalkStatus.HELD, TalkStatus.CLOSED], held_on__range=days
    ).select_related("unit")
    promises = list(
        TalkUndertaking.objects.filter(due_on__range=days)
        .select_related("talk__unit")
        .order_by("pk")
    )
    broken = Counter(str(one.talk.unit) for one in promises if not _confirmed(one, period))
    standing = _standing(cases, period)
    late = Q(status__in=OWED, due_on__lte=period.last_day)
    counted = standing.order_by().aggregate(all=Count("pk"), late=Count("pk", filter=late))
    closed = _supervised(cases).filter(_in(period, "closed_at"), status="closed")
    listings = Listing.objects.filter(
        Q(removed_on__isnull=True) | Q(removed_on__gt=period.last_day),
        supervision__in=standing.order_by(),
        starts_on__lte=period.last_day,
    )
    return Rectification(
        held=tuple(
            TalkNote(str(talk.unit), str(TalkTarget(talk.target).label), _day(talk.held_on))
            for talk in talks.order_by("held_on", "pk")
        ),
        due=len(promises),
        kept=len(promises) - sum(broken.values()),
        broken=tuple(broken.most_common()),
        opened=_opened(cases, period).count(),
        closed=closed.count(),
        pending=counted["all"],
        late=counted["late"],
        listed=listings.count(),
    )


def _confirmed(promise: TalkUndertaking, period: Period) -> bool:
    """The check had found it carried out by the end of the period."""
    return (
        promise.status == UndertakingStatus.CONFIRMED
        and promise.checked_at is not None
        and timezone.localdate(promise.checked_at) <= period.last_day
    )


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日"
