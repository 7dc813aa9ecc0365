"""A rule set in plain Chinese, as an official reads it before signing it."""

from accountability.domain.rule_items import LEVELS, Direction, Formula, RuleItem, RuleSetData
from accountability.domain.score_terms import Attribution, EventKind, RateMetric, UnitGroup
from accountability.domain.score_words import plain
from core.domain.words import words as _

VISITS_TO = {"national": _("进京走访"), "province": _("到省走访"), "city": _("到市走访")}
COLLECTIVE_TO = {"national": _("进京集体访"), "province": _("到省集体访"), "city": _("到市集体访")}
EACH_VISIT, UNIT, POINTS = _("每发生1批次扣分"), _("件"), _("分")
AS_MUCH_BACK = _("反之同样加分")


def describe_item(item: RuleItem) -> str:
    """One sentence that says how the item is counted, with every number in it."""
    text = _SENTENCES[item.formula](item)
    extra = []
    if item.double_repeats:
        extra.append(_("重复信访加倍"))
    if item.only_after_breach:
        extra.append(_("只计此前承办单位违反职责的，走访本身不扣分"))
    if item.min_n > 1:
        extra.append(_("本期应计不足%(few)d件的不计分") % {"few": item.min_n})
    if item.spread_n > 1:
        extra.append(_("本期应计不足%(few)d件的按%(few)d件分摊") % {"few": item.spread_n})
    if item.attribution is not Attribution.DEFAULT:
        extra.append(_("%(how)s计入单位") % {"how": item.attribution.name_zh})
    if item.groups:
        groups = "、".join(UnitGroup(group).name_zh for group in item.groups)
        extra.append(_("只适用于%(groups)s") % {"groups": groups})
    return "；".join([text, *extra]) + "。"


def describe(rule_set: RuleSetData) -> list[tuple[RuleItem, str]]:
    """Every item with its sentence."""
    return [(item, describe_item(item)) for item in rule_set.items]


def over_base(rule_set: RuleSetData) -> str:
    """A warning where the rates together can cost more than the base; "" where they cannot."""
    if rule_set.at_stake <= rule_set.base:
        return ""
    return _("按比率计分的各项合计%(stake)s分，超过基础分%(base)s分：扣到最低分以后不再区分。") % {
        "stake": plain(rule_set.at_stake),
        "base": plain(rule_set.base),
    }


def _metric(item: RuleItem) -> str:
    if item.metric in set(RateMetric):
        return RateMetric(item.metric).name_zh
    if not item.levels:
        return EventKind(item.metric).name_zh
    return "、".join(LEVELS.get(level, level) for level in item.levels) + "走访"


def _cap(item: RuleItem) -> str:
    return (
        _("扣分不设上限")
        if item.limit is None
        else _("最多扣%(points)s分") % {"points": plain(item.limit)}
    )


def _rate(item: RuleItem) -> str:
    return _("%(metric)s乘以%(points)s分为本项得分，全部按期（满意）不扣分") % _named(item)


def _per_event(item: RuleItem) -> str:
    if item.level_points:
        said = COLLECTIVE_TO if item.metric == EventKind.COLLECTIVE_ABOVE else VISITS_TO
        each = "、".join(
            f"{said[level]}{plain(points)}{POINTS}"
            for level, points in sorted(item.level_points, key=lambda pair: -pair[1])
        )
        return f"{EACH_VISIT}：{each}，{_cap(item)}"
    text = _("%(metric)s每发生1件（批次）扣%(points)s分") % _named(item)
    return f"{text}，{_cap(item)}"


def _per_point(item: RuleItem) -> str:
    said = (
        _("%(metric)s以%(mark)s%%为基准，每低于1个百分点扣%(points)s分")
        if item.direction is Direction.BELOW
        else _("%(metric)s以%(mark)s%%为基准，每高于1个百分点扣%(points)s分")
    )
    text = f"{said % _named(item)}，{_cap(item)}"
    return f"{text}，{AS_MUCH_BACK}，{_bonus(item)}" if item.bonus_cap else text


def _threshold(item: RuleItem) -> str:
    unit = "%" if item.metric in set(RateMetric) else UNIT
    said = (
        _("%(metric)s低于%(mark)s的，扣%(points)s分")
        if item.direction is Direction.BELOW
        else _("%(metric)s高于%(mark)s的，扣%(points)s分")
    )
    return said % {**_named(item), "mark": f"{plain(item.mark)}{unit}"}


def _manual(item: RuleItem) -> str:
    text = _("凭书面依据由专人认定，最多扣%(points)s分") % {"points": plain(item.points)}
    return f"{text}，{_bonus(item)}" if item.bonus_cap else text


def _bonus(item: RuleItem) -> str:
    return _("最多加%(points)s分") % {"points": plain(item.bonus_cap)}


def _named(item: RuleItem) -> dict[str, str]:
    return {"metric": _metric(item), "points": plain(item.points), "mark": plain(item.mark)}


_SENTENCES = {
    Formula.RATE: _rate,
    Formula.PER_EVENT: _per_event,
    Formula.PER_POINT: _per_point,
    Formula.THRESHOLD: _threshold,
    Formula.MANUAL: _manual,
}
