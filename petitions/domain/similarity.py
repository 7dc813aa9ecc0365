"""Whether two texts say the same: normal form, fingerprint of exact sameness, and a cheap degree of likeness.

Petition texts arrive wrapped in tabs and full-width spaces, with greetings, masks and two kinds of
punctuation; the same text pasted twice must still count as one. A degree of likeness only *suggests* that two
matters are the same (“同事”); linking a repeat also asks for the same person (“同人”) and stays a clerk's word
or a stated import rule.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.words import words as _

#: Excel writes control characters of a cell as _x000D_ when it leaves the workbook as text.
EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
NOT_TEXT = re.compile(r"[\W_]+")
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n{3,}")
# Control and format characters. Private-use characters stay: rare characters of names live there.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
#: Two texts of one person above this are taken for the same matter unless the county sets another value.
SAME_MATTER = 0.8
#: Below this length (normalised characters) a text says too little to be compared.
MIN_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are: ``score`` from 0 to 1, and the reason in Chinese."""

    score: float
    exact: bool
    reason_zh: str


def unescape(text: str) -> str:
    """Turn Excel's ``_x000D_`` escapes back into the characters they stand for."""
    return EXCEL_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def clean(text: str) -> str:
    """Readable form of a text: NFC, no control or format characters, plain spaces, at most one blank line.

    Keeps the words and the paragraphs; drops tabs, U+3000, U+00A0, zero-width characters and BOM around them.
    """
    text = unicodedata.normalize("NFC", unescape(text)).replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.strip() for line in _BLANKS.sub(" ", _INVISIBLE.sub("", text)).split("\n")]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def normalise(text: str) -> str:
    """Normal form for comparison: NFKC, lower case, letters, digits and Han characters only.

    Spaces, punctuation, masks (``*****``) and control characters do not count.
    """
    return NOT_TEXT.sub("", unicodedata.normalize("NFKC", unescape(text)).casefold())


def fingerprint(text: str) -> str:
    """SHA-256 (64 hex digits) of the normal form; "" for a text without a letter, so that nothing matches it."""
    normal = normalise(text)
    return hashlib.sha256(normal.encode()).hexdigest() if normal else ""


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters of the normal form; a text of one character is its own pair."""
    return _pairs(normalise(text))


def similarity(a: str, b: str) -> float:
    """Likeness of two texts from 0.0 to 1.0: the larger of Jaccard and discounted containment of bigrams.

    Symmetric; 1.0 exactly when the normal forms are equal and not empty. A long text that contains a
    shorter one (a second letter that repeats the first and adds to it) scores up to 0.95.
    """
    first, second = normalise(a), normalise(b)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    return _score(_pairs(first), _pairs(second), min(len(first), len(second)))


def compare(a: str, b: str) -> Likeness:
    """`similarity` with its reason, for the screen."""
    score = similarity(a, b)
    if score == 1.0:
        return Likeness(score, True, _("文本相同（不计空白和标点）"))
    return Likeness(score, False, _("文本相似度 %(score)s") % {"score": f"{score:.0%}"})


def most_alike(text: str, others: Sequence[str]) -> tuple[int, float]:
    """Index and score of the text most like ``text`` (the first among equals); (-1, 0.0) when there is none."""
    best, best_score = -1, 0.0
    for index, other in enumerate(others):
        score = similarity(text, other)
        if score > best_score:
            best, best_score = index, score
    return best, best_score


def _pairs(normal: str) -> frozenset[str]:
    if len(normal) < 2:
        return frozenset([normal] if normal else [])
    return frozenset(normal[at : at + 2] for at in range(len(normal) - 1))


def _score(first: frozenset[str], second: frozenset[str], shorter: int) -> float:
    common = len(first & second)
    jaccard = common / len(first | second)
    contained = common / min(len(first), len(second))
    # A short text is contained in almost anything; its containment says nothing.
    weight = 0.95 if shorter >= 3 * MIN_LENGTH else 0.0
    return min(0.99, max(jaccard, weight * contained))
