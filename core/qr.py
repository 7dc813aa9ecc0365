"""QR codes as SVG that needs neither script nor style sheet (the only importer of segno)."""

from __future__ import annotations

import segno


def qr_svg(text: str, *, border: int = 0, sized: bool = False) -> str:
    """Draw a QR code (error correction M) as an `<svg>` element.

    Args:
        text: what a phone reads from it.
        border: white modules around it; 4 where the ground is not white.
        sized: give it a width of four pixels a module; otherwise it fills its frame.
    """
    code = segno.make(text, error="m")
    return str(code.svg_inline(scale=4, border=border, omitsize=not sized))
