"""Scans and photographs, made ready to be printed on a page."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image as Pillow
from PIL import ImageOps, ImageSequence

from core.pdf.bundle import Unreadable

#: Pixels of the longer side: 200 dots per inch over the height of the text.
LONGEST = 1900
QUALITY = 82
MOST_FRAMES = 50


@dataclass(frozen=True)
class Picture:
    """One picture upright as a JPEG in base64, with its width and height in pixels."""

    jpeg: str
    width: int
    height: int

    def width_within(self, width: float, height: float) -> float:
        """The widest it may be printed within a box, the same unit for both (millimetres)."""
        return min(width, height * self.width / self.height)


def pictures(file: bytes) -> list[Picture]:
    """The pages of a picture file, turned as they were taken; of an animation only the first.

    Raises:
        Unreadable: no picture, a broken one, or one of a size that only an attack has.
    """
    try:
        with Pillow.open(io.BytesIO(file)) as opened:
            return list(_frames(opened))
    except Exception as error:  # what a stranger handed in can break a decoder in any way
        raise Unreadable(f"{type(error).__name__}: {error}") from error


def _frames(opened: Pillow.Image) -> Iterator[Picture]:
    is_scan = opened.format == "TIFF"
    for number, frame in enumerate(ImageSequence.Iterator(opened)):
        if number >= (MOST_FRAMES if is_scan else 1):
            return
        yield _ready(frame)


def _ready(frame: Pillow.Image) -> Picture:
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "P"):
        layered = upright.convert("RGBA")
        paper = Pillow.new("RGBA", layered.size, "white")
        upright = Pillow.alpha_composite(paper, layered)
    flat = upright.convert("RGB")
    flat.thumbnail((LONGEST, LONGEST))
    target = io.BytesIO()
    flat.save(target, "JPEG", quality=QUALITY)
    jpeg = base64.b64encode(target.getvalue()).decode()
    return Picture(jpeg, flat.width, flat.height)
