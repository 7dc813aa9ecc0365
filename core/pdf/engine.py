"""Renders an official document to PDF (the only module that uses WeasyPrint)."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any

import pydyf
import weasyprint
from django.template.loader import render_to_string
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from core.pdf import faces, fonts, page
from core.pdf.document import Document
from core.pdf.typeset import clean

#: A document brings its pictures along: nothing is read from disk or network.
ONLY_INLINE = URLFetcher(allowed_protocols=("data",))
for name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(name).setLevel(logging.ERROR)


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
    names: set[str] = set()

    def finish(_document: Any, pdf: Any) -> None:
        names.update(_font_names(pdf))
        _number_headers(pdf)

    laid_out = weasyprint.HTML(string=html, url_fetcher=ONLY_INLINE).render(font_config=_fonts())
    content = laid_out.write_pdf(
        finisher=finish,
        pdf_tags=True,
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
    )
    return RenderedPdf(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=len(laid_out.pages),
        fonts_used=tuple(sorted(names)),
        missing_glyphs=faces.missing(clean(text) for text in _texts(whole)),
        font_note=chosen.note,
    )


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Building it reads fontconfig's tables: once for each process."""
    return FontConfiguration()


def _font_names(pdf: Any) -> Iterator[str]:
    for item in pdf.objects:
        if isinstance(item, dict) and "BaseFont" in item:
            name = item["BaseFont"]
            text = name.decode() if isinstance(name, bytes) else str(name)
            yield re.sub(r"^/(?:[A-Z]{6}\+)?", "", text)


def _number_headers(pdf: Any) -> None:
    """Name the headings of tables, which their cells refer to, by number: WeasyPrint names them by address in memory, and the same
    document would never give the same file twice."""
    numbers: dict[str, str] = {}

    def numbered(old: pydyf.String) -> pydyf.String:
        return pydyf.String(numbers.setdefault(str(old.string), f"h{len(numbers) + 1}"))

    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("S") == "/TH" and "ID" in item:
            item["ID"] = numbered(item["ID"])
        elif item.get("S") == "/TD" and "A" in item:
            item["A"]["Headers"] = pydyf.Array(map(numbered, item["A"]["Headers"]))


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
