"""Two years of work of the demonstration county, played through the services in the order of receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from organizations.selectors import work_calendar
from reporting.demo.days import OfficeHours
from reporting.demo.matters import plan_matters
from reporting.demo.organization import DemoCounty
from reporting.demo.play import Player

REPORT_EVERY = 500


def play_history(
    *,
    county: DemoCounty,
    seed: int,
    now: datetime,
    months: int,
    per_month: int,
    say: Callable[[str], object],
) -> int:
    """Register and handle all matters of the last `months` up to `now`; returns how many."""
    hours = OfficeHours(work_calendar(), now)
    first = months_back(hours.today, months)
    matters = plan_matters(seed=seed, first=first, until=hours.today, per_month=per_month)
    player = Player(county, hours, seed)
    for number, matter in enumerate(matters, start=1):
        player.play(matter)
        if number % REPORT_EVERY == 0:
            say(f"demo county: {number} of {len(matters)} matters")
    return len(player.cases)


def months_back(day: date, months: int) -> date:
    """First day of the month that lies `months` before the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)
