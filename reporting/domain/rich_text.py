"""What editors write by hand: plain text with a few signs, read into paragraphs; whatever it holds, no letter is lost.

A line is a paragraph. "（一）……。" at its beginning is a lead in 楷体, "**……**" is bold, "1." "1、" or "1．" begins an item of
a numbered list. Anything else, markup among it, is text and prints as text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LEAD = re.compile(r"（[一二三四五六七八九十]+）[^。*]{0,40}。")
ITEM = re.compile(r"(\d{1,2})\s*[.．、]\s*(?=\D)")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
#: Word ends lines inside a paragraph with a vertical tab, web pages with their own separators.
BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]"
)


@dataclass(frozen=True, slots=True)
class Written:
    """One paragraph: an opening phrase, then runs of text, each bold or not."""

    lead: str
    runs: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The runs without their weight."""
        return "".join(text for text, _bold in self.runs)


def tidy(text: str) -> str:
    """Text as it is kept: one paragraph a line, no blank lines, blanks of one kind, nothing invisible."""
    text = INVISIBLE.sub("", BREAKS.sub("\n", unicodedata.normalize("NFC", text)))
    lines = (re.sub(r"[\t\xa0 ]+", " ", line).strip(" \u3000") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def read(text: str) -> tuple[Written, ...]:
    """The paragraphs of a text that was tidied."""
    return tuple(_paragraph(line) for line in text.split("\n") if line.strip())


def _paragraph(line: str) -> Written:
    lead = ""
    if found := LEAD.match(line):
        lead, line = found[0], line[found.end() :]
    elif found := ITEM.match(line):
        line = f"{found[1]}．{line[found.end() :]}"
    runs: list[tuple[str, bool]] = []
    end = 0
    for found in BOLD.finditer(line):
        runs += [(line[end : found.start()], False), (found[1], True)]
        end = found.end()
    runs.append((line[end:], False))
    return Written(lead, tuple(run for run in runs if run[0]))
