"""Measures a printed document: characters, lines of text, ruled and red elements, in millimetres from the page's top left corner."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pdfplumber
import pypdfium2
from PIL import ImageChops
from pypdf import PdfReader

from core.pdf import Document, RenderedPdf, render
from tests.support import pdf_samples

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
DPI = 200
Box = tuple[float, float, float, float]
Colour = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
RED: Colour = ((180, 255), (0, 140), (0, 140))
DARK: Colour = ((0, 120), (0, 120), (0, 120))


@dataclass(frozen=True)
class TextLine:
    """Characters on one baseline; measures in millimetres."""

    text: str
    left: float
    right: float
    middle: float
    size: float


class Printed:
    """A rendered document and what can be measured on it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.result: RenderedPdf = render(document)

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.result.content))

    @cached_property
    def _parsed(self) -> list[tuple[list[dict[str, Any]], list[Box]]]:
        with pdfplumber.open(io.BytesIO(self.result.content)) as pdf:
            return [
                (page.chars, [_box(item) for item in [*page.rects, *page.lines, *page.curves]])
                for page in pdf.pages
            ]

    @property
    def pages(self) -> list[list[dict[str, Any]]]:
        """The characters of each page."""
        return [chars for chars, _ in self._parsed]

    @property
    def shapes(self) -> list[list[Box]]:
        """The drawn shapes of each page as (left, top, width, height)."""
        return [boxes for _, boxes in self._parsed]

    def text(self, page: int) -> str:
        """Text of a page in the order it is written, without blanks."""
        return "".join("".join(char["text"] for char in self.pages[page]).split())

    def inside(self, page: int) -> list[dict[str, Any]]:
        """Characters of a page above the page number's line."""
        return [char for char in self.pages[page] if char["top"] < BOTTOM * MM]

    def lines(self, page: int, size: float = 16.0) -> list[TextLine]:
        """Lines of type of about `size` points, from the top down."""
        rows: dict[int, list[dict[str, Any]]] = {}
        for char in self.inside(page):
            if abs(char["size"] - size) < 0.3:
                baseline = char["matrix"][5]
                key = next((at for at in rows if abs(at - baseline) < 2), round(baseline))
                rows.setdefault(key, []).append(char)
        found = []
        for chars in rows.values():
            chars.sort(key=lambda char: char["x0"])
            found.append(
                TextLine(
                    "".join(char["text"] for char in chars),
                    chars[0]["x0"] / MM,
                    chars[-1]["x1"] / MM,
                    (chars[0]["top"] + chars[0]["bottom"]) / 2 / MM,
                    chars[0]["size"],
                )
            )
        return sorted(found, key=lambda line: line.middle)

    def rulings(
        self, page: int, x: float, top: float, bottom: float, wanted: Colour
    ) -> list[tuple[float, float]]:
        """The horizontal lines crossed going down at `x`, as (top, thickness)."""
        fine = 1200 / 72
        height = 297 * MM
        pdf = pypdfium2.PdfDocument(self.result.content)
        try:
            crop = (x * MM, height - bottom * MM, 210 * MM - x * MM - 0.2, top * MM)
            image = pdf[page].render(scale=fine, crop=crop).to_pil().convert("RGB")
        finally:
            pdf.close()
        column = mask(image, wanted).crop((0, 0, 1, image.height)).tobytes()
        found: list[tuple[float, float]] = []
        begun = None
        for y, value in enumerate([*column, 0]):
            if value and begun is None:
                begun = y
            elif not value and begun is not None:
                found.append((top + begun / fine / MM, (y - begun) / fine / MM))
                begun = None
        return found

    def ink(self, page: int, wanted: Colour, area: tuple[float, ...] = ()) -> Box:
        """(left, top, right, bottom) of the pixels of a colour in an area (left, top, right, bottom)."""
        left, top, right, bottom = area or (0, 0, 210, 297)
        scale = DPI / 25.4
        box = (int(left * scale), int(top * scale), int(right * scale), int(bottom * scale))
        found = mask(picture(self.result.content, page).crop(box), wanted).getbbox()
        assert found, f"nothing of this colour in {area} of page {page + 1}"
        x, y, x_end, y_end = (value / scale for value in found)
        return left + x, top + y, left + x_end, top + y_end


def _box(item: dict[str, Any]) -> Box:
    x, y = item["x0"] / MM, item["top"] / MM
    return x, y, item["x1"] / MM - x, item["bottom"] / MM - y


def mask(image: Any, wanted: Colour) -> Any:
    """The image in white where each channel lies in its range, black elsewhere."""
    channels = [
        channel.point([255 if low <= value <= high else 0 for value in range(256)])
        for channel, (low, high) in zip(image.split(), wanted, strict=True)
    ]
    return ImageChops.darker(ImageChops.darker(channels[0], channels[1]), channels[2])


@lru_cache(maxsize=16)
def picture(content: bytes, page: int) -> Any:
    """A page as an RGB image of 200 dots per inch."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        return pdf[page].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        pdf.close()


@lru_cache(maxsize=8)
def sample(name: str) -> Printed:
    """A document of `pdf_samples`, rendered once for each process."""
    return Printed(getattr(pdf_samples, name)())
