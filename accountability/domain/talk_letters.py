"""Wording of the invitation to a talk (约谈通知书, 条例第三十九条第三款)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

TITLE = "关于约谈的通知"
BASIS = "《信访工作条例》第三十九条第三款"
WEEKDAYS = "一二三四五六日"
# How the name of a paper ends; a meeting is named by what it decided.
PAPERS = ("号", "》", "决定", "决议", "纪要", "通知", "意见", "方案", "批示")
# How the proposal of a bulletin ends and names its months, which a letter says in its own words.
PROPOSED = re.compile(
    r"，达到连续\d+期的谈话标准(?:，拟与(?:分管|主要)领导谈话)?（条例第三十九条第三款）$"
)
MONTH = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?![\d-])")


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is asked to come, why, when and where.

    ``source``: the bulletin or the decision it rests on; ``at``: local time; ``replaces``: number of the invitation
    that a new day makes void, "" for the first one.
    """

    unit: str
    source: str
    reason: str
    at: datetime
    place: str
    talker: str
    contact: str
    phone: str = ""
    replaces: str = ""


def source_words(*, period: str, consecutive: int, basis: str) -> str:
    """What the talk rests on, in words: the bulletin of a month, or the paper of the joint meeting."""
    if not period:
        return basis if basis.endswith(PAPERS) else f"{basis}决定"
    year, month = period.split("-")
    return f"{year}年{int(month)}月信访工作通报（连续{consecutive}期列入）"


def body(invitation: Invitation) -> str:
    """Text of the letter: why, when and where, what to bring, whom to ask."""
    at = invitation.at
    lines = [
        f"根据{invitation.source}，依照{BASIS}的规定，就履行信访工作职责情况与你约谈。",
        f"一、约谈事由：{_ground(invitation.reason)}。",
        f"二、时间：{at.year}年{at.month}月{at.day}日（星期{WEEKDAYS[at.weekday()]}）{at:%H:%M}。",
        f"三、地点：{invitation.place}。",
        f"四、谈话人：{invitation.talker}。",
        (
            f"请携带{invitation.unit}有关信访事项办理情况、原因和整改措施的书面材料按时到场，并在系统中签阅本通知；"
            "不能按时参加的，请提前书面说明理由。"
        ),
    ]
    if invitation.replaces:
        lines.append(f"{invitation.replaces}同时作废。")
    lines.append(f"联系人：{invitation.contact}")
    if invitation.phone:
        lines.append(f"联系电话：{invitation.phone}")
    return "\n".join(lines)


def _ground(reason: str) -> str:
    """The reason as a clause of the letter."""
    text = PROPOSED.sub("", reason.strip().rstrip("。；;"))
    return MONTH.sub(lambda found: f"{found[1]}年{int(found[2])}月", text)
