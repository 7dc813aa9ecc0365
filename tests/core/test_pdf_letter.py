"""The letter format (信函), measured against GB/T 9704-2012, 10.1."""

import pytest

from tests.support.pdf import BOTTOM, MM, RED, RIGHT, sample

pytestmark = pytest.mark.xdist_group("pdf")


@pytest.fixture(scope="session")
def letter():
    return sample("letter")


def test_letter_mark_is_30_mm_from_the_edge_and_the_double_line_4_mm_below(letter):
    number = next(line for line in letter.lines(0) if "〔2026〕" in line.text)
    left, top, right, bottom = letter.ink(0, RED, (0, 0, 210, number.middle))
    assert top == pytest.approx(30, abs=1)
    assert right - left == pytest.approx(170, abs=0.5)
    assert (left + right) / 2 == pytest.approx(105, abs=0.3)
    _, _, _, mark_bottom = letter.ink(0, RED, (40, 25, 170, bottom - 3))
    assert bottom - 1.6 - mark_bottom == pytest.approx(4, abs=1)
    assert number.right == pytest.approx(RIGHT, abs=0.2)
    assert number.middle - 2.8 - bottom == pytest.approx(16 * 7 / 8 / MM, abs=1)


def test_letter_lines_are_thick_over_thin_above_and_thin_over_thick_below(letter):
    _, _, _, upper = letter.ink(0, RED, (18, 20, 22, 70))
    left, lower, right, bottom = letter.ink(0, RED, (0, 265, 210, 297))
    assert 297 - bottom == pytest.approx(20, abs=0.5)
    assert right - left == pytest.approx(170, abs=0.5)
    assert (left + right) / 2 == pytest.approx(105, abs=0.3)
    assert bottom - lower == pytest.approx(1.6, abs=0.3)
    above = letter.rulings(0, 22, upper - 3, upper + 1, RED)
    below = letter.rulings(0, 22, lower - 1, bottom + 1, RED)
    (_, first), (_, second) = above
    assert first > 2 * second
    (_, first), (_, second) = below
    assert second > 2 * first


def test_letter_shows_no_number_on_its_first_page(letter):
    numbers = [
        "".join(char["text"] for char in page if char["top"] / MM > BOTTOM + 1)
        for page in letter.pages
    ]
    assert numbers == ["", "— 2 —", "— 3 —", "— 4 —"]


def test_letter_imprint_has_no_lines_and_stands_at_the_bottom(letter):
    last = letter.result.pages - 1
    copies = letter.lines(last, 14)[-1]
    assert copies.text == "抄送：云岭县信访局。"
    assert copies.middle > BOTTOM - 8
    assert not [box for box in letter.shapes[last] if box[2] > 155 and box[1] > copies.middle - 10]
