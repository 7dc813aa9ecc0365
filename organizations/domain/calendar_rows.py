"""Rows of a calendar file: date, kind, name; every wrong row is named, none is dropped in silence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

KINDS = {
    "放假": "holiday",
    "休": "holiday",
    "休息": "holiday",
    "holiday": "holiday",
    "上班": "workday",
    "调休": "workday",
    "调休上班": "workday",
    "班": "workday",
    "workday": "workday",
}
HEADER_WORDS = {"日期", "date"}
DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?$")


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day that differs from the weekly pattern."""

    day: date
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row: ``line`` counts from 1, ``reason`` is one of the words below."""

    line: int
    reason: str
    text: str


BAD_DATE, BAD_KIND, TWICE = "bad_date", "bad_kind", "twice"


def parse_date(text: str) -> date | None:
    """2027-01-01, 2027/1/1, 2027.1.1 or 2027年1月1日; None for anything else."""
    found = DATE.match(text.strip())
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def read_rows(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[list[DayRow], list[RowError]]:
    """Read numbered rows; a first row of headings and empty rows are passed over."""
    days: list[DayRow] = []
    errors: list[RowError] = []
    for line, cells in rows:
        row = [str(cell).strip() for cell in cells]
        if not any(row) or row[0].lower() in HEADER_WORDS:
            continue
        first, kind, name, *_rest = [*row, "", "", ""]
        day = parse_date(first)
        if day is None:
            errors.append(RowError(line, BAD_DATE, first))
        elif kind.lower() not in KINDS:
            errors.append(RowError(line, BAD_KIND, kind))
        elif any(known.day == day for known in days):
            errors.append(RowError(line, TWICE, first))
        else:
            days.append(DayRow(day, KINDS[kind.lower()], name[:60]))
    return days, errors


def years_of(days: Iterable[DayRow]) -> list[int]:
    """Years the rows belong to, ascending."""
    return sorted({row.day.year for row in days})
