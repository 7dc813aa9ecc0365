"""The causes a county begins with: two levels, codes that tell them, words about the matter and not about people."""

import re

import pytest

from petitions.domain.causes import CAUSES, betrays, judges, level_one, next_code


def test_every_code_is_four_digits_once_and_its_parent_is_listed():
    codes = [one.code for one in CAUSES]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[0-9]{4}", code) for code in codes)
    for one in CAUSES:
        assert (one.parent == "") == one.code.endswith("00")
        assert one.parent in {"", level_one(one.code)}
        assert one.parent in {"", *codes}


def test_every_first_level_can_be_chosen_through_a_second():
    parents = {one.parent for one in CAUSES if one.parent}
    assert parents == {one.code for one in CAUSES if not one.parent}


def test_no_cause_judges_who_petitioned_or_tells_of_an_inquiry():
    words = [one.name + one.hint for one in CAUSES]
    assert not [text for text in words if judges(text) or betrays(text)]
    assert judges("诉求过高")
    assert betrays("涉嫌违纪违法已移送")


@pytest.mark.parametrize(
    ("parent", "taken", "code"),
    [
        ("", (), "0100"),
        ("", ("0100", "0200", "9900"), "0300"),
        ("0200", ("0200", "0201", "0203"), "0202"),
        ("9900", ("9901",), "9902"),
    ],
)
def test_a_new_cause_takes_the_first_free_code(parent, taken, code):
    assert next_code(parent, frozenset(taken)) == code


def test_a_full_level_is_refused():
    with pytest.raises(ValueError, match="no code"):
        next_code("0200", frozenset(f"02{number:02d}" for number in range(1, 99)))
