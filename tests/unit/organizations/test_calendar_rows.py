"""Rows of a calendar file."""

from datetime import date

import pytest

from organizations.domain.calendar_rows import (
    BAD_DATE,
    BAD_KIND,
    TWICE,
    DayRow,
    RowError,
    parse_date,
    read_rows,
    years_of,
)


@pytest.mark.parametrize(
    "text",
    ["2027-01-01", "2027/1/1", "2027.1.1", "2027年1月1日", "2027-01-01 00:00:00", " 2027-1-1 "],
)
def test_dates_people_write(text):
    assert parse_date(text) == date(2027, 1, 1)


@pytest.mark.parametrize("text", ["", "2027-02-30", "1月1日", "20270101", "2027-01-01 09:00"])
def test_what_is_no_date(text):
    assert parse_date(text) is None


def test_every_row_is_taken_or_named():
    rows = [
        (1, ["日期", "性质", "名称"]),
        (2, ["2027-01-01", "放假", "元旦"]),
        (3, ["2027-01-02", "上班"]),
        (4, ["", "", ""]),
        (5, ["2027-13-01", "放假", "元旦"]),
        (6, ["2027-01-03", "也许", "元旦"]),
        (7, ["2027/1/1", "休", "元旦"]),
    ]
    days, errors = read_rows(rows)
    assert days == [
        DayRow(date(2027, 1, 1), "holiday", "元旦"),
        DayRow(date(2027, 1, 2), "workday", ""),
    ]
    assert errors == [
        RowError(5, BAD_DATE, "2027-13-01"),
        RowError(6, BAD_KIND, "也许"),
        RowError(7, TWICE, "2027/1/1"),
    ]
    assert years_of(days) == [2027]
