"""References to articles of a law in English: "《信访工作条例》第四十条第一款" is "Petition Work Regulation, Art 40(1)"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.domain.words import words as _

#: Laws the product refers to; the catalogue holds their English names.
LAWS = (
    _("《信访工作条例》"),
    _("《信访条例》"),
    _("《中华人民共和国宪法》"),
    _("《宪法》"),
    _("《中华人民共和国民法典》"),
    _("《民法典》"),
    _("《中华人民共和国行政复议法》"),
    _("《行政复议法》"),
    _("《中华人民共和国行政诉讼法》"),
    _("《行政诉讼法》"),
    _("《中华人民共和国民事诉讼法》"),
    _("《民事诉讼法》"),
    _("《中华人民共和国刑事诉讼法》"),
    _("《中华人民共和国个人信息保护法》"),
    _("《个人信息保护法》"),
    _("《公职人员政务处分法》"),
    _("《中国共产党问责条例》"),
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER = "[零〇一二三四五六七八九十百千两]+"
_STEP = re.compile(rf"第?(?P<number>{_NUMBER})(?P<what>[条款项])(?:之(?P<added>{_NUMBER}))?")
#: "第四、六项" leaves out what is the same.
_SHORT = re.compile(rf"第({_NUMBER})、({_NUMBER})([条款项])")
_REFERENCE = re.compile(rf"(?:第{_NUMBER}(?:条(?:之{_NUMBER})?|款|项))+")


def number_of(text: str) -> int:
    """A Chinese number up to 9,999: "四十六" → 46, "一千零四十三" → 1043."""
    total, digit = 0, 0
    for char in text:
        if char in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def english(text: str, laws: Mapping[str, str]) -> str | None:
    """A list of articles in English.

    Args:
        text: "《信访工作条例》第二十三条、第三十一条至第三十四条" or "条例第四十条第一款第二项".
        laws: Chinese name of a law, without 《》 → English name; the regulation itself, "条例", may be "".

    Returns:
        "Petition Work Regulation, Art 23, Art 31–Art 34"; None where anything else stands in the text.
    """
    found: list[str] = []
    spelt = _SHORT.sub(r"第\1\3、第\2\3", text.strip())
    for piece in re.split(r"(、|，|和|至|；)", spelt):
        if piece in ("、", "，", "和", "；"):
            continue
        if piece == "至":
            if not found:
                return None
            found[-1] += "–"
            continue
        name, rest = _named(piece, laws)
        said = _steps(rest)
        if said is None or (not rest and name is None):
            return None
        said = ", ".join(filter(None, (name, said)))
        if found and found[-1].endswith("–"):
            found[-1] += said
        elif said:
            found.append(said)
    return ", ".join(found) or None


def _named(piece: str, laws: Mapping[str, str]) -> tuple[str | None, str]:
    """The law a piece begins with, None where it names none, and what follows."""
    for law, name in sorted(laws.items(), key=lambda pair: -len(pair[0])):
        for head in (f"《{law}》", law):
            if piece.startswith(head):
                return name, piece.removeprefix(head)
    return None, piece


def _steps(rest: str) -> str | None:
    """ "第四十条第一款" → "Art 40(1)"; "" for nothing; None for anything else."""
    if not rest:
        return ""
    if not _REFERENCE.fullmatch(rest):
        return None
    said = ""
    for match in _STEP.finditer(rest):
        number = number_of(match["number"])
        if match["what"] == "条":
            said = f"Art {number}" + (f"-{number_of(match['added'])}" if match["added"] else "")
        elif match["what"] == "款":
            said = f"{said}({number})" if said else f"para {number}"
        else:
            said = f"{said} item {number}".strip()
    return said
