"""What editors write by hand: leads, bold, lists; nothing is lost and nothing is markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.rich_text import Written, read, tidy


def test_a_lead_bold_words_and_a_numbered_item():
    text = "（一）压实责任。要**逐件**明确责任人。\n1. 三日内告知。\n平常一段。"
    assert read(text) == (
        Written("（一）压实责任。", (("要", False), ("逐件", True), ("明确责任人。", False))),
        Written("", (("1．三日内告知。", False),)),
        Written("", (("平常一段。", False),)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "**没有结束",
        "2 ** 3 ** 4",
        "****",
        "<b>粗</b>",
        "<script>alert(1)</script>",
        "3.5分",
        "&nbsp;",
    ],
)
def test_signs_that_mean_nothing_stay_text(text):
    (one,) = read(text)
    assert one == Written("", ((text, False),))


def test_a_paste_from_word_keeps_its_text():
    pasted = "一、要求\x0b第二行\u2028第三行\r\n\r\n•\t项目一\xa0\xa0甲\u200b乙\ufeff\x07"
    assert tidy(pasted) == "一、要求\n第二行\n第三行\n• 项目一 甲乙"


def test_tidied_text_is_tidied_once():
    text = tidy(" 一段 \n\n  二\t段 ")
    assert text == tidy(text) == "一段\n二 段"


@given(
    st.text(
        alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Mn")),
        max_size=200,
    )
)
def test_no_letter_is_lost(text):
    kept = tidy(text)
    shown = "".join(one.lead + one.text for one in read(kept))
    letters = [c for c in kept if c.isalnum()]
    assert [c for c in shown if c.isalnum()] == letters
