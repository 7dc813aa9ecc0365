"""Rates, comparisons, small cells, balances."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.measures import (
    Balance,
    Comparison,
    Rate,
    share,
    small_cell,
)


@pytest.mark.parametrize(
    ("now", "base", "table", "sentence"),
    [
        (12, 10, "+20.0%", "同比上升20.0%"),
        (8, 10, "−20.0%", "同比下降20.0%"),
        (10, 10, "持平", "同比持平"),
        (5, 0, "基数为零", "同比基数为零"),
        (0, 0, "持平", "同比持平"),
        (0, 7, "−100.0%", "同比下降100.0%"),
        (1001, 3, "+33266.7%", "同比由3升至1001"),
        (1, 4, "−75.0%", "同比由4降至1"),
        (6, 5, "+20.0%", "同比上升20.0%"),
    ],
)
def test_comparison_with_and_without_a_base(now, base, table, sentence):
    comparison = Comparison(now, base)
    assert (comparison.text, comparison.phrase("同比")) == (table, sentence)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_the_printed_change_leads_back_to_the_figure(now, base):
    change = Comparison(now, base).percent
    assert abs(base * (1 + change / 100) - now) <= base * Decimal("0.0005") + Decimal("0.0001")


@pytest.mark.parametrize(
    ("hits", "due", "text", "ranked"),
    [
        (0, 0, "—", False),
        (1, 1, "100.0%", False),
        (5, 5, "100.0%", True),
        (4, 5, "80.0%", True),
        (1999, 2000, "99.9%", True),
        (4999, 5000, "99.9%", True),
        (1, 5000, "0.1%", True),
        (0, 5, "0.0%", True),
        (2, 3, "66.7%", False),
    ],
)
def test_rate(hits, due, text, ranked):
    rate = Rate(hits, due)
    assert (rate.text, rate.ranked) == (text, ranked)


@pytest.mark.parametrize(("hits", "due"), [(2, 1), (-1, 3)])
def test_a_rate_over_one_cannot_be(hits, due):
    with pytest.raises(ValueError, match="no share"):
        Rate(hits, due)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_only_a_full_rate_is_printed_as_full(hits, more):
    rate = Rate(hits, hits + more)
    if rate.due:
        assert (rate.percent == 100) == (more == 0)
        assert (rate.percent == 0) == (hits == 0)


@pytest.mark.parametrize(("number", "text"), [(0, "不足5"), (4, "不足5"), (5, "5"), (12, "12")])
def test_a_small_number_of_secret_matters_is_not_printed(number, text):
    assert small_cell(number) == text


def test_share_of_nothing():
    assert share(0, 0) == "—"
    assert share(1, 3) == "33.3%"


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_a_row_proves_itself_only_when_the_sum_is_right(opening, received, closed):
    pending = opening + received - closed
    assert Balance(opening, received, closed, pending).proves
    assert not Balance(opening, received, closed, pending + 1).proves
