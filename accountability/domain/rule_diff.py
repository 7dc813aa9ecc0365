"""What a version of a rule set changes, item by item, in plain Chinese."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accountability.domain.describe import describe_item
from accountability.domain.rule_items import LEVELS, RuleItem, RuleSetData
from accountability.domain.score_terms import EventKind, RateMetric, UnitGroup
from accountability.domain.score_words import plain
from core.domain.words import words as _
from petitions.domain.terms import NamedEnum


class Change(NamedEnum):
    """What became of an item."""

    ADDED = "added", _("新增")
    REMOVED = "removed", _("删除")
    CHANGED = "changed", _("修改")
    SAME = "same", _("未变")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that reads differently; "—" where there was or is nothing."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ItemDiff:
    """One item in both versions: its sentence before and after, and each thing that changed."""

    change: Change
    name: str
    old: str
    new: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSetDiff:
    """The whole: the head, then the items in the order of the new version, removed ones last."""

    head: tuple[FieldChange, ...]
    items: tuple[ItemDiff, ...]

    @property
    def is_same(self) -> bool:
        """True when the two versions say the same."""
        return not self.head and all(item.change is Change.SAME for item in self.items)


def compare(old: RuleSetData, new: RuleSetData, *, units: Mapping[int, str]) -> RuleSetDiff:
    """Every difference between two versions; items are the same when their codes are.

    Args:
        old, new: the versions.
        units: id → name, of the units ranked apart.
    """
    items = [_item(old.item(item.code), item) for item in new.items]
    codes = {item.code for item in new.items}
    gone = [
        ItemDiff(Change.REMOVED, item.name, describe_item(item), "")
        for item in old.items
        if item.code not in codes
    ]
    apart = (
        _("其他单位"),
        lambda r: "、".join(units.get(pk, str(pk)) for pk in sorted(r.other_units)),
    )
    return RuleSetDiff(_changed(old, new, (*_HEAD, apart)), (*items, *gone))


def _item(old: RuleItem | None, new: RuleItem) -> ItemDiff:
    if old is None:
        return ItemDiff(Change.ADDED, new.name, "", describe_item(new))
    fields = _changed(old, new, _FIELDS)
    change = Change.CHANGED if fields else Change.SAME
    return ItemDiff(change, new.name, describe_item(old), describe_item(new), fields)


def _changed(old: Any, new: Any, readers: Any) -> tuple[FieldChange, ...]:
    pairs = ((label, read(old), read(new)) for label, read in readers)
    return tuple(
        FieldChange(label, was or "—", now or "—") for label, was, now in pairs if was != now
    )


def _metric(item: RuleItem) -> str:
    for kinds in (RateMetric, EventKind):
        if item.metric in set(kinds):
            return kinds(item.metric).name_zh
    return ""


def _levels(item: RuleItem) -> str:
    by_level = dict(item.level_points) or dict.fromkeys(item.levels, item.points)
    return "、".join(
        (_("%(levels)s%(points)s分") % {"levels": LEVELS[level], "points": plain(by_level[level])})
        for level in LEVELS
        if level in by_level
    )


_FIELDS: tuple[tuple[str, Callable[[RuleItem], str]], ...] = (
    (_("项目名称"), lambda i: i.name),
    (_("计分方式"), lambda i: i.formula.name_zh),
    (_("计什么"), _metric),
    (_("分值"), lambda i: _("%(points)s分") % {"points": plain(i.points)}),
    (_("各层级分值"), _levels),
    (
        _("最多扣"),
        lambda i: (
            _("不设上限") if i.limit is None else (_("%(points)s分") % {"points": plain(i.limit)})
        ),
    ),
    (
        _("最多加"),
        lambda i: (_("%(points)s分") % {"points": plain(i.bonus_cap)}) if i.bonus_cap else "",
    ),
    (_("标准（基准）"), lambda i: f"{i.direction.name_zh}{plain(i.mark)}" if i.mark else ""),
    (_("最少件数"), lambda i: (_("%(min_n)s件") % {"min_n": i.min_n}) if i.min_n > 1 else ""),
    (
        _("分摊件数"),
        lambda i: (_("%(spread_n)s件") % {"spread_n": i.spread_n}) if i.spread_n > 1 else "",
    ),
    (_("只计此前违反职责的"), lambda i: _("是") if i.only_after_breach else _("否")),
    (_("重复信访加倍"), lambda i: _("是") if i.double_repeats else _("否")),
    (_("计入哪个单位"), lambda i: i.attribution.name_zh),
    (_("适用单位"), lambda i: "、".join(UnitGroup(g).name_zh for g in i.groups) or _("全部")),
    (_("依据"), lambda i: i.clause),
    (_("说明"), lambda i: i.note),
)
_HEAD: tuple[tuple[str, Callable[[RuleSetData], str]], ...] = (
    (_("名称"), lambda r: r.name),
    (_("基础分"), lambda r: _("%(points)s分") % {"points": plain(r.base)}),
    (_("最低分"), lambda r: _("%(points)s分") % {"points": plain(r.floor)}),
    (_("政策提示"), lambda r: r.policy_note),
)
