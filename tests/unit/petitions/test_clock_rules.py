"""The table of time limits: numbers, articles and periods of validity."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.clock_rules import (
    STATUTORY_RULES,
    Basis,
    ClockCode,
    ClockRule,
    ClockRuleError,
    Regime,
    Unit,
    conclusion_clock_applies,
    regime_on,
    rule_for,
    with_length,
)
from petitions.domain.terms import Role

NOW = date(2024, 3, 1)
THEN = date(2019, 3, 1)
LAST_OLD, FIRST_NEW = date(2022, 4, 30), date(2022, 5, 1)


@pytest.mark.parametrize(
    ("code", "on", "length", "unit", "owed_by", "article"),
    [
        pytest.param("C1", NOW, 15, "calendar", Role.PETITION_OFFICE, "《信访工作条例》第二十二条", id="条例22 C1"),
        pytest.param("C2", NOW, None, "calendar", Role.HANDLING_UNIT, "《信访工作条例》第二十二条第一款第三项", id="条例22(3) C2"),
        pytest.param("C3", NOW, 15, "calendar", Role.HANDLING_UNIT, "《信访工作条例》第二十三条第二款", id="条例23¶2 C3"),
        pytest.param("C4", NOW, 15, "calendar", Role.HANDLING_UNIT, "《信访工作条例》第二十三条第三款", id="条例23¶3 C4"),
        pytest.param("C5", NOW, 5, "working", Role.HANDLING_UNIT, "《信访工作条例》第二十三条第三款", id="条例23¶3 C5"),
        pytest.param("C6", NOW, None, "calendar", Role.SUPERIOR_UNIT, "《信访工作条例》第二十四条", id="条例24 C6"),
        pytest.param("C7", NOW, None, "calendar", Role.HANDLING_UNIT, "《信访工作条例》第二十五条", id="条例25 C7"),
        pytest.param("C8", NOW, 60, "calendar", Role.HANDLING_UNIT, "《信访工作条例》第三十四条", id="条例34 C8"),
        pytest.param("C9", NOW, None, "calendar", Role.HANDLING_UNIT, "《信访工作条例》第三十四条", id="条例34 C9"),
        pytest.param("C10", NOW, 30, "calendar", Role.PETITIONER, "《信访工作条例》第三十五条", id="条例35 C10"),
        pytest.param("C11", NOW, 30, "calendar", Role.SUPERIOR_UNIT, "《信访工作条例》第三十五条", id="条例35 C11"),
        pytest.param("C12", NOW, 30, "calendar", Role.PETITIONER, "《信访工作条例》第三十六条第一款", id="条例36¶1 C12"),
        pytest.param("C13", NOW, 30, "calendar", Role.SUPERIOR_UNIT, "《信访工作条例》第三十六条", id="条例36 C13"),
        pytest.param("C14", NOW, None, "calendar", Role.PETITION_OFFICE, "《信访工作条例》第三十六条第三款", id="条例36¶3 C14"),
        pytest.param("C1", THEN, 15, "calendar", Role.PETITION_OFFICE, "《信访条例》第二十一条", id="2005条例21 C1"),
        pytest.param("C3", THEN, 15, "calendar", Role.HANDLING_UNIT, "《信访条例》第二十二条", id="2005条例22 C3"),
        pytest.param("C4", THEN, 15, "calendar", Role.HANDLING_UNIT, "《信访条例》第二十一条第二款", id="2005条例21¶2 C4"),
        pytest.param("C8", THEN, 60, "calendar", Role.HANDLING_UNIT, "《信访条例》第三十三条", id="2005条例33 C8"),
        pytest.param("C10", THEN, 30, "calendar", Role.PETITIONER, "《信访条例》第三十四条", id="2005条例34 C10"),
        pytest.param("C13", THEN, 30, "calendar", Role.SUPERIOR_UNIT, "《信访条例》第三十五条", id="2005条例35 C13"),
        pytest.param("C19", THEN, 30, "calendar", Role.ADDRESSEE_UNIT, "《信访条例》第三十六条", id="2005条例36 C19"),
        pytest.param("C19", NOW, 30, "calendar", Role.ADDRESSEE_UNIT, "《信访工作条例》第四十条第四款", id="条例40¶4 C19"),
        pytest.param("C1S", NOW, 4, "calendar", Role.PETITION_OFFICE, "国信发〔2014〕16号第六条", id="县级4日 C1S"),
        pytest.param("S1", NOW, 3, "working", Role.HANDLING_UNIT, "《信访事项简易办理办法》（国信办发〔2022〕17号）", id="简易办理 S1"),
        pytest.param("S2", NOW, 10, "working", Role.HANDLING_UNIT, "《信访事项简易办理办法》（国信办发〔2022〕17号）", id="简易办理 S2"),
        pytest.param("S3", NOW, 1, "working", Role.PETITION_OFFICE, "《信访事项简易办理办法》（国信办发〔2022〕17号）", id="简易办理 S3"),
    ],
)  # fmt: skip
def test_statutory_numbers(code, on, length, unit, owed_by, article):
    rule = rule_for(code, on)
    assert (rule.length, rule.unit, rule.owed_by, rule.article) == (length, unit, owed_by, article)


def test_every_code_has_a_rule_today():
    assert {rule_for(code, NOW).code for code in ClockCode} == set(ClockCode)


def test_only_handling_can_be_extended_and_only_recheck_can_pause():
    assert {(r.code, r.max_extension_days) for r in STATUTORY_RULES if r.max_extension_days} == {
        ("C8", 30)
    }
    assert {r.code for r in STATUTORY_RULES if r.pausable} == {"C13"}


def test_one_working_day_limit_in_the_statute():
    statute = {
        r.code for r in STATUTORY_RULES if r.unit is Unit.WORKING and r.basis is Basis.STATUTE
    }
    assert statute == {"C5"}


@pytest.mark.parametrize(
    ("on", "regime"),
    [
        pytest.param(LAST_OLD, Regime.R2005, id="条例50 day before"),
        pytest.param(FIRST_NEW, Regime.R2022, id="条例50 first day"),
    ],
)
def test_matters_keep_the_rules_of_their_registration(on, regime):
    assert regime_on(on) is regime
    assert rule_for("C8", on).regime is regime


def test_objection_is_new_in_2022():
    with pytest.raises(ClockRuleError, match="没有“提出异议”"):
        rule_for("C5", LAST_OLD)
    assert rule_for("C5", FIRST_NEW).length == 5


@pytest.mark.parametrize(
    ("on", "route", "applies"),
    [
        pytest.param(THEN, None, True, id="2005条例33 every accepted matter"),
        pytest.param(THEN, "1", True, id="2005条例33 even route 1"),
        pytest.param(NOW, "6", True, id="条例34 route 6"),
        *[pytest.param(NOW, str(n), False, id=f"条例31({n}) own procedure") for n in range(1, 6)],
        pytest.param(NOW, None, False, id="条例34 no route chosen"),
    ],
)
def test_sixty_days_only_for_route_six(on, route, applies):
    assert conclusion_clock_applies(on, route) is applies


def test_local_row_overrides_from_its_first_day():
    local = with_length(
        rule_for("C1", NOW), 7, valid_from=date(2024, 1, 1), article="县信访工作规定第三条"
    )
    rules = (*STATUTORY_RULES, local)
    assert rule_for("C1", date(2023, 12, 31), rules).length == 15
    found = rule_for("C1", date(2024, 1, 1), rules)
    assert (found.length, found.regime, found.article) == (7, Regime.LOCAL, "县信访工作规定第三条")


def test_two_rules_from_the_same_day_are_refused():
    twin = with_length(rule_for("C1", NOW), 9, valid_from=FIRST_NEW)
    with pytest.raises(ClockRuleError, match="多条期限规定"):
        rule_for("C1", NOW, (*STATUTORY_RULES, twin))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"length": 0}, "大于零"),
        ({"max_extension_days": -1}, "不能为负"),
        ({"valid_to": date(2000, 1, 1)}, "早于生效日期"),
    ],
)
def test_impossible_rules_are_refused(change, message):
    data = {name: getattr(rule_for("C8", NOW), name) for name in ClockRule.__slots__}
    with pytest.raises(ClockRuleError, match=message):
        ClockRule(**(data | change))


@pytest.mark.parametrize("rule", STATUTORY_RULES, ids=lambda r: f"{r.article} {r.code.value}")
def test_rules_survive_json(rule):
    assert ClockRule.from_json(rule.to_json()) == rule


@given(st.sampled_from([c for c in ClockCode if c.value in {"C1", "C3", "C4", "C8", "C10", "C13"}]),
       st.dates(date(2005, 5, 1), date(2035, 1, 1)))  # fmt: skip
def test_exactly_one_rule_governs_each_day(code, on):
    assert sum(r.code is code and r.in_force(on) for r in STATUTORY_RULES) == 1
    assert rule_for(code, on).in_force(on)


def test_validity_has_no_gap_between_the_two_texts():
    assert timedelta(days=1) == FIRST_NEW - LAST_OLD
    assert rule_for("C4", LAST_OLD).stops_zh != rule_for("C4", FIRST_NEW).stops_zh
