"""Titles taken from a statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.domain.titles import LENGTH, suggest_title


@pytest.mark.parametrize(
    ("statement", "title"),
    [
        ("路灯不亮。请维修。", "路灯不亮"),
        ("尊敬的张书记：您好！路灯不亮", "路灯不亮"),
        ("各位领导，你好，路灯不亮？为什么", "路灯不亮"),
        ("路灯不亮\n第二行", "路灯不亮"),
        ("", ""),
        ("您好", ""),
        ("一" * 60, "一" * LENGTH),
        ("一" * 30 + "，" + "二" * 30, "一" * 30),
    ],
    ids=["sentence", "greeting", "greetings", "line", "empty", "only-greeting", "long", "comma"],
)
def test_first_sentence_without_its_greeting(statement, title):
    assert suggest_title(statement) == title


@given(st.text())
def test_never_longer_than_a_line_and_part_of_the_text(statement):
    title = suggest_title(statement)
    assert len(title) <= LENGTH
    assert title in statement
