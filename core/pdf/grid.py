"""Keeps the 22-line grid of GB/T 9704-2012 when a line mixes fonts.

A line box is as high as its tallest font needs, even under a fixed line height, because fonts sit at different heights on the
baseline: one rare character of a name, taken from a fallback font, made its line 31 pt instead of 28.99 pt, and the page lost its
last line. So the text of each block is put into an inline element of no height (class `ink` in gbt9704.css); only the block itself,
always in its own font, then decides how high its lines are.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

#: Elements whose direct text is set on lines of a fixed height.
TEXT_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "li", "caption", "figcaption", "dt", "dd"}
)
INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "br",
        "em",
        "i",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "wbr",
    }
)
INK_CLASS = "ink"


def wrap_text(root: Element) -> None:
    """Put the inline content of every text block below `root` into `<span class="ink">`, in place."""
    for element in root.iter():
        if element.tag in TEXT_BLOCKS and _is_inline_only(element):
            _wrap(element)


def _is_inline_only(element: Element) -> bool:
    has_content = bool((element.text or "").strip()) or len(element) > 0
    return has_content and all(child.tag in INLINE for child in element)


def _wrap(element: Element) -> None:
    ink = Element("span", {"class": INK_CLASS})
    ink.text, element.text = element.text, None
    for child in list(element):
        element.remove(child)
        ink.append(child)
    element.append(ink)
