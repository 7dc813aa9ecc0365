"""Text as official documents set it: what can be printed, how wide it is, lines composed on the grid of GB/T 9704-2012."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.pdf import faces
from core.pdf.lines import CLOSING, Line, Run, compose, marks

POINT_MM = 25.4 / 72
#: The text area: 156 mm of 28 characters, 225 mm of 22 lines (5.2.3).
TEXT_WIDTH = 156 / POINT_MM
SIZE = 16.0
SPACING = (TEXT_WIDTH - 28 * SIZE) / 27
CELL = SIZE + SPACING
PITCH = 28.99
NOTE_SIZE = 12.0
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def clean(text: str) -> str:
    """Text as it can be printed: no control or invisible characters, composed accents, one kind of blank."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub(" ", text).replace("\u00a0", " ")
    return re.sub(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef\u200d]", "", text)


def measure(char: str, role: str) -> float:
    """Width of a character in em."""
    if unicodedata.combining(char):
        return 0.0
    found = faces.width(char, role)
    return 1.0 if found is None else found


def lines_html(lines: Iterable[Line]) -> SafeString:
    """Composed lines as HTML, each a `<span class="ln">`."""
    return mark_safe("<br>".join(_line_html(line) for line in lines))  # noqa: S308 (texts are escaped)


def _line_html(line: Line) -> str:
    narrowed = set(marks(line.glyphs)) if line.squeeze else set()
    pieces: list[tuple[str, str, str]] = []  # role, text, style
    for at, glyph in enumerate(line.glyphs):
        style = ""
        if at in narrowed:
            side = "right" if glyph.char in CLOSING else "left"
            style = f"margin-{side}:-{line.squeeze:.3f}pt"
        if pieces and not style and pieces[-1][0] == glyph.role and not pieces[-1][2]:
            pieces[-1] = (glyph.role, pieces[-1][1] + glyph.char, "")
        else:
            pieces.append((glyph.role, glyph.char, style))
    spacing = f"letter-spacing:{line.spacing:.4f}pt"
    if len(pieces) == 1:
        role, text, _ = pieces[0]
        return f'<span class="ln {role}" style="{spacing}">{escape(text)}</span>'
    inner = "".join(
        f'<span class="{role}"' + (f' style="{style}"' if style else "") + f">{escape(text)}</span>"
        for role, text, style in pieces
    )
    return f'<span class="ln" style="{spacing}">{inner}</span>'


def prose(
    runs: Iterable[Run],
    *,
    size: float = SIZE,
    width: float = TEXT_WIDTH,
    indent: float = 0,
    grid: bool = True,
) -> SafeString:
    """Running text composed into lines.

    Args:
        runs: the text; no line breaks.
        size: type size in points.
        width: width of the lines in points.
        indent: of the first line, points.
        grid: whether characters keep to the 28-character grid.
    """
    clean_runs = [Run(faces.printable(run.text, run.role), run.role) for run in runs]
    spacing = SPACING if grid else 0.0
    return lines_html(
        compose(clean_runs, measure, size=size, width=width, spacing=spacing, indent=indent)
    )


def text_html(text: str, role: str = "fangsong") -> SafeString:
    """Text that is not composed (cells, one-line elements), line breaks kept."""
    return mark_safe(  # noqa: S308 (texts are escaped)
        "<br>".join(escape(faces.printable(part, role)) for part in clean(text).split("\n"))
    )


def cell_html(text: str) -> SafeString:
    """A cell: blanks at its beginning indent it, those inside may end a line, where they take no room."""
    found = []
    for part in clean(text).split("\n"):
        inner = part.strip(" ").lstrip("\u3000")
        if inner.strip("\u3000 "):
            indent = part.strip(" ")[: len(part.strip(" ")) - len(inner)]
            found.append(indent + inner.replace("\u3000", " ").strip())
    return text_html("\n".join(found))


def small(text: str, *, size: float = NOTE_SIZE, indent: float = 0.0) -> SafeString:
    joined = " ".join(clean(text).split("\n"))
    return prose([Run(joined)], size=size, width=TEXT_WIDTH - indent, grid=False)
