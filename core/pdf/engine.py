"""Renders an official document to PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.template.loader import render_to_string

from core.pdf import faces, fonts, page
from core.pdf.document import Document
from core.pdf.prose import clean


@dataclass(frozen=True)
class RenderedPdf:
    """A printed document.

    Attributes:
        content: the PDF file.
        sha256: hexadecimal digest of `content`; the same document gives the same digest on the same fonts.
        pages: number of pages.
        fonts_used: PostScript names of the embedded fonts, sorted.
        missing_glyphs: characters no installed font has, printed as 〓; "" for nearly every document.
        font_note: Chinese sentence that names the substitutes of licensed fonts, or "".
    """

    content: bytes
    sha256: str
    pages: int
    fonts_used: tuple[str, ...]
    missing_glyphs: str
    font_note: str


def render(document: Document | Mapping[str, Any]) -> RenderedPdf:
    """Print a document after GB/T 9704-2012.

    Args:
        document: a `Document`, or the plain data of one (`Document.to_dict()`, also after JSON).

    Returns:
        The file and what a caller should know about it.

    Raises:
        ValueError: the data is not a document; the message names the field.
    """
    whole = document if isinstance(document, Document) else Document.from_dict(document)
    chosen = fonts.report()
    html = render_to_string(
        f"pdf/{whole.format}.html",
        {**page.context(whole), "fonts": chosen.by_role},
    )
    from core.pdf import press  # slow to load, see there

    sheet = press.write(html)
    return RenderedPdf(
        content=sheet.content,
        sha256=hashlib.sha256(sheet.content).hexdigest(),
        pages=sheet.pages,
        fonts_used=sheet.fonts,
        missing_glyphs=faces.missing(clean(text) for text in _texts(whole)),
        font_note=chosen.note,
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text of a document, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for item in fields(value):
            yield from _texts(getattr(value, item.name))
