"""Rises in their order; percentiles by nearest rank."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain import wording_analysis
from reporting.domain.analysis import CONCLUDE, Course, Rise, percentile, risen
from reporting.domain.analysis_figures import Reason

TENTHS = Decimal("0.9")


def test_the_largest_rise_comes_first_and_what_fell_is_left_out():
    rows = [
        Rise("a", "甲", 5, 3, 9),
        Rise("b", "乙", 9, 1, 0),
        Rise("c", "丙", 2, 2, 0),
        Rise("d", "丁", 1, 4, 0),
        Rise("e", "戊", 5, 3, 1),
    ]
    assert [row.key for row in risen(rows)] == ["b", "e", "a"]
    assert [row.key for row in risen(rows, count=1)] == ["b"]
    assert rows[0].on_month.text == "+66.7%"
    assert rows[1].on_year.text == "基数为零"


@pytest.mark.parametrize(
    ("days", "share", "expected"),
    [
        ({7: 1}, "0.9", 7),
        ({1: 9, 60: 1}, "0.9", 1),
        ({1: 8, 60: 2}, "0.9", 60),
        ({1: 5, 2: 5}, "0.5", 1),
        ({1: 5, 2: 5}, "1", 2),
    ],
)
def test_percentiles(days, share, expected):
    assert percentile(days, Decimal(share)) == expected


@pytest.mark.parametrize(("days", "share"), [({}, "0.9"), ({1: 1}, "0"), ({1: 1}, "1.1")])
def test_no_values_have_no_percentile(days, share):
    with pytest.raises(ValueError, match="share"):
        percentile(days, Decimal(share))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=80))
def test_at_least_nine_of_ten_are_done_by_then_and_fewer_the_day_before(taken):
    found = percentile(Counter(taken), TENTHS)
    assert sum(day <= found for day in taken) >= TENTHS * len(taken)
    assert sum(day < found for day in taken) < TENTHS * len(taken)


def test_a_course_prints_what_it_knows():
    course = Course(4, {CONCLUDE: Counter({10: 2, 21: 2})})
    assert (course.median(CONCLUDE), course.slowest(CONCLUDE)) == ("15.5", "21")
    assert Course(2, {CONCLUDE: Counter({30: 2})}).median(CONCLUDE) == "30"
    assert (course.median("inform"), course.slowest("inform")) == ("—", "—")
    assert course.is_small
    assert not Course(5).is_small


@pytest.mark.parametrize(
    ("year_before", "said"),
    [(0, "；上年同月没有。"), (3, "；多于上年同月的3起。"), (5, "；与上年同月的5起持平。")],
)
def test_a_rise_beside_the_year_before(year_before, said):
    lead, text = wording_analysis.reason(
        Reason(Rise("a", "甲", 5, 3, year_before), (), (), (), 0), 0
    )
    assert lead == "（一）甲。"
    assert said in text
