"""Whether a reply says anything: greetings and thanks are stripped, and what is left must be an answer.

A hollow reply (“留言已收悉”) stops no petitioner's trouble. The finding is a warning for the one who checks the
reply, never a verdict: a short answer may be a full one.
"""

import re
from dataclasses import dataclass

from petitions.domain.similarity import clean, normalise

#: Normalised characters that must remain after greetings and formulas are gone; a county may set its own.
MIN_LENGTH = 20
#: No greeting and thanks together are longer; what is longer is not searched for formulas.
LONGEST_FORMULAS = 300

_SALUTATION = re.compile(
    r"^\s*(?:尊敬的)?(?:网友|市民|群众|居民|先生|女士|同志|朋友)?[^，。！：:,!\n]{0,24}?(?:您好|你好)[！!，,。：:]?|"
    r"^\s*(?:尊敬的)?(?:网友|市民|群众|居民)[^，。！：:,!\n]{0,24}[：:]"
)
# Sentences that acknowledge, promise or thank, and answer nothing.
_FORMULAS = (
    re.compile(r"(?:您|你)?(?:的|所)?[^，。！；\n]{0,40}(?:已|已经)(?:收悉|收到|知悉|获悉)[，。！；]?"),
    re.compile(r"(?:非常|衷心|再次|十分)?感谢(?:您|你)?[^，。！；\n]{0,60}[，。！；]?"),
    re.compile(r"(?:现将有关情况|现)?(?:答复|回复)如下[：:，。]?"),
    re.compile(r"(?:我们|我局|我单位|我委|我办)?(?:将)?(?:会)?(?:尽快|及时|认真|抓紧|立即)[^，。！；\n]{0,12}"
               r"(?:核实|调查|处理|办理|研究|回复|答复|落实)[^，。！；\n]{0,12}[，。！；]?"),
    re.compile(r"(?:已|已经)?(?:将[^，。！；\n]{0,24})?(?:转|转交|交由|移交)[^，。！；\n]{0,24}"
               r"(?:核实|调查|处理|办理|研究|阅处|落实)[^，。！；\n]{0,8}[，。！；]?"),
    re.compile(r"(?:祝|此致|敬礼|特此(?:回复|答复)|欢迎(?:您|你)?)[^。！；\n]{0,40}[，。！；]?"),
    re.compile(r"\d{4}年\d{1,2}月\d{1,2}日"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hollowness:
    """The finding on one reply.

    ``hollow``: nothing but formulas, or too little beside them. ``reason_zh``: why, in one sentence.
    ``core``: what is left after the formulas; ``core_length`` counts its normalised characters.
    """

    hollow: bool
    reason_zh: str
    core: str
    core_length: int


def judge(reply: str, *, min_length: int = MIN_LENGTH) -> Hollowness:
    """Judge one reply.

    Args:
        reply: the text as received; may be empty.
        min_length: least number of letters, digits and Han characters beside the formulas.

    Returns the finding with its reason; an empty reply is hollow.
    """
    text = clean(reply)
    full = len(normalise(text))
    if full == 0:
        return Hollowness(True, "答复没有内容", "", 0)
    if full > min_length + LONGEST_FORMULAS:
        return Hollowness(False, f"答复有 {full} 字", text, full)
    core = _SALUTATION.sub("", text)
    for formula in _FORMULAS:
        core = formula.sub("", core)
    core = core.strip(" \n，。！；：:,.!;")
    length = len(normalise(core))
    if length == 0:
        return Hollowness(True, "答复只有问候、收悉或致谢的套话，没有实质内容", core, 0)
    if length < min_length:
        reason = f"去掉问候、收悉、致谢等套话后只有 {length} 字（少于 {min_length} 字）"
        return Hollowness(True, reason, core, length)
    return Hollowness(False, f"去掉套话后有 {length} 字", core, length)
