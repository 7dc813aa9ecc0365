"""Measures a printed document: characters, lines of text, ruled and red elements, in millimetres from the page's top left corner."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pdfplumber
import pypdfium2
from pypdf import PdfReader

from core.pdf import Document, RenderedPdf, render
from tests.support import pdf_samples

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
DPI = 200


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
    def pages(self) -> list[list[dict[str, Any]]]:
        """The characters of each page."""
        with pdfplumber.open(io.BytesIO(self.result.content)) as pdf:
            return [list(page.chars) for page in pdf.pages]

    @cached_property
    def rules(self) -> list[list[tuple[float, float, float, float]]]:
        """Filled boxes of each page as (left, top, width, height): the lines of tables and of the 版记."""
        with pdfplumber.open(io.BytesIO(self.result.content)) as pdf:
            return [
                [
                    (
                        item["x0"] / MM,
                        item["top"] / MM,
                        (item["x1"] - item["x0"]) / MM,
                        (item["bottom"] - item["top"]) / MM,
                    )
                    for item in [*page.rects, *page.lines, *page.curves]
                ]
                for page in pdf.pages
            ]

    def text(self, page: int) -> str:
        """Text of a page as pypdf extracts it, without blanks."""
        return "".join(self.reader.pages[page].extract_text().split())

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
        self, page: int, x: float, top: float, bottom: float, wanted: Callable[..., bool]
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
        found: list[tuple[float, float]] = []
        begun = None
        for y in range(image.height + 1):
            is_on = y < image.height and wanted(*image.getpixel((0, y)))
            if is_on and begun is None:
                begun = y
            elif not is_on and begun is not None:
                found.append((top + begun / fine / MM, (y - begun) / fine / MM))
                begun = None
        return found

    def ink(
        self, page: int, wanted: Callable[[int, int, int], bool], area: tuple[float, ...] = ()
    ) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of the pixels of a colour in an area (left, top, right, bottom)."""
        image = picture(self.result.content, page)
        left, top, right, bottom = area or (0, 0, 210, 297)
        scale = DPI / 25.4
        box = (int(left * scale), int(top * scale), int(right * scale), int(bottom * scale))
        part = image.crop(box)
        width, _ = part.size
        pixels = part.tobytes()
        hits = [
            at // 3
            for at in range(0, len(pixels), 3)
            if wanted(pixels[at], pixels[at + 1], pixels[at + 2])
        ]
        xs = [at % width for at in hits]
        ys = [at // width for at in hits]
        return (
            left + min(xs) / scale,
            top + min(ys) / scale,
            left + (max(xs) + 1) / scale,
            top + (max(ys) + 1) / scale,
        )


@lru_cache(maxsize=16)
def picture(content: bytes, page: int) -> Any:
    """A page as an RGB image of 200 dots per inch."""
    pdf = pypdfium2.PdfDocument(content)
    try:
        return pdf[page].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        pdf.close()


def is_red(red: int, green: int, blue: int) -> bool:
    return red > 180 and green < 140 and blue < 140


def is_dark(red: int, green: int, blue: int) -> bool:
    return red < 120 and green < 120 and blue < 120


@lru_cache(maxsize=8)
def sample(name: str) -> Printed:
    """A document of `pdf_samples`, rendered once for each process."""
    return Printed(getattr(pdf_samples, name)())
