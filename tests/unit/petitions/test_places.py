"""The place of a matter from its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.places import (
    PlaceRuleError,
    PlaceRuleSpec,
    build_matcher,
    check_pattern,
    group_tokens,
    normal_text,
    suggest_tokens,
)

RULES = [
    PlaceRuleSpec("青石", 1, "青石镇", rule_id=1),
    PlaceRuleSpec("青石桥", 2, "河东街道", rule_id=2),
    PlaceRuleSpec(r"A3(?!\d)[市区县]?", 3, "柳林乡", is_regex=True, priority=10, rule_id=3),
    PlaceRuleSpec("矿区", 4, "高石乡", source="热线", rule_id=4),
]


def match(title, text="", source=""):
    texts = [("主题", normal_text(title)), ("内容", normal_text(text))]
    return build_matcher(RULES, source=source).match(texts)


@pytest.mark.parametrize(
    ("title", "text", "unit"),
    [
        pytest.param("青石小学门口", "", 1, id="plain"),
        pytest.param("青石桥头", "", 2, id="longer-pattern-at-the-same-place"),
        pytest.param("青石小学", "家住A3区", 3, id="priority-before-field"),
        pytest.param("无", "先说青石小学，再说青石桥", 1, id="earlier-position"),
        pytest.param("家住Ａ３区", "", 3, id="full-width"),
        pytest.param("家住A 3区", "", 3, id="blank-inside"),
        pytest.param("家住A31区", "", None, id="regex-keeps-its-limits"),
        pytest.param("矿区扬尘", "", None, id="rule-of-another-source"),
        pytest.param("毫不相干", "", None, id="nothing"),
    ],
)
def test_match(title, text, unit):
    found = match(title, text)
    assert (found.unit_id if found else None) == unit


def test_a_rule_of_the_source_applies():
    assert match("矿区扬尘", source="热线").unit_id == 4


def test_the_reason_names_rule_place_and_other_units():
    reason = match("无", "我家在青石小学旁，A3区").reason_zh
    assert "内容第 10 字起" in reason
    assert "A3(?!\\d)[市区县]?" in reason
    assert "→ 柳林乡" in reason
    assert "还提到青石镇" in reason


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (" ", "请填写"),
        ("甲" * 121, "不得超过"),
        ("(", "有误"),
        ("甲*", "空文字"),
        ("(甲+)+", "重复括号"),
        (r"(甲)\1", "引用括号"),
        ("甲+乙+丙+丁+", "三处"),
    ],
)
def test_patterns_that_could_stall_or_say_nothing_are_refused(pattern, said):
    with pytest.raises(PlaceRuleError, match=said):
        check_pattern(pattern, is_regex=True)


def test_a_broken_rule_does_not_stop_the_others():
    rules = [PlaceRuleSpec("(", 9, "坏", is_regex=True), RULES[0]]
    assert build_matcher(rules).match([("主题", "青石")]).unit_id == 1


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("家住A3区青石镇李家村，A3区", ["A3区", "青石镇", "李家村"]),
        ("我们村的村民和村干部", []),
        ("河东街道办事处", ["河东街道"]),
    ],
)
def test_suggestions(text, tokens):
    found = suggest_tokens(text)
    assert [token for token in tokens if not any(token in each for each in found)] == []
    assert bool(found) == bool(tokens)


def test_groups_count_texts_not_mentions():
    texts = ["A3区A3区", "A3区", "B1区", "B1区", "C2区"]
    assert group_tokens(texts) == [("A3区", 2), ("B1区", 2)]
    assert group_tokens(["C2区"]) == [("C2区", 1)]


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_hit_lies_in_the_text_it_names(title, text):
    found = build_matcher(RULES).match([("主题", title), ("内容", text)])
    if found is None:
        assert "青石" not in title + "|" + text
    else:
        source = {"主题": title, "内容": text}[found.field]
        assert 0 <= found.start < found.end <= len(source)
        assert source[found.start : found.end].startswith(("青石", "A3"))
