"""What periods of months are compared with, and periods that move with the day."""

from datetime import date

import pytest

from reporting.domain.neighbours import before, part_of, spanning, until_yesterday, year_before
from reporting.domain.periods import Month, PeriodError
from reporting.domain.relative import RELATIVE, resolve
from reporting.domain.spans import Period

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("code", "previous", "last_year"),
    [
        ("2026-10", "2026-09", "2025-10"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        # as the dashboard compares a month that still runs
        ("2026-11-01_2026-11-20", "2026-10-01_2026-10-20", "2025-11-01_2025-11-20"),
        ("2026-03-01_2026-03-30", "2026-02-01_2026-02-28", "2025-03-01_2025-03-30"),
        ("2026-01-01_2026-10-31", "2025-03-01_2025-12-31", "2025-01-01_2025-10-31"),
        # a leap day belongs to its month
        ("2025-01-01_2025-02-28", "2024-11-01_2024-12-31", "2024-01-01_2024-02-29"),
        ("2026-09-05_2026-09-14", "2026-08-26_2026-09-04", "2025-09-05_2025-09-14"),
    ],
)
def test_neighbours(code, previous, last_year):
    period = Period.parse(code)
    assert (before(period).code, year_before(period).code) == (previous, last_year)


def test_the_parts_of_a_span_are_its_months():
    span = Period.parse("2026-09-10_2026-11-15")
    parts = [part_of(span, month).code for month in span.months]
    assert parts == ["2026-09-10_2026-09-30", "2026-10", "2026-11-01_2026-11-15"]
    assert part_of(Period.parse("2026-10"), Month(2026, 10)) == Period.parse("2026-10")


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        ("last_month", TODAY, "2026-10"),
        ("last_month", date(2027, 1, 2), "2026-12"),
        ("this_month", TODAY, "2026-11"),
        ("last_quarter", TODAY, "2026-Q3"),
        ("this_quarter", TODAY, "2026-Q4"),
        ("last_half", TODAY, "2026-H1"),
        ("year_to_last_month", TODAY, "2026-01-01_2026-10-31"),
        ("year_to_last_month", date(2027, 1, 5), "2026"),
        ("year_to_last_month", date(2027, 2, 5), "2027-01"),
        ("year_to_last_month", date(2027, 4, 1), "2027-Q1"),
        ("this_year", TODAY, "2026"),
        ("last_year", TODAY, "2025"),
        ("last_12_months", TODAY, "2025-11-01_2026-10-31"),
        ("last_12_months", date(2027, 1, 5), "2026"),
        ("2026-Q2", TODAY, "2026-Q2"),
    ],
)
def test_what_a_code_means_on_a_day(code, on, expected):
    assert resolve(code, on).code == expected


def test_every_relative_period_is_new_a_month_or_a_year_later():
    for code in RELATIVE:
        assert resolve(code, TODAY) != resolve(code, date(2027, 11, 21))


def test_what_is_neither_is_refused():
    with pytest.raises(PeriodError):
        resolve("yesterday", TODAY)


def test_a_period_that_runs_is_counted_to_the_last_day_that_is_over():
    assert until_yesterday(Period.parse("2026-10"), TODAY) == Period.parse("2026-10")
    assert until_yesterday(Period.parse("2026-11"), TODAY).code == "2026-11-01_2026-11-20"
    # ten months over on the first of the eleventh
    assert until_yesterday(Period.parse("2026"), date(2026, 11, 1)).code == "2026-01-01_2026-10-31"
    assert until_yesterday(Period.parse("2026"), date(2026, 4, 1)).code == "2026-Q1"
    assert until_yesterday(Period.parse("2026-11"), date(2026, 11, 1)) is None
    assert until_yesterday(Period.parse("2027"), TODAY) is None


def test_whole_months_get_their_names():
    assert spanning(date(2026, 1, 1), date(2026, 12, 31)).label == "2026年度"
    assert spanning(date(2026, 1, 1), date(2026, 1, 31)).label == "2026年1月"
    assert spanning(date(2026, 1, 1), date(2026, 1, 30)).label == "2026年1月1日至1月30日"
