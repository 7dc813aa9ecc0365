"""Which reminder of a clock is due on a day, and why.

Nobody is reminded on a day off. A step that falls on one moves: steps before and on the due date to the
working day before it (a warning must not come too late), steps after it to the working day after. A job
that did not run for days catches up with the latest missed step of each clock, never with all of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.words import words as _
from organizations.domain.calendar import WorkCalendar

#: Dated tasks that are no statutory clock, by the code of their reminder rule (条例第二十四条、第三十二条第二款).
TASKS = {"CO": _("协办"), "EX": _("处理意见执行")}


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """When to remind: calendar days before the due date, on it, and each ``every_days_after`` after it."""

    days_before: tuple[int, ...] = (7, 3, 1)
    on_the_day: bool = True
    every_days_after: int = 3

    def __post_init__(self) -> None:
        if self.every_days_after < 1 or any(days < 1 for days in self.days_before):
            raise ValueError(_("提醒规则的天数须大于零"))


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What a reminder says about a clock."""

    name: str
    article: str
    started_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step to be sent: its stable ``key`` (before-7, on-day, after-3), the day it belongs to after moving
    off days off, calendar ``days_left`` (negative when overdue) and a Chinese ``reason`` with the article."""

    key: str
    planned_on: date
    days_left: int
    reason: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Why nothing is sent, for the dry run (English) — ``key`` is the step concerned, if any."""

    why: str
    key: str = ""


def planned_steps(
    clock: ClockFacts, plan: ReminderPlan, calendar: WorkCalendar, *, until: date
) -> list[tuple[date, date, str]]:
    """Every step planned up to ``until`` as (working day, nominal day, key), in their order.

    Steps whose working day is not after the clock's start are left out: the dispatch itself told it.
    """
    steps = []
    for nominal, key in _nominal(clock, plan, until=until):
        if nominal > clock.due_on:
            day = calendar.next_working_day(nominal).on
        else:
            day = calendar.previous_working_day(nominal).on
        if clock.started_on < day <= until:
            steps.append((day, nominal, key))
    return sorted(steps)


def due_step(
    clock: ClockFacts,
    plan: ReminderPlan,
    calendar: WorkCalendar,
    *,
    on: date,
    sent: Iterable[str] = (),
) -> DueStep | Skip:
    """The one step to send on ``on``, or why there is none.

    Args:
        clock: the running clock.
        plan: days of the reminder rule in force.
        calendar: the county's working days.
        on: the day of the run.
        sent: keys already sent for this due date; they are never sent again, and a step older than the
            latest one is dropped, so that a job that slept does not flood anybody.
    """
    if not calendar.is_working(on):
        return Skip(f"{on} is a day off")
    steps = planned_steps(clock, plan, calendar, until=on)
    if not steps:
        return Skip("no step is due yet")
    planned_on, _, key = steps[-1]
    if key in set(sent):
        return Skip("already sent", key)
    left = (clock.due_on - on).days
    return DueStep(key, planned_on, left, _reason(clock, left))


def is_overdue_key(key: str) -> bool:
    """True for the keys of steps after the due date."""
    return key.startswith("after-")


def _nominal(clock: ClockFacts, plan: ReminderPlan, *, until: date) -> Iterator[tuple[date, str]]:
    for days in sorted(set(plan.days_before), reverse=True):
        yield clock.due_on - timedelta(days=days), f"before-{days}"
    if plan.on_the_day:
        yield clock.due_on, "on-day"
    # Only the last step can be sent, and a step moves by less than the longest holiday: the last few do.
    overdue = (until - clock.due_on).days
    last = overdue // plan.every_days_after
    for number in range(max(1, last - 20), last + 1):
        days = number * plan.every_days_after
        yield clock.due_on + timedelta(days=days), f"after-{days}"


def _reason(clock: ClockFacts, left: int) -> str:
    due = _("“%(name)s”期限%(due_on)s") % {"name": clock.name, "due_on": f"{clock.due_on:%Y-%m-%d}"}
    if left > 0:
        return _("%(due)s届满，还有%(left)s天（%(article)s）") % {
            "due": due,
            "left": left,
            "article": clock.article,
        }
    if left == 0:
        return _("%(due)s今日届满（%(article)s）") % {"due": due, "article": clock.article}
    return _("%(due)s已届满，逾期%(left)s天，请立即办理（%(article)s）") % {
        "due": due,
        "left": -left,
        "article": clock.article,
    }
