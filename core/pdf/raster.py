"""Vector pictures as PNG files, for documents that cannot hold SVG."""

from __future__ import annotations

import base64
import io
import re
import threading

import pypdfium2

#: Dots per inch of a picture that will be printed.
DPI = 220
#: PDFium must not be used by two threads at once.
_LOCK = threading.Lock()
_BOX = re.compile(r'viewBox="([\d.\s,+-]+)"')
_SIZE = re.compile(r"<svg[^>]*?\bwidth=\"([\d.]+)(?:px)?\"[^>]*?\bheight=\"([\d.]+)(?:px)?\"", re.S)


def svg_to_png(svg: str, *, width: float, dpi: int = DPI) -> bytes:
    """Draw an SVG element with the fonts of this machine, as the PDF does.

    Args:
        svg: the element, with a `viewBox` or a width and height.
        width: millimetres it will take.
        dpi: resolution at that width.

    Raises:
        ValueError: the picture says nothing of its proportions.
    """
    from core.pdf import press  # slow to load, see there

    height = width * _proportion(svg)
    source = base64.b64encode(svg.encode()).decode()
    html = (
        f"<style>@page{{size:{width}mm {height:.3f}mm;margin:0}}body{{margin:0}}"
        f"img{{display:block;width:{width}mm;height:{height:.3f}mm}}</style>"
        f'<img src="data:image/svg+xml;base64,{source}">'
    )
    sheet = press.write(html, tagged=False)
    with _LOCK:
        pages = pypdfium2.PdfDocument(sheet.content)
        try:
            picture = pages[0].render(scale=dpi / 72).to_pil()
        finally:
            pages.close()
    target = io.BytesIO()
    picture.quantize(64).save(target, "PNG", optimize=True, dpi=(dpi, dpi))
    return target.getvalue()


def _proportion(svg: str) -> float:
    """Height of a picture as a part of its width."""
    if box := _BOX.search(svg):
        _x, _y, wide, high = (float(part) for part in re.split(r"[\s,]+", box[1].strip()))
    elif size := _SIZE.search(svg):
        wide, high = float(size[1]), float(size[2])
    else:
        raise ValueError("the picture has neither viewBox nor size")
    return high / wide
