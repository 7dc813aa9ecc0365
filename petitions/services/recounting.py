"""Due dates follow the work calendar: a plan published later moves what was counted without it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min

from core import audit
from organizations.domain.calendar import WorkCalendar
from organizations.selectors import work_calendar
from petitions.domain import deadlines
from petitions.domain.due_date import DueDate, inputs_from_json
from petitions.domain.duties import RIGHTS
from petitions.models import Case, Clock

# A last day off may roll into the next year by no more than a long holiday.
MARGIN = timedelta(days=31)
BATCH = 500


@transaction.atomic
def recount(*, years: Collection[int], now: datetime) -> int:
    """Count the running clocks that touch these years again, with the calendar as it is now.

    Inputs (rule, start, extension, pauses, roll-over) are those stored with each clock; stopped clocks
    keep their dates, because what was on time stays on time.

    Args:
        years: calendar years whose plan changed.
        now: aware time of the change.

    Returns:
        Number of clocks whose due date moved or whose "provisional" mark was lifted or set.
    """
    if not years:
        return 0
    first, last = date(min(years), 1, 1) - MARGIN, date(max(years), 12, 31)
    touched = Clock.objects.running().filter(started_on__lte=last, due_on__gte=first)
    calendar = work_calendar()
    changed, moved = [], []
    for clock in touched.select_related("case").order_by("pk").iterator(chunk_size=BATCH):
        due = _again(clock, calendar)
        if due is None or (due.due_on, due.provisional) == (clock.due_on, clock.is_provisional):
            continue
        if due.due_on != clock.due_on:
            moved.append((clock.case, clock.code, clock.due_on, due.due_on))
        clock.due_on, clock.raw_due_on = due.due_on, due.raw_due_on
        clock.is_provisional, clock.explanation = due.provisional, due.to_json()
        changed.append(clock)
    fields = ["due_on", "raw_due_on", "is_provisional", "explanation"]
    Clock.objects.bulk_update(changed, fields, batch_size=BATCH)
    _store_next_due({clock.case_id for clock in changed})
    for case, code, old, new in moved:
        audit.record(case, "clock.recount", actor=None, at=now, clock=code, old=old, new=new)
    return len(changed)


def _again(clock: Clock, calendar: WorkCalendar) -> DueDate | None:
    if "rule" not in clock.explanation:
        return None
    inputs = inputs_from_json(clock.explanation)
    rule, start, length = inputs.pop("rule"), inputs.pop("start"), inputs.pop("length")
    if rule.length == length:
        length = None  # the rule's own number, not one set for this matter
    elif rule.case_by_case:
        rule = replace(rule, roll_over=False)  # a date that was set is that date
    try:
        return deadlines.compute(rule, start, calendar, length=length, **inputs)
    except deadlines.DeadlineError:
        return None  # an approved extension stays as it was approved


def _store_next_due(case_ids: Iterable[int]) -> None:
    cases = list(Case.objects.filter(pk__in=list(case_ids)).only("pk", "next_due_on"))
    rows = Clock.objects.running().filter(case__in=cases).exclude(code__in=RIGHTS)
    nearest = dict(rows.order_by().values_list("case").annotate(due=Min("due_on")))
    for case in cases:
        case.next_due_on = nearest.get(case.pk)
    Case.objects.bulk_update(cases, ["next_due_on"], batch_size=BATCH)
