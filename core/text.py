"""Measures of printed text, and initials to search by."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin


def display_width(text: str) -> float:
    """Width of `text` in full-width characters: a Han character is 1, a Latin letter or a digit 0.5, a combining mark 0."""
    return sum(_width(char) for char in text)


def _width(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


@lru_cache(maxsize=8192)
def initials(text: str) -> str:
    """Pinyin initials in lower case, at most 40, for searching by keyboard: 张小明 → zxm."""
    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default")
    return "".join(letters)[:40].lower()
