"""Sentences of the annual report about the office's own work: transfers, assignments, supervision, suggestions (条例第四十一条第二、三项)."""

from __future__ import annotations

from reporting.domain.annual import AnnualFigures, Suggested
from reporting.domain.measures import Comparison, clause, part_of
from reporting.domain.wording_annual import rate_sentence


def sending(f: AnnualFigures) -> str:
    """Transfers and assignments of the petition office (条例第四十一条第二项)."""
    counts = f.counts
    sent, given = counts["transferred"], counts["assigned"]
    if not sent.now and not given.now and not f.sent_by_register:
        return "本年度没有转送、交办的信访事项。"
    text = (
        ""
        if not sent.now and not given.now
        else (
            f"县信访局转送信访事项{sent.now}件{clause(sent.phrase('同比'))}；"
            f"交办{given.now}件{clause(given.phrase('同比'))}。"
        )
    )
    if f.sent_by_register:
        text += (
            f"从登记簿导入的事项有{f.sent_by_register}件记有转送、交办日期，登记簿未区分转送和交办，"
            "不计入表中转送、交办的件数。"
        )
    text += rate_sentence(f, "dispatch_rate", "转送、交办期限", "及时转送交办率")
    text += rate_sentence(f, "feedback_rate", "交办反馈期限", "按期反馈率")
    if objected := counts["objections"].now:
        text += f"有关机关、单位对转送、交办提出异议{objected}件。"
    return text


def supervision(f: AnnualFigures) -> str:
    """Supervision items of the year with their grounds."""
    decided = sum(number for _name, number in f.grounds)
    counts = f.counts
    if not decided and not counts["supervision_open"].now:
        return "本年度没有督办事项。"
    text = f"决定督办{decided}件"
    if f.unit_items:
        text += f"（其中针对单位整体工作的{f.unit_items}件）"
    if f.grounds:
        text += "，督办情形为" + "、".join(f"{name}{number}件" for name, number in f.grounds)
    return (
        f"{text}。针对信访事项的督办{counts['supervised'].now}件{clause(counts['supervised'].phrase('同比'))}；"
        f"办结{counts['supervision_closed'].now}件，期末未结{counts['supervision_open'].now}件。"
    )


def suggestions(f: AnnualFigures) -> str:
    """The three kinds of suggestion together (条例第四十一条第三项)."""
    made = sum(one.issued.now for one in f.suggestions)
    if not made:
        return "本年度没有提出改进工作、完善政策、追究责任的建议。"
    bases = [one.issued.base for one in f.suggestions]
    whole = Comparison(made, None if None in bases else sum(base or 0 for base in bases))
    answered = sum(one.answered for one in f.suggestions)
    adopted = sum(one.full + one.part for one in f.suggestions)
    text = f"共提出建议{made}件{clause(whole.phrase('同比'))}；已书面反馈{answered}件"
    if answered:
        text += f"，其中采纳和部分采纳{adopted}件{part_of(adopted, answered)}"
    return f"{text}。"


def suggestion(one: Suggested) -> str:
    """One kind of suggestion."""
    if not one.issued.now:
        return "本年度没有提出。"
    text = f"提出{one.issued.now}件{clause(one.issued.phrase('同比'))}；"
    if not one.answered:
        return f"{text}均待书面反馈。"
    outcomes = (("采纳", one.full), ("部分采纳", one.part), ("不采纳", one.refused))
    parts = [f"{word}{number}件" for word, number in outcomes if number]
    if one.waiting:
        parts.append(f"待反馈{one.waiting}件")
    return f"{text}{'，'.join(parts)}。"
