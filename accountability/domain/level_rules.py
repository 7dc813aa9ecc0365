"""Which rule says after how many overdue days a matter is shown to whom: conditions, and the most specific wins.

A rule names a target level, a number of calendar days overdue, and what it applies to: one clock or any, a
class of contents, a purpose, a number of petitioners, secrecy, urgency. For each level the most specific rule
that fits the matter counts; the order in which rules are written never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.domain.words import words as _

TOP_LEVEL = 4
LEVEL_NAMES = {
    0: _("首接责任人"),
    1: _("承办单位信访干部"),
    2: _("分管领导"),
    3: _("主要领导"),
    4: _("县领导"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What a rule may ask about an overdue clock and its case; ``content`` is the six-digit class or ""."""

    code: str
    content: str = ""
    purpose: str = ""
    head_count: int = 1
    secret: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class LevelRule:
    """After how many calendar days overdue a case is lifted to ``level``.

    The other fields are conditions; an empty one ("", 0, None) fits every matter. ``content`` is the leading
    digits of a class (two for the first level, four for the second). ``words`` says the conditions in Chinese;
    it takes no part in comparing.
    """

    level: int
    days_overdue: int
    code: str = ""
    content: str = ""
    purpose: str = ""
    min_heads: int = 0
    secret: bool | None = None
    urgent: bool | None = None
    words: str = field(default="", compare=False)

    def fits(self, matter: Matter) -> bool:
        """True when every condition holds for the matter."""
        return (
            self.code in ("", matter.code)
            and matter.content.startswith(self.content)
            and self.purpose in ("", matter.purpose)
            and matter.head_count >= self.min_heads
            and self.secret in (None, matter.secret)
            and self.urgent in (None, matter.urgent)
        )

    @property
    def conditions(self) -> tuple[str, str, str, int, bool | None, bool | None]:
        """What makes two rules of a level versions of one another."""
        return (self.code, self.content, self.purpose, self.min_heads, self.secret, self.urgent)

    @property
    def is_general(self) -> bool:
        """True without any condition."""
        return not any(self._given)

    @property
    def _given(self) -> tuple[bool, ...]:
        return (
            bool(self.code),
            bool(self.content),
            bool(self.purpose),
            bool(self.min_heads),
            self.secret is not None,
            self.urgent is not None,
        )

    @property
    def rank(self) -> tuple[int, ...]:
        """How specific: first the number of conditions; then the clock, the depth of the class, the number of
        petitioners, urgency, secrecy, purpose; of equals the one with fewer days."""
        return (
            sum(self._given),
            int(bool(self.code)),
            len(self.content),
            self.min_heads,
            int(self.urgent is not None),
            int(self.secret is not None),
            int(bool(self.purpose)),
            -self.days_overdue,
        )


DEFAULT_LEVELS: tuple[LevelRule, ...] = (
    LevelRule(level=1, days_overdue=1),
    LevelRule(level=2, days_overdue=5),
    LevelRule(level=3, days_overdue=10),
    LevelRule(level=4, days_overdue=20),
)


def winner(level: int, matter: Matter, rules: Iterable[LevelRule]) -> LevelRule | None:
    """The rule that decides about a level for a matter; None when no rule fits."""
    found = [rule for rule in rules if rule.level == level and rule.fits(matter)]
    return max(found, key=lambda rule: rule.rank, default=None)


def due_rule(matter: Matter, rules: Iterable[LevelRule], *, days: int) -> LevelRule | None:
    """The deciding rule of the highest level that so many overdue days reach; None below the first.

    More days never lead to a lower level; the order of the rules changes nothing.
    """
    known = tuple(rules)
    for level in range(TOP_LEVEL, 0, -1):
        rule = winner(level, matter, known)
        if rule is not None and days >= rule.days_overdue:
            return rule
    return None


def check_levels(rules: Sequence[LevelRule]) -> tuple[int, str] | None:
    """The first level of the general rules whose number of days is unusable, with a Chinese reason; None when sound.

    Every level must have a rule, and be reached later than the one below it.
    """
    days = {rule.level: rule.days_overdue for rule in rules}
    below = 0
    for level in range(1, TOP_LEVEL + 1):
        if level not in days:
            return level, _("缺少“%(level)s”一级的天数") % {"level": LEVEL_NAMES[level]}
        if days[level] <= below:
            return level, _("升至“%(level)s”的天数须多于%(below)s天") % {
                "level": LEVEL_NAMES[level],
                "below": below,
            }
        below = days[level]
    return None


def check_conditions(rule: LevelRule) -> tuple[str, str] | None:
    """(field, Chinese reason) of the first condition that makes no sense; None when all are sound."""
    if rule.is_general:
        return "", _("特别规则至少要有一项条件；适用于全部事项的天数在“一般规则”中设置")
    if rule.min_heads == 1:
        return "min_heads", _("人数条件须为2人以上，不限人数的请留空")
    if rule.purpose == "accusation" and rule.secret is False:
        return "secret", _("揭发控告一律保密（条例第三十条第三款），两个条件不能同时成立")
    if rule.purpose not in ("", "accusation") and rule.secret:
        return "secret", _("只有揭发控告是保密事项，两个条件不能同时成立")
    return None


@dataclass(frozen=True, slots=True)
class Names:
    """Words for the codes of conditions: clocks, classes (by leading digits), purposes."""

    clocks: Mapping[str, str] = field(default_factory=dict)
    contents: Mapping[str, str] = field(default_factory=dict)
    purposes: Mapping[str, str] = field(default_factory=dict)


def condition_words(rule: LevelRule, names: Names) -> str:
    """The conditions in Chinese, "" for a general rule."""
    words = []
    if rule.urgent is not None:
        words.append(_("重大紧急") if rule.urgent else _("非重大紧急"))
    if rule.secret is not None:
        words.append(_("保密（检举控告）") if rule.secret else _("非保密"))
    if rule.content:
        words.append(
            _("内容为“%(what)s”") % {"what": names.contents.get(rule.content, rule.content)}
        )
    if rule.purpose:
        words.append(
            _("目的为“%(what)s”") % {"what": names.purposes.get(rule.purpose, rule.purpose)}
        )
    if rule.min_heads:
        words.append(_("%(min_heads)s人以上") % {"min_heads": rule.min_heads})
    if rule.code:
        words.append(
            _("期限为“%(what)s”（%(code)s）")
            % {"what": names.clocks.get(rule.code, rule.code), "code": rule.code}
        )
    return "、".join(words)


def explain(rule: LevelRule, names: Names) -> str:
    """The rule as one plain sentence."""
    words = condition_words(rule, names)
    whose = (_("%(words)s的事项") % {"words": words}) if words else _("没有特别规则的事项")
    what = _("该期限") if rule.code else _("任何一项法定期限")
    return _(
        "%(whose)s，%(what)s逾期满%(days_overdue)s天的，升至%(level)s级，由%(level_names)s督办。"
    ) % {
        "whose": whose,
        "what": what,
        "days_overdue": rule.days_overdue,
        "level": rule.level,
        "level_names": LEVEL_NAMES[rule.level],
    }
