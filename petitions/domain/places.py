"""The place of a matter (问题属地) read from its text by a table of rules: pattern → unit, with the reason.

The winner is the hit with the highest priority; among equals the one in the earlier field (the title before
the body), then the earlier position, then the longer pattern, then the older rule. Nothing is guessed: a text no rule hits
waits for a clerk in the queue 属地待定.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.domain.words import words as _

#: Characters of a field that are searched; what a place is called stands near the beginning.
SEARCHED = 4000
MAX_PATTERN = 120
CONTEXT = 12
#: Priority of the rules every unit brings by its own name; a rule of the table outranks them by default.
NAME_PRIORITY = -100

_GROUP_REPEATED = re.compile(r"(?<!\\)\)(?:[*+]|\{\d+,\d*\})")
_OPEN_ENDED = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})")
_BACKREFERENCE = re.compile(r"\\[1-9]|\(\?P=")
_SUGGESTED = re.compile(
    r"[A-Z]\d{0,2}[市区县镇]|[\u4e00-\u9fff]{2,5}?(?:街道|[镇乡村])(?!居|民|委|干|里|长|上|下|官|组|亲|财|务|集|容)"
)
_STOP = re.compile(
    r"^(?:[我你他她它这那哪该本全各每某咱]|[一二三四五六七八九十]个|尊敬|建设|农|美丽|乡)"
)


class PlaceRuleError(ValueError):
    """A pattern cannot be used; the message says why in Chinese."""


@dataclass(frozen=True, slots=True)
class PlaceRuleSpec:
    """One rule. ``source`` limits it to one source of messages, "" means every source; ``rule_id`` 0 is a unit's own name."""

    pattern: str
    unit_id: int
    unit_name: str
    is_regex: bool = False
    priority: int = 0
    source: str = ""
    rule_id: int = 0


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """Which rule hit and where: ``field`` names the searched field, ``start``/``end`` count its characters."""

    unit_id: int
    unit_name: str
    pattern: str
    rule_id: int
    field: str
    start: int
    end: int
    excerpt: str
    also: tuple[str, ...]

    @property
    def reason_zh(self) -> str:
        """Why this unit: the rule, the place of the hit and the words around it."""
        rule = _("机构名称") if self.rule_id == 0 else _("属地规则")
        text = _(
            "%(field)s第 %(start)s 字起“%(excerpt)s”符合%(rule)s“%(pattern)s” → %(unit_name)s"
        ) % {
            "field": self.field,
            "start": self.start + 1,
            "excerpt": self.excerpt,
            "rule": rule,
            "pattern": self.pattern,
            "unit_name": self.unit_name,
        }
        return (
            (_("%(text)s；文中还提到%(names)s") % {"text": text, "names": "、".join(self.also)})
            if self.also
            else text
        )


@dataclass(frozen=True, slots=True)
class PlaceMatcher:
    """The rules of one source, compiled once and used for many texts: plain patterns, and those with an expression."""

    plain: tuple[PlaceRuleSpec, ...] = ()
    any_plain: re.Pattern[str] | None = None
    regular: tuple[tuple[PlaceRuleSpec, re.Pattern[str]], ...] = ()

    def match(self, texts: Sequence[tuple[str, str]]) -> PlaceMatch | None:
        """Return the place the texts name, or None.

        Args:
            texts: (name of the field as the screen shows it, its text), the most telling field first.
        """
        best: tuple[tuple[int, int, int, int, int], PlaceRuleSpec, tuple[int, int]] | None = None
        units: dict[int, str] = {}
        for order, (_name, raw) in enumerate(texts):
            for spec, start, end in self._hits(raw[:SEARCHED]):
                units.setdefault(spec.unit_id, spec.unit_name)
                key = (-spec.priority, order, start, start - end, spec.rule_id)
                if best is None or key < best[0]:
                    best = key, spec, (start, end)
        if best is None:
            return None
        (_p, order, _s, _l, _i), spec, (start, end) = best
        name, text = texts[order]
        return PlaceMatch(
            unit_id=spec.unit_id,
            unit_name=spec.unit_name,
            pattern=spec.pattern,
            rule_id=spec.rule_id,
            field=name,
            start=start,
            end=end,
            excerpt=_excerpt(text, start, end),
            also=tuple(unit for pk, unit in units.items() if pk != spec.unit_id)[:4],
        )

    def _hits(self, text: str) -> Iterator[tuple[PlaceRuleSpec, int, int]]:
        # one search tells that no plain pattern occurs, as in most texts
        plain = self.plain if self.any_plain and self.any_plain.search(text) else ()
        for spec in plain:
            start = text.find(spec.pattern)
            if start >= 0:
                yield spec, start, start + len(spec.pattern)
        for spec, pattern in self.regular:
            found = pattern.search(text)
            if found and found.end() > found.start():
                yield spec, found.start(), found.end()


def check_pattern(pattern: str, *, is_regex: bool) -> str:
    """Return the pattern in the form it is stored in (NFKC, no outer blanks).

    A regular expression is one a careless hand cannot stall the import with: no repeated group, no back-reference, at most three open-ended repeats, and it
    must not match the empty text.

    Raises:
        PlaceRuleError: too short, too long, not valid, or not safe.
    """
    pattern = unicodedata.normalize("NFKC", pattern).strip()
    if not pattern:
        raise PlaceRuleError(_("请填写匹配文字"))
    if len(pattern) > MAX_PATTERN:
        raise PlaceRuleError(
            _("匹配文字不得超过 %(max_pattern)s 字") % {"max_pattern": MAX_PATTERN}
        )
    if not is_regex:
        return pattern
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise PlaceRuleError(_("正则表达式有误：%(msg)s") % {"msg": error.msg}) from None
    if compiled.match(""):
        raise PlaceRuleError(_("正则表达式不能匹配空文字"))
    if _GROUP_REPEATED.search(pattern) or _BACKREFERENCE.search(pattern):
        raise PlaceRuleError(_("正则表达式不能重复括号内的内容，也不能引用括号，以免匹配过慢"))
    if len(_OPEN_ENDED.findall(pattern)) > 3:
        raise PlaceRuleError(_("正则表达式中的 * 和 + 不得超过三处，以免匹配过慢"))
    return pattern


def build_matcher(rules: Iterable[PlaceRuleSpec], *, source: str = "") -> PlaceMatcher:
    """Compile the rules that apply to a source; a rule that no longer compiles is left out (the page shows it)."""
    plain, regular = [], []
    for spec in rules:
        if spec.source and spec.source != source:
            continue
        try:
            pattern = check_pattern(spec.pattern, is_regex=spec.is_regex)
        except PlaceRuleError:
            continue
        if spec.is_regex:
            regular.append((spec, re.compile(pattern)))
        else:
            plain.append(spec)
    words = "|".join(re.escape(spec.pattern) for spec in plain)
    return PlaceMatcher(tuple(plain), re.compile(words) if words else None, tuple(regular))


def normal_text(text: str) -> str:
    """The text as patterns see it: full-width letters and digits become plain ones, blanks inside a name go."""
    return re.sub(r"(?<=[A-Z])\s+(?=\d)", "", unicodedata.normalize("NFKC", text))


def suggest_tokens(text: str) -> list[str]:
    """Words that look like names of places (A3区, 青石镇, 河东街道, 李家村), each once, in order of appearance."""
    found: dict[str, None] = {}
    for hit in _SUGGESTED.finditer(normal_text(text)[:SEARCHED]):
        if not _STOP.match(hit[0]):
            found.setdefault(hit[0])
    return list(found)


def group_tokens(texts: Iterable[str], *, limit: int = 20) -> list[tuple[str, int]]:
    """The most frequent place-like words over many texts with the number of texts, most frequent first.

    A word that only ever stands in one text is no group, unless there is nothing better.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(suggest_tokens(text))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ([item for item in ordered if item[1] > 1] or ordered)[:limit]


def _excerpt(text: str, start: int, end: int) -> str:
    begin, stop = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    return f"{'…' if begin else ''}{' '.join(text[begin:stop].split())}{'…' if stop < len(text) else ''}"
