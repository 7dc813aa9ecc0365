"""Breaking Chinese text into lines on the character grid."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pdf.lines import CLOSING, OPENING, Run, compose, marks

SIZE, CELLS = 16.0, 28
WIDTH = 156 / 25.4 * 72
SPACING = (WIDTH - CELLS * SIZE) / (CELLS - 1)
INDENT = 2 * (SIZE + SPACING)


def measure(char, role):
    return 0.5 if char.isascii() else 1.0


def lines_of(text, indent=0.0):
    return compose([Run(text)], measure, size=SIZE, width=WIDTH, spacing=SPACING, indent=indent)


def texts_of(text, indent=0.0):
    return [line.text for line in lines_of(text, indent)]


def test_28_characters_fill_a_line():
    assert texts_of("字" * 60) == ["字" * 28, "字" * 28, "字" * 4]
    assert lines_of("字" * 60)[0].width == pytest.approx(WIDTH)


def test_indent_takes_two_characters_of_the_first_line():
    assert [len(text) for text in texts_of("字" * 60, INDENT)] == [26, 28, 6]


@pytest.mark.parametrize("mark", sorted(CLOSING))
def test_closing_mark_never_begins_a_line(mark):
    lines = texts_of("字" * 28 + mark + "字" * 10)
    assert lines[0] == "字" * 27
    assert lines[1].startswith("字" + mark)


@pytest.mark.parametrize("mark", sorted(OPENING))
def test_opening_mark_never_ends_a_line(mark):
    assert texts_of("字" * 27 + mark + "字" * 10)[0] == "字" * 27


def test_marks_of_a_line_give_room_to_the_mark_that_may_not_begin_the_next():
    text = "字，" * 13 + "字字，" + "字" * 20
    first = lines_of(text)[0]
    assert first.text == "字，" * 13 + "字字，"
    assert first.width == pytest.approx(WIDTH)
    assert first.squeeze == pytest.approx((SIZE + SPACING) / 13)


def test_a_mark_is_narrowed_by_at_most_half():
    """One mark cannot give up the width of a character: the last character moves down instead."""
    text = "字" * 10 + "，" + "字" * 17 + "，" + "字" * 5
    first = lines_of(text)[0]
    assert first.text == "字" * 10 + "，" + "字" * 16
    assert first.squeeze == 0
    assert first.width == pytest.approx(WIDTH)


@pytest.mark.parametrize(
    "token", ["2026年", "12月", "96.7%", "61件", "1,250", "2026-12-01", "——", "……", "WeasyPrint"]
)
@pytest.mark.parametrize("before", range(20, 29))
def test_numbers_dates_and_words_stay_whole(token, before):
    assert any(token in text for text in texts_of("字" * before + token + "字" * 30))


def test_last_line_keeps_the_grid():
    assert lines_of("字" * 30)[-1].spacing == SPACING


def test_a_word_longer_than_the_line_is_broken():
    lines = lines_of("a" * 200)
    assert "".join(line.text for line in lines) == "a" * 200
    assert all(line.width <= WIDTH + 0.01 for line in lines)


def test_a_very_short_line_before_a_long_word_stays_ragged():
    first = lines_of("字" * 10 + "b" * 50 + "字")[0]
    assert first.text == "字" * 10
    assert first.spacing == SPACING


def test_marks_at_the_ends_of_a_line_stay_whole():
    line = lines_of("（字，字）")[0]
    assert marks(line.glyphs) == [2]


CHARACTERS = st.sampled_from(
    "信访事项受理一二三，。、；：！？（）《》“”—…〔〕·0123456789abcXYZ.,%-/ \u3000年月日件\U00020bb7"
)


@given(st.text(CHARACTERS, max_size=400), st.sampled_from([0.0, INDENT]))
def test_any_text_keeps_its_characters_and_the_right_edge(text, indent):
    lines = lines_of(text, indent)
    printed = "".join(line.text for line in lines)
    assert "".join(printed.split()) == "".join(text.split())
    for at, line in enumerate(lines):
        room = WIDTH - (0 if at else indent)
        assert line.width <= room + 0.02
        assert line.squeeze <= SIZE / 2


@given(st.text(st.sampled_from("信访事项，。、（）《》"), min_size=1, max_size=300))
def test_no_line_begins_or_ends_with_the_wrong_mark(text):
    lines = texts_of(text)
    for above, below in itertools.pairwise(lines):
        if len(above) > 20:  # a run of marks as long as the line has to be broken somewhere
            assert below[0] not in CLOSING or above[-1] in CLOSING | OPENING
