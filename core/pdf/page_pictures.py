"""Pictures of the pages of a PDF file, for screens."""

from __future__ import annotations

import io

import pypdfium2

POINTS_PER_INCH = 72


def page_pictures(content: bytes, *, dpi: int = 96) -> list[bytes]:
    """Each page as a PNG file, in order.

    Args:
        content: a PDF file.
        dpi: dots per inch; 96 gives A4 a width of 794 pixels.
    """
    pdf = pypdfium2.PdfDocument(content)
    try:
        return [_png(page, dpi / POINTS_PER_INCH) for page in pdf]
    finally:
        pdf.close()


def _png(page: pypdfium2.PdfPage, scale: float) -> bytes:
    target = io.BytesIO()
    page.render(scale=scale).to_pil().save(target, "PNG")
    return target.getvalue()
