"""Wording of the letters between organs: 转送函, 交办函, 异议函 (条例第二十二、二十三条)."""

from __future__ import annotations

from datetime import date


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def transfer(*, number: str, title: str, who: str, received_on: date, note: str) -> str:
    """转送函: the matter, no report asked for."""
    return "\n".join(
        line
        for line in (
            (
                f"现将{who}反映的“{title}”信访事项（编号{number}，{_day(received_on)}收到）转送你单位，"
                "请依照《信访工作条例》第二十二条的规定处理。"
            ),
            note.strip(),
            (
                "属于你单位职权范围的，请自收到之日起十五日内书面告知信访人接收情况以及处理途径和程序；不属于的，请自收到之日起"
                "五个工作日内提出异议，并详细说明理由（条例第二十三条）。"
            ),
        )
        if line
    )


def assignment(
    *, number: str, title: str, who: str, received_on: date, note: str, due_on: date
) -> str:
    """交办函: the matter with a set period, the result and a report asked for."""
    return "\n".join(
        line
        for line in (
            (
                f"现将{who}反映的“{title}”信访事项（编号{number}，{_day(received_on)}收到）交你单位办理，"
                "请依照《信访工作条例》第二十二条第一款第三项的规定处理。"
            ),
            note.strip(),
            f"请于{_day(due_on)}前反馈办理结果，提交办结报告，并附信访人签收的答复意见。",
        )
        if line
    )


def objection(*, number: str, title: str, received_on: date, reason: str, suggested: str) -> str:
    """异议函: why the matter is not the unit's own, and whose it is thought to be."""
    return "\n".join(
        line
        for line in (
            (
                f"我单位于{_day(received_on)}收到你单位转来的“{title}”信访事项（编号{number}）。经研究，该事项不属于我单位"
                "职权范围，依照《信访工作条例》第二十三条第三款提出异议，理由如下："
            ),
            reason.strip(),
            f"建议由{suggested}承办。" if suggested else "",
            "请予核实，并告知处理结果。",
        )
        if line
    )
