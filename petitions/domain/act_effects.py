"""What each act does to the clocks and which papers it writes, as facts for the page that asks for the act.

The services do it; `tests/petitions/test_act_guides.py` does every act and holds what happened against this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.domain.words import words as _


@dataclass(frozen=True, slots=True)
class Effect:
    """Clocks and papers of one act.

    ``closes``: every running clock ends with it; ``stops``: codes of the clocks that end; ``starts``: of those that
    begin; ``on_service``: of those that begin on the day its paper is served; ``extends``: the clock it makes longer.
    ``letters``: titles of the papers it writes; titles divided by “/” mean one of them. ``only_if``: in which case
    the clocks move, "" for always.
    """

    closes: bool = False
    stops: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    on_service: tuple[str, ...] = ()
    extends: str = ""
    letters: tuple[str, ...] = ()
    only_if: str = ""


_TO_ACCEPT = ("C1", "C1S", "C3", "C4", "C5")

# fmt: off
EFFECTS: Mapping[str, Effect] = MappingProxyType({
    "transfer": Effect(stops=("C1", "C1S"), starts=("C4", "C5"), letters=(_("关于转送信访事项的函"),)),
    "assign": Effect(stops=("C1", "C1S"), starts=("C4", "C5", "C2"), letters=(_("关于交办信访事项的函"),)),
    "report_up": Effect(stops=("C1", "C1S")),
    "file": Effect(closes=True),
    "object": Effect(stops=("C5",), letters=(_("关于信访事项管辖异议的函"),)),
    "decide_objection": Effect(stops=("C2", "C4", "C5"), starts=("C1",), only_if=_("异议成立的")),
    "decide_dispute": Effect(stops=("C2", "C4", "C5"), starts=("C4", "C5"), letters=(_("关于转送信访事项的函"),),
                             only_if=_("确定由其他单位受理的")),
    "inform": Effect(stops=("C3", "C4"), letters=(_("信访事项告知书"),)),
    "accept": Effect(stops=_TO_ACCEPT, starts=("C8",), letters=(_("信访事项受理告知书"),)),
    "accept_simple": Effect(stops=_TO_ACCEPT, starts=("S2", "C8"), letters=(_("信访事项受理告知书"),)),
    "refuse": Effect(closes=True, letters=(_("信访事项不予受理告知书"),)),
    "no_longer_accept": Effect(closes=True, letters=(_("信访事项不再受理告知书"),)),
    "refer": Effect(closes=True, letters=(_("导入法定程序告知书"),)),
    "fall_back": Effect(stops=("S2",)),
    "settle": Effect(closes=True, letters=(_("调解协议书/和解协议书"),)),
    "extend": Effect(extends="C8", letters=(_("延长办理期限告知书"),)),
    "announce_hearing": Effect(letters=(_("信访事项听证通知书"),)),
    "reply": Effect(closes=True, letters=(_("信访事项答复"),)),
    "conclude": Effect(closes=True, on_service=("C10",), letters=(_("信访处理意见书"),)),
    "merge": Effect(closes=True),
    "withdraw": Effect(closes=True),
    "request_review": Effect(stops=("C10",), starts=("C11",)),
    "decide_review": Effect(stops=("C11",), on_service=("C12",), letters=(_("信访事项复查意见书"),)),
    "request_recheck": Effect(stops=("C12",), starts=("C13",)),
    "decide_recheck": Effect(stops=("C13",), letters=(_("信访事项复核意见书"),)),
    "redo": Effect(stops=("R1", "C10", "C12"), on_service=("C10",), letters=(_("信访处理意见书"),)),
    "dismiss_review": Effect(stops=("C11", "C13"), letters=(_("复查不予受理告知书/复核不予受理告知书"),)),
    "terminate": Effect(letters=(_("信访事项终结告知书"),)),
})
# fmt: on


def effect_of(code: str) -> Effect:
    """Return what the act does; an act without entry moves no clock and writes no paper."""
    return EFFECTS.get(code, Effect())
