"""Widths of a table's columns and size of its type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pdf import Column, HeadCell, Row, Table
from core.pdf.columns import PADDING, POINT_MM, TEXT_WIDTH_MM, cell_text, fold, folded, layout
from core.text import display_width


def table(*columns, rows=(), **options):
    return Table(tuple(Column(title) for title in columns), tuple(rows), **options)


def characters(chosen, at):
    """Width of a column in characters, without its padding."""
    return chosen.widths[at] / 100 * TEXT_WIDTH_MM / (chosen.size * POINT_MM) - PADDING


def test_few_columns_are_set_in_12_points():
    assert layout(table("名次", "单位", rows=[(1, "青石镇")])).size == 12


def test_many_columns_take_smaller_type():
    chosen = layout(table(*["得分情况"] * 13, rows=[(100.25,) * 13]))
    assert chosen.size < 12
    assert sum(chosen.widths) == pytest.approx(100, abs=0.1)


def test_a_number_has_room_on_one_line():
    chosen = layout(table(*["项"] * 10, rows=[("12,345.67",) * 10]))
    assert all(characters(chosen, at) >= display_width("12,345.67") - 0.1 for at in range(10))


def test_a_given_width_is_kept():
    chosen = layout(Table((Column("甲", width=30), Column("乙")), (Row((1, 2)),)))
    assert chosen.widths[0] * TEXT_WIDTH_MM / 100 == pytest.approx(30, abs=0.1)


def test_a_long_text_gets_what_is_left():
    chosen = layout(table("名次", "主要问题", rows=[(1, "问题" * 60)]))
    assert chosen.widths[1] > 70


def test_a_given_size_is_kept():
    assert layout(table("甲", rows=[(1,)], size=9)).size == 9


@given(
    st.integers(min_value=1, max_value=16).flatmap(
        lambda count: st.lists(
            st.tuples(*[st.one_of(st.integers(), st.text(max_size=30), st.none())] * count),
            min_size=1,
            max_size=4,
        )
    )
)
def test_columns_always_fill_the_width(rows):
    chosen = layout(table(*["列"] * len(rows[0]), rows=rows))
    assert sum(chosen.widths) == pytest.approx(100, abs=0.1)
    assert min(chosen.widths) > 0


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("每万人起数", 4, "每万人\n起数"),
        ("及时受理率", 5, "及时受理率"),
        ("群众满意率（%）", 5, "群众满意\n率（%）"),
        ("及时受理率", 3.2, "及时\n受理率"),
        ("占人口比例名次", 3.1, "占人口\n比例\n名次"),
        ("按期办结率", 2, "按期\n办结\n率"),
        ("甲\n乙丙丁", 2, "甲\n乙丙丁"),
    ],
)
def test_heading_is_folded_into_like_lines(text, room, lines):
    assert fold(text, room) == lines


def test_headings_under_a_spanning_one_are_folded_to_their_own_columns():
    head = (
        (HeadCell("名次", rowspan=2), HeadCell("本月", colspan=2)),
        (HeadCell("每万人起数"), HeadCell("起数")),
    )
    chosen = layout(
        Table((Column("名次"), Column("", width=18), Column("起数")), (Row((1, 2, 3)),))
    )
    assert folded(head, chosen) == [["名次", "本月"], ["每万人\n起数", "起数"]]


@pytest.mark.parametrize(
    ("value", "text"), [(None, "—"), (0, "0"), (1.5, "1.5"), (0.1 + 0.2, "0.3"), ("甲", "甲")]
)
def test_cell_as_printed(value, text):
    assert cell_text(value) == text


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="a row of 1 cells, wanted 2"):
        table("甲", "乙", rows=[(1,)])


def test_a_heading_is_never_broken_inside_a_word_for_want_of_room():
    names = (
        "名次",
        "单位",
        "起数",
        "每万人起数",
        "名次",
        "人次",
        "扣分",
        "得分",
        "上月名次",
        "升降",
        "办结率",
    )
    narrow = table(
        *names, rows=[(1, "县市场监管局", 1, 1.07, 20, 2, 13.33, 100, 3, "↑2", "33.3%*")]
    )
    chosen = layout(narrow)
    head = (tuple(HeadCell(name) for name in names),)
    assert folded(head, chosen)[0][3] in ("每万人起数", "每万人\n起数")


def test_the_longer_of_two_texts_gets_more_room():
    chosen = layout(table("名次", "主题", "详情", rows=[(1, "主题" * 10, "详情" * 60)]))
    assert chosen.widths[2] > 1.8 * chosen.widths[1]
    assert chosen.widths[0] < 10
