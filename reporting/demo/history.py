"""Two years of work of the demonstration county.

The county began to use the system some months ago. What was closed before stands in its old register, which comes in
through the register import; everything else is played act by act through the services, in the order of receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from accountability import handlers
from organizations.selectors import work_calendar
from petitions import events
from petitions.services import clocks
from reporting.demo.days import OfficeHours
from reporting.demo.matters import OFFICE, Matter, plan_matters
from reporting.demo.organization import DemoCounty
from reporting.demo.play import Player
from reporting.demo.register import CLERKS, Entry, entry_of, import_register

REPORT_EVERY = 200
NOTICES_SINCE = 21  # days: what is older has long been read
Say = Callable[[str], object]


def play_history(
    *,
    county: DemoCounty,
    seed: int,
    now: datetime,
    months: int,
    live_months: int,
    per_month: int,
    say: Say,
) -> int:
    """Bring in all matters of the last `months` up to `now`; returns how many.

    Args:
        live_months: months played act by act; what ended before them comes from the register.
    """
    if not months:
        return 0
    hours = OfficeHours(work_calendar(), now)
    matters = plan_matters(
        seed=seed, first=months_back(hours.today, months), until=hours.today, per_month=per_month
    )
    player = Player(county, hours, seed, forgotten=_forgotten(matters, hours.today))
    start = months_back(hours.today, live_months)
    old, live = _divide(matters, hours=hours, seed=seed, start=start)
    if old:
        say(f"demo county: importing the old register, {len(old)} matters")
        opening = datetime.combine(hours.working_day(start), time(10), tzinfo=hours.zone)
        with _without_notices():
            player.cases = import_register(
                old,
                authority=player.who("clerk1", start),
                clerks=[player.users[name].name for name in CLERKS],
                now=opening,
            )
    _play(player, live, since=hours.today - timedelta(days=NOTICES_SINCE), say=say)
    return len(player.cases)


def _forgotten(matters: list[Matter], today: date) -> frozenset[int]:
    """One matter a day of those the office received two weeks ago: their fifteen days end now."""
    chosen: dict[date, int] = {}
    for matter in matters:
        age = (today - matter.received_on).days
        if 12 <= age <= 16 and matter.receiver == OFFICE and matter.is_claim:
            chosen.setdefault(matter.received_on, matter.index)
    return frozenset(chosen.values())


def _divide(
    matters: list[Matter], *, hours: OfficeHours, seed: int, start: date
) -> tuple[list[Entry], list[Matter]]:
    old, live = [], []
    for matter in matters:
        entry = entry_of(matter, hours=hours, seed=seed)
        if entry.replied < start:
            old.append(entry)
        else:
            live.append(matter)
    return old, live


def _play(player: Player, matters: list[Matter], *, since: date, say: Say) -> None:
    recent = [matter for matter in matters if matter.received_on >= since]
    before = matters[: len(matters) - len(recent)]
    with clocks.book_kept(on=since):
        with _without_notices():
            for number, matter in enumerate(before, start=1):
                player.play(matter)
                if number % REPORT_EVERY == 0:
                    say(f"demo county: {number} of {len(matters)} matters played")
        for matter in recent:
            player.play(matter)


@contextmanager
def _without_notices() -> Iterator[None]:
    """Tell nobody of acts that lie long ago: their notices would have been read."""
    muted = (
        (events.case_dispatched, handlers.on_dispatched, "accountability.dispatched"),
        (events.case_objected, handlers.on_objected, "accountability.objected"),
        (events.objection_decided, handlers.on_decided, "accountability.objection_decided"),
        (
            events.responsibility_changed,
            handlers.on_responsibility,
            "accountability.responsibility",
        ),
    )
    for signal, _handler, uid in muted:
        signal.disconnect(dispatch_uid=uid)
    try:
        yield
    finally:
        for signal, handler, uid in muted:
            signal.connect(handler, dispatch_uid=uid)


def months_back(day: date, months: int) -> date:
    """First day of the month that lies `months` before the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)
