"""Months: whole ones, touched ones, stretches of them."""

from datetime import date

import pytest

from reporting.domain.closed_months import months_from, stretches, touched, whole_months
from reporting.domain.month_triggers import statements, triggers
from reporting.domain.periods import Month


def months(*codes):
    return tuple(Month.parse(code) for code in codes)


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-10-01", "2026-10-31", ("2026-10",)),
        ("2025-12-01", "2026-02-28", ("2025-12", "2026-01", "2026-02")),
        ("2026-10-02", "2026-10-31", ()),
        ("2026-10-01", "2026-10-30", ()),
        ("2026-02-01", "2026-02-28", ("2026-02",)),
        ("2024-02-01", "2024-02-28", ()),
    ],
)
def test_a_span_is_made_of_whole_months_or_is_not(first, last, expected):
    assert whole_months(day(first), day(last)) == months(*expected)


def test_no_month_lies_between_a_later_and_an_earlier_one():
    (october, september) = months("2026-10", "2026-09")
    assert months_from(october, september) == ()
    assert months_from(october, october) == (october,)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-08-31", "2026-08-31", ("2026-08",)),
        ("2026-08-31", "2026-09-01", ("2026-08", "2026-09")),
        ("2026-08-31", None, ("2026-08", "2026-09", "2026-10")),
        ("2026-10-31", "2027-03-01", ("2026-10",)),
        ("2026-11-01", None, ()),
    ],
)
def test_a_change_touches_the_months_of_its_days_up_to_the_newest(since, until, expected):
    change = (day(since), day(until) if until else None)
    assert touched([change, change], Month(2026, 10)) == set(months(*expected))


def test_months_in_a_row_are_one_stretch_of_days():
    found = stretches(months("2026-02", "2025-12", "2026-01", "2026-04"))
    assert found == (
        (day("2025-12-01"), day("2026-02-28")),
        (day("2026-04-01"), day("2026-04-30")),
    )
    assert stretches(()) == ()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_trigger_with_other_rules_has_another_name(engine):
    """So an installation that is upgraded gets it, and counts what the old one may have missed."""
    few, more = (triggers(engine, codes=codes) for codes in (("C3",), ("C3", "C4")))
    names = {one.name for one in few} & {one.name for one in more}
    assert sorted(one.table for one in few if one.name in names) == ["petitions_case"] * 3
    assert all(len(one.name) < 64 for one in few)
    sql = "\n".join(text for one in few for text in statements(engine, one))
    assert ("plpgsql" in sql) == (engine == "postgresql")
