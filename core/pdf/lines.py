"""Breaks Chinese text into lines on the character grid of GB/T 9704-2012.

A browser engine breaks and justifies Chinese lines poorly: a line whose next character may not begin a line ends short of the
right edge. Here each line is composed as a typesetter does it:
    - no closing punctuation begins a line, no opening one ends it; numbers, words, "2026年", "——" and "……" stay whole;
    - a punctuation mark that would begin the next line is drawn into its line when the marks of that line can give up the room (each
      at most half its width); otherwise one character moves to the next line and the rest is spread out to the right edge;
    - every line but the last fills the width exactly.
Pure functions: the widths of characters are asked of the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Measure = Callable[[str, str], float]
"""Width in em of a character in a role's font."""

CLOSING = frozenset("，。、；：！？）〕］｝》〉」』】〗”’")
OPENING = frozenset("（〔［｛《〈「『【〖“‘")
NO_START = CLOSING | frozenset("·～％‰℃°,.;:!?)]}%-/")
NO_END = OPENING | frozenset("([{￥¥$#№")
BLANKS = " \u3000"
PAIRS = frozenset(("——", "……"))
#: Measures that stay with their number.
AFTER_NUMBER = frozenset("年月日号%％‰℃°件批起人次名位个条项天时分元")
#: A punctuation mark can be narrowed by this part of its width.
SQUEEZE = 0.5
#: A line short by more than this many characters stays ragged: an unbreakable address would tear it apart.
MAX_SPREAD = 4
WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")


class Run(NamedTuple):
    """Text in the font of one role."""

    text: str
    role: str = "fangsong"


class Glyph(NamedTuple):
    """One character with its role and its width in points."""

    char: str
    role: str
    width: float


@dataclass(frozen=True)
class Line:
    """A composed line.

    Attributes:
        glyphs: its characters.
        spacing: points added between the characters (negative draws them together).
        squeeze: points taken off each of its `marks`.
    """

    glyphs: tuple[Glyph, ...]
    spacing: float
    squeeze: float = 0.0

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def width(self) -> float:
        """Width in points as printed."""
        return _width(self.glyphs, self.spacing) - self.squeeze * len(marks(self.glyphs))


def marks(glyphs: Sequence[Glyph]) -> list[int]:
    """Places of the punctuation inside a line that can be narrowed (at its ends the marks stay whole, inside the margins)."""
    return [
        at
        for at, glyph in enumerate(glyphs[:-1])
        if at and (glyph.char in CLOSING or glyph.char in OPENING)
    ]


def compose(
    runs: Sequence[Run],
    measure: Measure,
    *,
    size: float,
    width: float,
    spacing: float = 0.0,
    indent: float = 0.0,
) -> list[Line]:
    """Break `runs` into lines.

    Args:
        runs: the text; it contains no line break.
        measure: width in em of a character in the font of a role.
        size: type size in points.
        width: width of the lines in points.
        spacing: points between the characters of the grid.
        indent: points the first line begins further right.
    """
    glyphs = [
        Glyph(char, run.role, measure(char, run.role) * size) for run in runs for char in run.text
    ]
    lines: list[Line] = []
    start = 0
    while start < len(glyphs):
        room = width - (0.0 if lines else indent)
        line, start = _next_line(glyphs, start, room, spacing, size)
        lines.append(line)
        while start < len(glyphs) and glyphs[start].char in BLANKS:
            start += 1  # a blank never begins a line
    return lines


def _next_line(
    glyphs: list[Glyph], start: int, room: float, spacing: float, size: float
) -> tuple[Line, int]:
    end, used = start, 0.0
    while end < len(glyphs) and used + glyphs[end].width <= room + 0.01:
        used += glyphs[end].width + spacing
        end += 1
    if end == len(glyphs):
        return Line(tuple(glyphs[start:]), spacing), end
    end = max(end, start + 1)
    if not may_break(glyphs, end):
        squeezed = _squeezed(glyphs, start, end, room, spacing, size)
        if squeezed:
            return squeezed, start + len(squeezed.glyphs)
    back = end
    while back > start + 1 and not may_break(glyphs, back):
        back -= 1
    if not may_break(glyphs, back):
        back = end  # one word as long as the line: broken where the line ends
    return _filled(glyphs[start:back], room, spacing, size), back


def _squeezed(
    glyphs: list[Glyph], start: int, end: int, room: float, spacing: float, size: float
) -> Line | None:
    """The line that takes in the punctuation after `end`, or None when its marks cannot give up enough room."""
    while end < len(glyphs) and not may_break(glyphs, end):
        if glyphs[end].char not in CLOSING:
            return None
        end += 1
    taken = tuple(glyphs[start:end])
    over = _width(taken, spacing) - room
    narrow = len(marks(taken))
    if not narrow or over > narrow * SQUEEZE * size:
        return None
    return Line(taken, spacing, over / narrow)


def _filled(taken: list[Glyph], room: float, spacing: float, size: float) -> Line:
    """A line spread out to `room`; a very short one stays ragged."""
    while len(taken) > 1 and taken[-1].char in BLANKS:
        taken = taken[:-1]
    short = room - _width(taken, 0.0)
    if len(taken) < 2 or room - _width(taken, spacing) > MAX_SPREAD * size:
        return Line(tuple(taken), spacing)
    return Line(tuple(taken), short / (len(taken) - 1))


def _width(glyphs: Sequence[Glyph], spacing: float) -> float:
    return sum(glyph.width for glyph in glyphs) + spacing * max(0, len(glyphs) - 1)


def may_break(glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether a line may end before the character at `at`."""
    if at >= len(glyphs):
        return True
    before, after = glyphs[at - 1].char, glyphs[at].char
    if after in BLANKS:
        return True
    if after in NO_START or before in NO_END or before + after in PAIRS:
        return False
    if WORD.match(after) and (WORD.match(before) or _inside_number(glyphs, at)):
        return False
    return not (before.isdecimal() and after in AFTER_NUMBER)


def _inside_number(glyphs: Sequence[Glyph], at: int) -> bool:
    """Whether a mark between digits or letters stands before `at` ("1.5", "2026-12-01")."""
    return at >= 2 and glyphs[at - 1].char in ".,:/-_@" and bool(WORD.match(glyphs[at - 2].char))
