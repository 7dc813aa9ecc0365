"""Finishes the SVG of a chart: colours as attributes instead of a style sheet, and names for those who cannot see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from core.charts import ChartData

SVG_NS = "http://www.w3.org/2000/svg"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
#: Faces of the screen first, then those of scripts/fonts.sh that WeasyPrint uses.
FONT_FAMILY = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif"
)
INK = "#1a1a1a"
GRID = "#c8c8c8"
LABEL_SIZE = 15
VALUE_SIZE = 14
NO_DATA_SIZE = 20

ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def serialize(root: ElementTree.Element) -> str:
    """The picture as text, with plain `<svg>` tags, as a web page needs them.

    The empty prefix is taken each time: other libraries (WeasyPrint) claim it for their own names.
    """
    ElementTree.register_namespace("", SVG_NS)
    return ElementTree.tostring(root, encoding="unicode")


class Painter:
    """Turns pygal's drawing, which is coloured by a style sheet, into one coloured by attributes, with names for readers."""

    def __init__(
        self, root: ElementTree.Element, data: ChartData, colours: tuple[str, ...], *, is_line: bool
    ) -> None:
        self.root = root
        self.data = data
        self.colours = colours
        self.is_line = is_line

    def paint(self) -> None:
        self._strip(self.root)
        self._paint(self.root, ())
        self._describe()

    def _strip(self, parent: ElementTree.Element) -> None:
        for child in list(parent):
            tag = _tag(child)
            if tag in ("defs", "title", "script", "style") or "tooltip-overlay" in child.get(
                "class", ""
            ):
                parent.remove(child)
            else:
                self._strip(child)

    def _paint(self, element: ElementTree.Element, path: tuple[str, ...]) -> None:
        classes = tuple(element.get("class", "").split())
        handler = getattr(self, f"_paint_{_tag(element)}", None)
        if handler:
            handler(element, classes, path)
        marked = element if _tag(element) == "a" else None
        if {"bar", "dots"} & set(classes) or marked is not None:
            self._name_figure(element)
        for child in list(element):
            self._paint(child, path + classes)
        for name in ("class", "id", "target"):
            element.attrib.pop(name, None)

    def _paint_rect(
        self, element: ElementTree.Element, classes: tuple[str, ...], path: tuple[str, ...]
    ) -> None:
        colour = self._colour(classes + path)
        element.set("fill", "#ffffff" if "background" in classes else colour or "none")
        if (
            "width" not in element.attrib or "height" not in element.attrib
        ):  # pygal leaves out a zero
            element.set("width", element.get("width", "0"))
            element.set("height", element.get("height", "0"))

    def _paint_circle(
        self, element: ElementTree.Element, classes: tuple[str, ...], path: tuple[str, ...]
    ) -> None:
        element.set("fill", self._colour(classes + path) or INK)

    def _paint_path(
        self, element: ElementTree.Element, classes: tuple[str, ...], path: tuple[str, ...]
    ) -> None:
        element.set("fill", "none")
        colour = self._colour(classes + path)
        if colour:
            element.set("stroke", colour)
            element.set("stroke-width", "2.5")
            return
        across = "horizontal" if "horizontal" in path else "vertical"
        is_category_guide = "guide" in classes and ("x" if across == "vertical" else "y") in path
        element.set("stroke", "none" if is_category_guide else GRID if "guide" in classes else INK)
        element.set("stroke-width", "1")

    def _paint_text(
        self, element: ElementTree.Element, classes: tuple[str, ...], path: tuple[str, ...]
    ) -> None:
        size = (
            VALUE_SIZE
            if "value" in classes
            else NO_DATA_SIZE
            if "no_data" in classes
            else LABEL_SIZE
        )
        element.set("font-size", str(size))
        element.set("fill", INK)
        if "value" in classes:
            self._place_value(element, path)
        elif "no_data" in classes:
            element.set("text-anchor", "middle")
        elif "axis" in path:
            slanted = "transform" in element.attrib
            element.set("text-anchor", "end" if "y" in path else "start" if slanted else "middle")

    def _place_value(self, element: ElementTree.Element, path: tuple[str, ...]) -> None:
        """Values inside a dark bar are white; values of single bars stand beside or above the bar."""
        stacked_bars = any("stackedbar" in name for name in path)
        colour = self._colour(path) or "#ffffff"
        if stacked_bars and _luminance(colour) < 0.4:
            element.set("fill", "#ffffff")
        if stacked_bars and float(element.text or 0) == 0:
            element.text = ""  # a part of nothing has no room for its nought
        element.set(
            "text-anchor", "start" if "horizontal" in path and not stacked_bars else "middle"
        )

    def _name_figure(self, element: ElementTree.Element) -> None:
        """Give a bar or dot its tooltip and a line's dot its printed value; drop pygal's script data."""
        notes = {
            child.get("class", "").split(" ")[0]: child
            for child in element
            if _tag(child) == "desc"
        }
        label, value = notes.get("x_label"), notes.get("value")
        for child in notes.values():
            element.remove(child)
        for child in [child for child in element if _tag(child) == "desc"]:
            element.remove(child)
        if label is None or value is None:
            return
        name = f"{label.text}：{value.text}{self.data.unit}"
        if _tag(element) == "a":
            element.set("href", element.attrib.pop(XLINK_HREF, ""))
            element.set("aria-label", name)
        title = ElementTree.Element(f"{{{SVG_NS}}}title")
        title.text = name
        element.insert(0, title)
        self._label_dot(element, value.text or "")

    def _label_dot(self, element: ElementTree.Element, value: str) -> None:
        if not self.is_line or len(self.data.series) > 1 or len(self.data.categories) > 13:
            return
        for circle in [child for child in element if _tag(child) == "circle"]:
            above = float(circle.get("cy", "0")) - 9
            text = ElementTree.SubElement(
                element, f"{{{SVG_NS}}}text", {"x": circle.get("cx", "0"), "y": f"{above:.2f}"}
            )
            text.set("class", "value")
            text.text = value

    def _colour(self, classes: tuple[str, ...]) -> str:
        for name in classes:
            found = re.fullmatch(r"color-(\d+)", name)
            if found and self.colours:
                return self.colours[int(found[1]) % len(self.colours)]
        return ""

    def _describe(self) -> None:
        root = self.root
        has_links = any(link for series in self.data.series for link in series.links)
        root.set(
            "role", "group" if has_links else "img"
        )  # the links inside an image would not be announced
        root.set("aria-label", self.data.title)
        _, _, width, height = root.get("viewBox", "0 0 0 0").split()
        root.set("font-family", FONT_FAMILY)
        root.set("width", width)
        root.set("height", height)
        title = ElementTree.Element(f"{{{SVG_NS}}}title")
        title.text = self.data.title
        root.insert(0, title)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _luminance(colour: str) -> float:
    """Perceived lightness of "#rrggbb", 0 black to 1 white."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
