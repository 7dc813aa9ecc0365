"""The acts of a matter's life: from which states each is lawful, where it leads, on which article it rests.

One table serves the services, which refuse anything else, and the case page, which shows only what is lawful.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

REGISTERED, DISPATCHED, OBJECTED, ACCEPTED = "registered", "dispatched", "objected", "accepted"
OPEN = frozenset({REGISTERED, DISPATCHED, OBJECTED, ACCEPTED})


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the law.

    ``code``: stable English verb; ``name_zh``: word on the button; ``sources``: states it may start from;
    ``target``: state after it, None when the state stays; ``article``: legal basis; ``clocks``: codes of
    the clocks whose time it uses, the nearest due one is shown beside the act.
    """

    code: str
    name_zh: str
    sources: frozenset[str]
    target: str | None
    article: str
    clocks: tuple[str, ...] = ()


def _act(
    code: str, name: str, sources: str, target: str | None, article: str, clocks: str = ""
) -> Act:
    return Act(code, name, frozenset(sources.split()), target, article, tuple(clocks.split()))


# fmt: off
_ALL = (
    _act("transfer", "转送", "registered", DISPATCHED, "条例第二十二条第一款第一、二项", "C1 C1S"),
    _act("assign", "交办", "registered", DISPATCHED, "条例第二十二条第一款第三项", "C1 C1S"),
    _act("file", "存", "registered", "filed", "条例第二十二条", "C1 C1S"),
    _act("object", "提出异议", "dispatched", OBJECTED, "条例第二十三条第三款", "C5"),
    _act("decide_objection", "审核异议", "objected", None, "条例第二十三条第三款"),
    _act("inform", "书面告知", "registered dispatched accepted", None, "条例第二十三条", "C3 C4"),
    _act("accept", "受理", "registered dispatched", ACCEPTED, "条例第二十三条", "C3 C4"),
    _act("refuse", "不予受理", "registered dispatched", "not_accepted", "条例第十九条第三款", "C3 C4"),
    _act("no_longer_accept", "不再受理", "registered dispatched", "no_longer_accepted", "条例第三十六条第三款", "C3 C4"),
    _act("extend", "延长办理期限", "accepted", None, "条例第三十四条", "C8"),
    _act("reply", "直接回复", "registered dispatched accepted", "concluded", "条例第二十九条", "C1 C1S C3 C4"),
    _act("conclude", "出具处理意见", "accepted", "concluded", "条例第三十一条第六项、第三十二条", "C8 C2"),
)
# fmt: on

ACTS: Mapping[str, Act] = MappingProxyType({act.code: act for act in _ALL})


def lawful_acts(status: str) -> tuple[Act, ...]:
    """Return the acts the state of a matter allows, in the order of the procedure."""
    return tuple(act for act in _ALL if status in act.sources)


def why_unlawful(code: str, status: str, status_zh: str) -> str:
    """Return why an act is refused in this state, "" when it is lawful; raises KeyError for an unknown act."""
    act = ACTS[code]
    if status in act.sources:
        return ""
    return f"该事项目前为“{status_zh}”，不能办理“{act.name_zh}”"
