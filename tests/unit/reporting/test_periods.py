"""Months, their bounds and neighbours."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.periods import Month, PeriodError, Span

months = st.builds(Month, st.integers(1990, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    ("code", "first", "last", "label"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "2026年10月"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28), "2100年2月"),
        ("2019-01", date(2019, 1, 1), date(2019, 1, 31), "2019年1月"),
    ],
)
def test_bounds_and_label(code, first, last, label):
    month = Month.parse(code)
    assert (month.first_day, month.last_day, month.label, month.code) == (first, last, label, code)


@pytest.mark.parametrize(
    "code", ["", "2026-13", "2026-0", "2026-1", "202610", "2026-10-01", "二〇二六"]
)
def test_what_is_no_month_is_refused(code):
    with pytest.raises(PeriodError):
        Month.parse(code)


def test_neighbours_cross_the_year():
    january = Month(2026, 1)
    assert january.previous == Month(2025, 12)
    assert january.year_before == Month(2025, 1)
    assert Month(2025, 12).next == january
    assert [m.code for m in Month(2026, 2).trailing(3)] == ["2025-12", "2026-01", "2026-02"]


def test_a_month_is_over_the_day_after_it():
    assert not Month(2026, 10).is_over(date(2026, 10, 31))
    assert Month(2026, 10).is_over(date(2026, 11, 1))


@given(months, st.integers(-500, 500))
def test_adding_months_can_be_undone(month, steps):
    assert month.plus(steps).plus(-steps) == month


@given(months)
def test_months_leave_no_day_out(month):
    assert month.last_day + timedelta(days=1) == month.next.first_day
    assert Month.of(month.first_day) == Month.of(month.last_day) == month
    assert month.year_before.next.previous.plus(12) == month


class TestSpan:
    def test_a_whole_month_is_compared_with_whole_months(self):
        days = Span.running(Month(2026, 3), date(2026, 5, 2)).days
        assert days["now"] == (date(2026, 3, 1), date(2026, 3, 31))
        assert days["last_month"] == (date(2026, 2, 1), date(2026, 2, 28))
        assert days["last_year"] == (date(2025, 3, 1), date(2025, 3, 31))

    def test_a_running_month_is_compared_with_as_many_days(self):
        span = Span.running(Month(2026, 3), date(2026, 3, 30))
        assert not span.is_whole
        assert span.days["last_month"] == (date(2026, 2, 1), date(2026, 2, 28))
        assert span.days["last_year"] == (date(2025, 3, 1), date(2025, 3, 30))
        assert span.limits_to == date(2026, 3, 29)

    def test_what_ends_today_is_not_missed_yet_even_on_the_last_day(self):
        span = Span.running(Month(2026, 3), date(2026, 3, 31))
        assert span.is_whole
        assert span.limits_to == date(2026, 3, 30)
        assert Span.running(Month(2026, 3), date(2026, 4, 1)) == Span.whole(Month(2026, 3))
