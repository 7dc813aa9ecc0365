"""Scope of a special campaign: data, words, what is wrong with it; the weeks of its progress."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.domain.campaigns import Scope, scope_words, week_ends

ON = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        pytest.param(Scope(), "contents", id="the-whole-county-is-no-scope"),
        pytest.param(Scope(min_repeats=6), "min_repeats", id="too-many-repeats"),
        pytest.param(Scope(min_age=-1), "min_age", id="negative-age"),
        pytest.param(
            Scope(received_from="2026-03-01", received_to="2026-02-01"), "received_to",
            id="days-out-of-order",
        ),
        pytest.param(Scope(received_from="2026-07-01"), "received_from", id="days-to-come"),
        pytest.param(Scope(min_repeats=2), None, id="seed001-repeats"),
        pytest.param(Scope(overdue=True), None, id="overdue"),
    ],
)  # fmt: skip
def test_problems(scope, field):
    assert list(scope.problems(on=ON)) == ([field] if field else [])


@given(
    st.builds(
        Scope,
        contents=st.lists(st.sampled_from(["010000", "090300"]), max_size=2).map(tuple),
        units=st.lists(st.integers(1, 9), max_size=3).map(tuple),
        min_age=st.integers(0, 100),
        overdue=st.booleans(),
    )
)
def test_a_scope_survives_storage(scope):
    assert Scope.from_json(scope.to_json()) == scope
    as_stored = {k: list(v) if isinstance(v, tuple) else v for k, v in scope.to_json().items()}
    assert Scope.from_json(as_stored) == scope


def test_an_unknown_condition_is_refused():
    with pytest.raises(ValueError, match="person_score"):
        Scope.from_json({"person_score": 3})


def test_words():
    scope = Scope(contents=("090000",), min_age=90, min_repeats=2, overdue=True)
    assert scope_words(scope, {"contents": {"090000": "农村农业"}}) == [
        "内容分类：农村农业", "收到已满90天", "同一事项重复信访2次以上", "有期限已经逾期",
    ]  # fmt: skip
    assert scope_words(Scope(received_to="2026-05-01"), {}) == ["收到日期：不限 至 2026-05-01"]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 200))
def test_weeks_end_on_sundays_within_the_period(first, length):
    last = first + timedelta(days=length)
    days = list(week_ends(first, last))
    assert all(day.weekday() == 6 and first <= day <= last for day in days)
    assert days == [
        first + timedelta(days=n)
        for n in range(length + 1)
        if (first + timedelta(days=n)).weekday() == 6
    ]
