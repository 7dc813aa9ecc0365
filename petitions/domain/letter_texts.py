"""Wording of the papers a handling unit gives: a draft with names and dates filled in.

The officer completes it; what only the officer knows stands between 【 and 】, and a paper that still holds such a
gap is not finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from petitions.domain.guides import CAVEAT, Guide
from petitions.domain.letters import named

GAP_OPEN, GAP_CLOSE = "【", "】"


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a paper says about the matter.

    ``names``: petitioners, the main one first; ``head_count``: people in all; ``form``, ``title``, ``number``: of the
    matter; ``received_on``: when the county received it; ``unit``: full name of the unit that writes; ``sender`` and
    ``sent_on``: who sent the matter on and when, empty for a matter received directly; ``contact`` and ``phone``:
    whom to ask; ``superior``: who reviews an opinion; ``is_claim``: 申诉求决, which ends in an opinion.
    """

    names: tuple[str, ...]
    head_count: int
    form: str
    title: str
    number: str
    received_on: date
    unit: str
    today: date
    sender: str = ""
    sent_on: date | None = None
    contact: str = ""
    phone: str = ""
    superior: str = ""
    is_claim: bool = True


def has_gap(text: str) -> bool:
    """True while a place to fill in is left."""
    return GAP_OPEN in text and GAP_CLOSE in text


def acceptance(facts: LetterFacts) -> str:
    """受理告知书 (条例第二十三条): the matter, who sent it, the decision, the sixty days, whom to ask."""
    if facts.is_claim:
        term = (
            "我单位将自受理之日起六十日内办结并书面答复您；情况复杂的，经本单位负责人批准可以延长办理期限，"
            "延长期限不超过三十日，并告知您延期理由（条例第三十四条）。"
        )
    else:
        term = "我单位将认真研究、依法处理，并按照规定答复您。"
    return letter(
        facts,
        f"{matter(facts)}经审查，该事项属于我单位受理范围，依照《信访工作条例》第二十三条的规定，决定予以受理。",
        f"{term}办理期间，请勿就同一事项重复信访。",
    )


def notice(facts: LetterFacts) -> str:
    """告知书 (条例第二十三条): received, and the way and procedure of handling."""
    way = (
        "依照《信访工作条例》第三十一条的规定调查核实、依法处理，并在规定期限内书面答复您"
        if facts.is_claim
        else "依照《信访工作条例》第二十九条的规定认真研究，并向您答复"
    )
    return letter(
        facts,
        f"{matter(facts)}我单位已收到您反映的事项，将{way}。",
        "办理进展可凭信访件编号和查询码查询，也可以直接向我单位询问。",
    )


def non_acceptance(facts: LetterFacts) -> str:
    """不予受理告知书 (条例第十九条第三款): where to go instead; the ground is written in a field of its own."""
    return letter(
        facts,
        f"{matter(facts)}经审查，我单位决定不予受理。",
        "请您向有权处理的机关、单位（【机关、单位名称】）提出，或者通过【法定途径】解决。",
    )


def with_ground(body: str, ground: str) -> str:
    """The text of a refusal with its ground after the paragraph that names the matter, or at its head."""
    lines = body.strip().splitlines()
    said = f"依据和理由：{ground}"
    if lines and lines[0].rstrip().endswith("："):
        return "\n".join((*lines[:2], said, *lines[2:]))
    return "\n".join((said, *lines))


def no_longer(facts: LetterFacts) -> str:
    """不再受理告知书 (条例第三十六条第三款)."""
    return letter(
        facts,
        f"{matter(facts)}该事项已于【日期】经【机关名称】复核并出具复核意见。您仍以同一事实和理由提出请求，"
        "依照《信访工作条例》第三十六条第三款的规定，各级机关、单位不再受理。",
        "如有新的事实和理由，您可以另行提出；生活确有困难的，可以向当地人民政府申请救助。",
    )


def opinion(facts: LetterFacts) -> str:
    """信访处理意见书 (条例第三十一条第六项、第三十二条): what was asked, what was found, what is decided, the remedy."""
    return letter(
        facts,
        f"{matter(facts)}现将处理意见答复如下：",
        "一、您的诉求\n【逐项写明投诉请求】",
        "二、查明的事实\n【时间、地点、经过和证据】",
        "三、处理意见\n【对每项诉求是否支持、由谁在何时前落实；不予支持的说明理由】",
        remedy(facts.superior),
    )


def remedy(superior: str) -> str:
    """The sentence of an opinion that says where and until when to ask for a review (条例第三十五条)."""
    return f"您如不服本处理意见，可以自收到之日起三十日内向{superior}请求复查（条例第三十五条）。"


def guided_refusal(facts: LetterFacts, guide: Guide) -> str:
    """不予受理告知书 that leads into a procedure of its own (条例第三十一条): where to go, by which law, within which time."""
    return letter(
        facts,
        f"{matter(facts)}经审查，我单位决定不予受理。请通过{guide.name}解决。",
        *led_to(guide),
    )


def referral(facts: LetterFacts, guide: Guide) -> str:
    """导入法定程序告知书 (条例第二十八条第二款、第三十一条第一至五项)."""
    articles = f"第三十一条{guide.item}"
    if guide.route == "1":
        articles = f"第二十八条第二款、{articles}"
    return letter(
        facts,
        (
            f"{matter(facts)}经审查，该事项应当通过{guide.name}解决，依照《信访工作条例》{articles}的规定，"
            "按照该程序处理。"
        ),
        *led_to(guide),
    )


def led_to(guide: Guide) -> tuple[str, ...]:
    """What a letter says of a procedure: why and how, where, by which law, within which time."""
    return (
        f"一、如何办理\n{guide.text}",
        f"二、向哪里提出\n{_sentence(guide.organ)}",
        f"三、法律依据\n{_sentence(guide.basis)}",
        f"四、一般期限\n{_sentence(guide.limit)}\n{CAVEAT}",
    )


def _sentence(text: str) -> str:
    return f"{text.strip().rstrip('。；')}。"


def reply(facts: LetterFacts) -> str:
    """Direct reply to a suggestion, a report or an enquiry (条例第二十九、三十条)."""
    return letter(
        facts, f"{matter(facts)}经研究，现答复如下：", "【采纳情况或者处理结果，及其依据】"
    )


def report(facts: LetterFacts) -> str:
    """办结报告 to the sender of an assigned matter (条例第二十二条第一款第三项)."""
    sent = f"{chinese_day(facts.sent_on)}交办的" if facts.sent_on else ""
    return "\n".join(
        (
            f"{facts.sender}：",
            f"你单位{sent}{_who(facts)}反映“{facts.title}”信访事项（编号{facts.number}）已办结，现将办理情况报告如下：",
            "一、信访人基本情况和主要诉求\n【简述】",
            "二、调查处理情况\n【调查经过、处理结果、落实情况】",
            "三、答复信访人情况\n【答复日期、方式，信访人意见】",
            f"{facts.unit}",
            chinese_day(facts.today),
        )
    )


def letter(facts: LetterFacts, *paragraphs: str) -> str:
    """Salutation, paragraphs, whom to ask, organ and date."""
    contact = "　".join(
        part
        for part in (
            f"联系人：{facts.contact}" if facts.contact else "",
            f"联系电话：{facts.phone}" if facts.phone else "",
        )
        if part
    )
    lines = [f"{_who(facts)}：", *paragraphs]
    if contact:
        lines.append(contact)
    return "\n".join((*lines, facts.unit, chinese_day(facts.today)))


def matter(facts: LetterFacts) -> str:
    """Which matter it is, when and how it came, who sent it on."""
    sent = (
        f"，{facts.sender}于{chinese_day(facts.sent_on)}转交我单位"
        if facts.sender and facts.sent_on
        else ""
    )
    return (
        f"您于{chinese_day(facts.received_on)}以{facts.form}形式反映的“{facts.title}”信访事项"
        f"（编号{facts.number}）{sent}。"
    )


def _who(facts: LetterFacts) -> str:
    return named(facts.names, facts.head_count)


def chinese_day(day: date | None) -> str:
    """2026年3月9日, "" for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
