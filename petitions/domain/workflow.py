"""The acts of a matter's life: from which states each is lawful, where it leads, on which article it rests.

One table serves the services, which refuse anything else, and the case page, which shows only what is lawful.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.domain.words import words as _

REGISTERED, DISPATCHED, OBJECTED, ACCEPTED = "registered", "dispatched", "objected", "accepted"
CONCLUDED = "concluded"
OPEN = frozenset({REGISTERED, DISPATCHED, OBJECTED, ACCEPTED})


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the law.

    ``code``: stable English verb; ``name_zh``: word on the button; ``sources``: states it may start from;
    ``target``: state after it, None when the state stays; ``article``: legal basis; ``clocks``: codes of
    the clocks whose time it uses, the nearest due one is shown beside the act. ``is_rare``: the page keeps it
    under “其他办理”.
    """

    code: str
    name_zh: str
    sources: frozenset[str]
    target: str | None
    article: str
    clocks: tuple[str, ...] = ()
    is_rare: bool = False


def _act(
    code: str,
    name: str,
    sources: str,
    target: str | None,
    article: str,
    clocks: str = "",
    *,
    rare: bool = False,
) -> Act:
    states = frozenset(sources.split())
    return Act(code, name, states, target, article, tuple(clocks.split()), rare)


# fmt: off
_OPEN = "registered dispatched objected accepted"
_HELD = "registered dispatched accepted"
_ENDED = "concluded not_accepted no_longer_accepted routed settled filed merged withdrawn"
_ALL = (
    _act("transfer", _("转送"), "registered", DISPATCHED, "条例第二十二条第一款第一、二项", "C1 C1S"),
    _act("assign", _("交办"), "registered", DISPATCHED, "条例第二十二条第一款第三项", "C1 C1S"),
    _act("report_up", _("报请决定"), "registered", None, "条例第二十二条第一款第一项", "C1 C1S", rare=True),
    _act("file", _("存"), "registered", "filed", "条例第二十二条", "C1 C1S"),
    _act("object", _("提出异议"), "dispatched", OBJECTED, "条例第二十三条第三款", "C5"),
    _act("decide_objection", _("审核异议"), "objected", None, "条例第二十三条第三款"),
    _act("dispute", _("提请决定受理机关"), "registered dispatched", None, "条例第二十四条", rare=True),
    _act("decide_dispute", _("决定受理机关"), "registered dispatched", None, "条例第二十四条"),
    _act("inform", _("书面告知"), _HELD, None, "条例第二十三条", "C3 C4"),
    _act("accept", _("受理"), "registered dispatched", ACCEPTED, "条例第二十三条", "C3 C4"),
    _act("accept_simple", _("简易受理"), "registered dispatched", ACCEPTED, _("条例第二十三条、国信办发〔2022〕17号"),
         "C3 C4"),
    _act("refuse", _("不予受理"), "registered dispatched", "not_accepted", "条例第十九条第三款", "C3 C4"),
    _act("no_longer_accept", _("不再受理"), "registered dispatched", "no_longer_accepted", "条例第三十六条第三款", "C3 C4",
         rare=True),
    _act("refer", _("导入法定程序"), _HELD, "routed", _("条例第三十一条第一至五项"), "C3 C4"),
    _act("fall_back", _("转为普通程序"), "accepted", None, _("条例第三十四条、国信办发〔2022〕17号"), "S2"),
    _act("claims", _("列明诉求"), _HELD, None, "条例第三十二条", rare=True),
    _act("note", _("办理记录"), f"{_HELD} concluded settled", None, "条例第三十一条第六项、第三十七条"),
    _act("co_handle", _("请求协办"), "accepted", None, "条例第二十四条第一款", rare=True),
    _act("move_co_handling", _("更改协办期限"), "accepted", None, "条例第二十四条第一款", rare=True),
    _act("answer_request", _("答复协办"), "accepted", None, "条例第二十四条第一款"),
    _act("announce_hearing", _("通知听证"), "accepted concluded", None, "条例第三十一条第六项、第三十六条第二款", rare=True),
    _act("hold_hearing", _("举行听证"), "accepted concluded", None, "条例第三十一条第六项、第三十六条第二款", rare=True),
    _act("close_hearing", _("结束听证"), "accepted concluded", None, "条例第三十六条第二款"),
    _act("settle", _("调解和解"), "accepted", "settled", "条例第三十三条", "C8"),
    _act("extend", _("延长办理期限"), "accepted", None, "条例第三十四条", "C8"),
    _act("reply", _("直接回复"), _HELD, CONCLUDED, "条例第二十九条", "C1 C1S C3 C4"),
    _act("conclude", _("出具处理意见"), "accepted", CONCLUDED, "条例第三十一条第六项、第三十二条", "S2 C8 C2"),
    # a report that was not made stays owed, whatever became of the matter (第四十六条: 隐瞒、缓报)
    _act("urgent", _("重大紧急报告"), f"{_OPEN} {_ENDED}", None, "条例第二十五条", rare=True),
    _act("urgent_receipt", _("登记报告签收"), f"{_OPEN} {_ENDED}", None, "条例第二十五条", rare=True),
    _act("recuse", _("申请回避"), _OPEN, None, "条例第二十八条第三款", rare=True),
    _act("decide_recusal", _("决定回避"), _OPEN, None, "条例第二十八条第三款"),
    _act("merge", _("并案"), _HELD, "merged", "条例第二十二条", rare=True),
    _act("split", _("分案"), "registered", None, "条例第二十二条", rare=True),
    _act("link_repeat", _("认定重复信访"), _OPEN, None, "条例第十九条第三款", rare=True),
    _act("withdraw", _("信访人撤回"), _OPEN, "withdrawn", "条例第十七条", rare=True),
    # a paper may reach the petitioner later, whatever became of the matter meanwhile
    _act("serve", _("登记送达"), f"{_OPEN} {_ENDED}", None, "条例第三十五条、第三十六条"),
    _act("cause", _("登记成因"), "concluded settled", None, "条例第十四条第四项"),
    _act("correct_cause", _("更正成因"), "concluded settled", None, "条例第十四条第四项", rare=True),
    _act("execute", _("登记执行情况"), "concluded", None, "条例第三十二条第二款"),
    _act("request_review", _("登记复查请求"), "concluded", None, "条例第三十五条", "C10"),
    _act("decide_review", _("作出复查意见"), "concluded", None, "条例第三十五条", "C11"),
    _act("request_recheck", _("登记复核请求"), "concluded", None, "条例第三十六条第一款", "C12"),
    _act("decide_recheck", _("作出复核意见"), "concluded", None, "条例第三十六条", "C13"),
    _act("redo", _("重新作出处理意见"), "concluded", None, "条例第三十五条、第三十六条", "R1"),
    _act("dismiss_review", _("不予受理复查复核"), "concluded", None, "条例第三十五条、第三十六条", "C11 C13", rare=True),
    _act("terminate", _("三级终结"), "concluded", None, "条例第三十六条第三款"),
    # what was written down wrongly is put right whatever became of the matter
    _act("correct_registration", _("更正登记"), f"{_OPEN} {_ENDED}", None, "条例第二十一条", rare=True),
    _act("evaluate", _("代录评价"), "concluded", None, "条例第二十一条第二款", rare=True),
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
    return _("该事项目前为“%(status_zh)s”，不能办理“%(name_zh)s”") % {
        "status_zh": status_zh,
        "name_zh": act.name_zh,
    }
