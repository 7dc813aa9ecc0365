"""Renders an official document to PDF (the only module that uses WeasyPrint)."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any

import weasyprint
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from weasyprint.text.fonts import FontConfiguration

from core.pdf import faces, fonts, page
from core.pdf.document import Document
from core.pdf.typeset import clean

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
        {**page.context(whole), "css_fonts": mark_safe(fonts.css_variables(chosen))},  # noqa: S308 (own font names)
    )
    names: set[str] = set()
    laid_out = weasyprint.HTML(string=html, url_fetcher=_refuse).render(font_config=_fonts())
    content = laid_out.write_pdf(
        finisher=lambda _document, pdf: names.update(_font_names(pdf)),
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


def _refuse(url: str, *args: Any, **kwargs: Any) -> Any:
    """A document brings everything along: nothing is read from disk or network."""
    if url.startswith("data:"):
        return weasyprint.default_url_fetcher(url, *args, **kwargs)
    raise ValueError(f"documents load nothing from outside: {url[:80]}")


def _font_names(pdf: Any) -> Iterator[str]:
    for item in pdf.objects:
        if isinstance(item, dict) and "BaseFont" in item:
            yield re.sub(r"^/(?:[A-Z]{6}\+)?", "", _name(item["BaseFont"]))


def _name(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


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
