"""Whether a reply says anything: clause by clause, formulas are named, and what is left must be an answer.

A hollow reply (“留言已收悉”, “已转交有关单位办理”) ends no petitioner's trouble. The law wants the petitioner told
what was found, what is done and why (条例第三十一条第六项、第三十二条); it wants no number of characters. So a clause
that only greets, thanks, acknowledges, hands on, puts off or sends elsewhere does not count, however long the
name of the unit in it; and a short clause that states a fact, a decision, a basis, a time or a sum does.
"""

import re
from dataclasses import dataclass

from core.domain.words import words as _
from petitions.domain import hollow_words as words
from petitions.domain.similarity import clean, normalise

#: From this many normalised characters beside the formulas the words are not looked into; a county may set its own.
MIN_LENGTH = 20
#: Fewer are no sentence, whatever they say.
SHORTEST = 5
#: Longer clauses are never formulas.
LONGEST_CLAUSE = 160
EMPTY, SHORT = "empty", "short"

_BREAK = re.compile(r"[，,。！!；;？?：:\s]+")
_QUOTES = "“”\"'‘’《》（）()【】—-~～…、.* "
_DAY = re.compile(words.DAY)
_HAN = re.compile(r"[\u3400-\u9fff]")
_SAYS_ZH = {
    words.FORWARDED: (_("只说已转办"), _("请写明承办单位查明的情况和处理结果；还没有结果的，不能以转办代替答复")),
    words.PENDING: (_("只说在办、待办、已办或者无法核实"), _("请写明查明了什么、怎样处理、何时完成；还没有结果的，先作办理记录")),
    words.ELSEWHERE: (_("只请信访人另找单位"), _("请写明处理结果和依据；不属于本单位职权的，请用“提出异议”")),
    words.RECEIVED: (_("只说已收到"), _("请写明查明的情况、处理结果和依据")),
    words.COURTESY: (_("只是问候、致谢或者套话"), _("请写明查明的情况、处理结果和依据")),
}  # fmt: skip
# When several kinds stand in one reply, the one nearest to an answer explains the refusal.
_ORDER = (words.FORWARDED, words.PENDING, words.ELSEWHERE, words.RECEIVED, words.COURTESY)


@dataclass(frozen=True, slots=True)
class Hollowness:
    """The finding on one reply.

    ``hollow``: nothing but formulas, or a rest that states nothing. ``kind``: which reason, "" for an answer
    (a kind of clause of `hollow_words`, `EMPTY` or `SHORT`). ``reason_zh``: the clause and what is missing.
    ``core``: what is left after the formulas; ``core_length`` counts its normalised characters.
    """

    hollow: bool
    kind: str
    reason_zh: str
    core: str
    core_length: int


def judge(reply: str, *, min_length: int = MIN_LENGTH) -> Hollowness:
    """Judge one reply.

    Args:
        reply: the text as received; may be empty.
        min_length: letters, digits and Han characters beside the formulas from which nothing more is asked;
            a shorter rest must state a fact, a decision, a basis, a time or a sum.

    Returns the finding with its reason; an empty reply is hollow.
    """
    found: dict[str, str] = {}
    rest = []
    clauses = [c for c in (part.strip(_QUOTES) for part in _BREAK.split(clean(reply))) if c]
    last = next((c for c in reversed(clauses) if not _DAY.fullmatch(c)), "")
    for clause in clauses:
        kind = kind_of(clause, is_last=clause is last)
        if kind:
            found.setdefault(kind, clause)
        else:
            rest.append(clause)
    core = "，".join(rest)
    length = len(normalise(core))
    if not clauses:
        return Hollowness(True, EMPTY, _("答复没有内容，请写明查明的情况、处理结果和依据"), "", 0)
    if length >= min_length or (len(_HAN.findall(core)) >= SHORTEST and words.STATES.search(core)):
        return Hollowness(
            False, "", _("去掉套话后有 %(length)s 字") % {"length": length}, core, length
        )
    kind = next((kind for kind in _ORDER if kind in found), SHORT)
    if kind == SHORT or (length >= SHORTEST and kind in (words.COURTESY, words.RECEIVED)):
        reason = _("去掉套话后只有“%(core)s”，没有说明事实、决定、依据、时间或者金额，请补充") % {
            "core": core
        }
        return Hollowness(True, SHORT, reason, core, length)
    says, missing = _SAYS_ZH[kind]
    return Hollowness(
        True,
        kind,
        _("“%(short)s”%(says)s，没有实质内容。%(missing)s")
        % {"short": _short(found[kind]), "says": says, "missing": missing},
        core,
        length,
    )


def kind_of(clause: str, *, is_last: bool = False) -> str:
    """Return the kind of formula a clause is, "" when it may be an answer."""
    if len(clause) > LONGEST_CLAUSE:
        return ""
    if not _HAN.search(clause) or (is_last and words.SIGNATURE.fullmatch(clause)):
        return words.COURTESY
    return next((kind for kind, pattern in words.KINDS if pattern.fullmatch(clause)), "")


def _short(clause: str) -> str:
    return clause if len(clause) <= 40 else f"{clause[:39]}…"
