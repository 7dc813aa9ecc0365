"""What was open and overdue at the end of a day, kept so that "backlog on the last day" is reproducible."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Unlawful
from petitions.models import Clock
from petitions.querysets import CaseQuerySet
from reporting.domain.figures import DEPARTMENT, TOWNSHIP
from reporting.domain.periods import Month
from reporting.models import DailySnapshot
from reporting.selectors.cases import county_cases, late_at, open_at
from reporting.selectors.units import owner_of, ranked_units

LOOK_BACK = 31


def take_snapshot(*, on: date, now: datetime, dry_run: bool = False) -> list[DailySnapshot]:
    """Record the county and each township and department at the end of a day, once.

    A day that was recorded before is left as it was: what the rows said then is the evidence.

    Args:
        on: a day that is over.
        now: aware time.
        dry_run: count without writing.

    Returns:
        The rows of that day, the county's first.

    Raises:
        Unlawful: the day is not over.
    """
    if on >= timezone.localdate(now):
        raise Unlawful(_("%(day)s尚未结束，不能记录当日存量。") % {"day": on.isoformat()})
    taken = DailySnapshot.objects.filter(day=on).order_by("pk")
    if not dry_run and taken.exists():
        return list(taken)
    rows = _count(on, now=now)
    if dry_run:
        return rows
    with transaction.atomic():
        DailySnapshot.objects.bulk_create(rows, ignore_conflicts=True)
    return list(taken.all())


def take_missing_snapshots(*, now: datetime, days: int = LOOK_BACK) -> list[date]:
    """Record yesterday and what was missed in the days before it; returns the days recorded."""
    today = timezone.localdate(now)
    wanted = [today - timedelta(days=back) for back in range(days, 0, -1)]
    taken = set(DailySnapshot.objects.filter(day__in=wanted).values_list("day", flat=True))
    missing = [day for day in wanted if day not in taken]
    for day in missing:
        take_snapshot(on=day, now=now)
    return missing


def _count(on: date, *, now: datetime) -> list[DailySnapshot]:
    late = Exists(Clock.objects.duties().filter(late_at(on), case=OuterRef("pk")))
    cases = county_cases().filter(open_at(on)).annotate(is_late=late)
    owner = {unit.path: unit for unit in ranked_units(Month.of(on))}
    ids = {path: unit.pk for path, unit in owner.items()}
    kinds = {unit.pk: unit.kind for unit in owner.values()}
    sums: dict[int | None, list[int]] = {None: [0, 0], **{pk: [0, 0] for pk in kinds}}
    for path, kind in (("place__path", TOWNSHIP), ("responsible_unit__path", DEPARTMENT)):
        for row in _grouped(cases, path):
            unit_id = owner_of(row[path], ids)
            keys: list[int | None] = [None] if kind == TOWNSHIP else []
            if unit_id is not None and kinds[unit_id] == kind:
                keys.append(unit_id)
            for key in keys:
                sums[key][0] += row["open"]
                sums[key][1] += row["late"]
    return [
        DailySnapshot(day=on, unit_id=pk, open_cases=n, overdue_cases=late_n, taken_at=now)
        for pk, (n, late_n) in sums.items()
    ]


def _grouped(cases: CaseQuerySet, path: str) -> list[dict]:
    counted = cases.values(path).annotate(
        open=Count("pk"), late=Count("pk", filter=Q(is_late=True))
    )
    return list(counted.order_by())
