"""A decision on a disputed line: its correction stands under it, and the lines always add up to the score."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accountability.domain.default_rule_sets import DEFAULT_RULE_SETS
from accountability.domain.rulings import Ruling, apply_rulings
from accountability.domain.scoring import (
    EventKind,
    Formula,
    Rate,
    RateMetric,
    RuleSetData,
    ScoringError,
    UnitFacts,
    score_unit,
)
from tests.unit.accountability.test_scoring import D, event, facts_strategy, item

SATISFIED = RateMetric.SATISFIED


def rules_of(*items, base="100", floor="0"):
    return RuleSetData("t", 1, "试验", D(base), tuple(items), floor=D(floor))


def corrected(rules, facts, **points):
    """Rule on lines by key ("/" written as "_"); returns the sheet."""
    sheet = score_unit(rule_set=rules, facts=facts)
    rulings = [Ruling("x", f"{key}/", D(value), "异议成立") for key, value in points.items()]
    return apply_rulings(sheet, rules, rulings)


def repeats(count):
    return UnitFacts(
        1, "甲", "township", events=tuple(event(number=n) for n in range(1, count + 1))
    )


def told(sheet):
    return [(line.key, line.points, line.corrects) for line in sheet.lines]


def test_struck_line_stays_with_its_correction():
    sheet = corrected(rules_of(item(points="2")), repeats(2), N001="0")
    assert told(sheet) == [("N001/", D(-2), False), ("N001/", D(2), True), ("N002/", D(-2), False)]
    assert sheet.lines[1].reason == "异议成立"
    assert sheet.score == 98


def test_changed_line_is_corrected_by_the_difference():
    sheet = corrected(rules_of(item(points="2")), repeats(1), N001="-0.5")
    assert told(sheet) == [("N001/", D(-2), False), ("N001/", D("1.5"), True)]
    assert sheet.score == D("99.5")


def test_an_items_limit_holds_after_a_ruling_as_before():
    rules = rules_of(item(points="2", cap=D(3)))
    sheet = corrected(rules, repeats(3), N001="0")  # 2 and 1 deducted, the third cost nothing
    assert told(sheet) == [
        ("N001/", D(-2), False), ("N001/", D(2), True),
        ("N002/", D(-1), False), ("N002/", D(-1), True),
        ("N003/", D(0), False), ("N003/", D(-1), True),
    ]  # fmt: skip
    assert sheet.score == 97
    assert "上限重新计算" in sheet.lines[3].reason


def test_a_struck_miss_gives_its_share_back_and_moves_no_other():
    misses = tuple(event(EventKind.LATE, n) for n in (1, 2, 3))
    facts = UnitFacts(1, "甲", "township", rates=(Rate(SATISFIED, 4, 7, misses),))
    sheet = corrected(rules_of(item(Formula.RATE, "satisfied", "10")), facts, N002="0")
    assert [line.points for line in sheet.lines if line.corrects] == [D("1.43")]
    assert sheet.score == D("97.14")


def test_the_floor_is_found_anew():
    rules = rules_of(item(points="60"), floor="10")
    assert score_unit(rule_set=rules, facts=repeats(2)).score == 10
    sheet = corrected(rules, repeats(2), N001="0")
    assert (sheet.score, sheet.lines[-1].item) == (40, "x")


def test_a_ruling_on_a_line_that_is_gone_changes_nothing():
    rules = rules_of(item(points="2"))
    assert corrected(rules, repeats(1), N009="0") == score_unit(rule_set=rules, facts=repeats(1))


def test_ruling_twice_is_ruling_once():
    rules = rules_of(item(points="2"))
    once = corrected(rules, repeats(2), N001="0")
    assert apply_rulings(once, rules, [Ruling("x", "N001/", D(0), "异议成立")]) == once


@pytest.mark.parametrize("points", ["-3", "1"], ids=["more", "a-bonus"])
def test_an_objection_never_costs_more_and_is_no_bonus(points):
    with pytest.raises(ScoringError, match="不能比原扣分更多"):
        corrected(rules_of(item(points="2")), repeats(1), N001=points)


@pytest.mark.parametrize("rules", DEFAULT_RULE_SETS, ids=lambda rules: rules.code)
@given(facts=facts_strategy(), data=st.data())
def test_objections_keep_the_sum_right_and_never_lower_a_score(rules, facts, data):
    sheet = score_unit(rule_set=rules, facts=facts)
    lost = [line for line in sheet.lines if line.points < 0]
    assume(lost)
    chosen = data.draw(
        st.lists(st.sampled_from(lost), unique_by=lambda line: (line.item, line.key))
    )
    rulings = [
        Ruling(line.item, line.key, D(data.draw(st.integers(int(line.points * 100), 0))) / 100, "调整")
        for line in chosen
    ]  # fmt: skip
    after = apply_rulings(sheet, rules, rulings)

    assert after.base + sum(line.points for line in after.lines) == after.score
    assert sheet.score <= after.score <= rules.ceiling
    assert [line for line in after.lines if not line.corrects and line.item != "floor"] == [
        line for line in sheet.lines if line.item != "floor"
    ]
    assert apply_rulings(after, rules, rulings) == after
    assert apply_rulings(after, rules, []) == sheet


def test_a_ruling_on_points_of_another_item_is_not_taken_for_this_one():
    rules = rules_of(item(points="2"), replace(item(points="3"), code="y", name="另一项"))
    sheet = corrected(rules, repeats(1), N001="0")
    assert sheet.score == 97
