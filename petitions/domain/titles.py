"""A title from the first words of a statement, for matters that were given none."""

from __future__ import annotations

import re

LENGTH = 40
_GREETING = re.compile(
    r"^(尊敬的[^，,。：:！!\s]{0,16}|各位领导|领导|您好|你好|大家好)[，,。：:！!\s]*"
)
_END = re.compile(r"[。！？!?；;\n]")


def suggest_title(statement: str) -> str:
    """The first sentence without its greeting, at most forty characters; "" for an empty statement."""
    text = statement.strip()
    while (shorter := _GREETING.sub("", text)) != text:
        text = shorter
    sentence = _END.split(text, maxsplit=1)[0].strip()
    if len(sentence) <= LENGTH:
        return sentence
    cut = sentence[:LENGTH]
    comma = max(cut.rfind("，"), cut.rfind(","))
    return cut[:comma] if comma >= LENGTH // 2 else cut
