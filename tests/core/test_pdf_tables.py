"""Tables and charts over several pages, as they are printed."""

import pytest

from tests.support.pdf import LEFT, RIGHT, Printed, sample
from tests.support.pdf_samples import grouped

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


@pytest.mark.parametrize("first", range(9, 18))
def test_no_page_ends_with_the_name_of_a_group_and_none_begins_with_a_sum_or_a_note(first):
    """The table ends at another row of its first page each time."""
    printed = Printed(grouped(first))
    rows = [[line.text for line in printed.lines(page, 12)] for page in (0, 1)]
    assert rows[0][-1] not in ("乡镇组", "部门组")
    assert rows[1][0].startswith("单位")
    assert not rows[1][1].startswith("小计")
    last = next(at for at in (0, 1) if any(text.startswith("第3办") for text in rows[at]))
    assert any(text.startswith("第1办") for text in rows[last])
    assert "注：各组分别排列。" in printed.text(last)


def test_the_title_of_an_annex_stands_under_its_number_and_above_its_first_note():
    printed = Printed(grouped(20))
    page = next(at for at in range(printed.result.pages) if printed.text(at).startswith("附件1"))
    assert printed.text(page).startswith("附件1口径说明1.")


def test_decimal_points_of_a_column_stand_under_each_other():
    """Each score ends as far from its column's edge as its decimals ask."""
    printed = Printed(grouped(20))
    points = [
        round(char["x0"], 1)
        for char in printed.pages[0]
        if char["text"] == "." and abs(char["size"] - 12) < 0.3
    ]
    assert len(points) >= 5
    assert max(points) - min(points) <= 0.2
