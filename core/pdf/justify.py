"""Justifies Chinese lines between their characters.

GB/T 9704-2012 fills each line of the text area. WeasyPrint justifies by widening spaces only; a Chinese line has none, so a line
with half-width digits, or with punctuation that may not begin the next line, would end short of the right edge. WeasyPrint has no
setting for this, so its line justifier is replaced by one that spreads what is left over all the characters of the line.
`tests/core/test_pdf_grid.py` proves the right edge; should a later release rename the function, the text is set unjustified and
a warning is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

logger = logging.getLogger(__name__)

#: A line that is short by more than this many characters is left as it is (an unbreakable address would tear the line apart).
MAX_EXTRA_EM = 4.0


def install() -> bool:
    """Replace WeasyPrint's line justifier; safe to call again.

    Returns:
        True when Chinese lines are justified from now on.
    """
    from weasyprint.layout import inline

    if not all(
        hasattr(inline, name) for name in ("justify_line", "count_expandable_spaces", "boxes")
    ):
        logger.warning(
            "This WeasyPrint has no known line justifier; Chinese lines are set unjustified."
        )
        return False
    original = inline.justify_line
    if getattr(original, "is_chinese", False):
        return True

    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        if inline.count_expandable_spaces(line) and not _has_han(line, inline.boxes):
            original(context, line, extra_width)
        else:
            _spread(line, extra_width, inline.boxes)

    justify_line.is_chinese = True  # type: ignore[attr-defined]
    inline.justify_line = justify_line
    return True


def _text_boxes(box: Any, boxes: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        if box.text:
            yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _text_boxes(child, boxes)


def _has_han(line: Any, boxes: Any) -> bool:
    return any(char >= "\u2e80" for box in _text_boxes(line, boxes) for char in box.text)


def _spread(line: Any, extra_width: float, boxes: Any) -> None:
    """Widen the spacing after each character of the line by an equal share of `extra_width` (CSS pixels)."""
    texts = list(_text_boxes(line, boxes))
    gaps = sum(len(box.text) for box in texts) - 1
    if gaps < 1 or extra_width > MAX_EXTRA_EM * line.style["font_size"]:
        return
    _widen(line, extra_width / gaps, 0.0, boxes)


def _widen(box: Any, share: float, shift: float, boxes: Any) -> float:
    """Move `box` right by `shift`, widen the text in it, and return how far what follows has to move."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        if box.text:
            spacing = box.style["letter_spacing"]
            box.style = box.style.copy()
            box.style["letter_spacing"] = (0 if spacing == "normal" else spacing) + share
            added = share * len(box.text)
            box.width += added
            shift += added
        return shift
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        before = shift
        box.position_x += shift if isinstance(box, boxes.InlineBox) else 0.0
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _widen(child, share, shift, boxes)
        box.width += shift - before
        return shift
    box.translate(shift, 0)
    return shift
