"""Lays HTML out and writes the PDF (the only module that uses WeasyPrint).

Imported when the first document is printed: WeasyPrint takes half a second to load, which no other command should wait for.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

#: A document brings its pictures along: nothing is read from disk or network.
ONLY_INLINE = URLFetcher(allowed_protocols=("data",))
#: The font configuration is shared, and Pango's must not be used by two threads at once.
_LOCK = threading.Lock()

for name in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(name).setLevel(logging.ERROR)


class Sheet(NamedTuple):
    """A written file, its pages, and the PostScript names of the fonts in it."""

    content: bytes
    pages: int
    fonts: tuple[str, ...]


def write(html: str, *, tagged: bool = True) -> Sheet:
    """Lay out a page of HTML; the same HTML gives the same bytes. `tagged`: with its structure, for screen readers."""
    names: set[str] = set()

    def finish(_document: Any, pdf: Any) -> None:
        names.update(_font_names(pdf))
        _number_headers(pdf)

    with _LOCK:
        laid_out = weasyprint.HTML(string=html, url_fetcher=ONLY_INLINE).render(
            font_config=_fonts()
        )
        content = laid_out.write_pdf(
            finisher=finish,
            pdf_variant="pdf/ua-1" if tagged else None,
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    return Sheet(content, len(laid_out.pages), tuple(sorted(names)))


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Building it reads fontconfig's tables: once for each process."""
    return FontConfiguration()


def _font_names(pdf: Any) -> Iterator[str]:
    for item in pdf.objects:
        if isinstance(item, dict) and "BaseFont" in item:
            value = item["BaseFont"]
            text = value.decode() if isinstance(value, bytes) else str(value)
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
