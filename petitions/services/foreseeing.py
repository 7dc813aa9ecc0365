"""What an act would do to the clocks of a matter, were it done today: told before it is done, nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from petitions.domain.act_effects import Effect, effect_of
from petitions.domain.adjustments import Extension
from petitions.domain.clock_rules import conclusion_clock_applies
from petitions.domain.deadlines import DeadlineError, DueDate, compute
from petitions.domain.terms import Route
from petitions.enums import ClockStatus, LegalClass
from petitions.models import Case, Clock
from petitions.selectors.acts import CaseFile
from petitions.services.clocks import ClockBook, load_book
from petitions.services.serving import NEXT_RIGHT, served_before


@dataclass(frozen=True)
class Limit:
    """A limit by its name and last day; `due_on` is None where it is set in each matter."""

    name: str
    due_on: date | None


@dataclass(frozen=True)
class Foresight:
    """Limits an act ends, begins, begins once its paper is served, and makes longer; titles of its papers.

    `only_if` says in which case the limits move; `longest` is the furthest day of an extension.
    """

    only_if: str = ""
    ends: tuple[Limit, ...] = ()
    begins: tuple[Limit, ...] = ()
    begins_on_service: tuple[Limit, ...] = ()
    extended: Limit | None = None
    longest: date | None = None
    letters: tuple[str, ...] = ()

    @property
    def moves_clocks(self) -> bool:
        """Whether there is anything to say of limits."""
        return bool(self.ends or self.begins or self.begins_on_service or self.extended)


def foresee(*, case: Case, file: CaseFile, code: str, on: date) -> Foresight:
    """Tell what the act `code` would do if it were done on `on` (four queries for rules and calendar, or none).

    Args:
        file: what is on the file of the case, read before.
        on: the day of the act, in the county.
    """
    effect = effect_of(code)
    starting = [c for c in effect.starts if _applies(c, case)]
    serving = _served_next(case, file) if code == "serve" else effect.on_service
    book = load_book(on=on) if starting or serving or effect.extends else None
    extended, longest = _extension(effect, file, book, on)
    return Foresight(
        only_if=effect.only_if,
        ends=tuple(Limit(c.name, c.due_on) for c in _ending(effect, file)),
        begins=tuple(_planned(starting, case, book, on)),
        begins_on_service=tuple(_planned(serving, case, book, on)),
        extended=extended,
        longest=longest,
        letters=tuple(title.replace("/", "》或者《") for title in effect.letters),
    )


def _ending(effect: Effect, file: CaseFile) -> Iterator[Clock]:
    for clock in file.clocks:
        if clock.status == ClockStatus.OPEN and (effect.closes or clock.code in effect.stops):
            yield clock


def _applies(code: str, case: Case) -> bool:
    if code != "C8":
        return True
    route = Route.OPINION if case.legal_class == LegalClass.CLAIM else None
    return conclusion_clock_applies(case.registered_on, route)


def _served_next(case: Case, file: CaseFile) -> tuple[str, ...]:
    kinds = {p.kind for p in file.proceedings.unserved if not served_before(p)}
    return tuple(code for kind, code in NEXT_RIGHT.items() if kind in kinds)


def _planned(codes: Iterable[str], case: Case, book: ClockBook | None, on: date) -> Iterator[Limit]:
    for code in codes:
        rule = book.rule(code, registered_on=case.registered_on) if book else None
        if book is None or rule is None:
            continue
        if rule.case_by_case:
            yield Limit(rule.name_zh, None)
        else:
            due = compute(rule, on, book.calendar, roll_over=book.roll_over)
            yield Limit(rule.name_zh, due.due_on)


def _extension(
    effect: Effect, file: CaseFile, book: ClockBook | None, on: date
) -> tuple[Limit | None, date | None]:
    clock = file.running(effect.extends) if effect.extends else None
    if clock is None or book is None:
        return None, None
    stored = DueDate.from_json(clock.explanation)
    most = Extension(
        days=stored.rule.max_extension_days, approved_on=on, approved_by="—", reason="—"
    )
    try:
        due = compute(
            stored.rule,
            stored.start,
            book.calendar,
            roll_over=stored.roll_over,
            pauses=stored.pauses,
            extensions=(*stored.extensions, most),
        )
    except DeadlineError:
        return None, None
    return Limit(clock.name, clock.due_on), due.due_on
