"""Too few to judge by: one rule for every place a rate is shown, and changes from what was counted, not from what was printed."""

from decimal import Decimal

import pytest

from reporting.domain.changes import change_of
from reporting.domain.indicators import BY_CODE
from reporting.domain.measures import Rate
from reporting.domain.values import value_of

TIMELY, PER_10K = BY_CODE["timely_rate"], BY_CODE["per_10k"]


@pytest.mark.parametrize(
    ("rate", "shown", "full", "is_bad"),
    [
        (Rate(0, 0), "—", "—", False),
        (Rate(2, 3), "样本不足", "样本不足（2/3）", False),
        (Rate(4, 4), "样本不足", "样本不足（4/4）", False),
        (Rate(4, 5), "80.0%", "80.0%", True),
        (Rate(5, 5), "100.0%", "100.0%", False),
    ],
)
def test_a_rate_of_few_is_told_as_such_and_never_red(rate, shown, full, is_bad):
    assert (rate.shown, rate.full, rate.is_bad) == (shown, full, is_bad)


def rate(due, missed):
    return value_of(TIMELY, {"inform_due": due, "inform_missed": missed})


@pytest.mark.parametrize(("now", "base"), [((4, 1), (10, 1)), ((10, 1), (4, 1)), ((3, 1), (2, 0))])
def test_no_change_of_a_rate_where_either_side_is_too_small(now, base):
    assert change_of(TIMELY, rate(*now), rate(*base)).number is None
    assert change_of(TIMELY, rate(*now), rate(*base)).text == "—"


def test_enough_on_both_sides_is_compared():
    assert change_of(TIMELY, rate(10, 1), rate(10, 2)).text == "+10.0个百分点"


def test_a_change_per_head_is_computed_before_rounding():
    """1 and 2 matters among 600,000: rounded they would be 0.02 and 0.03, half as much again."""
    now, base = (value_of(PER_10K, {"matters": matters}, residents=600_000) for matters in (2, 1))
    assert (now.text, base.text) == ("0.03", "0.02")
    assert change_of(PER_10K, now, base).number == Decimal("100.0")
