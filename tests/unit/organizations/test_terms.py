"""Terms of office: overlaps, posts with one holder, posts that must be filled."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.terms import Span, conflicts, missing_roles

D = date
days = st.dates(D(2020, 1, 1), D(2022, 12, 31))


@st.composite
def spans(draw):
    first = draw(days)
    last = draw(st.none() | st.integers(0, 400).map(lambda n: first + timedelta(days=n)))
    return Span(first, last)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        pytest.param(Span(D(2024, 1, 1)), Span(D(2025, 1, 1)), True, id="two open ends"),
        pytest.param(
            Span(D(2024, 1, 1), D(2024, 6, 30)), Span(D(2024, 7, 1)), False, id="the day after"
        ),
        pytest.param(
            Span(D(2024, 1, 1), D(2024, 7, 1)), Span(D(2024, 7, 1)), True, id="the same day"
        ),
        pytest.param(
            Span(D(2024, 1, 1)), Span(D(2023, 1, 1), D(2023, 12, 31)), False, id="over before"
        ),
    ],
)
def test_overlap(one, other, overlap):
    assert one.overlaps(other) is overlap


@given(spans(), spans())
def test_overlap_is_mutual_and_means_a_common_day(one, other):
    assert one.overlaps(other) == other.overlaps(one)
    begin = max(one.first, other.first)
    ends = [s.last for s in (one, other) if s.last is not None]
    assert one.overlaps(other) == all(begin <= end for end in ends)


@pytest.mark.parametrize(
    ("kind", "user_id", "in_the_way"),
    [
        pytest.param("principal", 2, [1], id="a principal is held alone"),
        pytest.param("petition_officer", 2, [], id="officers share"),
        pytest.param("petition_officer", 1, [1], id="nobody twice at once"),
    ],
)
def test_conflicts(kind, user_id, in_the_way):
    held = [(1, Span(D(2024, 1, 1)))]
    assert conflicts(kind, Span(D(2025, 1, 1)), held, user_id=user_id) == in_the_way


@pytest.mark.parametrize(
    ("unit_kind", "held", "missing"),
    [
        pytest.param("township", [], ("principal", "deputy", "petition_officer"), id="empty town"),
        pytest.param("township", ["principal", "deputy", "petition_officer"], (), id="full town"),
        pytest.param("department", ["principal"], ("deputy", "petition_officer"), id="department"),
        pytest.param("village", [], (), id="villages need none"),
    ],
)
def test_missing_roles(unit_kind, held, missing):
    assert missing_roles(unit_kind, held) == missing
