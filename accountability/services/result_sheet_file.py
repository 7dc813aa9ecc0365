"""A result sheet as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accountability.selectors.result_sheets import Duties, ResultSheet
from core.tables import write_xlsx


def sheet_workbook(sheet: ResultSheet, *, year: int) -> bytes:
    """The facts of a sheet, one to a line, in the order of the page."""
    post = sheet.term.post
    lines: list[list[object]] = [
        [_("项目"), _("内容"), _("数值")],
        [_("姓名"), str(sheet.term.user), ""],
        [_("单位和职务"), f"{post.unit.name}{post.title}", ""],
        [_("年度"), "", year],
        [_("任职期间"), f"{sheet.first:%Y-%m-%d} — {sheet.last:%Y-%m-%d}", ""],
        *_duty_lines(_("本职工作"), sheet.own),
    ]
    if sheet.portfolio is not None:
        lines += _duty_lines(_("分管工作（一岗双责）"), sheet.portfolio)
    if sheet.receptions is not None:
        for month in sheet.receptions.months:
            words = _("未接访") if month.missed else ""
            lines.append([_("接访"), f"{year}-{month.month:02} {words}".strip(), month.held])
    if sheet.led is not None:
        lines += [
            [_("包案"), _("全部"), sheet.led.total],
            [_("包案"), _("办理中"), sheet.led.open],
            [_("包案"), _("已化解"), sheet.led.resolved],
        ]
    lines += [[_("所在单位月通报计分"), period, points] for period, points in sheet.points]
    lines += [[_("约谈"), talk.reason, talk.held_on] for talk in sheet.talks]
    lines += [
        [
            _("责任追究"),
            f"{person.inquiry.number} {person.get_measure_display()} {person.document_number}",
            person.decided_on,
        ]
        for person in sheet.decisions
    ]
    return write_xlsx(lines, name=_("履职情况"), widths=(24, 50, 14))


def _duty_lines(label: str, duties: Duties) -> list[list[object]]:
    return [
        [label, _("应履行"), duties.due],
        [label, _("按期履行"), duties.kept],
        [label, _("按期率"), f"{duties.rate}%" if duties.rate else "—"],
        [label, _("现在逾期"), duties.overdue],
    ]
