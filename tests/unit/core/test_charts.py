"""Charts: one definition for the page and for paper."""

import itertools
import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chart_svg import _luminance
from core.charts import KINDS, PALETTE, ChartData, Series, bar, horizontal, line, table_rows

SVG = "{http://www.w3.org/2000/svg}"


def data(**values):
    return ChartData(
        **{
            "title": "各乡镇起数",
            "categories": ("青石镇", "云岭镇", "清水河乡"),
            "series": (
                Series("本月", (12, 3, None), ("/cases?u=1", "/cases?u=2", "")),
                Series("上月", (10, 5, 2)),
            ),
            "unit": "件",
            **values,
        }
    )


def tree(chart):
    return ElementTree.fromstring(chart.svg)


def texts(root):
    return [item.text for item in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_picture_brings_no_script_style_or_outside_address(kind):
    svg = KINDS[kind](data()).svg
    assert not re.search(r"<script|<style|style=|onload|javascript:|<\?xml", svg)
    assert set(re.findall(r"https?://[^\"' )]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_picture_and_its_figures_have_names(kind):
    root = tree(KINDS[kind](data()))
    assert root.get("aria-label") == "各乡镇起数"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "各乡镇起数"
    names = [item.text for item in root.iter(f"{SVG}title")]
    assert "青石镇：12件" in names
    assert "云岭镇：5件" in names


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_same_data_give_the_same_bytes(kind):
    assert KINDS[kind](data()).svg == KINDS[kind](data()).svg


@pytest.mark.parametrize("kind", ["bar", "horizontal", "stacked", "horizontal_stacked", "line"])
def test_figures_with_a_link_open_it(kind):
    links = list(tree(KINDS[kind](data())).iter(f"{SVG}a"))
    assert {item.get("href") for item in links} == {"/cases?u=1", "/cases?u=2"}
    assert {item.get("aria-label") for item in links} == {"青石镇：12件", "云岭镇：3件"}


def test_on_paper_there_are_no_links():
    assert "<a" not in horizontal(data().without_links()).svg


def test_a_picture_with_links_is_no_image_to_a_screen_reader():
    assert tree(bar(data())).get("role") == "group"
    assert tree(bar(data().without_links())).get("role") == "img"


def test_figures_stand_in_a_table_beside_the_picture():
    assert table_rows(data()) == [
        ["", "本月（件）", "上月（件）"],
        ["青石镇", "12", "10"],
        ["云岭镇", "3", "5"],
        ["清水河乡", "—", "2"],
    ]


def test_first_category_stands_on_top_of_a_horizontal_chart():
    root = tree(horizontal(data()))
    heights = {
        item.text: float(item.get("y"))
        for item in root.iter(f"{SVG}text")
        if item.text in data().categories
    }
    assert heights["青石镇"] < heights["云岭镇"] < heights["清水河乡"]


def test_first_series_stands_on_top_within_a_category():
    places = {
        item.find(f"{SVG}title").text: float(item.find(f"{SVG}rect").get("y"))
        for item in tree(horizontal(data().without_links())).iter(f"{SVG}g")
        if item.find(f"{SVG}title") is not None and item.find(f"{SVG}rect") is not None
    }
    assert places["青石镇：12件"] < places["青石镇：10件"] < places["云岭镇：3件"]


def test_a_missing_figure_interrupts_the_line():
    names = ("1月", "2月", "3月", "4月", "5月")
    picture = tree(line(data(categories=names, series=(Series("今年", (1, 2, None, 4, 5)),))))
    paths = [
        item.get("d") for item in picture.iter(f"{SVG}path") if item.get("stroke") == PALETTE[0]
    ]
    assert sum(path.count("M") for path in paths) == 2


def test_long_names_keep_inside_the_picture():
    names = ("云岭县市场监督管理局", "青石镇", "人力资源和社会保障局")
    root = tree(horizontal(data(categories=names)))
    frame = root.find(f".//{SVG}g[@transform]")
    shift = float(re.search(r"translate\(([\d.]+)", frame.get("transform")).group(1))
    for item in root.iter(f"{SVG}text"):
        if item.text in names:
            assert shift + float(item.get("x")) - 15 * len(item.text) >= -1


def test_single_line_prints_its_values_several_do_not():
    single = data(series=(Series("本月", (12, 3, 7)),))
    assert {"12", "3", "7"} <= set(texts(tree(line(single))))
    values = tree(line(data(series=(Series("甲", (13, 3, 7)), Series("乙", (11, 4, 6))))))
    assert "13" not in texts(values)


def test_neighbouring_colours_differ_on_a_grey_print():
    lightness = [_luminance(colour) for colour in PALETTE[:4]]
    for above, below in itertools.pairwise(lightness):
        assert abs(above - below) > 0.12


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize(
    "series",
    [
        (),
        (Series("空", ()),),
        (Series("零", (0,)),),
        (Series("无", (None,)),),
        (Series("负", (-3,)),),
    ],
)
def test_empty_and_odd_data_are_drawn(kind, series):
    categories = ("甲",) if series and series[0].values else ()
    chart = KINDS[kind](ChartData("空", categories, series))
    assert chart.svg.startswith("<svg")


@pytest.mark.parametrize("series", [(Series("甲", (1, 2)),), (Series("甲", (1, 2, 3), ("/a",)),)])
def test_lists_of_unlike_length_are_refused(series):
    with pytest.raises(ValueError, match="for 3"):
        data(series=series)


def test_markup_in_names_is_text():
    svg = bar(data(title='<b>"甲"</b>', categories=("<i>", "&amp;", "'"))).svg
    assert "<b>" not in svg
    assert "<i>" not in svg


def test_definition_survives_json():
    assert ChartData.from_dict(json.loads(json.dumps(data().to_dict()))) == data()


@given(
    st.lists(st.floats(min_value=0, max_value=1e6, allow_nan=False), min_size=1, max_size=24),
    st.sampled_from(sorted(KINDS)),
)
def test_any_figures_are_drawn_as_well_formed_pictures(values, kind):
    names = tuple(f"单位{at}" for at in range(len(values)))
    root = tree(KINDS[kind](ChartData("任意", names, (Series("件数", tuple(values)),))))
    assert root.tag == f"{SVG}svg"
