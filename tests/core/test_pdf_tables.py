"""Tables and charts over several pages, as they are printed."""

import pytest

from tests.support.pdf import LEFT, RIGHT, sample

pytestmark = pytest.mark.xdist_group("pdf")


@pytest.fixture(scope="session")
def plain():
    return sample("plain")


@pytest.fixture(scope="session")
def bulletin():
    return sample("bulletin")


def test_header_repeats_on_each_page_of_a_table(bulletin):
    pages = [
        page
        for page in range(bulletin.result.pages)
        if any(unit in bulletin.text(page) for unit in ("云岭镇", "三江镇", "红岩镇"))
        and "上月名次" in bulletin.text(page)
    ]
    assert len(pages) == 3
    for page in pages:
        text = bulletin.text(page)
        assert text.count("上月名次") == 1
        assert text.count("升降") == 1


def test_every_row_of_a_table_is_printed_once_and_whole(bulletin):
    """The rank, the unit and the score of a row stand on one page, in one line."""
    seen = []
    for page in range(bulletin.result.pages):
        for line in bulletin.lines(page, 12) + bulletin.lines(page, 10.5):
            for rank in range(1, 46):
                score = f"{100 - (rank - 1) / 2:.1f}"
                if line.text.startswith(str(rank)) and score in line.text and len(line.text) < 40:
                    unit = line.text.removeprefix(str(rank))[:2]
                    if unit[0] > "\u4e00":
                        seen.append(rank)
    assert sorted(seen) == list(range(1, 46))


def test_heading_is_never_the_last_line_of_a_page(plain, bulletin):
    for printed in (plain, bulletin):
        for page in range(printed.result.pages):
            last = max(printed.inside(page), key=lambda char: char["top"])
            assert "Hei" not in last["fontname"] or last["size"] < 15


def test_chart_is_drawn_as_curves_inside_the_text_area(bulletin):
    boxes = [box for page in bulletin.shapes for box in page]
    assert len(boxes) > 60
    assert min(left for left, *_ in boxes) >= LEFT - 1
    assert max(left + width for left, _, width, _ in boxes) <= RIGHT + 1
