"""Closing months: what a month that is over adds up to is kept, and made anew when one of its matters changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from core.db import in_turn, wait_for_writers
from reporting.domain.closed_months import months_from, touched
from reporting.domain.periods import Month
from reporting.models import (
    ClosedMonth,
    LimitCell,
    MonthTouch,
    PlaceCell,
    ReceivedCell,
    UnitFlow,
)
from reporting.selectors.cases import county_cases
from reporting.selectors.month_counts import (
    CELL,
    FLOWS,
    PLACED,
    MonthCounts,
    Sums,
    UnitKey,
    count_month,
)
from reporting.services.month_triggers import install_triggers

TURN = "reporting.closed_months"
CHUNK = 500


def close_months(*, now: datetime) -> list[Month]:
    """Add up each month that is over and was not yet, or was re-opened, oldest first.

    May run twice at the same time: each month is built by one worker, in a transaction of its own.

    Args:
        now: aware time; the month it lies in stays open.

    Returns:
        The months built by this call. New months wait for the next call while some other transaction keeps writing.
    """
    install_triggers()
    begin_months(until=Month.of(timezone.localdate(now)).previous)
    reopen_touched()
    waiting = ClosedMonth.objects.filter(is_open=True).values_list("first_day", flat=True)
    months = [Month.of(day) for day in waiting.order_by("first_day")]
    return [month for month in months if _build(month, now=now)]


@transaction.atomic
def begin_months(*, until: Month) -> None:
    """Say which months are kept in sums from now on, so that the database writes down what changes in them.

    Writers that do not know of the months yet are waited for; whoever comes later knows.
    """
    in_turn(TURN)
    newest = ClosedMonth.objects.order_by("-first_day").values_list("first_day", flat=True).first()
    if newest is not None and Month.of(newest) >= until:
        return
    if not wait_for_writers("petitions_case", "petitions_clock"):
        return
    first = newest or county_cases().aggregate(day=Min("received_on"))["day"]
    if first is not None:
        _begin(months_from(Month.of(first).next if newest else Month.of(first), until))


def _begin(months: Iterable[Month]) -> None:
    ClosedMonth.objects.bulk_create(
        ClosedMonth(first_day=month.first_day, last_day=month.last_day) for month in months
    )


@transaction.atomic
def reopen_touched() -> frozenset[Month]:
    """Turn what the database wrote down into months to count again; returns them."""
    in_turn(TURN)
    ends = ClosedMonth.objects.order_by("first_day").values_list("first_day", flat=True)
    first_day, last_day = ends.first(), ends.last()
    touches = list(MonthTouch.objects.order_by("pk").values_list("pk", "since", "until"))
    months: frozenset[Month] = frozenset()
    if first_day is not None and last_day is not None and touches:
        months = touched(((since, until) for _, since, until in touches), Month.of(last_day))
        if months:
            _begin(months_from(min(months), Month.of(first_day).previous))
        ClosedMonth.objects.filter(first_day__in=[one.first_day for one in months]).update(
            is_open=True
        )
    for at in range(0, len(touches), CHUNK):
        MonthTouch.objects.filter(pk__in=[pk for pk, *_ in touches[at : at + CHUNK]]).delete()
    return months


@transaction.atomic
def _build(month: Month, *, now: datetime) -> bool:
    """Count a month and carry what changed on to the months after it; False when another worker was first."""
    in_turn(TURN)
    row = ClosedMonth.objects.get(first_day=month.first_day)
    if not row.is_open:
        return False
    counts = count_month(month)
    row.cells.all().delete()
    ReceivedCell.objects.bulk_create(
        ReceivedCell(
            month=row, matters=sums[0], persons=sums[1], **dict(zip(CELL, key, strict=True))
        )
        for key, sums in counts.cells.items()
    )
    row.placed.all().delete()
    PlaceCell.objects.bulk_create(
        (
            PlaceCell(month=row, matters=number, **dict(zip(PLACED, key, strict=True)))
            for key, number in counts.placed.items()
        ),
        batch_size=CHUNK,
    )
    row.limits.all().delete()
    LimitCell.objects.bulk_create(
        LimitCell(month=row, kind=kind, unit_id=unit, **sums)
        for (kind, unit), sums in counts.limits.items()
    )
    _carry_on(row, _store_flows(row, counts))
    row.is_open, row.built_at = False, now
    row.save(update_fields=["is_open", "built_at"])
    return True


def _store_flows(row: ClosedMonth, counts: MonthCounts) -> dict[UnitKey, int]:
    """Replace the month's flows; returns by how much each unit's stock at its end differs from before."""
    before = {(flow.side, flow.unit_id): flow for flow in row.flows.all()}
    if row.built_at is None:
        opening = _stock_before(row)
    else:
        opening = {key: flow.opening for key, flow in before.items()}
    none = dict.fromkeys(FLOWS, 0)
    changes: dict[UnitKey, int] = {}
    flows = []
    for key in sorted({*opening, *counts.flows}, key=str):
        sums: Sums = counts.flows.get(key, none)
        stock, change = opening.get(key, 0), sums["received"] - sums["closed"]
        flows.append(_flow(row.pk, key, stock, stock + change, sums))
        old = before.get(key)
        changes[key] = change - (old.received - old.closed if old else 0)
    row.flows.all().delete()
    UnitFlow.objects.bulk_create(flows, batch_size=CHUNK)
    return {key: change for key, change in changes.items() if change}


def _flow(month_id: int, key: UnitKey, opening: int, pending: int, sums: Sums) -> UnitFlow:
    side, unit = key
    return UnitFlow(
        month_id=month_id, side=side, unit_id=unit, opening=opening, pending=pending, **sums
    )


def _stock_before(row: ClosedMonth) -> dict[UnitKey, int]:
    """What was open at the end of the newest month before that was ever built."""
    built = ClosedMonth.objects.filter(first_day__lt=row.first_day, built_at__isnull=False)
    latest = built.order_by("-first_day").first()
    if latest is None:
        return {}
    stock = latest.flows.values_list("side", "unit_id", "pending")
    return {(side, unit): pending for side, unit, pending in stock}


def _carry_on(row: ClosedMonth, changes: dict[UnitKey, int]) -> None:
    """Move the stock of the months after a month that was built."""
    later = list(
        ClosedMonth.objects.filter(first_day__gt=row.first_day, built_at__isnull=False)
        .order_by("first_day")
        .values_list("pk", flat=True)
    )
    if not later:
        return
    none = dict.fromkeys(FLOWS, 0)
    for key, change in changes.items():
        side, unit = key
        rows = UnitFlow.objects.filter(month__in=later, side=side, unit=unit)
        if unit is None:
            rows = UnitFlow.objects.filter(month__in=later, side=side, unit__isnull=True)
        there = set(rows.values_list("month_id", flat=True))
        rows.update(opening=F("opening") + change, pending=F("pending") + change)
        UnitFlow.objects.bulk_create(
            _flow(pk, key, change, change, none) for pk in later if pk not in there
        )
