"""Rows that stay together at the end of a page, and numbers that stand under each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pdf import Row
from core.pdf.rows import blanks, parts, together
from core.text import display_width

STYLES = st.lists(st.sampled_from(["", "group", "total", "marked"]), max_size=30)


def rows(*styles):
    return [Row((at,), style) for at, style in enumerate(styles)]


def numbers(styles):
    return [(kept, [row.cells[0] for row in part]) for kept, part in together(rows(*styles))]


def test_the_name_of_a_group_stays_with_its_first_row_and_a_sum_with_its_last():
    styles = ("group", "", "", "", "total", "", "group", "", "", "", "", "", "")
    assert numbers(styles) == [
        (True, [0, 1]),
        (False, [2]),
        (True, [3, 4]),
        (False, [5]),
        (True, [6, 7]),
        (False, [8, 9]),
        (True, [10, 11, 12]),
    ]


def test_names_of_groups_one_after_the_other_stay_with_what_follows():
    assert numbers(("", "", "", "group", "group", "", "", "", "", "")) == [
        (True, [0, 1]),
        (False, [2]),
        (True, [3, 4, 5]),
        (False, [6]),
        (True, [7, 8, 9]),
    ]


def test_a_row_alone_and_no_rows():
    assert numbers(("",)) == [(False, [0])]
    assert numbers(()) == []


@given(STYLES)
def test_every_row_is_printed_once_in_its_order(styles):
    assert [at for _kept, part in numbers(styles) for at in part] == list(range(len(styles)))


@given(STYLES)
def test_no_part_ends_with_the_name_of_a_group(styles):
    parted = [part for _kept, part in together(rows(*styles))]
    assert all(part[-1].style != "group" for part in parted[:-1])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("98.75", ("98", ".75")),
        ("100", ("100", "")),
        ("+1800.0%", ("+1800", ".0%")),
        ("−0.5", ("−0", ".5")),
        ("持平", None),
        ("—", None),
        ("1/3", None),
        ("2026-10", None),
    ],
)
def test_what_is_a_number(text, found):
    assert parts(text) == found


def test_blanks_bring_the_decimal_points_under_each_other():
    width, found = blanks(["100", "98.75", "7.5", "—"], display_width)
    assert width == 3.0
    assert found == [(0.0, 1.5), (0.5, 0.0), (1.0, 0.5), (0.0, 0.0)]


def test_a_column_without_numbers_has_no_blanks():
    assert blanks(["持平", "—"], display_width) == (0.0, [(0.0, 0.0), (0.0, 0.0)])
