"""What the demonstration county needs before its first petition: classes, calendar, rules, places."""

from __future__ import annotations

from datetime import datetime

from chinese_calendar import constants

from organizations.enums import DayKind
from organizations.models import CalendarDay, CalendarYear, Setting
from petitions.models import PlaceRule
from petitions.services.reference import load_content_classes
from reporting.demo.organization import DemoCounty
from reporting.demo.places import LETTER_PLACES

MARK = "demo.loaded"


def load_reference(*, now: datetime) -> None:
    """Classes of contents, work calendar, rule sets: whatever of it is missing."""
    load_content_classes()
    _load_calendar(now)


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
    if CalendarYear.objects.exists():
        return
    years = sorted({day.year for day in constants.holidays})
    CalendarYear.objects.bulk_create(
        CalendarYear(year=year, source="国务院办公厅节假日安排", loaded_at=now) for year in years
    )
    rows = [(day, DayKind.HOLIDAY, name) for day, name in constants.holidays.items()]
    rows += [(day, DayKind.WORKDAY, name) for day, name in constants.workdays.items()]
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=kind, name=str(name)) for day, kind, name in sorted(rows)
    )
