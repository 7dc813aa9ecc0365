"""The case number: parts, check digit, and what a wrong copy of it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from petitions.domain.identity import CaseNumber, CaseNumberError, build, check_digit, parse

numbers = st.builds(
    CaseNumber,
    area=st.from_regex(r"[0-9]{6}", fullmatch=True),
    year=st.integers(1949, 9999),
    form=st.integers(1, 9),
    serial=st.integers(1, 999_999),
)


def test_check_digit_of_the_standard():
    assert check_digit("0794") == 5  # the example of ISO 7064


@given(st.from_regex(r"[0-9]{1,17}", fullmatch=True))
def test_check_digit_agrees_with_an_independent_implementation(digits):
    assert str(check_digit(digits)) == mod_11_10.calc_check_digit(digits)


def test_parts_in_their_order():
    number = build("990101", 2026, 2, 7)
    assert number[:17] == "99010120262000007"
    assert len(number) == 18


@given(numbers)
def test_what_is_built_is_read_back(number):
    assert parse(str(number)) == number


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number, place, shift):
    text = str(number)
    wrong = str((int(text[place]) + shift) % 10)
    with pytest.raises(CaseNumberError):
        parse(text[:place] + wrong + text[place + 1 :])


@pytest.mark.parametrize(
    "text",
    ["", "123", "9901012026200000７5", "99010120262000007x"],
    ids=["empty", "short", "wide", "letter"],
)
def test_what_is_no_number_is_refused_in_chinese(text):
    with pytest.raises(CaseNumberError, match="十八位"):
        parse(text)


def test_spaces_and_hyphens_of_paper_are_ignored():
    number = build("990101", 2026, 2, 7)
    assert str(parse(f" {number[:6]} {number[6:10]}-{number[10:]} ")) == number


@pytest.mark.parametrize(
    "parts",
    [("99010", 2026, 1, 1), ("990101", 26, 1, 1), ("990101", 2026, 0, 1), ("990101", 2026, 1, 0),
     ("990101", 2026, 1, 1_000_000)],
    ids=["area", "year", "form", "zero", "seven-digits"],
)  # fmt: skip
def test_parts_that_do_not_fit(parts):
    with pytest.raises(CaseNumberError):
        build(*parts)
