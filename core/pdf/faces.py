"""What the installed fonts can print, and how wide: read from the font files themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache

from core.pdf import fonts
from core.text import display_width

logger = logging.getLogger(__name__)

#: Printed for a character that no installed font has: the printer's mark for a missing type.
GETA = "〓"
#: A Han character reaches from here above to here below the baseline, in em.
HAN_TOP, HAN_BOTTOM = 0.85, 0.08
USE_TYPO_METRICS = 1 << 7
BOLD_FROM = 180  # fontconfig's weight of a bold face is 200
#: Characters that leave no mark: they need no glyph.
BLANK = frozenset(" \u00a0\u2003\u3000\u200b\n\t")


class Face:
    """One font file: which characters it has, and their widths in em."""

    def __init__(self, file: fonts.FontFile) -> None:
        from fontTools.ttLib import TTFont  # slow to load, and needed only to print

        with TTFont(file.path, fontNumber=file.number, lazy=True) as font:
            self.cmap: dict[int, str] = font.getBestCmap() or {}
            self._metrics = font["hmtx"].metrics
            self._em = font["head"].unitsPerEm
            self._up, self._down = font["hhea"].ascent, -font["hhea"].descent
            if font["OS/2"].fsSelection & USE_TYPO_METRICS:
                self._up, self._down = font["OS/2"].sTypoAscender, -font["OS/2"].sTypoDescender

    def width(self, char: str) -> float | None:
        """Advance width in em, or None when the font lacks the character."""
        glyph = self.cmap.get(ord(char))
        return None if glyph is None else self._metrics[glyph][0] / self._em

    @property
    def baseline(self) -> float:
        """Where the baseline of a line of height 1 em lies below its top, in em."""
        return (1 + (self._up - self._down) / self._em) / 2


@lru_cache(maxsize=32)
def _face(family: str, bold: bool) -> Face | None:
    files = (fonts.installed_fonts() or {}).get(family, [])
    if not files:
        return None
    wanted = [file for file in files if (file.weight >= BOLD_FROM) == bold] or files
    try:
        return Face(min(wanted, key=lambda file: (abs(file.weight - (200 if bold else 80)), file)))
    except Exception:  # whatever a broken font file does, the next one in the chain is asked
        logger.exception("font %s cannot be read", family)
        return None


@lru_cache(maxsize=8)
def _role(key: str) -> fonts.RoleFont:
    return next(item for item in fonts.report().roles if item.role.key == key)


@lru_cache(maxsize=65536)
def width(char: str, role: str) -> float | None:
    """Width of a character in em in the font chain of a role, or None when no font of the chain has it.

    Args:
        char: one character.
        role: key of `fonts.ROLES`.
    """
    chain = _chain(role)
    for face in chain:
        found = face.width(char)
        if found is not None:
            return found
    return None if chain else display_width(char)  # no font file can be read: trust the library


@lru_cache(maxsize=8)
def _chain(role: str) -> tuple[Face, ...]:
    chosen = _role(role)
    faces = (
        _face(family, family == chosen.family and chosen.weight == "bold")
        for family in chosen.families
    )
    return tuple(face for face in faces if face)


@lru_cache(maxsize=8)
def han_extent(role: str) -> tuple[float, float]:
    """Where Han characters begin and end below the top of a line of height 1 em, in em, in the font of a role."""
    chosen = _role(role)
    face = _face(chosen.family, chosen.weight == "bold")
    baseline = face.baseline if face else HAN_TOP
    return baseline - HAN_TOP, baseline + HAN_BOTTOM


def missing(text: Iterable[str], role: str = "fangsong") -> str:
    """The different characters of `text` that no font of the chain can print, in order of code point."""
    chars = {char for part in text for char in part} - BLANK
    return "".join(sorted(char for char in chars if width(char, role) is None))


def printable(text: str, role: str = "fangsong") -> str:
    """`text` with the printer's mark 〓 for each character that no font of the chain can print."""
    absent = missing([text], role)
    return text.translate(dict.fromkeys(map(ord, absent), GETA)) if absent else text
