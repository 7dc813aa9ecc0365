"""Measures of printed text."""

from __future__ import annotations

import unicodedata


def display_width(text: str) -> float:
    """Width of `text` in full-width characters: a Han character is 1, a Latin letter or a digit 0.5, a combining mark 0."""
    return sum(_width(char) for char in text)


def _width(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5
