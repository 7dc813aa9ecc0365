"""The printed document, measured against GB/T 9704-2012."""

import itertools

import pytest

from tests.support.pdf import BOTTOM, DARK, LEFT, MM, RED, RIGHT, TOP, sample

pytestmark = pytest.mark.xdist_group("pdf")
SAMPLES = ("plain", "bulletin", "letter")
ROUNDING = 0.1  # millimetres


@pytest.fixture(scope="session")
def plain():
    return sample("plain")


@pytest.fixture(scope="session")
def bulletin():
    return sample("bulletin")


@pytest.fixture(scope="session")
def letter():
    return sample("letter")


# --- 5.1, 5.2: paper, text area, type ---------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_paper_is_a4(name):
    for page in sample(name).reader.pages:
        width, height = (float(value) / MM for value in page.mediabox[2:])
        assert (round(width), round(height)) == (210, 297)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_character_stands_inside_the_text_area(name):
    printed = sample(name)
    head = 30.0 if name == "letter" else TOP
    for page in range(printed.result.pages):
        for char in printed.inside(page):
            assert char["x0"] / MM >= LEFT - ROUNDING, char["text"]
            assert char["x1"] / MM <= RIGHT + ROUNDING, char["text"]
            assert char["bottom"] / MM <= BOTTOM + ROUNDING, char["text"]
            assert char["top"] / MM >= (head if page == 0 else TOP) - ROUNDING, char["text"]


def test_text_area_of_a_full_page_is_156_by_225_mm(plain):
    lines = plain.lines(2)
    half = 28.99 / 2 / MM
    assert min(line.left for line in lines) == pytest.approx(28, abs=1)
    assert max(line.right for line in lines) - 28 == pytest.approx(156, abs=1)
    assert lines[0].middle - half == pytest.approx(37, abs=1)
    assert lines[-1].middle + half - 37 == pytest.approx(225, abs=1)


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_full_page_has_22_lines_of_28_99_points(plain, page):
    lines = plain.lines(page)
    assert len(lines) == 22
    steps = [(below.middle - above.middle) * MM for above, below in itertools.pairwise(lines)]
    assert steps == [pytest.approx(28.99, abs=0.05)] * 21


def test_full_line_has_28_characters(plain):
    full = [
        line.text
        for page in range(1, 5)
        for line in plain.lines(page)
        if line.left < LEFT + 1
        and line.right > RIGHT - 1
        and not any(c.isdecimal() for c in line.text)
    ]
    assert len(full) > 20
    assert {len(text) for text in full} == {28}


def test_lines_end_flush_right(plain):
    """Every line but the last of its paragraph ends on the right edge, though digits break the grid."""
    for page in range(1, 5):
        for line in plain.lines(page):
            if not line.text.endswith("建议。"):
                assert line.right == pytest.approx(RIGHT, abs=0.2), line.text


def test_paragraph_is_indented_by_two_characters(plain):
    first = next(line for line in plain.lines(2) if line.text.startswith("各乡镇"))
    assert (first.left - LEFT) * MM == pytest.approx(2 * 15.79, abs=0.2)


def test_no_line_begins_with_closing_punctuation(plain, bulletin):
    for printed in (plain, bulletin):
        for page in range(printed.result.pages):
            for line in printed.lines(page):
                assert line.text[0] not in "，。、；：！？）》”％"
                assert line.text[-1] not in "（《“"


def test_a_rare_character_keeps_the_pitch_of_its_lines(letter):
    """A glyph of a fallback font is taller than the line's own font."""
    lines = letter.lines(0)
    at = next(
        index for index, line in enumerate(lines) if "𠮷" in line.text and "你们" not in line.text
    )
    steps = [(lines[n + 1].middle - lines[n].middle) * MM for n in range(at + 1, at + 4)]
    assert steps == [pytest.approx(28.99, abs=0.05)] * 3


# --- fonts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_every_font_is_embedded(name):
    for page in sample(name).reader.pages:
        for font in page["/Resources"]["/Font"].values():
            for descendant in font.get_object()["/DescendantFonts"]:
                descriptor = descendant.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_each_part_is_set_in_its_typeface_and_size(bulletin):
    by_text = {}
    for page in bulletin.pages:
        for char in page:
            by_text.setdefault(char["text"], []).append(
                (char["fontname"].split("+")[1], char["size"])
            )
    title = next(char for char in bulletin.pages[0] if char["size"] > 21 and char["size"] < 23)
    assert "Serif" in title["fontname"] or "XiaoBiaoSong" in title["fontname"]
    fonts = {
        line.text: line for page in range(bulletin.result.pages) for line in bulletin.lines(page)
    }
    assert any(text.startswith("一、总体情况") for text in fonts)
    heading = [char for char in bulletin.pages[0] if char["text"] in "一总体" and char["size"] > 15]
    assert any("Hei" in char["fontname"] for char in heading)
    second = [char for page in bulletin.pages for char in page if char["text"] == "劳"]
    assert all("Kai" in char["fontname"] for char in second)


@pytest.mark.parametrize("char", ["㛃", "𠮷", "䶮", "𬭎", "𫖯", "𪚥"])
def test_rare_character_of_a_name_prints(letter, char):
    found = [item for item in letter.pages[0] if item["text"] == char]
    assert found, "the character is not in the file's text"
    left, top, right, bottom = letter.ink(
        0,
        DARK,
        (found[0]["x0"] / MM, found[0]["top"] / MM, found[0]["x1"] / MM, found[0]["bottom"] / MM),
    )
    assert right - left > 3, "nothing is drawn at its place"
    assert bottom - top > 3
    assert letter.result.missing_glyphs == ""


# --- 7.2: red head ------------------------------------------------------------------------------


def test_red_mark_begins_35_mm_below_the_text_area(plain, bulletin):
    for printed in (plain, bulletin):
        left, top, right, _ = printed.ink(0, RED, (0, 30, 210, 97))
        assert top - TOP == pytest.approx(35, abs=1)
        assert (left + right) / 2 == pytest.approx(106, abs=1)
        assert right - left <= 156


def test_red_line_is_as_wide_as_the_text_and_4_mm_below_the_number(bulletin):
    number = next(line for line in bulletin.lines(0) if "〔2026〕" in line.text)
    left, top, right, bottom = bulletin.ink(0, RED, (0, number.middle + 1, 210, 150))
    assert (left, right) == (pytest.approx(LEFT, abs=0.3), pytest.approx(RIGHT, abs=0.3))
    assert top - (number.middle + 16 / MM / 2) == pytest.approx(4, abs=1)
    assert bottom - top < 1.2


def test_number_is_centred_two_lines_below_the_mark(bulletin):
    number = next(line for line in bulletin.lines(0) if "〔2026〕" in line.text)
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=0.5)
    _, _, _, mark_bottom = bulletin.ink(0, RED, (0, 30, 210, number.middle - 4))
    assert (number.middle - 2.8 - mark_bottom) / (28.99 / MM) == pytest.approx(2, abs=0.25)


def test_title_stands_two_lines_below_the_red_line_in_balanced_lines(bulletin):
    lines = bulletin.lines(0, 22)
    assert [line.text for line in lines] == ["云岭县信访局关于2026年11月", "全县信访工作情况的通报"]
    for line in lines:
        assert (line.left + line.right) / 2 == pytest.approx(106, abs=0.5)
    number = next(line for line in bulletin.lines(0) if "〔2026〕" in line.text)
    _, rule, _, _ = bulletin.ink(0, RED, (0, number.middle + 1, 210, 150))
    gap = (lines[0].middle - 28.99 / 2 / MM - rule) * MM / 28.99
    assert gap == pytest.approx(2, abs=0.55)


def test_tags_stand_in_the_upper_left_corner_in_order(plain):
    tags = [line for line in plain.lines(0) if line.middle < 70]
    assert [line.text for line in tags] == ["000123", "内部", "特急"]
    assert {round(line.left) for line in tags} == {28}


def test_addressee_is_flush_left_one_line_below_the_title(plain):
    title = plain.lines(0, 22)[-1]
    addressee = next(line for line in plain.lines(0) if line.text == "各乡镇人民政府：")
    assert addressee.left == pytest.approx(LEFT, abs=0.1)
    assert (addressee.middle - title.middle) * MM / 28.99 == pytest.approx(2, abs=0.25)


# --- 7.3: after the body ------------------------------------------------------------------------


def test_date_of_a_sealed_document_ends_four_characters_from_the_edge(bulletin):
    last = bulletin.lines(bulletin.result.pages - 1)
    day = next(line for line in last if line.text == "2026年12月1日")
    signer = next(line for line in last if line.text == "云岭县信访局")
    assert (RIGHT - day.right) * MM / 15.79 == pytest.approx(4, abs=0.1)
    assert (signer.left + signer.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.3)


def test_attachments_hang_under_the_first_and_carry_no_full_stop(plain):
    lines = plain.lines(plain.result.pages - 1)
    at = next(n for n, line in enumerate(lines) if line.text.startswith("附件："))
    first, second, third = lines[at : at + 3]
    assert (first.text, first.left) == (
        "附件：1. 信访事项登记表",
        pytest.approx(LEFT + 2 * 15.79 / MM, abs=0.2),
    )
    assert second.text.startswith("2. ")
    assert third.left > second.left
    assert not third.text.endswith("。")


# --- 7.4: 版记 ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "bulletin"])
def test_imprint_has_three_lines_and_ends_on_the_bottom_edge(name):
    printed = sample(name)
    last = printed.result.pages - 1
    edge = printed.lines(last, 14)[0].middle - 6
    lines = printed.rulings(last, LEFT + 1, edge, BOTTOM + 5, DARK)
    assert [thickness for _, thickness in lines] == [
        pytest.approx(0.35, abs=0.04),
        pytest.approx(0.25, abs=0.04),
        pytest.approx(0.35, abs=0.04),
    ]
    top, thickness = lines[-1]
    assert top + thickness == pytest.approx(BOTTOM, abs=0.2)
    left, _, right, _ = printed.ink(last, DARK, (0, top - 0.2, 210, BOTTOM + 1))
    assert (left, right) == (pytest.approx(LEFT, abs=0.2), pytest.approx(RIGHT, abs=0.2))


def test_imprint_is_indented_by_one_character_and_ends_with_a_full_stop(bulletin):
    lines = bulletin.lines(bulletin.result.pages - 1, 14)
    assert lines[0].text.startswith("抄送：")
    assert lines[0].left == pytest.approx(LEFT + 14 / MM, abs=0.3)
    assert lines[-2].text.endswith("。")
    assert lines[-1].text == "云岭县信访局办公室2026年12月1日印发"
    assert lines[-1].right == pytest.approx(RIGHT - 14 / MM, abs=0.3)


# --- 7.5: page numbers --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "bulletin"])
def test_page_number_is_7_mm_below_right_on_odd_and_left_on_even_pages(name):
    printed = sample(name)
    for page in range(printed.result.pages):
        chars = [char for char in printed.pages[page] if char["top"] / MM > BOTTOM + 1]
        assert "".join(char["text"] for char in chars) == f"— {page + 1} —"
        assert {round(char["size"]) for char in chars} == {14}
        dash = chars[0]
        _, top, _, bottom = printed.ink(
            page, DARK, (dash["x0"] / MM, BOTTOM + 1, dash["x1"] / MM, 290)
        )
        assert (top + bottom) / 2 - BOTTOM == pytest.approx(7, abs=0.5)
        if page % 2 == 0:
            assert (RIGHT - chars[-1]["x1"] / MM) * MM == pytest.approx(14, abs=1)
        else:
            assert (chars[0]["x0"] / MM - LEFT) * MM == pytest.approx(14, abs=1)
