"""Turns a finished Chinese page, or a part of one, into the language of the screen (ADR 0036).

Templates translate what stands in them. What domains, services and the record say in Chinese is read here, at the edge, where
the page is finished: text and the attributes a reader meets, through `core.reading`. What people have written is left
alone where it stands in an element marked ``translate="no"`` or in a field they type in.
"""

from __future__ import annotations

import re
from html import escape, unescape

from core.reading import CHINESE, read

_TOKENS = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|textarea|pre)\b(?:\"[^\"]*\"|'[^']*'|[^'\">])*>.*?</(?P=raw)\s*>"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>"
    r"|[^<]+|<",
    re.DOTALL,
)
_SHOWN = re.compile(
    r"""(?P<head>\s(?:title|aria-label|aria-description|placeholder|alt|label|hx-confirm|data-(?:label|confirm|text[\w-]*|title|hint|words))=")(?P<text>[^"]*)\""""
)
_BUTTON = re.compile(r'(?P<head>\svalue=")(?P<text>[^"]*)"')
_KEPT = re.compile(r"\stranslate=[\"']?no\b")
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}


def read_page(html: str) -> str:
    """The page in the active language; as it is where that is Chinese or nothing is found.

    Args:
        html: a page or a part of one as templates write it, attributes in quotation marks.
    """
    if not CHINESE.search(html):
        return html
    parts: list[str] = []
    kept, depth = "", 0
    for match in _TOKENS.finditer(html):
        token, name = match[0], (match["name"] or "").lower()
        if kept:
            if name == kept and not token.endswith("/>"):
                depth += -1 if match["close"] else 1
                kept = kept if depth else ""
        elif name:
            if not match["close"] and _KEPT.search(token) and name not in _VOID:
                kept, depth = name, 1
            elif CHINESE.search(token):
                token = _tag(token, name)
        elif token[0] != "<" and CHINESE.search(token):
            token = _text(token)
        parts.append(token)
    return "".join(parts)


def _tag(token: str, name: str) -> str:
    token = _SHOWN.sub(_attribute, token)
    is_button = name == "button" or (
        name == "input" and re.search(r'type="(?:submit|button)"', token)
    )
    return _BUTTON.sub(_attribute, token) if is_button and name == "input" else token


def _attribute(match: re.Match[str]) -> str:
    return f'{match["head"]}{escape(read(unescape(match["text"])))}"'


def _text(token: str) -> str:
    said = read(unescape(token))
    return token if said == unescape(token) else escape(said, quote=False)
