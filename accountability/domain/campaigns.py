"""Special campaigns (专项治理): which matters are in scope, in words and as data; the weeks of progress."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from core.domain.words import words as _

MAX_REPEATS = 5
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """What a matter must be to be in a campaign; an empty condition fits every matter.

    ``contents``: codes of content classes, of which a first-level one includes those below; ``units``: ids of the
    responsible units; ``forms``: how it came; ``statuses``: where it stands; ``min_age``: days since receipt;
    ``min_repeats``: times it had been brought before (matters, never people); ``overdue``: a limit has passed;
    ``received_from``, ``received_to``: ISO days, both included. Reports against units or persons are never in scope.
    """

    contents: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    forms: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_age: int = 0
    min_repeats: int = 0
    overdue: bool = False
    received_from: str = ""
    received_to: str = ""

    @property
    def is_empty(self) -> bool:
        """Without any condition, which would take in every matter of the county."""
        return self == Scope()

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Scope:
        """Read stored data; a condition this version does not know is refused.

        Raises:
            ValueError: an unknown condition.
        """
        known = {item.name for item in fields(cls)}
        if unknown := sorted(set(data) - known):
            raise ValueError(f"unknown conditions {unknown}")
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(**values)

    def problems(self, *, on: date) -> dict[str, str]:
        """Condition → what is wrong with it, in Chinese."""
        found = {}
        if self.is_empty:
            found["contents"] = _("请至少设一个条件，否则全县的信访事项都会列入。")
        if not 0 <= self.min_repeats <= MAX_REPEATS:
            found["min_repeats"] = _("重复次数为0至%(max_repeats)s。") % {
                "max_repeats": MAX_REPEATS
            }
        if self.min_age < 0:
            found["min_age"] = _("天数不能为负。")
        if self.received_from and self.received_to and self.received_from > self.received_to:
            found["received_to"] = _("结束日期不能早于开始日期。")
        if self.received_from and self.received_from > on.isoformat():
            found["received_from"] = _("开始日期不能晚于今天。")
        return found


def scope_words(scope: Scope, names: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The conditions in Chinese, one phrase each.

    Args:
        scope: the conditions.
        names: "contents", "units", "forms", "statuses" → code → word.
    """
    said = []
    labels = {
        "contents": _("内容分类"),
        "units": _("责任单位"),
        "forms": _("信访形式"),
        "statuses": _("状态"),
    }
    for name, label in labels.items():
        codes = getattr(scope, name)
        if codes:
            words = names.get(name, {})
            said.append(f"{label}：" + "、".join(words.get(str(code), str(code)) for code in codes))
    if scope.received_from or scope.received_to:
        said.append(
            _("收到日期：%(first)s 至 %(last)s")
            % {"first": scope.received_from or _("不限"), "last": scope.received_to or _("不限")}
        )
    if scope.min_age:
        said.append(_("收到已满%(min_age)s天") % {"min_age": scope.min_age})
    if scope.min_repeats:
        said.append(_("同一事项重复信访%(min_repeats)s次以上") % {"min_repeats": scope.min_repeats})
    if scope.overdue:
        said.append(_("有期限已经逾期"))
    return said


def week_ends(first: date, last: date) -> Iterator[date]:
    """The Sundays from the first to the last day, both included: the days on which a week of progress is fixed."""
    day = first + timedelta(days=SUNDAY - first.weekday())
    while day <= last:
        yield day
        day += timedelta(days=7)
