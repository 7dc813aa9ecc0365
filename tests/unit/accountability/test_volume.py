"""Rules that deduct for numbers alone are told from rules that look at duties."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accountability.domain.default_rule_sets import CLASSIC, DUTY, RATES
from accountability.domain.volume import volume_items

VISIT = DUTY.item("above")


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        pytest.param(DUTY, [], id="art39-duty"),
        pytest.param(RATES, [], id="art39-rates"),
        pytest.param(
            CLASSIC, ["matter", "collective", "above", "collective_above"], id="2014-classic"
        ),
    ],
)
def test_items_that_count_numbers(rules, codes):
    assert [item.code for item in volume_items(rules.items)] == codes


def test_a_visit_counts_as_volume_once_no_breach_is_asked_for():
    assert volume_items([VISIT]) == ()
    bare = replace(VISIT, only_after_breach=False)
    assert volume_items([bare]) == (bare,)
    assert volume_items([replace(bare, points=Decimal(0))]) == ()
    by_level = replace(bare, points=Decimal(0), level_points=(("city", Decimal(1)),))
    assert volume_items([by_level]) == (by_level,)
