"""Shape of titles and of the red mark (GB/T 9704-2012, 7.2.4 and 7.3.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pdf.titles import MARK_MAX_MM, MARK_WIDTH_MM, TITLE_WIDTH, mark, title_lines
from core.text import display_width


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("信访事项受理告知书", ("信访事项受理告知书",)),
        ("关于2026年11月全县信访工作情况的通报", ("关于2026年11月全县信访工作情况的通报",)),
        (
            "云岭县信访局关于2026年11月全县信访工作情况的通报",
            ("云岭县信访局关于2026年11月", "全县信访工作情况的通报"),
        ),
        (
            "关于进一步规范信访事项受理办理工作的通知",
            ("关于进一步规范信访事项", "受理办理工作的通知"),
        ),
        ("关于甲\n情况的通报", ("关于甲", "情况的通报")),
        ("", ("",)),
    ],
)
def test_lines_of_a_title(title, lines):
    assert title_lines(title) == lines


@pytest.mark.parametrize("word", ["信访事项", "告知书", "联席会议", "2026年11月"])
def test_a_title_is_not_broken_inside_a_word(word):
    for before in range(6, 20):
        assert any(word in line for line in title_lines("甲" * before + word + "乙" * 14))


@given(st.text(st.sampled_from("信访局关于工作的情况通报，、（）《》2026年11月和"), max_size=120))
def test_any_title_fits_and_loses_nothing(title):
    lines = title_lines(title)
    assert "".join(lines) == title.strip()
    assert all(display_width(line) <= TITLE_WIDTH for line in lines)


@pytest.mark.parametrize(
    ("organ", "narrowed"),
    [
        ("云岭县信访局", False),
        ("云岭县信访局文件", True),
        ("云岭县信访工作联席会议办公室文件", True),
    ],
)
def test_mark_fits_on_one_line(organ, narrowed):
    setting = mark(organ)
    assert setting.size <= MARK_MAX_MM
    assert display_width(organ) * setting.size * setting.narrowed <= MARK_WIDTH_MM + 0.1
    assert (setting.narrowed < 1) is narrowed


@given(st.integers(min_value=1, max_value=40))
def test_a_longer_mark_is_never_larger(length):
    assert mark("县" * (length + 1)).size <= mark("县" * length).size
