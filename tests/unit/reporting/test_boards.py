"""Calendar, bars and heat table of the boards."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.boards import SHADES, bars, heat, shade, weeks

SATURDAY = date(2026, 11, 21)


def test_the_calendar_begins_with_the_monday_of_this_week():
    rows = weeks({SATURDAY: 2, date(2026, 11, 20): 5, date(2026, 11, 29): 1}, today=SATURDAY)
    assert [len(row) for row in rows] == [7, 7, 7]
    days = [day for row in rows for day in row]
    assert (days[0].on, days[-1].on) == (date(2026, 11, 16), date(2026, 12, 6))
    assert {day.on: day.count for day in days if day.count} == {SATURDAY: 2, date(2026, 11, 29): 1}
    assert [day.on for day in days if day.is_today] == [SATURDAY]
    assert sum(day.is_past for day in days) == 5


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_the_fourteen_days_it_speaks_of_are_always_in_the_calendar(today):
    rows = weeks({}, today=today)
    days = [day.on for row in rows for day in row]
    assert {today + timedelta(days=step) for step in range(14)} <= set(days)
    assert len(rows) == (2 if today.weekday() == 0 else 3)


def test_bars_are_longest_first_and_leave_out_nothing_but_zero():
    found = bars({"a": 1, "b": 200, "c": 0, "d": 100}, most=8)
    assert [(bar.key, bar.number, bar.width) for bar in found] == [
        ("b", 200, 100),
        ("d", 100, 50),
        ("a", 1, 1),
    ]
    assert bars({}, most=8) == []
    assert len(bars(dict.fromkeys(range(20), 1), most=8)) == 8


def test_the_heat_table_shows_most_first_and_sums_whole_rows():
    table = heat(
        [(1, "x", 1), (1, "y", 2), (2, "x", 5), (2, "x", 1), (2, "z", 1), (3, "x", 0)],
        rows=2,
        columns=2,
    )
    assert (table.rows, table.columns, table.totals) == ((2, 1), ("x", "y"), (7, 3))
    assert [[cell.number for cell in row] for row in table.cells] == [[6, 0], [1, 2]]
    assert table.cells[0][0].shade == SHADES


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_shade_is_none_only_for_nothing(number, more):
    top = number + more
    assert (shade(number, top) == 0) == (number == 0)
    assert 0 <= shade(number, top) <= SHADES
