"""A set of scoring rules as plain data: what is counted, and how it becomes points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accountability.domain.score_terms import (
    ZERO,
    Attribution,
    EventKind,
    RateMetric,
    ScoringError,
    UnitGroup,
)
from core.domain.words import words as _
from petitions.domain.terms import NamedEnum

#: Happenings that have a level.
ABOVE_KINDS = frozenset({EventKind.VISIT_ABOVE, EventKind.COLLECTIVE_ABOVE})
LEVELS = {"city": _("到市"), "province": _("到省"), "national": _("进京")}


class Formula(NamedEnum):
    """How an item turns facts into points."""

    RATE = "rate", _("按比率计分")
    PER_EVENT = "per_event", _("按件（次）扣分")
    PER_POINT = "per_point", _("按百分点扣分")
    THRESHOLD = "threshold", _("达不到标准扣分")
    MANUAL = "manual", _("凭依据人工计分")


class Direction(NamedEnum):
    """Which side of the mark costs points."""

    BELOW = "below", _("低于")
    ABOVE = "above", _("高于")


@dataclass(frozen=True, slots=True)
class RuleItem:
    """One line of a rule set.

    ``metric``: a RateMetric (RATE, PER_POINT, THRESHOLD) or an EventKind (PER_EVENT, THRESHOLD); empty
    for MANUAL. ``points``: what is at stake — the whole item for RATE and THRESHOLD, each event or
    percentage point otherwise. ``cap``: the most the item may deduct (None: ``points`` for RATE and
    THRESHOLD, unlimited otherwise). ``bonus_cap``: the most it may add. ``mark``: percentage
    (PER_POINT, THRESHOLD of a rate) or number of events (THRESHOLD of events). ``levels``: only visits
    to these levels. ``only_after_breach``: only happenings that an unfulfilled duty came before.
    ``double_repeats``: a repeated matter counts twice. ``min_n``: fewer due than this is not scored.
    ``spread_n``: fewer due than this is counted as this many, so that one missed of one does not cost the whole item.
    ``clause``: legal basis or source of the item. ``level_points``: points by the level of a visit; only
    the levels named count. ``groups``: only units of these groups (empty: all). ``attribution``: to which
    unit a happening or limit counts.
    """

    code: str
    name: str
    formula: Formula
    points: Decimal
    clause: str
    metric: str = ""
    cap: Decimal | None = None
    bonus_cap: Decimal = ZERO
    mark: Decimal = ZERO
    direction: Direction = Direction.BELOW
    levels: tuple[str, ...] = ()
    only_after_breach: bool = False
    double_repeats: bool = False
    min_n: int = 1
    spread_n: int = 1
    note: str = ""
    level_points: tuple[tuple[str, Decimal], ...] = ()
    groups: tuple[str, ...] = ()
    attribution: Attribution = Attribution.DEFAULT

    def __post_init__(self) -> None:
        object.__setattr__(self, "formula", Formula(self.formula))
        object.__setattr__(self, "direction", Direction(self.direction))
        object.__setattr__(self, "attribution", Attribution(self.attribution))
        amounts = (self.points, self.bonus_cap, self.cap or ZERO, *dict(self.level_points).values())
        if min(amounts) < 0:
            raise ScoringError(_("计分项“%(name)s”的分值、上限不能为负") % {"name": self.name})
        if not self.clause:
            raise ScoringError(_("计分项“%(name)s”须写明依据") % {"name": self.name})
        if not set(self.groups) <= set(UnitGroup):
            raise ScoringError(_("计分项“%(name)s”的适用单位有误") % {"name": self.name})
        if self.level_points and self.metric not in ABOVE_KINDS:
            raise ScoringError(
                _("计分项“%(name)s”不是到县级以上走访，不能分层级设分值") % {"name": self.name}
            )
        self._check_metric()

    def _check_metric(self) -> None:
        rates, events = set(RateMetric), set(EventKind)
        allowed: dict[Formula, set[Any]] = {
            Formula.RATE: rates,
            Formula.PER_POINT: rates,
            Formula.PER_EVENT: events,
            Formula.THRESHOLD: rates | events,
            Formula.MANUAL: {""},
        }
        if self.metric not in allowed[self.formula]:
            raise ScoringError(
                _("计分项“%(name)s”的指标“%(metric)s”不适用于“%(name_zh)s”")
                % {"name": self.name, "metric": self.metric, "name_zh": self.formula.name_zh}
            )

    @property
    def limit(self) -> Decimal | None:
        """The most this item may deduct; None when unlimited."""
        if self.cap is None and self.formula in (Formula.RATE, Formula.THRESHOLD, Formula.MANUAL):
            return self.points
        return self.cap

    def applies_to(self, group: str) -> bool:
        """True when units of that group are scored by this item."""
        return not self.groups or group in self.groups

    def counts_level(self, level: str) -> bool:
        """True when a visit to that level counts."""
        wanted = dict(self.level_points) or self.levels
        return not wanted or level in wanted

    def points_of(self, level: str) -> Decimal:
        """What one happening of that level costs."""
        return dict(self.level_points).get(level, self.points)

    def to_json(self) -> dict[str, Any]:
        """JSON-able data; numbers as strings so that nothing is rounded."""
        return {
            "code": self.code,
            "name": self.name,
            "formula": self.formula.value,
            "points": str(self.points),
            "clause": self.clause,
            "metric": str(self.metric),
            "cap": None if self.cap is None else str(self.cap),
            "bonus_cap": str(self.bonus_cap),
            "mark": str(self.mark),
            "direction": self.direction.value,
            "levels": list(self.levels),
            "only_after_breach": self.only_after_breach,
            "double_repeats": self.double_repeats,
            "min_n": self.min_n,
            "spread_n": self.spread_n,
            "note": self.note,
            "level_points": {level: str(points) for level, points in self.level_points},
            "groups": list(self.groups),
            "attribution": self.attribution.value,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RuleItem":
        """Rebuild an item from ``to_json`` data; raises ScoringError with a Chinese message."""
        try:
            fields = dict(data)
            fields["points"] = Decimal(str(fields["points"]))
            for name in ("levels", "groups"):
                fields[name] = tuple(fields.get(name, ()))
            by_level = fields.get("level_points", {})
            fields["level_points"] = tuple((k, Decimal(str(v))) for k, v in by_level.items())
            for name in ("bonus_cap", "mark"):
                fields[name] = Decimal(str(fields.get(name, "0")))
            cap = fields.get("cap")
            fields["cap"] = None if cap is None else Decimal(str(cap))
            return cls(**fields)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            if isinstance(error, ScoringError):
                raise
            raise ScoringError(_("计分项数据有误：%(error)s") % {"error": error}) from error


@dataclass(frozen=True, slots=True)
class RuleSetData:
    """A rule set as plain values.

    ``rule_set_id``: the row it was read from; ``other_units``: departments ranked apart, in the group of
    the other units; ``floor``: no score is lower.
    """

    code: str
    version: int
    name: str
    base: Decimal
    items: tuple[RuleItem, ...]
    rule_set_id: int | None = None
    policy_note: str = ""
    floor: Decimal = ZERO
    other_units: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        codes = [item.code for item in self.items]
        if len(codes) != len(set(codes)):
            raise ScoringError(_("计分项的代码不能重复"))

    def item(self, code: str) -> RuleItem | None:
        """The item of that code."""
        return next((item for item in self.items if item.code == code), None)

    @property
    def at_stake(self) -> Decimal:
        """What the rates can cost together; more than the base only ends at the floor."""
        return sum((item.points for item in self.items if item.formula is Formula.RATE), ZERO)

    @property
    def ceiling(self) -> Decimal:
        """The highest score there is: the base and every bonus."""
        return self.base + sum((item.bonus_cap for item in self.items), ZERO)

    @classmethod
    def from_json(
        cls, *, code: str, version: int, name: str, base: Decimal, items: Sequence[Any], **more: Any
    ) -> "RuleSetData":
        """Build from stored items; raises ScoringError when one of them is unusable."""
        rows = tuple(RuleItem.from_json(item) for item in items)
        return cls(code=code, version=version, name=name, base=base, items=rows, **more)
