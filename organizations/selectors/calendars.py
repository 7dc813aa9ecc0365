"""The county's working days and the numbers that vary by county and time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from organizations.domain.calendar import WorkCalendar
from organizations.domain.numbers import BY_CODE
from organizations.models import CalendarDay, CalendarYear, Setting


def work_calendar() -> WorkCalendar:
    """The county's work calendar from its tables (two queries); years without a plan are provisional."""
    return WorkCalendar(
        published_years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        days={
            day: kind == "workday"
            for day, kind in CalendarDay.objects.values_list("day", "kind").order_by("day")
        },
    )


def setting(code: str, *, on: date, default: Any) -> Any:
    """Value of a setting in force on a day, or `default` when the county set none."""
    row = (
        Setting.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
        .filter(code=code)
        .order_by("-valid_from")
        .values_list("value", flat=True)
        .first()
    )
    return default if row is None else row


def settings_of(codes: Iterable[str], *, on: date) -> dict[str, Any]:
    """Values of several settings in force on a day, the defaults where the county set none (one query)."""
    wanted = list(codes)
    rows = (
        Setting.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
        .filter(code__in=wanted)
        .order_by("valid_from")
        .values_list("code", "value")
    )
    return {**{code: BY_CODE[code].default for code in wanted}, **dict(rows)}
