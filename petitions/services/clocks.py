"""Starting, stopping and moving the statutory clocks of a case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from core.errors import Unlawful
from organizations.domain.calendar import WorkCalendar
from organizations.selectors import setting, work_calendar
from petitions.domain import deadlines
from petitions.domain.clock_rules import STATUTORY_RULES, ClockRule, ClockRuleError, Regime
from petitions.domain.duties import RIGHTS
from petitions.enums import ClockStatus
from petitions.models import Case, Clock, ClockRuleOverride
from petitions.querysets import ClockQuerySet

#: Days an act may be written down late before the day of the entry counts.
ENTRY_DAYS = 7


@dataclass(frozen=True)
class ClockBook:
    """Everything a due date is computed from, read once: rules with local numbers, calendar, roll-over."""

    rules: tuple[ClockRule, ...]
    calendar: WorkCalendar
    roll_over: bool

    def rule(self, code: str, *, registered_on: date) -> ClockRule | None:
        """The rule of `code` for a matter registered that day, or None when the text knew none then."""
        try:
            return deadlines.rule_for(code, registered_on, self.rules)
        except ClockRuleError:
            return None

    def plan(
        self,
        code: str,
        *,
        case: Case,
        registered_on: date,
        started_on: date,
        owed_by_id: int | None,
        due_on: date | None = None,
        dispatch_id: int | None = None,
    ) -> Clock | None:
        """An unsaved clock with its explanation; None when no rule governs the matter.

        `due_on` sets the limit of a clock without a statutory length (条例第二十二条第三项).
        """
        rule = self.rule(code, registered_on=registered_on)
        if rule is None:
            return None
        length = (due_on - started_on).days if due_on else None
        if length is not None:
            rule = replace(rule, roll_over=False)  # a date that was set is that date
        due = deadlines.compute(
            rule, started_on, self.calendar, roll_over=self.roll_over, length=length
        )
        return Clock(
            case=case,
            dispatch_id=dispatch_id,
            code=code,
            name=rule.name_zh,
            article=rule.article,
            owed_by_unit_id=owed_by_id,
            started_on=started_on,
            due_on=due.due_on,
            raw_due_on=due.raw_due_on,
            is_provisional=due.provisional,
            explanation=due.to_json(),
        )


#: The book of the present thread or task only: another one must never count with its rules.
_kept: ContextVar[ClockBook | None] = ContextVar("clock_book", default=None)


@contextmanager
def book_kept(*, on: date) -> Iterator[ClockBook]:
    """Let every act inside share one book: for commands that act on thousands of matters in one thread.

    Rules, calendar and settings must not change meanwhile.
    """
    book = load_book(on=on)
    token = _kept.set(book)
    try:
        yield book
    finally:
        _kept.reset(token)


def load_book(*, on: date) -> ClockBook:
    """Read rules, calendar and settings as they stand on a day (four queries; none inside `book_kept`)."""
    kept = _kept.get()
    if kept is not None:
        return kept
    local = []
    for row in ClockRuleOverride.objects.all():
        base = _base_rule(row)
        if base is not None:
            local.append(
                replace(
                    base,
                    length=row.length,
                    roll_over=row.roll_over,
                    valid_from=row.valid_from,
                    valid_to=row.valid_to,
                    regime=Regime.LOCAL,
                    article=row.basis or base.article,
                )
            )
    return ClockBook(
        rules=(*STATUTORY_RULES, *local),
        calendar=work_calendar(),
        roll_over=bool(setting("clock.roll_over", on=on, default=True)),
    )


def _base_rule(row: ClockRuleOverride) -> ClockRule | None:
    try:
        return deadlines.rule_for(row.code, row.valid_from)
    except (ClockRuleError, ValueError):
        return None


def start(
    *,
    case: Case,
    code: str,
    started_on: date,
    owed_by_id: int | None,
    book: ClockBook,
    due_on: date | None = None,
    dispatch_id: int | None = None,
) -> Clock | None:
    """Start one clock of a case; None when no rule governs it (a 2005 matter knows no objection period)."""
    clock = book.plan(
        code,
        case=case,
        registered_on=case.registered_on,
        started_on=started_on,
        owed_by_id=owed_by_id,
        due_on=due_on,
        dispatch_id=dispatch_id,
    )
    if clock is not None:
        clock.save()
    return clock


def stop(
    *, case: Case, codes: Collection[str], on: date, by: str, now: datetime | None = None
) -> list[Clock]:
    """Stop running clocks because the owed act was done on `on`; on-time is judged once and kept.

    Args:
        on: the day stated for the act.
        by: the act.
        now: when it is written down; an act written down after its limit and more than some days (setting
            `supervision.entry_days`) after the day stated counts from the day it was written down, and the clock says so.
            None for acts whose day is not stated by whoever owes them.
    """
    stopped = []
    for clock in case.clocks.running().filter(code__in=list(codes)):
        if on < clock.started_on:
            raise Unlawful(f"日期不能早于“{clock.name}”期限的起算日 {clock.started_on}。")
        clock.status = ClockStatus.MET
        clock.stopped_on = _counted_on(clock, on, now) if now else on
        clock.stopped_by = by
        clock.on_time = deadlines.is_on_time(clock.due_on, clock.stopped_on)
        clock.save(update_fields=["status", "stopped_on", "stopped_by", "on_time", "explanation"])
        stopped.append(clock)
    return stopped


def _counted_on(clock: Clock, stated_on: date, now: datetime) -> date:
    entered_on = timezone.localdate(now)
    if entered_on <= clock.due_on:
        return stated_on  # the usual case asks for no setting
    days = int(setting("supervision.entry_days", on=entered_on, default=ENTRY_DAYS))
    entry = deadlines.late_entry(clock.due_on, stated_on, entered_on, days)
    if entry is None:
        return stated_on
    clock.explanation = {**clock.explanation, "entry": entry.to_json()}
    return entered_on


def cancel(*, case: Case, codes: Collection[str] | None, on: date, by: str) -> int:
    """End running clocks that no longer apply (all when `codes` is None); returns how many."""
    running = case.clocks.running()
    if codes is not None:
        running = running.filter(code__in=list(codes))
    return running.update(status=ClockStatus.CANCELLED, stopped_on=on, stopped_by=by)


def refresh_next_due(case: Case) -> date | None:
    """Store the nearest due date of the duties that still run on the case, for lists and jobs."""
    case.next_due_on = (
        case.clocks.running().exclude(code__in=RIGHTS).aggregate(due=Min("due_on"))["due"]
    )
    Case.objects.filter(pk=case.pk).update(next_due_on=case.next_due_on)
    return case.next_due_on


def lapsed_rights(*, on: date) -> ClockQuerySet:
    """Running periods of rights that passed unused (an objection, a request for review) by a day."""
    return Clock.objects.running().filter(code__in=RIGHTS, due_on__lt=on)


def lapse_rights(*, on: date) -> int:
    """End the periods of rights that passed unused; nobody missed a duty. Returns how many ended."""
    return lapsed_rights(on=on).update(
        status=ClockStatus.CANCELLED, stopped_on=on, stopped_by="clock.lapse"
    )


def pause(*, clock: Clock, pauses: Sequence[deadlines.Pause], book: ClockBook, on: date) -> Clock:
    """Count a clock anew with the hearing days left out (条例第三十六条第二款).

    `on` is the day up to which a hearing without an end is counted.

    Raises:
        Unlawful: the clock is not that of a re-review.
    """
    stored = deadlines.DueDate.from_json(clock.explanation)
    try:
        due = deadlines.compute(
            stored.rule,
            stored.start,
            book.calendar,
            roll_over=stored.roll_over,
            pauses=pauses,
            extensions=stored.extensions,
            as_of=on,
        )
    except deadlines.DeadlineError as error:
        raise Unlawful(str(error)) from error
    return _store(clock, due)


def extend(*, clock: Clock, extension: deadlines.Extension, book: ClockBook) -> Clock:
    """Move the due date of a clock by an approved extension (条例第三十四条).

    Raises Unlawful when the extension is late, too long, a second one, or its clock knows none.
    """
    stored = deadlines.DueDate.from_json(clock.explanation)
    try:
        due = deadlines.compute(
            stored.rule,
            stored.start,
            book.calendar,
            roll_over=stored.roll_over,
            pauses=stored.pauses,
            extensions=(*stored.extensions, extension),
        )
    except deadlines.DeadlineError as error:
        raise Unlawful(str(error)) from error
    return _store(clock, due)


def _store(clock: Clock, due: deadlines.DueDate) -> Clock:
    clock.due_on, clock.raw_due_on = due.due_on, due.raw_due_on
    clock.is_provisional = due.provisional
    clock.explanation = due.to_json()
    clock.save(update_fields=["due_on", "raw_due_on", "is_provisional", "explanation"])
    return clock
