"""Due dates that explain themselves.

``compute`` counts the days of one clock and returns the due date with every step of the count: the rule and
its article, the start day that is not counted (民法典 201), the days off passed over, the hearing days left
out, the extension, the roll-over (民法典 203) and the warning when a year's holiday plan is not published
yet. The explanation is JSON-able and holds its own inputs, so ``reproduce`` gets the same day years later,
even after the calendar or the rules were changed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core.domain.words import words as _
from organizations.domain.calendar import WorkCalendar
from petitions.domain.adjustments import (
    DeadlineError,
    Extension,
    ExtensionError,
    Pause,
    PauseError,
    extension_days,
    pause_end,
    paused_days,
)
from petitions.domain.clock_rules import (
    STATUTORY_RULES,
    Basis,
    ClockCode,
    ClockRule,
    ClockRuleError,
    Regime,
    Unit,
    conclusion_clock_applies,
    regime_on,
    rule_for,
    with_length,
)
from petitions.domain.clock_status import (
    ClockStatus,
    days_left,
    days_overdue,
    is_on_time,
    late_entry,
    status,
)
from petitions.domain.due_date import DueDate, inputs_from_json
from petitions.domain.due_steps import Step, StepCode, StepWriter

__all__ = [
    "STATUTORY_RULES", "Basis", "ClockCode", "ClockRule", "ClockRuleError", "ClockStatus", "DeadlineError",
    "DueDate", "Extension", "ExtensionError", "Pause", "PauseError", "Regime", "Step", "StepCode", "Unit",
    "compute", "conclusion_clock_applies", "days_left", "days_overdue", "is_on_time", "late_entry", "regime_on",
    "reproduce", "rule_for", "status", "with_length",
]  # fmt: skip

# A walk longer than this is a wrong input (a pause that never ends), not a limit.
WALK_LIMIT_DAYS = 3700
ONE_DAY = timedelta(days=1)


class _Recorder:
    """Asks the calendar and remembers each answer, so that the explanation can be replayed."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self.seen: dict[date, bool] = {}

    def is_working(self, day: date) -> bool:
        return self.seen.setdefault(day, self._calendar.is_working(day))

    def unpublished_years(self) -> list[int]:
        return sorted({day.year for day in self.seen if not self._calendar.covers(day)})

    def published_years(self) -> frozenset[int]:
        return frozenset(day.year for day in self.seen if self._calendar.covers(day))


def compute(
    rule: ClockRule,
    start: date,
    calendar: WorkCalendar,
    *,
    roll_over: bool,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    length: int | None = None,
    as_of: date | None = None,
) -> DueDate:
    """Count one clock from ``start`` and explain the count.

    Args:
        rule: the limit; ``length`` may shorten it, sets it when it is fixed case by case (交办函), and
            changes it freely when its number is practice rather than statute.
        start: the day the clock starts (收到之日、受理之日); itself not counted.
        calendar: the county's working days.
        roll_over: the county's setting: a last day off moves to the next working day.
        pauses: hearing intervals; days outside the running period have no effect.
        extensions: at most one, approved no later than the original last day.
        as_of: day up to which a pause without an end is counted.

    Raises ExtensionError, PauseError or DeadlineError with a Chinese message.
    """
    days = _length(rule, length)
    off = paused_days(rule, pauses, as_of)
    days_off = _Recorder(calendar)
    raw = _walk(rule, start, days, off, days_off)
    due = _rolled(rule, raw, roll_over, days_off)
    extra = extension_days(rule, extensions, due)
    if extra:
        # The calendar days looked up for the shorter count stay recorded: the check above rests on them.
        raw = _walk(rule, start, days + extra, off, days_off)
        due = _rolled(rule, raw, roll_over, days_off)
    rolls = roll_over and rule.roll_over
    unpublished = days_off.unpublished_years() if rolls or rule.unit is Unit.WORKING else []

    writer = StepWriter(rule, start)
    writer.opening(days, shortened=length is not None)
    if rule.unit is Unit.WORKING:
        writer.skipped([day for day in _between(start, raw) if not days_off.is_working(day)])
    _write_pauses(writer, pauses, off.intersection(_between(start, raw)), as_of)
    for extension in extensions:
        writer.extension(extension)
    writer.closing(raw, due, last_day_off=not days_off.is_working(raw))
    writer.provisional(unpublished)
    writer.due(due)
    return DueDate(
        rule=rule,
        start=start,
        length=days,
        roll_over=roll_over,
        pauses=tuple(pauses),
        extensions=tuple(extensions),
        as_of=as_of,
        due_on=due,
        raw_due_on=raw,
        provisional=bool(unpublished),
        open_pause=any(pause.end is None for pause in pauses),
        steps=writer.steps(),
        days_seen=dict(days_off.seen),
        published_years=days_off.published_years(),
    )


def _length(rule: ClockRule, length: int | None) -> int:
    if length is None:
        if rule.length is None:
            raise DeadlineError(
                _("“%(name_zh)s”没有法定天数，请在办理时指定期限（%(article)s）")
                % {"name_zh": rule.name_zh, "article": rule.article}
            )
        return rule.length
    if length < 1:
        raise DeadlineError(_("“%(name_zh)s”的期限必须大于零") % {"name_zh": rule.name_zh})
    cap = rule.max_length if rule.case_by_case else rule.length
    if cap is not None and length > cap and rule.basis is Basis.STATUTE:
        raise DeadlineError(
            _("“%(name_zh)s”的期限不得超过%(cap)s%(name_zh2)s（%(article)s）")
            % {
                "name_zh": rule.name_zh,
                "cap": cap,
                "name_zh2": rule.unit.name_zh,
                "article": rule.article,
            }
        )
    return length


def _walk(
    rule: ClockRule, start: date, length: int, off: frozenset[date], days_off: _Recorder
) -> date:
    if rule.unit is Unit.CALENDAR and not off:
        return start + timedelta(days=length)
    day, left = start, length
    while left:
        day += ONE_DAY
        if (day - start).days > WALK_LIMIT_DAYS:
            raise DeadlineError(_("期限计算超出合理范围，请检查中止时间和工作日历"))
        if day not in off and (rule.unit is Unit.CALENDAR or days_off.is_working(day)):
            left -= 1
    return day


def _rolled(rule: ClockRule, raw: date, roll_over: bool, days_off: _Recorder) -> date:
    # A working-day limit ends on a working day by its count; asking for a calendar limit costs nothing
    # and lets the explanation say that the last day is off even when the county does not roll over.
    due = raw
    rolls = roll_over and rule.roll_over
    while not days_off.is_working(due) and rolls:
        due += ONE_DAY
        if (due - raw).days > WALK_LIMIT_DAYS:
            raise DeadlineError(_("工作日历中没有工作日，请检查工作日历设置"))
    return due


def reproduce(explanation: Mapping[str, Any] | str) -> date:
    """Compute the due date again from a stored explanation alone (its inputs, its rule, its calendar days).

    Takes ``DueDate.to_json()`` data or its JSON text; equals the stored ``due_on`` unless the explanation
    was tampered with.
    """
    data = json.loads(explanation) if isinstance(explanation, str) else explanation
    inputs = inputs_from_json(data)
    calendar = WorkCalendar(
        frozenset(data["calendar"]["published_years"]),
        {date.fromisoformat(day): working for day, working in data["calendar"]["days"].items()},
    )
    fixed = inputs.pop("rule"), inputs.pop("start")
    return compute(*fixed, calendar, **inputs).due_on


def _write_pauses(
    writer: StepWriter, pauses: Sequence[Pause], left_out: frozenset[date], as_of: date | None
) -> None:
    remaining = set(left_out)
    for pause in pauses:
        end = pause_end(pause, as_of)
        its_days = {day for day in remaining if pause.start <= day <= end}
        remaining -= its_days  # overlapping hearings are counted once
        writer.pause(pause, end, len(its_days))


def _between(start: date, end: date) -> list[date]:
    return [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
