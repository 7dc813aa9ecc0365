"""The life of a matter as one list: what may be told, how it is ordered, chosen and put under days."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

#: Kinds of entries; the words are `petitions.enums.TimelineKind`.
ACT, CLOCK, PAPER, WORK, FILE = "act", "clock", "paper", "work", "file"
DUTY, REMINDER, EVALUATION, LOG = "duty", "reminder", "evaluation", "log"
#: Particulars of at most so many characters stand in one line with their title.
SHORT = 40
KINDS = (ACT, CLOCK, PAPER, WORK, FILE, DUTY, REMINDER, EVALUATION, LOG)


@dataclass(frozen=True, slots=True)
class Line:
    """One particular told under an entry.

    ``kind``: what it is about; ``article``: the legal basis, "" for what no article asks for; ``paper``, ``file``,
    ``case``: id of the letter, attachment or other matter it can be opened as, 0 without one.
    """

    kind: str
    text: str
    article: str = ""
    paper: int = 0
    file: int = 0
    case: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One entry.

    ``on``: its day; ``at``: its moment, None for what the law counts in days (clocks); ``actor``: who did it;
    ``icon``: name of a symbol; ``is_act``: an act, under which is told what was written at the same moment.
    """

    on: date
    kind: str
    title: str
    at: datetime | None = None
    article: str = ""
    lines: tuple[Line, ...] = ()
    actor: str = ""
    icon: str = "point"
    is_act: bool = False
    paper: int = 0
    file: int = 0
    case: int = 0

    def as_lines(self) -> tuple[Line, ...]:
        """The entry as particulars of another one: short ones in one line, in brackets after the title."""
        head = Line(self.kind, self.title, self.article, self.paper, self.file, self.case)
        short = "；".join(line.text for line in self.lines)
        plain = not any(line.paper or line.file or line.case for line in self.lines)
        if plain and 0 < len(short) <= SHORT:
            return (replace(head, text=f"{self.title}（{short}）"),)
        return (head, *self.lines)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; no kinds means all.

    ``since``, ``until``: days, both included; ``statutory``: only what rests on an article.
    """

    kinds: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    statutory: bool = False
    newest_first: bool = False

    @property
    def is_all(self) -> bool:
        """Nothing is left out."""
        return not (self.kinds or self.since or self.until or self.statutory)


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its entries in order."""

    on: date
    events: tuple[Event, ...]


def arranged(events: Iterable[Event]) -> list[Event]:
    """Oldest first; within a day timed entries before those of the day as a whole, and under each act what was
    written at the same moment.
    """
    told: list[Event] = []
    for event in sorted(events, key=_order):
        last = told[-1] if told else None
        if last and last.is_act and not event.is_act and event.at and last.at == event.at:
            told[-1] = replace(last, lines=(*last.lines, *event.as_lines()))
        else:
            told.append(event)
    return told


def _order(event: Event) -> tuple[date, bool, float, bool]:
    moment = event.at.timestamp() if event.at else 0.0
    return event.on, event.at is None, moment, not event.is_act


def chosen(events: Iterable[Event], wanted: Wanted) -> list[Event]:
    """The entries that are asked for; of an act only the particulars that are."""
    found = [cut for event in events if (cut := _cut(event, wanted)) is not None]
    return found[::-1] if wanted.newest_first else found


def _cut(event: Event, wanted: Wanted) -> Event | None:
    if (wanted.since and event.on < wanted.since) or (wanted.until and event.on > wanted.until):
        return None
    if wanted.is_all:
        return event
    lines = tuple(line for line in event.lines if _fits(line.kind, line.article, wanted))
    if _fits(event.kind, event.article, wanted):
        own = tuple(line for line in event.lines if line.kind == event.kind or line in lines)
        return replace(event, lines=own)
    return replace(event, lines=lines) if lines else None


def _fits(kind: str, article: str, wanted: Wanted) -> bool:
    if wanted.kinds and kind not in wanted.kinds:
        return False
    return bool(article) or not wanted.statutory


def by_day(events: Collection[Event]) -> list[Day]:
    """Put entries, already in order, under their days."""
    return [Day(on, tuple(group)) for on, group in groupby(events, key=lambda event: event.on)]
