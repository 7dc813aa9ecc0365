"""Printed sentences that still state an old figure: offered to the drafter as corrections of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reporting.domain.corrections import COUNTY, Change

#: Ends of sentences and of parts of them.
PARTS = re.compile(r"[^。；]+")
TOTAL = "信访总量（起）"
MOST = 20


def offers(found: Iterable[Change], paragraphs: Iterable[str]) -> list[tuple[str, str]]:
    """(printed part of a sentence, the same with the right figure) for the changes that a correction states.

    A figure is looked for right after the name of its unit, the county's total after 登记信访事项; a unit with two
    figures of the same number gives an offer that has to be read, which is why nothing is taken over by itself.

    Args:
        found: the changes; those that are not chosen, and places, are left out.
        paragraphs: of the frozen bulletin.
    """
    stated = [one for one in found if one.chosen and one.old and one.old not in ("0", "—")]
    patterns = [(pattern, one.new) for one in stated if (pattern := _pattern(one)) is not None]
    pairs: dict[str, str] = {}
    for text in paragraphs:
        for part in PARTS.findall(text):
            right = part
            for pattern, new in patterns:
                right = pattern.sub(rf"\g<1>{new}", right, count=1)
            if right != part:
                pairs[part.strip()] = right.strip()
    return list(pairs.items())[:MOST]


def _pattern(change: Change) -> re.Pattern[str] | None:
    """The old figure right after what it belongs to; None where no sentence states it."""
    if change.follows_others or (change.table == COUNTY and change.column != TOTAL):
        return None
    if change.unit_id is None and change.table != COUNTY:
        return None
    name = "登记信访事项" if change.table == COUNTY else re.escape(change.row)
    number = rf"(?<![\d.]){re.escape(change.old)}(?![\d.%])"
    return re.compile(rf"({name}[^，、\d]{{0,6}}){number}")
