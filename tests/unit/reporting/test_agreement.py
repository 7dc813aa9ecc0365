"""Kendall's tau-b against values worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.agreement import explain, kendall_tau_b

places = st.dictionaries(st.integers(1, 12), st.integers(1, 6), max_size=12)


def by_place(*values):
    return dict(enumerate(values))


@pytest.mark.parametrize(
    ("one", "other", "tau"),
    [
        pytest.param((1, 2, 3, 4), (1, 2, 3, 4), 1.0, id="same"),
        pytest.param((1, 2, 3, 4), (4, 3, 2, 1), -1.0, id="reverse"),
        pytest.param((1, 2, 3, 4), (1, 2, 4, 3), 4 / 6, id="one-pair-swapped"),
        pytest.param((1, 2, 2, 4), (1, 2, 3, 4), 5 / (5 * 6) ** 0.5, id="a-shared-place"),
        pytest.param((1, 1, 3, 3), (1, 1, 3, 3), 1.0, id="shared-in-both"),
        pytest.param((1, 1, 1), (1, 2, 3), None, id="all-shared"),
        pytest.param((1,), (1,), None, id="one-unit"),
        pytest.param((), (), None, id="nothing"),
    ],
)
def test_tau_b(one, other, tau):
    found = kendall_tau_b(by_place(*one), by_place(*other))
    assert found == (tau if tau is None else pytest.approx(tau))


@given(one=places, other=places)
def test_between_minus_one_and_one_and_the_same_both_ways(one, other):
    tau = kendall_tau_b(one, other)
    assert tau is None or -1.000001 <= tau <= 1.000001
    assert tau == kendall_tau_b(other, one)


@pytest.mark.parametrize(
    ("tau", "words"),
    [
        (1.0, "完全一致"),
        (0.8, "基本一致"),
        (0.5, "部分一致"),
        (0.0, "关联很弱"),
        (-0.9, "大体相反"),
        (None, "无法比较"),
    ],
)
def test_the_figure_is_explained(tau, words):
    assert words in explain(tau)
