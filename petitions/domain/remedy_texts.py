"""Wording of the papers that follow an acceptance: longer time, remedy refused, end of the remedies; and where a legal
basis stands in an opinion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from petitions.domain.letter_texts import LetterFacts, chinese_day, letter, matter, remedy

#: Lines after which nothing of an opinion's own text comes: whom to ask, organ, date.
_TAIL = re.compile(r"^(?:联系人|联系电话)：|^\d{4}年\d{1,2}月\d{1,2}日$")
_REMEDY = re.compile(r"^(?:您)?如不服")


def with_basis(opinion: str, basis: str, *, organ: str, superior: str = "") -> str:
    """An opinion with its legal basis (条例第三十二条) before the remedy, or at the end of its own text.

    An opinion that does not say where to ask for a review is given the sentence, if `superior` is named: the thirty
    days run whether or not the officer left it in (条例第三十五条).
    """
    said = [f"依据：{basis}"]
    if superior and "如不服" not in opinion:
        said.append(remedy(superior))
    return _before_the_end(opinion, said, organ=organ)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a review or re-review decided.

    ``level``, ``result``: in Chinese; ``is_final``: of a re-review, after which the same facts are accepted no more;
    ``redo_due_on``: until when the matter is handled anew, None unless that was ordered; ``organ``: who was asked.
    """

    level: str
    result: str
    is_final: bool
    redo_due_on: date | None
    organ: str


def decided(opinion: str, basis: str, decision: Decision, *, organ: str) -> str:
    """复查意见书, 复核意见书 (条例第三十五、三十六条): the opinion, the result, the basis, and what right is left."""
    redo = decision.redo_due_on
    until = f"，限于{chinese_day(redo)}前重新作出处理意见" if redo else ""
    said = [f"{decision.level}结果：{decision.result}{until}。", f"依据：{basis}"]
    if not decision.is_final:
        if "如不服" not in opinion:
            said.append(
                f"您如不服本复查意见，可以自收到之日起三十日内向{decision.organ}的上一级机关、单位请求复核"
                "（条例第三十六条第一款）。"
            )
    elif not redo and "不再受理" not in opinion:
        said.append(
            "您仍以同一事实和理由提出信访请求的，各级机关、单位不再受理（条例第三十六条第三款）。"
        )
    return _before_the_end(opinion, said, organ=organ)


def _before_the_end(text: str, said: Sequence[str], *, organ: str) -> str:
    """The lines put before the remedy of a text, or before whom to ask, organ and date at its end."""
    lines = text.strip().splitlines()
    for at, line in enumerate(lines):
        if _REMEDY.match(line.strip()):
            return "\n".join((*lines[:at], *said, *lines[at:]))
    end = len(lines)
    while end and (_TAIL.match(lines[end - 1].strip()) or lines[end - 1].strip() in ("", organ)):
        end -= 1
    return "\n".join((*lines[:end], *said, *lines[end:]))


def extension(
    facts: LetterFacts, *, reason: str, days: int, due_on: date, approved_on: date
) -> str:
    """延长办理期限告知书 (条例第三十四条): why, by whom and when approved, until when."""
    return letter(
        facts,
        (
            f"{matter(facts)}因{reason.strip().rstrip('。')}，情况复杂，不能在规定期限内办结。经本单位负责人于"
            f"{chinese_day(approved_on)}批准，办理期限延长{days}日，至{chinese_day(due_on)}，届时书面答复您"
            "（条例第三十四条）。"
        ),
    )


def dismissal(facts: LetterFacts, *, level: str, requested_on: date, reason: str) -> str:
    """复查（复核）不予受理告知书: the request, why it is not taken."""
    return letter(
        facts,
        f"您于{chinese_day(requested_on)}就“{facts.title}”信访事项（编号{facts.number}）提出的{level}请求收悉。",
        f"经审查，决定不予受理，依据和理由：{reason.strip()}",
    )


def hearing(
    facts: LetterFacts,
    *,
    held_at: datetime,
    place: str,
    subject: str,
    form_zh: str,
    members: str,
    asked: str,
    article: str,
) -> str:
    """信访事项听证通知书 (条例第三十一条第六项、第三十六条第二款): when, where, on what, before whom, with which rights."""
    clock = f"{held_at.hour}时{held_at.minute:02d}分" if held_at.minute else f"{held_at.hour}时"
    who = f"\n通知参加的其他人员：{asked}" if asked else ""
    law = article.replace("条例", "《信访工作条例》", 1)
    return letter(
        facts,
        f"{matter(facts)}依照{law}的规定，决定举行听证，请您按时参加。",
        f"一、时间和地点\n{chinese_day(held_at.date())}{clock}，{place}。",
        f"二、听证事项\n{subject.rstrip('。')}。",
        f"三、听证方式和人员\n{form_zh}。听证人员：{members.rstrip('。')}。{who}",
        (
            "四、您的权利\n您可以陈述事实和理由、提交证据、进行质询和辩论，可以委托代理人参加；认为听证人员与本事项有直接利害"
            "关系的，可以申请其回避；可以核对听证笔录并签名，认为有误的，可以要求补正。"
        ),
        "五、不能参加的，请在听证举行前告知我单位并说明理由，可以申请改期。请携带身份证明和有关证据。",
    )


def termination(facts: LetterFacts, *, plan: str) -> str:
    """终结告知书 (条例第三十六条第三款、第三十七条第三款): the levels are used up, the care goes on."""
    return letter(
        facts,
        (
            f"您反映的“{facts.title}”信访事项（编号{facts.number}）已经办理、复查、复核。依照《信访工作条例》第三十六条"
            "第三款的规定，仍以同一事实和理由提出信访请求的，各级机关、单位不再受理。"
        ),
        f"后续工作安排（条例第三十七条第三款）：{plan.strip()}",
        "如有新的事实和理由，您可以另行提出；生活确有困难的，可以向当地人民政府申请救助。",
    )
