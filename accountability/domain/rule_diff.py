"""What a version of a rule set changes, item by item, in plain Chinese."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accountability.domain.describe import describe_item, plain
from accountability.domain.rule_items import LEVELS, RuleItem, RuleSetData
from accountability.domain.score_terms import EventKind, RateMetric, UnitGroup
from petitions.domain.terms import NamedEnum


class Change(NamedEnum):
    """What became of an item."""

    ADDED = "added", "新增"
    REMOVED = "removed", "删除"
    CHANGED = "changed", "修改"
    SAME = "same", "未变"


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
        "其他单位",
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
        f"{LEVELS[level]}{plain(by_level[level])}分" for level in LEVELS if level in by_level
    )


_FIELDS: tuple[tuple[str, Callable[[RuleItem], str]], ...] = (
    ("项目名称", lambda i: i.name),
    ("计分方式", lambda i: i.formula.name_zh),
    ("计什么", _metric),
    ("分值", lambda i: f"{plain(i.points)}分"),
    ("各层级分值", _levels),
    ("最多扣", lambda i: "不设上限" if i.limit is None else f"{plain(i.limit)}分"),
    ("最多加", lambda i: f"{plain(i.bonus_cap)}分" if i.bonus_cap else ""),
    ("标准（基准）", lambda i: f"{i.direction.name_zh}{plain(i.mark)}" if i.mark else ""),
    ("最少件数", lambda i: f"{i.min_n}件" if i.min_n > 1 else ""),
    ("分摊件数", lambda i: f"{i.spread_n}件" if i.spread_n > 1 else ""),
    ("只计此前违反职责的", lambda i: "是" if i.only_after_breach else "否"),
    ("重复信访加倍", lambda i: "是" if i.double_repeats else "否"),
    ("计入哪个单位", lambda i: i.attribution.name_zh),
    ("适用单位", lambda i: "、".join(UnitGroup(g).name_zh for g in i.groups) or "全部"),
    ("依据", lambda i: i.clause),
    ("说明", lambda i: i.note),
)
_HEAD: tuple[tuple[str, Callable[[RuleSetData], str]], ...] = (
    ("名称", lambda r: r.name),
    ("基础分", lambda r: f"{plain(r.base)}分"),
    ("最低分", lambda r: f"{plain(r.floor)}分"),
    ("政策提示", lambda r: r.policy_note),
)
