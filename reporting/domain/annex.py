"""The bulletin's annexes: points by month, the numbers of the matters behind deductions, objections and their outcomes.

Numbers only: no names, no reasons; matters kept secret are never among them.
"""

from __future__ import annotations

from decimal import Decimal

from reporting.domain.figures import GROUPS
from reporting.domain.grid import Cell, Grid, Line
from reporting.domain.number_texts import EMPTY, points_text
from reporting.domain.results import BulletinData, ObjectionNote

DEFINITIONS = "统计口径说明"
MONTHS = "各月考核得分"
DEDUCTIONS = "考核扣分事项编号"
OBJECTIONS = "考核计分异议办理情况"


def months_grid(data: BulletinData) -> Grid:
    """One row for each unit with its score in each month of the period and their mean; no lines for a month."""
    months = sorted({mark.month for mark in data.months})
    scores = {(mark.unit_id, mark.month): mark.score for mark in data.months}
    lines: list[Line] = []
    for group in GROUPS if months else ():
        mine = [
            Line(
                (
                    Cell(result.name, unit_id=result.unit_id),
                    *(Cell(_score(scores.get((result.unit_id, month)))) for month in months),
                    Cell(points_text(result.score)),
                )
            )
            for result in data.of_group(group)
        ]
        lines += [Line((Cell(GROUPS[group]),), "group"), *mine] if mine else []
    return Grid(
        caption="",
        heads=("单位", *(f"{int(month[5:])}月" for month in months), "平均"),
        lines=tuple(lines),
        unit="单位：分",
    )


def _score(text: str | None) -> str:
    return points_text(Decimal(text)) if text else EMPTY


def deductions_grid(data: BulletinData) -> Grid:
    """One row for each unit and item that cost it points, with the numbers of the matters."""
    lines = (
        Line(
            tuple(
                Cell(text)
                for text in (one.unit, one.item, one.points, "、".join(one.numbers) or EMPTY)
            )
        )
        for one in data.duties.deductions
    )
    return Grid(
        caption="",
        heads=("单位", "计分项", "扣分", "信访事项编号"),
        lines=tuple(lines),
        unit="单位：分",
        notes=("依法保密的事项不列编号；各项依据和理由可在系统“计分说明”中查阅。",),
    )


def objections_grid(data: BulletinData) -> Grid:
    """One row for each objection of the month."""
    return Grid(
        caption="",
        heads=("序号", "单位", "计分项", "原扣分", "办理结果", "现扣分"),
        lines=tuple(Line(tuple(Cell(text) for text in _cells(note))) for note in data.objections),
        unit="单位：分",
        notes=(
            "异议由单位在计分草稿公布后的规定期限内提出；撤销、调整的扣分已在各单位得分中更正。",
        ),
    )


def summary(data: BulletinData) -> str:
    """One sentence with the numbers of each outcome; "" without any objection."""
    if not data.objections:
        return ""
    outcomes = [note.outcome for note in data.objections]
    counts = "，".join(f"{word}{outcomes.count(word)}件" for word in dict.fromkeys(outcomes))
    return f"本期共收到扣分异议{len(outcomes)}件，其中{counts}，详见附件。"


def _cells(note: ObjectionNote) -> tuple[str, ...]:
    return (
        str(note.number),
        note.unit,
        note.item,
        note.before,
        note.outcome,
        note.after,
    )
