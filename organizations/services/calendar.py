"""The work calendar: published plans of days off and make-up days, from the package or from a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chinese_calendar import constants as published
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid
from organizations.authority import Authority
from organizations.domain.calendar_rows import DayRow, RowError, read_rows, years_of
from organizations.enums import DayKind
from organizations.events import calendar_changed
from organizations.models import CalendarDay, CalendarYear
from organizations.permissions import require_writer

FIRST_YEAR = min(published.holidays).year
LAST_YEAR = max(published.holidays).year
NAMES = {holiday.value: holiday.chinese for holiday in published.Holiday}


@dataclass(frozen=True)
class CalendarImport:
    """What a calendar file holds: the days by year, and the rows that could not be read."""

    days: tuple[DayRow, ...]
    errors: tuple[RowError, ...]

    @property
    def years(self) -> list[int]:
        """Years the file covers, ascending."""
        return years_of(self.days)


def published_plan(year: int) -> list[DayRow]:
    """The State Council's plan of a year as the installed chinesecalendar knows it.

    Raises:
        Invalid: the package has no plan of that year, so nothing may be assumed.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = _(
            "%(year)s 年的放假安排不在系统内置数据中（内置 %(first)s 至 %(last)s 年）。"
            "请在国务院办公厅公布通知后用文件导入；此前该年的期限按周末推算并标为“暂定”。"
        ) % {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
        raise Invalid(message, field="year")
    off = [DayRow(d, DayKind.HOLIDAY, NAMES[n]) for d, n in published.holidays.items()]
    on = [DayRow(d, DayKind.WORKDAY, NAMES[n]) for d, n in published.workdays.items()]
    return sorted((row for row in off + on if row.day.year == year), key=lambda row: row.day)


@transaction.atomic
def load_year(*, authority: Authority | None, year: int, now: datetime) -> int:
    """Load the built-in plan of a year, replacing what the table holds for it.

    Args:
        authority: an administrator; None for the command line, which only the server's keeper has.
        year: the calendar year.
        now: aware time of the act.

    Returns:
        Number of days that differ from the weekly pattern.

    Raises:
        NotAllowed: no administrator. Invalid: no plan of that year is known.
    """
    source = _("国务院办公厅关于 %(year)s 年部分节假日安排的通知") % {"year": year}
    return _replace(
        authority=authority, year=year, rows=published_plan(year), source=source, now=now
    )


def read_calendar(rows: Iterable[tuple[int, Sequence[str]]]) -> CalendarImport:
    """Check the rows of a calendar file (date, kind, name) without writing."""
    days, errors = read_rows(rows)
    return CalendarImport(tuple(days), tuple(errors))


@transaction.atomic
def import_calendar(
    *, authority: Authority | None, plan: CalendarImport, source: str, now: datetime
) -> dict[int, int]:
    """Take a checked file: each year in it is replaced as a whole and counts as published.

    Args:
        authority: an administrator; None for the command line.
        plan: result of `read_calendar`, without errors.
        source: the notice the file was made from.
        now: aware time of the act.

    Returns:
        Year → number of days.

    Raises:
        NotAllowed: no administrator. Invalid: the file has wrong rows or no days at all.
    """
    if plan.errors:
        raise Invalid(_("文件有错误行，没有载入。"), field="file")
    if not plan.days:
        raise Invalid(_("文件中没有日期。"), field="file")
    counts = {}
    for year in plan.years:
        rows = [row for row in plan.days if row.day.year == year]
        counts[year] = _replace(authority=authority, year=year, rows=rows, source=source, now=now)
    return counts


def _replace(
    *, authority: Authority | None, year: int, rows: list[DayRow], source: str, now: datetime
) -> int:
    if authority is not None:
        require_writer(authority)
    span = (date(year, 1, 1), date(year, 12, 31))
    CalendarDay.objects.filter(day__range=span).delete()
    CalendarDay.objects.bulk_create(
        [CalendarDay(day=row.day, kind=row.kind, name=row.name) for row in rows]
    )
    CalendarYear.objects.update_or_create(year=year, defaults={"source": source, "loaded_at": now})
    audit.record(
        f"calendar:{year}",
        "calendar.load",
        actor=authority.user if authority else None,
        at=now,
        source=source,
        days=[[row.day, str(row.kind), row.name] for row in rows],
    )
    calendar_changed.send(sender=CalendarYear, years=[year], now=now)
    return len(rows)
