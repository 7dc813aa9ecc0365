"""Wording of the letters of supervision: 督办函 and the three kinds of suggestion (条例第四十条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountability.domain.supervision_grounds import ARTICLE, WORDS

TITLE = "关于督办有关信访事项的函"
UNIT_TITLE = "关于督促整改信访工作的函"
BASIS_WORDS = "《信访工作条例》第四十条第一款"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a 督办函 is about.

    ``number``, ``title``, ``received_on``: of the matter, empty for the unit's work as a whole; the title of a report is
    never given. ``since``: the day the duty was broken; ``on``: the day of the letter.
    """

    ground: str
    facts: str
    article: str
    since: date
    on: date
    number: str = ""
    title: str = ""
    received_on: date | None = None

    @property
    def days(self) -> int:
        """Days since the duty was broken."""
        return max(0, (self.on - self.since).days)


def supervision_title(subject: Subject) -> str:
    """Title of the letter."""
    return TITLE if subject.number else UNIT_TITLE


def supervision_body(
    subject: Subject,
    *,
    requirement: str,
    improvement: str,
    due_on: date,
    contact: str,
    phone: str,
) -> str:
    """Text of a 督办函: what is wrong and by which article, what is asked, advice, the day, whom to ask."""
    basis = "、".join(part for part in (subject.article, ARTICLE) if part)
    lines = [
        f"经查，{_what(subject)}存在{WORDS[subject.ground]}的情形：{_sentence(subject.facts)}（{basis}）。",
        f"依照{BASIS_WORDS}的规定，现予督办，并提出改进工作的建议。",
        "一、督办要求",
        *_lines(requirement),
        "二、改进工作的建议",
        *_lines(improvement),
        "三、书面答复",
        (
            f"请于{_chinese(due_on)}前书面答复办理、整改情况以及对上述建议的采纳情况，附有关佐证材料。逾期未答复或者答复不实的，"
            "将报请信访工作联席会议依照《信访工作条例》第三十九条第三款的规定处理。"
        ),
        f"联系人：{contact}",
    ]
    if phone:
        lines.append(f"联系电话：{phone}")
    return "\n".join(lines)


def supervision_table(subject: Subject, ground: str) -> dict[str, Any]:
    """The matter with its days, as a block of the typesetter; ``ground`` is the word of the screen."""
    columns: Sequence[tuple[str, float]] = (
        ("信访件编号", 0),
        ("收到日期", 0),
        ("督办情形", 0),
        ("应履行日期", 0),
        ("已逾天数", 0),
    )
    received = subject.received_on.isoformat() if subject.received_on else None
    return {
        "type": "table",
        "columns": [{"title": title, "width": width} for title, width in columns],
        "rows": [[subject.number, received, ground, subject.since.isoformat(), subject.days]],
    }


def default_requirement(ground: str) -> str:
    """What is asked, as a draft for the supervisor."""
    return REQUIREMENTS.get(ground, REQUIREMENTS_OTHER)


REQUIREMENTS_OTHER = "请立即核查上述情形，依规依法予以纠正，并说明原因和责任。"
REQUIREMENTS = {
    "acceptance": "请立即依照条例第二十三条的规定处理，书面告知信访人，并说明未按规定受理、告知的原因。",
    "handling": "请按照复查（复核）意见重新办理，逐项答复信访人，并说明原办理中存在的问题。",
    "shirking": "请立即承办属于本单位职责范围的事项，不得再行推诿，并报送承办负责人和办理计划。",
    "delay": "请立即履行上述职责，说明逾期原因，并报送完成的具体日期和责任人。",
    "falsehood": "请核实日期、文书和送达情况，如实说明经过，有不实的立即更正。",
    "unexecuted": "请立即执行支持信访请求的处理意见，报送执行措施、完成日期和责任人。",
    "no_report": "请立即反馈办理结果，提交办结报告，并说明逾期原因。",
}
DEFAULT_IMPROVEMENT = "请健全信访事项办理台账和到期提醒，落实专人负责，防止同类问题再次发生。"


def _what(subject: Subject) -> str:
    if not subject.number:
        return "你单位信访工作"
    if not subject.title:
        return f"你单位办理的信访事项（编号{subject.number}）"
    return f"你单位办理的“{subject.title}”信访事项（编号{subject.number}）"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _sentence(text: str) -> str:
    return text.strip().rstrip("。；;")


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


SUGGESTIONS: dict[str, tuple[str, str, str]] = {
    "improve": ("改进工作", "第四十条第一款", "工作中发现"),
    "policy": ("完善政策", "第四十条第二款", "工作中发现有关政策性问题"),
    "liability": ("追究责任", "第四十条第三款", "信访工作中存在推诿、敷衍、拖延、弄虚作假情形"),
}


def suggestion_basis(kind: str) -> str:
    """The paragraph a kind of suggestion rests on."""
    return f"《信访工作条例》{SUGGESTIONS[kind][1]}"


def suggestion_title(kind: str, title: str) -> str:
    """Title of the letter: of the kind when the suggestion's own does not say it."""
    word = SUGGESTIONS[kind][0]
    return title if title.startswith("关于") else f"关于{title}的{word}建议"


def suggestion_body(
    kind: str,
    *,
    facts: str,
    consequence: str,
    text: str,
    basis: str,
    about: str,
    due_on: date,
    contact: str,
    phone: str,
) -> str:
    """Text of a 建议书: what was found, (for liability) by whom and with what consequence, the advice, the feedback."""
    word, _paragraph, found = SUGGESTIONS[kind]
    lines = ["一、发现的问题", f"{about}在{found}：" if about else f"{found}：", *_lines(facts)]
    if consequence:
        lines += ["二、造成的严重后果", *_lines(consequence)]
    number = "三" if consequence else "二"
    after = "四" if consequence else "三"
    lines += [
        f"{number}、{word}的建议",
        f"依照{basis}的规定，提出以下建议：",
        *_lines(text),
        f"{after}、书面反馈",
        (
            f"请于{_chinese(due_on)}前书面反馈采纳情况；部分采纳或者不采纳的，请说明理由（条例第四十条第四款）。"
        ),
        f"联系人：{contact}",
    ]
    if phone:
        lines.append(f"联系电话：{phone}")
    return "\n".join(lines)
