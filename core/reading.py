"""Reads Chinese that the product wrote itself in the language of the screen.

Domains, services and the record speak Chinese (ADR 0011). A screen in another language looks the finished sentence up
in the catalogue: word for word, then as a sentence whose named places are filled ("共%(count)d件"), then as a
reference to articles, then clause by clause. What is not found, above all what people have written, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation.trans_real import DjangoTranslation

from core.domain import articles, dates

HAN = re.compile(r"[\u4e00-\u9fff]")
#: What makes a text worth reading: Chinese characters or Chinese punctuation.
CHINESE = re.compile(r"[\u4e00-\u9fff，。：；（）、]")
_PLACE = re.compile(r"%\((\w+)\)([sd])|%%")
_LETTER = re.compile(r"[A-Za-z]")
_LATIN = re.compile("[A-Za-z]")
_STOP = re.compile("[；。]")
_FREE = re.compile(r"[，：“（《]%\(|%\(\w+\)s$|，")
_FIGURE = re.compile(r"([\u4e00-\u9fff（）“”、]*?)\s*([+−-]?[\d,]*\.?\d+%?)\s*([\u4e00-\u9fff]*)")
#: Chinese that stands within a line of English.
_RUN = re.compile(r"(?:《|[\u4e00-\u9fff])(?:[^A-Za-z“”（）()→·<>]*[\u4e00-\u9fff》％0-9])?")
#: Chinese punctuation beside Latin letters, and what English writes there.
_MARKS = (
    (re.compile(r"\s*（(?=[A-Za-z0-9“])|(?<=[A-Za-z0-9])（"), " ("),
    (re.compile(r"(?<=[A-Za-z0-9.%”])）"), ")"),
    (re.compile(r"(?<=[A-Za-z0-9)%”])，\s*|，(?=[A-Za-z])"), ", "),
    (re.compile(r"(?<=[A-Za-z0-9)%”])、\s*"), ", "),
    (re.compile(r"(?<=[A-Za-z0-9)%”])：\s*|：(?=[A-Za-z])"), ": "),
    (re.compile(r"(?<=[A-Za-z0-9)%”])；\s*|；(?=[A-Za-z])"), "; "),
    (re.compile(r"(?<=[A-Za-z0-9)%”])。\s*|。(?=[A-Za-z])"), ". "),
    (re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z]{3})|(?<=[A-Za-z]{3})(?=[\u4e00-\u9fff])"), " "),
)
#: Chinese punctuation that parts a text into clauses, and what stands there in English.
STOPS = {
    "；": "; ",
    "。": ". ",
    "：": ": ",
    " · ": " · ",
    "\n": "\n",
    "，": ", ",
    "、": ", ",
}
#: A clause that is not found and is longer is no name, so that the whole stays as it is.
NAME_LENGTH = 12
#: What lies between these is read only when every clause of it can be: half a sentence helps nobody.
CLOSE = ("，", "、")
#: A sentence with fewer fixed characters than this is known again only with figures or known words in its places:
#: "%(county)s信访局" must not take any petition office for its own.
MINIMUM_FIXED = 4


@dataclass(frozen=True)
class Sentence:
    """A text of the catalogue with places to fill.

    Attributes:
        shape: what a filled sentence looks like; the groups are the places in their order.
        places: name of the place each group stands for.
        fixed: the longest part that is always there.
        weight: how many characters are fixed.
        parted: it is made of several sentences, so that a place may hold some, too.
        is_free: it has clauses or a place for free words (in quotation marks, in brackets, at its end).
        said: the translation, with the same places.
    """

    shape: re.Pattern[str]
    places: tuple[str, ...]
    fixed: str
    weight: int
    parted: bool
    is_free: bool
    said: str

    def takes(self, value: str, texts: Mapping[str, str]) -> bool:
        """Whether that may stand in a place: no other sentence; in a short one figures and known words only."""
        if not self.parted and _STOP.search(value):
            return False
        if "，" in value and not self.is_free:
            return False
        is_known = len(value) > 1 and value in texts
        return self.weight >= MINIMUM_FIXED or is_known or not HAN.search(value)

    @classmethod
    def of(cls, text: str, said: str) -> Sentence | None:
        """Read a text; None where nothing could be known again by it."""
        parts = [part for part in _PLACE.split(text)[::3] if part]
        weight = sum(map(len, parts))
        if not any(HAN.search(part) for part in parts):
            return None
        shape, places, fixed, at = "", [], [], 0
        for match in _PLACE.finditer(text):
            fixed.append(text[at : match.start()])
            shape += re.escape(fixed[-1])
            at = match.end()
            if match[1]:
                places.append(match[1])
                shape += r"([-−]?\d+)" if match[2] == "d" else "(.+?)"
            else:
                shape += "%"
        fixed.append(text[at:])
        if not places:
            return None
        shape += re.escape(fixed[-1])
        parted = bool(_STOP.search(text))
        made = re.compile(shape, re.DOTALL)
        is_free = bool(_FREE.search(text))
        longest = max(fixed, key=len)
        return cls(made, tuple(places), longest, weight, parted, is_free, said)


@dataclass(frozen=True)
class Catalogue:
    """The translations of a language."""

    texts: dict[str, str]
    sentences: tuple[Sentence, ...]
    laws: dict[str, str]
    translations: frozenset[str]


@lru_cache(maxsize=4)
def catalogue(language: str) -> Catalogue:
    """The product's own texts in a language, read once."""
    found = DjangoTranslation(language)
    pairs = [
        (key if isinstance(key, str) else key[0], said)
        for key, said in found._catalog.items()  # type: ignore[attr-defined]  # noqa: SLF001 (as django.views.i18n does)
        if said and (isinstance(key, str) or key[1] == 1)
    ]
    pairs = [(key, said) for key, said in pairs if HAN.search(key)]
    texts = dict(pairs)
    sentences = [one for key, said in pairs if "%(" in key and (one := Sentence.of(key, said))]
    sentences.sort(key=lambda one: (-one.weight, one.fixed))
    laws = {law.strip("《》"): texts[law] for law in articles.LAWS if law in texts}
    return Catalogue(texts, tuple(sentences), laws | {"条例": ""}, frozenset(texts.values()))


def read(text: object) -> str:
    """A text of the product in the language of the screen.

    Args:
        text: Chinese words or a finished sentence; anything else is turned into a string.

    Returns:
        The translation, or `text` where the catalogue does not know it or the screen is Chinese.
    """
    shown = str(text) if not isinstance(text, str) or isinstance(text, Promise) else text
    language = get_language() or settings.LANGUAGE_CODE
    if language.startswith("zh") or not CHINESE.search(shown):
        return shown
    return _read(shown, language)


@lru_cache(maxsize=8192)
def _read(text: str, language: str) -> str:
    bare = text.strip()
    book = catalogue(language)
    if bare in book.translations:  # what it quotes in Chinese has to be typed so
        return text
    whole = _whole(bare, book, language) or _figure(bare, book)
    said = whole if whole is not None else _in_parts(bare, language)
    if len(HAN.findall(said)) < len(_LETTER.findall(said)):
        for shape, mark in _MARKS:
            said = shape.sub(mark, said)
    return text.replace(bare, said) if said != bare else text


def _whole(text: str, book: Catalogue, language: str) -> str | None:
    """The text as one word, sentence or reference."""
    if text in book.texts:
        return book.texts[text]
    if found := dates.english(text) or articles.english(text, book.laws):
        return found
    if text.startswith("《") and text.endswith("》") and text[1:-1] in book.texts:
        return f"“{book.texts[text[1:-1]]}”"
    for one in book.sentences:
        if one.fixed in text and (match := one.shape.fullmatch(text)):
            filled: dict[str, str] = {}
            for place, value in zip(one.places, match.groups(), strict=True):
                if filled.setdefault(place, value) != value or not one.takes(value, book.texts):
                    break
            else:
                return _filled(one.said, filled, language)
    return None


def _figure(text: str, book: Catalogue) -> str | None:
    """A number between the words it belongs to: "起数10起" is "Matters 10 matters"."""
    match = _FIGURE.fullmatch(text)
    if match is None:
        return None
    before, number, after = (part.strip() for part in match.groups())
    if any(part and part not in book.texts for part in (before, after)):
        return None
    unit = book.texts.get(after, "")
    unit = unit.removesuffix("s") if number == "1" else unit
    return " ".join(filter(None, (book.texts.get(before, ""), number, unit)))


def _filled(said: str, places: dict[str, str], language: str) -> str:
    shown = {
        name: _read(value, language) if HAN.search(value) else value
        for name, value in places.items()
    }
    return _PLACE.sub(lambda match: shown[match[1]] if match[1] else "%", said)


def _in_parts(text: str, language: str) -> str:
    """Clause by clause where that makes anything readable, else the Chinese runs in a line of English."""
    if said := _framed(text, language) or _by_clauses(text, language):
        return said
    if _LATIN.search(text):
        return _RUN.sub(lambda match: _read(match[0], language), text)
    return text


def _framed(text: str, language: str) -> str | None:
    """A sentence with its stop, words after "Basis: ", or words with a bracket behind them."""
    if text.endswith((".", "。")) and (said := _read(text[:-1], language)) != text[:-1]:
        return f"{said}."
    head, mark, rest = text.partition(": ")
    if mark and (said := _read(rest, language)) != rest:
        return f"{_read(head, language)}: {said}"
    bracket = re.fullmatch(r"(.+?)（([^（）]+)）", text, re.DOTALL)
    if bracket is None:
        return None
    head, tail = (_read(part, language) for part in bracket.groups())
    is_read = head != bracket[1] or len(head) <= NAME_LENGTH
    return f"{head} ({tail})" if is_read and (head, tail) != bracket.groups() else None


def _by_clauses(text: str, language: str) -> str | None:
    for stop, mark in STOPS.items():
        parts = text.split(stop)
        if len(parts) == 1:
            continue
        clauses = [_read(part, language) if HAN.search(part) else part for part in parts]
        pairs = [(one, part) for one, part in zip(clauses, parts, strict=True) if HAN.search(part)]
        left = [part for one, part in pairs if one == part]
        if len(left) == len(pairs) or (left and stop in CLOSE):
            continue
        if all(len(part.strip()) <= NAME_LENGTH for part in left):
            return mark.join(one.strip() for one in clauses).strip()
    return None
