"""What the books may show of a duty left undone, done wrongly, or written down otherwise than it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Limits:
    """The county's numbers.

    ``delay_days``: calendar days overdue from which a limit is proposed; ``execution_days``: the same for what an opinion
    promised; ``refusals``: objections refused and disputes lost by one unit that count as shirking; ``window_days``: how
    far back an act of the past is looked at; ``entry_days``: days an act may be written down late.
    """

    delay_days: int = 10
    execution_days: int = 1
    refusals: int = 2
    window_days: int = 180
    entry_days: int = 7


@dataclass(frozen=True, slots=True)
class LateClock:
    """A statutory limit that still runs after its last day."""

    case_id: int
    unit_id: int
    clock_id: int
    code: str
    name: str
    article: str
    due_on: date


@dataclass(frozen=True, slots=True)
class WrongRefusal:
    """An acceptance refused although the unit was competent; ``text`` says by what that is shown."""

    case_id: int
    unit_id: int
    on: date
    text: str
    article: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A matter a unit tried to be rid of, and was found to owe: an objection refused or a dispute lost.

    ``key``: "objection:3", "dispute:4"; ``secret``: a report, which is never named beside another matter.
    """

    case_id: int
    unit_id: int
    key: str
    number: str
    on: date
    is_dispute: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Overturned:
    """An opinion that a review did not let stand; ``level`` and ``outcome`` are the words of the screen."""

    case_id: int
    unit_id: int
    review_id: int
    level: str
    outcome: str
    on: date
    article: str


@dataclass(frozen=True, slots=True)
class Backdated:
    """An act that kept its limit by the day stated, but was written down after the limit."""

    case_id: int
    unit_id: int
    document_id: int
    title: str
    stated_on: date
    entered_on: date
    limit: str
    due_on: date


@dataclass(frozen=True, slots=True)
class LateCorrection:
    """A letter changed after a review of it had been asked for."""

    case_id: int
    unit_id: int
    document_id: int
    title: str
    corrected_on: date
    review: str
    requested_on: date


@dataclass(frozen=True, slots=True)
class ServiceConflict:
    """A letter said to be served on a day on or after which an attempt to serve it failed."""

    case_id: int
    unit_id: int
    document_id: int
    title: str
    served_on: date
    failed_on: date


@dataclass(frozen=True, slots=True)
class Promise:
    """What a supporting opinion promised and nobody carried out."""

    case_id: int
    unit_id: int
    execution_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one run looks at. There is no number of petitions in it, on purpose."""

    clocks: Sequence[LateClock] = ()
    refusals: Sequence[WrongRefusal] = ()
    turned_away: Sequence[TurnedAway] = ()
    overturned: Sequence[Overturned] = ()
    backdated: Sequence[Backdated] = ()
    corrections: Sequence[LateCorrection] = ()
    conflicts: Sequence[ServiceConflict] = ()
    promises: Sequence[Promise] = ()
