"""How long the bodies of the demonstration county take for each act, and how a matter ends."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from petitions.enums import DispatchKind, Form, LevelVisited, Outcome, Purpose
from reporting.demo.matters import OFFICE, Matter

LATE_DISPATCH = 0.02
LATE_NOTICE = 0.055
LATE_OPINION = 0.045
STALLED = 0.012  # nothing happens for months: what reminders and escalation are for


@dataclass(frozen=True, slots=True)
class Course:
    """Delays in days between the acts of one matter, and its end.

    ``extend`` is the extension in days (0: none), ``extend_after`` the days after acceptance at which it is approved;
    ``late`` says that the opinion comes after its day.
    """

    kind: str
    dispatch: int
    dispatch_again: int
    report_days: int
    mistaken_objection: bool
    accept: int
    extend: int
    extend_after: int
    conclude: int
    late: bool
    ending: str
    outcome: str
    filed_because: str = "来信内容为表达感谢，没有具体诉求，存档备查。"


def course_of(rng: Random, matter: Matter) -> Course:
    """Draw the course of a matter; slow units are late more often than quick ones."""
    extend = rng.randrange(15, 31) if rng.random() < 0.05 * matter.pace else 0
    accept = _accept_days(rng, matter)
    conclude, late = _conclude_days(rng, matter, extend)
    return Course(
        kind=_kind(rng, matter),
        dispatch=_dispatch_days(rng, matter),
        dispatch_again=rng.randrange(1, 4),
        report_days=rng.randrange(80, 90),
        mistaken_objection=matter.is_claim and rng.random() < 0.015 * matter.pace,
        accept=accept,
        extend=extend,
        extend_after=rng.randrange(40, 56),
        conclude=conclude,
        late=late,
        ending=_ending(rng, matter),
        outcome=_outcome(rng),
    )


def _kind(rng: Random, matter: Matter) -> str:
    important = matter.head_count >= 10 or matter.level != LevelVisited.COUNTY
    assign = matter.is_claim and (important or rng.random() < 0.06)
    return DispatchKind.ASSIGN if assign else DispatchKind.TRANSFER


def _dispatch_days(rng: Random, matter: Matter) -> int:
    if matter.from_superior:
        return rng.choices((0, 1, 2, 3, 6), (20, 35, 25, 15, 5))[0]
    if rng.random() < LATE_DISPATCH:
        return rng.randrange(16, 22)
    return min(int(rng.expovariate(1 / 3)), 11)


def _accept_days(rng: Random, matter: Matter) -> int:
    if rng.random() < LATE_NOTICE * matter.pace**2:
        return rng.randrange(17, 30)
    return 1 + min(int(rng.gammavariate(2.2, 1.7 * matter.pace)), 10)


def _conclude_days(rng: Random, matter: Matter, extend: int) -> tuple[int, bool]:
    """Days from acceptance to the opinion (or from notice to the reply), and whether that is too late."""
    if matter.owner == OFFICE:
        return rng.randrange(0, 5), False
    if not matter.is_claim:
        return rng.randrange(8, 40), False
    if rng.random() < STALLED * matter.pace**2:
        return rng.randrange(150, 260), True
    limit = 60 + extend
    if rng.random() < LATE_OPINION * matter.pace**2:
        return limit + rng.randrange(2, 35), True
    if extend:
        return rng.randrange(62, limit - 2), False
    quick = 12 if matter.form == Form.CALL else 24
    return min(4 + int(rng.gammavariate(2.5, quick * matter.pace / 2.5)), limit - 3), False


def _ending(rng: Random, matter: Matter) -> str:
    if matter.purpose == Purpose.OTHER and not matter.words.topic.measure:
        return "file"
    direct = matter.receiver == matter.owner
    return "refuse" if matter.is_claim and not direct and rng.random() < 0.03 else "opinion"


def _outcome(rng: Random) -> str:
    outcomes = (Outcome.SUPPORTED, Outcome.PARTLY, Outcome.EXPLAINED, Outcome.REJECTED)
    return rng.choices(outcomes, (58, 15, 18, 9))[0]
