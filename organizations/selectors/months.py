"""The work calendar of one year as twelve months of weeks, for the page."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from organizations.enums import DayKind
from organizations.models import CalendarDay, CalendarYear


@dataclass(frozen=True)
class DayCell:
    """One day of the grid; ``css`` says what it is, ``mark`` is the character shown under the number."""

    day: date | None
    css: str = ""
    mark: str = ""
    name: str = ""


@dataclass(frozen=True)
class Month:
    """A month: number and weeks from Monday to Sunday."""

    number: int
    weeks: list[list[DayCell]]


@dataclass(frozen=True)
class YearPage:
    """What the page of one year shows; ``plan`` is None while no plan is published."""

    year: int
    plan: CalendarYear | None
    months: list[Month]
    days_off: int
    days_on: int
    working_days: int


def year_page(year: int, *, today: date) -> YearPage:
    """The grid of a year (two queries)."""
    plan = CalendarYear.objects.filter(year=year).first()
    rows = CalendarDay.objects.filter(day__range=(date(year, 1, 1), date(year, 12, 31)))
    known = {row.day: row for row in rows}
    months = [
        Month(
            month,
            [
                [_cell(day, known.get(day), month, today) for day in week]
                for week in calendar.Calendar().monthdatescalendar(year, month)
            ],
        )
        for month in range(1, 13)
    ]
    cells = [c for m in months for week in m.weeks for c in week if c.day]
    return YearPage(
        year=year,
        plan=plan,
        months=months,
        days_off=sum("day-off" in c.css for c in cells),
        days_on=sum("day-on" in c.css for c in cells),
        working_days=sum("day-off" not in c.css and "day-weekend" not in c.css for c in cells),
    )


def _cell(day: date, row: CalendarDay | None, month: int, today: date) -> DayCell:
    if day.month != month:
        return DayCell(None)
    css, mark, name = "", "", ""
    if row is not None:
        off = row.kind == DayKind.HOLIDAY
        css, mark, name = ("day-off", "休", row.name) if off else ("day-on", "班", row.name)
    elif day.weekday() >= calendar.SATURDAY:
        css = "day-weekend"
    if day == today:
        css += " day-today"
    return DayCell(day, css.strip(), mark, name)
