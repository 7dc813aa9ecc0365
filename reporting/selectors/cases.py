"""Which cases a figure counts: the one set of conditions that numbers and lists share.

Reports against units or persons (检举控告) are never part of a figure that can be opened or that
belongs to a unit (条例第三十条); they appear once, as a county total with a minimum cell size.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from organizations.authority import Authority
from organizations.enums import UnitKind
from organizations.models import Unit
from petitions.enums import LegalClass
from petitions.models import Case, Clock
from petitions.querysets import CaseQuerySet
from reporting.domain import limits
from reporting.domain.drilldown import Drill

#: Clocks behind 及时受理率 and 按期办结率.
INFORM, CONCLUDE = limits.INFORM, limits.CONCLUDE
CLOCKS = {"inform": INFORM, "conclude": CONCLUDE}


def county_cases() -> CaseQuerySet:
    """Every matter of the county that may be counted; only for figures of the whole county.

    The bulletin counts what its makers may not all open: numbers, never cases. Anything that leads
    to a case starts from `visible_cases`.
    """
    return Case.objects.exclude(legal_class=LegalClass.REPORT)


def records_began() -> date | None:
    """Day of the county's oldest matter, from which it can be compared; None before the first (one query)."""
    found: date | None = county_cases().aggregate(day=Min("received_on"))["day"]
    return found


def visible_cases(authority: Authority) -> CaseQuerySet:
    """Matters this user may see and that figures count."""
    return Case.objects.visible_to(authority).exclude(legal_class=LegalClass.REPORT)


def sees_whole_county(authority: Authority) -> bool:
    """True when `visible_cases(authority)` are all of `county_cases()`, so that sums kept of the county hold (one query)."""
    if not authority.sees_all_cases:
        return False
    hidden = county_cases().accusing(
        paths=authority.own_and_upper_paths, user_ids=[authority.user.pk]
    )
    return not hidden.exists()


def received(first: date, last: date) -> Q:
    """Received from `first` to `last`, both included."""
    return Q(received_on__gte=first, received_on__lte=last)


def open_at(day: date) -> Q:
    """Open at the end of that day."""
    return Q(received_on__lte=day) & (Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def late_at(day: date) -> Q:
    """Clocks whose limit had passed at the end of that day and that had not stopped by then."""
    still = Q(stopped_on__isnull=True) | Q(stopped_on__gt=day)
    # follows from the rest, and lets the database use the partial index of limits that were ever late
    ever = Q(stopped_on__isnull=True) | Q(stopped_on__gt=F("due_on"))
    return Q(due_on__lte=day) & still & ever


def ended_clocks(first: date, last: date, codes: tuple[str, ...]) -> QuerySet[Clock]:
    """Clocks of these kinds whose limit ended in the span; cancelled ones do not count."""
    return Clock.objects.filter(code__in=codes, due_on__gte=first, due_on__lte=last).exclude(
        status="cancelled"
    )


def of_unit(unit: Unit) -> Q:
    """Matters in a unit's row: by place for a township or village, else by responsible unit."""
    return in_row(unit.kind, unit.path)


def in_row(kind: str, path: str) -> Q:
    """The same for a unit known by its kind and path."""
    if kind in (UnitKind.TOWNSHIP, UnitKind.VILLAGE):
        return Q(place__path__startswith=path)
    return Q(responsible_unit__path__startswith=path)


def cases_behind(cases: CaseQuerySet, drill: Drill) -> CaseQuerySet:
    """The cases a number counted.

    Args:
        cases: already filtered by permission.
        drill: the question; its unit must exist, otherwise nothing is found.
    """
    return cases.filter(_columns(drill)).filter(_clocks(drill))


def _columns(drill: Drill) -> Q:
    spans = (
        ("received_on__gte", drill.received_from),
        ("received_on__lte", drill.received_to),
        ("closed_on__gte", drill.closed_from),
        ("closed_on__lte", drill.closed_to),
        ("form", drill.form),
        ("level_visited", drill.level),
        ("is_collective", drill.collective),
    )
    found = Q(**{column: value for column, value in spans if value is not None})
    if drill.repeat is not None:
        found &= Q(repeat_of__isnull=not drill.repeat)
    if drill.placed is not None:
        found &= Q(place__isnull=not drill.placed)
    if drill.content == "none":
        found &= Q(content_class__isnull=True)
    elif drill.content is not None:
        found &= Q(content_class__code__startswith=_prefix(drill.content))
    if drill.open_on is not None:
        found &= open_at(drill.open_on)
    if drill.unit is not None:
        unit = Unit.objects.filter(pk=drill.unit).first()
        found &= of_unit(unit) if unit else Q(pk__in=[])
    if drill.owner is not None:
        owner = Unit.objects.filter(pk=drill.owner).values("path")[:1]
        found &= Q(responsible_unit__path__startswith=owner)
    return found


def _prefix(code: str) -> str:
    """A class of level one (080000) holds all that begins with its first two digits."""
    return code[:2] if code.endswith("0000") else code


def _clocks(drill: Drill) -> Q:
    found = Q()
    if drill.late_on is not None:
        found &= Q(closed_on__isnull=True, next_due_on__lt=drill.late_on)
    if drill.next_from is not None:
        found &= Q(closed_on__isnull=True, next_due_on__gte=drill.next_from)
    if drill.next_to is not None:
        found &= Q(closed_on__isnull=True, next_due_on__lte=drill.next_to)
    if drill.overdue_on is not None:
        found &= open_at(drill.overdue_on) & _exists(
            Clock.objects.duties().filter(late_at(drill.overdue_on)), drill
        )
    if drill.due_from is not None and drill.due_to is not None:
        codes = CLOCKS[drill.clock] if drill.clock else INFORM + CONCLUDE
        ended = ended_clocks(drill.due_from, drill.due_to, codes)
        missed = _exists(ended.exclude(on_time=True), drill)
        found &= _exists(ended, drill)
        if drill.hit is not None:
            found &= ~missed if drill.hit else missed
    return found


def _exists(clocks: QuerySet[Clock], drill: Drill) -> Q:
    clocks = clocks.filter(case=OuterRef("pk"))
    if drill.clock:
        clocks = clocks.filter(code__in=CLOCKS[drill.clock])
    if drill.owes is not None:
        owner = Unit.objects.filter(pk=drill.owes).values("path")[:1]
        clocks = clocks.filter(owed_by_unit__path__startswith=owner)
    return Q(Exists(clocks))
