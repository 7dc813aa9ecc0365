"""What the demonstration county needs before its first petition: classes, calendar, rules, places."""

from __future__ import annotations

from datetime import datetime

from accountability.services.defaults import load_defaults
from organizations.models import CalendarYear, Setting
from organizations.services import calendar
from petitions.models import PlaceRule
from petitions.services.cause_list import load_causes
from petitions.services.reference import load_content_classes
from reporting.demo.organization import DemoCounty
from reporting.demo.places import LETTER_PLACES

MARK = "demo.loaded"


def load_reference(*, now: datetime) -> None:
    """Classes of contents, causes, work calendar, rule sets: whatever of it is missing."""
    load_content_classes()
    load_causes()
    _load_calendar(now)
    load_defaults(now=now)


def load_place_rules(county: DemoCounty) -> None:
    """Rules from words to townships: their villages, and the letters of the test files."""
    rules = [
        PlaceRule(pattern=pattern, is_regex=True, unit=county.townships[name], priority=10)
        for pattern, name in LETTER_PLACES
    ]
    rules += [
        PlaceRule(pattern=village.short_name, unit=county.townships[name])
        for name, villages in county.villages.items()
        for village in villages
    ]
    PlaceRule.objects.bulk_create(rules)


def mark_loaded(*, now: datetime, **facts: object) -> None:
    """Leave the note by which a second load sees that the first one came to its end."""
    Setting.objects.create(
        code=MARK, value=facts, valid_from=now.date(), basis="演示数据，不得用于实际工作"
    )


def loaded() -> dict | None:
    """What `mark_loaded` noted, or None."""
    return Setting.objects.filter(code=MARK).values_list("value", flat=True).first()


def _load_calendar(now: datetime) -> None:
    known = set(CalendarYear.objects.values_list("year", flat=True))
    for year in range(calendar.FIRST_YEAR, calendar.LAST_YEAR + 1):
        if year not in known:
            calendar.load_year(authority=None, year=year, now=now)
