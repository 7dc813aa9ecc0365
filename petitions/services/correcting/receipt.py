"""The limit that starts on receipt, counted anew from the right day (条例第二十二、二十三条)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from core import audit
from organizations.enums import UnitKind
from organizations.models import User
from petitions.domain import deadlines
from petitions.domain.due_date import DueDate
from petitions.enums import ClockStatus
from petitions.models import Case, Clock
from petitions.services import clocks
from petitions.services.registration import first_clock_code

VERB = "case.correct_registration"
FIRST = ("C1", "C1S", "C3")


def clock_of(case: Case) -> Clock | None:
    """The limit that began on the day of receipt, running or met; None where none did, or it was called off (one query)."""
    counted = case.clocks.filter(code__in=FIRST, started_on=case.received_on)
    return counted.exclude(status=ClockStatus.CANCELLED).order_by("id").first()


def move(*, case: Case, clock: Clock, day: date, by: User, now: datetime) -> None:
    """Let the limit begin on `day`, by the rule it was counted with; a judged one is judged anew.

    The day it was met stays. What it was before goes into the audit.
    """
    stored = DueDate.from_json(clock.explanation)
    book = clocks.load_book(on=timezone.localdate(now))
    due = deadlines.compute(stored.rule, day, book.calendar, roll_over=stored.roll_over)
    before = (clock.due_on, clock.started_on, clock.on_time)
    kept = {key: clock.explanation[key] for key in ("entry",) if key in clock.explanation}
    clock.started_on, clock.due_on, clock.raw_due_on = day, due.due_on, due.raw_due_on
    clock.is_provisional, clock.explanation = due.provisional, {**due.to_json(), **kept}
    if clock.status == ClockStatus.MET and clock.stopped_on:
        clock.on_time = deadlines.is_on_time(clock.due_on, clock.stopped_on)
    clock.save()
    audit.record(
        case,
        "clock.move",
        actor=by,
        at=now,
        clock=clock.code,
        old=before[0],
        new=clock.due_on,
        started_on=[before[1], day],
        on_time=[before[2], clock.on_time],
    )


def change_code(*, case: Case, clock: Clock, now: datetime) -> None:
    """Start the county's share of the limit, or the whole of it, as whoever sent the matter asks (国信发〔2014〕16号)."""
    unit = clock.owed_by_unit
    if unit is None or unit.kind != UnitKind.PETITION_OFFICE or clock.status != ClockStatus.OPEN:
        return
    on = timezone.localdate(now)
    clocks.cancel(case=case, codes=[clock.code], on=max(on, clock.started_on), by=VERB)
    clocks.start(
        case=case,
        code=first_clock_code(unit_kind=unit.kind, from_superior=case.from_superior),
        started_on=clock.started_on,
        owed_by_id=unit.pk,
        book=clocks.load_book(on=on),
    )
