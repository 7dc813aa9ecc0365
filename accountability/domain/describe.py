"""A rule set in plain Chinese, as an official reads it before signing it."""

from decimal import Decimal

from accountability.domain.rule_items import LEVELS, Formula, RuleItem, RuleSetData
from accountability.domain.score_terms import Attribution, EventKind, RateMetric, UnitGroup


def describe_item(item: RuleItem) -> str:
    """One sentence that says how the item is counted, with every number in it."""
    text = _SENTENCES[item.formula](item)
    extra = []
    if item.double_repeats:
        extra.append("重复信访加倍")
    if item.only_after_breach:
        extra.append("只计此前承办单位违反职责的，走访本身不扣分")
    if item.min_n > 1:
        extra.append(f"本期应计不足{item.min_n}件的不计分")
    if item.spread_n > 1:
        extra.append(f"本期应计不足{item.spread_n}件的按{item.spread_n}件分摊")
    if item.attribution is not Attribution.DEFAULT:
        extra.append(f"{item.attribution.name_zh}计入单位")
    if item.groups:
        extra.append(f"只适用于{'、'.join(UnitGroup(group).name_zh for group in item.groups)}")
    return "；".join([text, *extra]) + "。"


def describe(rule_set: RuleSetData) -> list[tuple[RuleItem, str]]:
    """Every item with its sentence."""
    return [(item, describe_item(item)) for item in rule_set.items]


def over_base(rule_set: RuleSetData) -> str:
    """A warning where the rates together can cost more than the base; "" where they cannot."""
    if rule_set.at_stake <= rule_set.base:
        return ""
    return f"按比率计分的各项合计{plain(rule_set.at_stake)}分，超过基础分{plain(rule_set.base)}分：扣到最低分以后不再区分。"


def plain(value: Decimal) -> str:
    """A number without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _metric(item: RuleItem) -> str:
    if item.metric in set(RateMetric):
        return RateMetric(item.metric).name_zh
    name = EventKind(item.metric).name_zh
    return (
        "、".join(LEVELS.get(level, level) for level in item.levels) + "走访"
        if item.levels
        else name
    )


def _cap(item: RuleItem) -> str:
    return "扣分不设上限" if item.limit is None else f"最多扣{plain(item.limit)}分"


def _rate(item: RuleItem) -> str:
    return f"{_metric(item)}乘以{plain(item.points)}分为本项得分，全部按期（满意）不扣分"


def _per_event(item: RuleItem) -> str:
    if item.level_points:
        noun = "集体访" if item.metric == EventKind.COLLECTIVE_ABOVE else "走访"
        each = "、".join(
            f"{LEVELS[level]}{noun}{plain(points)}分"
            for level, points in sorted(item.level_points, key=lambda pair: -pair[1])
        )
        return f"每发生1批次扣分：{each}，{_cap(item)}"
    return f"{_metric(item)}每发生1件（批次）扣{plain(item.points)}分，{_cap(item)}"


def _per_point(item: RuleItem) -> str:
    text = (
        f"{_metric(item)}以{plain(item.mark)}%为基准，每{item.direction.name_zh}1个百分点扣"
        f"{plain(item.points)}分，{_cap(item)}"
    )
    return f"{text}，反之同样加分，最多加{plain(item.bonus_cap)}分" if item.bonus_cap else text


def _threshold(item: RuleItem) -> str:
    unit = "%" if item.metric in set(RateMetric) else "件"
    return f"{_metric(item)}{item.direction.name_zh}{plain(item.mark)}{unit}的，扣{plain(item.points)}分"


def _manual(item: RuleItem) -> str:
    text = f"凭书面依据由专人认定，最多扣{plain(item.points)}分"
    return f"{text}，最多加{plain(item.bonus_cap)}分" if item.bonus_cap else text


_SENTENCES = {
    Formula.RATE: _rate,
    Formula.PER_EVENT: _per_event,
    Formula.PER_POINT: _per_point,
    Formula.THRESHOLD: _threshold,
    Formula.MANUAL: _manual,
}
