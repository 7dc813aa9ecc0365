"""Periods of every kind: codes, names, neighbours."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.periods import Month, PeriodError
from reporting.domain.spans import KINDS, MAX_DAYS, Period

CASES = [
    ("2026-10", "2026年10月", "2026-09", "2025-10", 31),
    ("2026-01", "2026年1月", "2025-12", "2025-01", 31),
    ("2026-Q1", "2026年第一季度", "2025-Q4", "2025-Q1", 90),
    ("2026-Q4", "2026年第四季度", "2026-Q3", "2025-Q4", 92),
    ("2026-H1", "2026年上半年", "2025-H2", "2025-H1", 181),
    ("2026-H2", "2026年下半年", "2026-H1", "2025-H2", 184),
    ("2024", "2024年度", "2023", "2023", 366),
    (
        "2026-09-01_2026-11-15",
        "2026年9月1日至11月15日",
        "2026-06-17_2026-08-31",
        "2025-09-01_2025-11-15",
        76,
    ),
    (
        "2025-12-20_2026-01-08",
        "2025年12月20日至2026年1月8日",
        "2025-11-30_2025-12-19",
        "2024-12-20_2025-01-08",
        20,
    ),
    ("2024-02-29_2024-02-29", "2024年2月29日", "2024-02-28_2024-02-28", "2023-02-28_2023-02-28", 1),
]


@pytest.mark.parametrize(("code", "label", "previous", "year_before", "days"), CASES)
def test_each_kind_has_code_name_and_neighbours(code, label, previous, year_before, days):
    period = Period.parse(code)
    assert (period.code, period.label, period.days) == (code, label, days)
    assert (period.previous.code, period.year_before.code) == (previous, year_before)


@pytest.mark.parametrize(
    "code",
    [
        "", "2026-13", "2026-Q5", "2026-H3", "26", "2026-Q", "1900", "9999",
        "2026-02-30_2026-03-01", "2026-03-02_2026-03-01", "2020-01-01_2026-01-01", "2026-1",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_chinese(code):
    with pytest.raises(PeriodError) as refusal:
        Period.parse(code)
    assert any("一" <= letter <= "鿿" for letter in str(refusal.value))


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from([k for k in KINDS if k != "days"])
)
def test_periods_of_a_kind_follow_each_other_without_gap(day, kind):
    period = Period.around(day, kind)
    assert period.first_day <= day <= period.last_day
    assert period.previous.last_day + timedelta(days=1) == period.first_day
    assert Period.parse(period.code) == period
    assert period.year_before.first_day.year == period.first_day.year - 1
    assert period.months[0] == Month.of(period.first_day)
    assert len(period.months) == KINDS[kind][1]


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, MAX_DAYS))
def test_free_spans_compare_with_as_many_days(day, days):
    period = Period(day, day + timedelta(days=days - 1))
    assert Period.parse(period.code) == period
    assert period.previous.days == period.days
    assert period.previous.last_day + timedelta(days=1) == period.first_day
    assert len(period.code) == 21
