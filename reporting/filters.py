"""The question behind a number in words, for the head of the case list."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from petitions.enums import Form, LevelVisited
from reporting.domain.drilldown import Drill
from reporting.domain.facts import Fact
from reporting.domain.indicators import BY_CODE
from reporting.domain.spans import DAYS, HALF, MONTH, QUARTER, YEAR, Period
from reporting.selectors.dimensions import DIMENSIONS, UNKNOWN

#: Periods that move with the day, and kinds of periods, in the reader's language.
MOVING = {
    "last_month": gettext_lazy("上月"),
    "this_month": gettext_lazy("本月"),
    "last_quarter": gettext_lazy("上季度"),
    "this_quarter": gettext_lazy("本季度"),
    "last_half": gettext_lazy("上一个半年"),
    "year_to_last_month": gettext_lazy("本年至上月"),
    "this_year": gettext_lazy("本年"),
    "last_year": gettext_lazy("上年"),
    "last_12_months": gettext_lazy("近十二个月（至上月）"),
}
KIND_NAMES = {
    MONTH: gettext_lazy("月"),
    QUARTER: gettext_lazy("季度"),
    HALF: gettext_lazy("半年"),
    YEAR: gettext_lazy("年度"),
    DAYS: gettext_lazy("自定期间"),
}


def period_name(period: Period) -> str:
    """A period in the reader's language: "2026年第三季度"; in English "October 2026" or its code."""
    if (get_language() or "zh").startswith("zh"):
        return period.label
    return date_format(period.first_day, "F Y") if period.kind == MONTH else period.code


def conditions(drill: Drill, *, names: Mapping[str, str]) -> list[str]:
    """Each condition as a short Chinese phrase.

    Args:
        drill: the question.
        names: names of the unit, the owing unit and the class it mentions.
    """
    found = [*_days(drill), *_kinds(drill, names), *_limits(drill, names)]
    return [text for text in found if text] or [_("全部可统计事项")]


def _days(drill: Drill) -> list[str]:
    found = []
    if drill.received_from or drill.received_to:
        found.append(_("收到：%(span)s") % {"span": _span(drill.received_from, drill.received_to)})
    if drill.closed_from or drill.closed_to:
        found.append(_("了结：%(span)s") % {"span": _span(drill.closed_from, drill.closed_to)})
    if drill.open_on:
        found.append(_("%(day)s日终在办") % {"day": drill.open_on.isoformat()})
    return found


def _span(first: object, last: object) -> str:
    return _("%(first)s至%(last)s") % {"first": first or "…", "last": last or "…"}


def _kinds(drill: Drill, names: Mapping[str, str]) -> list[str]:
    found = []
    if drill.unit is not None:
        found.append(_("单位：%(name)s") % {"name": names.get("unit") or _("不存在")})
    if drill.owner is not None:
        found.append(_("责任单位：%(name)s") % {"name": names.get("owner") or _("不存在")})
    if drill.form:
        found.append(str(Form(drill.form).label))
    if drill.level:
        found.append(_("到%(level)s") % {"level": LevelVisited(drill.level).label})
    if drill.content:
        found.append(_("未分类") if drill.content == "none" else names.get("content", ""))
    flags = (
        (drill.collective, _("集体访"), _("非集体访")),
        (drill.repeat, _("重复信访"), _("初次信访")),
        (drill.placed, _("属地已定"), _("属地待定")),
    )
    return found + [yes if flag else no for flag, yes, no in flags if flag is not None]


def _limits(drill: Drill, names: Mapping[str, str]) -> list[str]:
    found = []
    kind = {"inform": _("告知期限"), "conclude": _("办理期限"), None: _("期限")}[drill.clock]
    if drill.due_from and drill.due_to:
        found.append(
            _("%(kind)s届满：%(span)s")
            % {"kind": kind, "span": _span(drill.due_from, drill.due_to)}
        )
    if drill.hit is not None:
        found.append(_("按期完成") if drill.hit else _("未按期完成"))
    if drill.overdue_on:
        found.append(
            _("%(day)s日终已超过%(kind)s") % {"day": drill.overdue_on.isoformat(), "kind": kind}
        )
    if drill.late_on:
        found.append(_("现已超期"))
    if drill.next_from or drill.next_to:
        span = _span(drill.next_from, drill.next_to)
        found.append(_("最近期限届满：%(span)s") % {"span": span})
    if drill.owes is not None:
        found.append(_("承办单位：%(name)s") % {"name": names.get("owes") or _("不存在")})
    return found


def fact_conditions(fact: Fact) -> list[str]:
    """The figure, its period and its row in words (one query for each dimension that needs names)."""
    found = [BY_CODE[fact.part].name, period_name(fact.period)]
    for name in fact.keys:
        dimension = DIMENSIONS[name]
        key = fact.key(name)
        label = dimension.names(fact.period).get(key)
        if label is None:  # a key nobody knows is shown as it is, not as "without one"
            label = UNKNOWN.get(name, _("未注明")) if key is None else str(key)
        found.append(f"{dimension.name}：{label}")
    return found
