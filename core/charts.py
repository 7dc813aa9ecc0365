"""Charts as SVG: one definition for the page and for the printed document (the only importer of pygal).

Each function takes `ChartData` and returns `Chart(svg, rows)`: the picture, and the same figures as a table for those who cannot
see it. The SVG carries no script and no style sheet (the pages' content security policy allows neither): pygal lays the chart out, then
every element gets its colours as attributes. The same data always give the same bytes, as a frozen document needs.

Colours differ in lightness as well as in hue, so that the series stay apart on a black-and-white print.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pygal
from pygal.style import Style

from core.chart_svg import FONT_FAMILY, LABEL_SIZE, NO_DATA_SIZE, VALUE_SIZE, Painter, serialize
from core.text import display_width

# pygal adds an import hook of the style Python dropped, which makes every later failed import warn.
sys.meta_path[:] = [hook for hook in sys.meta_path if type(hook).__name__ != "PluginImportFixer"]

PALETTE = ("#1f4e79", "#c8741f", "#9cc3e6", "#5b7f3a", "#c9b458", "#7a5195", "#b0b0b0", "#a23b3b")
WIDTH = 720
SMALL_WIDTH = 400
#: Pixels given to one bar of a horizontal chart, and to the axis and legend below it.
BAR_PITCH = 21
FRAME_HEIGHT = 70
#: Width of any character in em, as pygal reckons.
PYGAL_CHAR_WIDTH = 0.6
MISSING = "—"


@dataclass(frozen=True)
class Series:
    """One row of figures.

    Attributes:
        name: legend.
        values: one figure per category; None where there is none (drawn as a gap, printed as a dash).
        links: address each figure opens, parallel to `values`, or empty.
    """

    name: str
    values: tuple[float | None, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChartData:
    """What a chart shows.

    Attributes:
        title: accessible name; printed in the caption, not inside the picture.
        categories: names along the axis (units, months).
        series: the rows of figures.
        unit: unit of the figures, such as "件" or "%".
        decimals: decimal places of the figures.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    decimals: int = 0

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"series {series.name!r} has {len(series.values)} values for {len(self.categories)} categories"
                )
            if series.links and len(series.links) != len(series.values):
                raise ValueError(
                    f"series {series.name!r} has {len(series.links)} links for {len(series.values)} values"
                )

    def to_dict(self) -> dict[str, Any]:
        """Plain data that `from_dict` reads back (for frozen documents)."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ChartData:
        """Build from `to_dict` data, also after a round trip through JSON."""
        rows = tuple(
            Series(row["name"], tuple(row["values"]), tuple(row.get("links", ())))
            for row in data["series"]
        )
        return cls(
            data["title"],
            tuple(data["categories"]),
            rows,
            data.get("unit", ""),
            data.get("decimals", 0),
        )

    def without_links(self) -> ChartData:
        """The same chart for paper."""
        rows = tuple(Series(row.name, row.values) for row in self.series)
        return ChartData(self.title, self.categories, rows, self.unit, self.decimals)

    def text(self, value: float | None) -> str:
        """A figure as printed, without its unit."""
        return MISSING if value is None else f"{value:.{self.decimals}f}"


class Chart(NamedTuple):
    """A drawn chart.

    Attributes:
        svg: the picture, an `<svg>` element without XML declaration.
        rows: the figures as a table; the first row is the heading.
    """

    svg: str
    rows: list[list[str]]


def bar(data: ChartData) -> Chart:
    """Upright bars side by side: few categories, compared."""
    return _draw(pygal.Bar, data, height=320)


def stacked(data: ChartData) -> Chart:
    """Upright bars stacked: a whole and its parts."""
    return _draw(pygal.StackedBar, data, height=320)


def line(data: ChartData) -> Chart:
    """Lines from zero: a course over time."""
    return _draw(
        pygal.Line, data, height=320, show_dots=True, dots_size=3.5, allow_interruptions=True
    )


def small_line(data: ChartData) -> Chart:
    """The same lines for a narrow column: drawn half as wide, so that the words stay readable; every third name."""
    return _draw(
        pygal.Line,
        data,
        height=230,
        width=SMALL_WIDTH,
        show_dots=True,
        dots_size=3,
        allow_interruptions=True,
        x_labels_major=list(data.categories[-1::-3]),
        show_minor_x_labels=False,
    )


def horizontal(data: ChartData) -> Chart:
    """Bars lying down, first category on top: many units with long names."""
    bars = max(1, len(data.categories)) * max(1, len(data.series))
    return _draw(
        pygal.HorizontalBar, _top_down(data), height=FRAME_HEIGHT + BAR_PITCH * bars, rows_of=data
    )


def horizontal_stacked(data: ChartData) -> Chart:
    """Stacked bars lying down, first category on top."""
    height = FRAME_HEIGHT + int(BAR_PITCH * 1.2 * max(1, len(data.categories)))
    return _draw(
        pygal.HorizontalStackedBar,
        _top_down(data),
        height=height,
        rows_of=data,
    )


#: Kinds of chart a document may name.
KINDS: dict[str, Callable[[ChartData], Chart]] = {
    "bar": bar,
    "line": line,
    "small_line": small_line,
    "stacked": stacked,
    "horizontal": horizontal,
    "horizontal_stacked": horizontal_stacked,
}


def table_rows(data: ChartData) -> list[list[str]]:
    """The figures of a chart as a table, heading first."""
    suffix = f"（{data.unit}）" if data.unit else ""
    heading = ["", *(series.name + suffix for series in data.series)]
    body = [
        [category, *(data.text(series.values[index]) for series in data.series)]
        for index, category in enumerate(data.categories)
    ]
    return [heading, *body]


def _top_down(data: ChartData) -> ChartData:
    """pygal draws the categories of horizontal bars from the bottom up; readers read from the top down."""
    rows = tuple(Series(row.name, row.values[::-1], row.links[::-1]) for row in data.series)
    return ChartData(data.title, data.categories[::-1], rows, data.unit, data.decimals)


def _draw(
    kind: type,
    data: ChartData,
    *,
    height: int,
    width: int = WIDTH,
    rows_of: ChartData | None = None,
    **options: Any,
) -> Chart:
    shown = rows_of or data
    colours = [PALETTE[index % len(PALETTE)] for index in range(len(data.series))]
    chart = kind(
        width=width,
        height=height + (_label_room(kind, data) if width == WIDTH else 0),
        js=[],
        style=_style(tuple(colours)),
        show_legend=len(data.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=min(4, len(data.series)) or 1,
        legend_box_size=13,
        truncate_legend=-1,
        truncate_label=-1,
        x_label_rotation=40 if width == WIDTH and _label_room(kind, data) else 0,
        print_values=kind is not pygal.Line,
        print_zeroes=True,
        print_values_position="top" if kind in (pygal.Bar, pygal.HorizontalBar) else "center",
        include_x_axis=True,
        min_scale=3,
        max_scale=7,
        margin=12,
        margin_left=12 + _label_overhang(kind, data),
        spacing=8,
        formatter=shown.text,
        no_data_text="暂无数据",
        **options,
    )
    chart.uuid = "chart"
    chart.title = None
    chart.x_labels = list(data.categories)
    chart.range = _range(kind, data)
    for row in data.series:
        links = row.links or ("",) * len(row.values)
        chart.add(
            row.name,
            [
                {"value": value, "xlink": {"href": link}} if link else value
                for value, link in zip(row.values, links, strict=True)
            ],
        )
    root = ElementTree.fromstring(chart.render(is_unicode=False))  # noqa: S314 (pygal wrote it)
    Painter(root, shown, tuple(colours), is_line=kind is pygal.Line).paint()
    return Chart(serialize(root), table_rows(shown))


def _range(kind: type, data: ChartData) -> tuple[float, float] | None:
    """From zero to a little above the highest figure, so that its label has room; None leaves it to pygal."""
    rows = [[value or 0 for value in series.values] for series in data.series]
    if kind in (pygal.StackedBar, pygal.HorizontalStackedBar):
        rows = [[sum(column) for column in zip(*rows, strict=True)]] if rows else []
    figures = [value for row in rows for value in row]
    if not figures or min(figures) < 0 or max(figures) == 0:
        return None
    return 0, max(figures) * 1.08


def _label_room(kind: type, data: ChartData) -> int:
    """Extra height for slanted names when the names of upright bars do not fit side by side."""
    if kind in (pygal.HorizontalBar, pygal.HorizontalStackedBar) or not data.categories:
        return 0
    longest = max(display_width(name) for name in data.categories) * LABEL_SIZE
    return 0 if longest * len(data.categories) < WIDTH * 0.85 else int(longest * 0.5)


def _label_overhang(kind: type, data: ChartData) -> int:
    """Room at the left that pygal does not leave: it takes a Han character for as narrow as a letter."""
    if kind not in (pygal.HorizontalBar, pygal.HorizontalStackedBar):
        return 0
    return int(
        max(
            (display_width(name) * LABEL_SIZE - len(name) * LABEL_SIZE * PYGAL_CHAR_WIDTH)
            for name in (*data.categories, "")
        )
    )


def _style(colours: tuple[str, ...]) -> Style:
    return Style(
        background="#ffffff",
        plot_background="#ffffff",
        colors=colours or PALETTE,
        font_family=FONT_FAMILY,
        label_font_size=LABEL_SIZE,
        major_label_font_size=LABEL_SIZE,
        legend_font_size=LABEL_SIZE,
        value_font_size=VALUE_SIZE,
        no_data_font_size=NO_DATA_SIZE,
    )
