"""Normal form, fingerprint and likeness of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.similarity import (
    clean,
    compare,
    fingerprint,
    most_alike,
    normalise,
    similarity,
)

TEXT = "青石镇二组道路失修多年，雨天无法通行，请求尽快安排维修。"


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param("\n\t\t\t正文 \u3000\u3000第二句\n\t\t", "正文 第二句", id="tabs-and-u3000"),
        pytest.param("第一行_x000D_\n\u3000第二行", "第一行\n第二行", id="excel-escape"),
        pytest.param("\ufeff你\u200b好\u00a0吗", "你好 吗", id="bom-zero-width-nbsp"),
        pytest.param("甲\r\n\r\n\r\n\r\n乙", "甲\n\n乙", id="one-blank-line"),
        pytest.param(" \t ", "", id="nothing"),
    ],
)
def test_clean(raw, want):
    assert clean(raw) == want


@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(f"\n\t\t\u3000{TEXT}\u00a0\n", id="wrapped"),
        pytest.param(TEXT.replace("，", ",").replace("。", "."), id="punctuation"),
        pytest.param(TEXT.replace("镇", " 镇"), id="inner-space"),
        pytest.param(f"*****{TEXT}", id="mask"),
    ],
)
def test_same_text_in_another_dress_has_the_same_fingerprint(variant):
    assert fingerprint(variant) == fingerprint(TEXT)
    assert compare(variant, TEXT).exact


def test_a_text_without_words_matches_nothing():
    assert fingerprint(" …… ") == ""
    assert similarity("", "") == 0.0


def test_full_width_digits_and_case_do_not_count():
    assert normalise("Ａ３区 Abc") == "a3区abc"


def test_a_repeat_that_adds_to_the_first_letter_is_alike():
    longer = TEXT + "此前已经反映过一次，镇里答复说年底前解决，现在仍然没有动静，请领导过问。"
    assert similarity(TEXT + TEXT.replace("维修", "修复"), longer) > 0.7
    assert similarity(TEXT + TEXT.replace("维修", "修复"), longer) < 1


def test_another_matter_is_not_alike():
    assert similarity(TEXT, "小区物业乱收停车费，业主委员会迟迟不成立，请房产部门调查处理。") < 0.2


def test_a_short_text_is_not_contained_in_everything():
    assert similarity("请领导", "请领导过问一下我们村的道路问题，谢谢") < 0.4


def test_most_alike_names_the_best():
    assert most_alike(TEXT, ["毫不相干的事情", TEXT + "。"]) == (1, 1.0)
    assert most_alike(TEXT, []) == (-1, 0.0)


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_bounded(a, b):
    score = similarity(a, b)
    assert 0.0 <= score <= 1.0
    assert score == similarity(b, a)
    assert (score == 1.0) == (normalise(a) == normalise(b) != "")


@given(st.text(max_size=60))
def test_cleaning_and_normalising_are_idempotent(text):
    assert clean(clean(text)) == clean(text)
    assert fingerprint(clean(text)) == fingerprint(text) or "_x" in text
    assert normalise(normalise(text)) == normalise(text)
