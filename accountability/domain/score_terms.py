"""The words of scoring: what is known about a unit in a period, the rules, and the sheet they give.

Every sheet proves itself: ``base + sum of the points of all lines == score``. Points are signed: a
negative line is a deduction, a positive one a bonus, a line of 0.00 explains why nothing was deducted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from petitions.domain.terms import NamedEnum

ZERO = Decimal("0.00")


class ScoringError(ValueError):
    """A rule set or a fact is unusable; the message is Chinese."""


class RateMetric(NamedEnum):
    """Shares of duties done, each ``done / due``; what is not yet due stays out of ``due``."""

    INFORMED_ON_TIME = "informed_on_time", "按期告知率"
    CONCLUDED_ON_TIME = "concluded_on_time", "按期办结率"
    FEEDBACK_ON_TIME = "feedback_on_time", "交办件按期反馈率"
    SATISFIED = "satisfied", "群众满意率"
    EVALUATED = "evaluated", "群众参评率"


class EventKind(NamedEnum):
    """Countable happenings; each names its case."""

    MATTER = "matter", "信访事项"
    COLLECTIVE = "collective", "集体访"
    VISIT_ABOVE = "visit_above", "到县级以上走访"
    REPEAT = "repeat", "重复信访"
    CARRIED_OVERDUE = "carried_overdue", "逾期未办结转"
    LATE = "late", "本期逾期"


class Formula(NamedEnum):
    """How an item turns facts into points."""

    RATE = "rate", "按比率计分"
    PER_EVENT = "per_event", "按件（次）扣分"
    PER_POINT = "per_point", "按百分点扣分"
    THRESHOLD = "threshold", "达不到标准扣分"
    MANUAL = "manual", "凭依据人工计分"


class Direction(NamedEnum):
    """Which side of the mark costs points."""

    BELOW = "below", "低于"
    ABOVE = "above", "高于"


@dataclass(frozen=True, slots=True)
class Breach:
    """A duty found unfulfilled before a happening: which clock, since when, which article."""

    clock_id: int | None
    on: date
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """One happening. ``level``: city, province or national for a visit above the county;
    ``breach``: the unfulfilled duty of this unit that came before it, if there was one;
    ``is_repeat``: the case repeats an earlier one; ``text``: short Chinese particulars."""

    kind: EventKind
    case_id: int | None
    case_number: str
    on: date
    text: str = ""
    level: str = ""
    clock_id: int | None = None
    is_repeat: bool = False
    breach: Breach | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """``done`` of ``due``; ``misses`` are the cases behind the difference, where they are known."""

    metric: RateMetric
    done: int
    due: int
    misses: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.due:
            raise ScoringError(f"“{self.metric.name_zh}”的完成数须在零与应完成数之间")

    @property
    def value(self) -> Decimal | None:
        """The share from 0 to 1, or None when nothing was due."""
        return Decimal(self.done) / Decimal(self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A person's finding for a manual item: signed points, what was found, the document, who signs."""

    item: str
    points: Decimal
    text: str
    document: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known about one unit in one period (attributed by 问题属地 or responsible unit)."""

    unit_id: int
    unit_name: str
    group: str
    rates: tuple[Rate, ...] = ()
    events: tuple[Event, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def rate(self, metric: RateMetric) -> Rate:
        """The rate of that metric; nothing due when it was not gathered."""
        return next((rate for rate in self.rates if rate.metric is metric), Rate(metric, 0, 0))


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
    ``clause``: legal basis or source of the item.
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
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "formula", Formula(self.formula))
        object.__setattr__(self, "direction", Direction(self.direction))
        if self.points < 0 or self.bonus_cap < 0 or (self.cap is not None and self.cap < 0):
            raise ScoringError(f"计分项“{self.name}”的分值、上限不能为负")
        if not self.clause:
            raise ScoringError(f"计分项“{self.name}”须写明依据")
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
                f"计分项“{self.name}”的指标“{self.metric}”不适用于“{self.formula.name_zh}”"
            )

    @property
    def limit(self) -> Decimal | None:
        """The most this item may deduct; None when unlimited."""
        if self.cap is None and self.formula in (Formula.RATE, Formula.THRESHOLD, Formula.MANUAL):
            return self.points
        return self.cap

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
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RuleItem":
        """Rebuild an item from ``to_json`` data; raises ScoringError with a Chinese message."""
        try:
            fields = dict(data)
            fields["points"] = Decimal(str(fields["points"]))
            fields["levels"] = tuple(fields.get("levels", ()))
            for name in ("bonus_cap", "mark"):
                fields[name] = Decimal(str(fields.get(name, "0")))
            cap = fields.get("cap")
            fields["cap"] = None if cap is None else Decimal(str(cap))
            return cls(**fields)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            if isinstance(error, ScoringError):
                raise
            raise ScoringError(f"计分项数据有误：{error}") from error


@dataclass(frozen=True, slots=True)
class RuleSetData:
    """A rule set as plain values; ``rule_set_id`` is the row it was read from."""

    code: str
    version: int
    name: str
    base: Decimal
    items: tuple[RuleItem, ...]
    rule_set_id: int | None = None
    policy_note: str = ""
    floor: Decimal = ZERO

    def __post_init__(self) -> None:
        codes = [item.code for item in self.items]
        if len(codes) != len(set(codes)):
            raise ScoringError("计分项的代码不能重复")

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


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One explained line of a sheet; ``points`` has two decimals and is signed."""

    item: str
    name: str
    clause: str
    points: Decimal
    reason: str
    case_id: int | None = None
    case_number: str = ""
    clock_id: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A unit's score in a period with every line behind it."""

    unit_id: int
    unit_name: str
    group: str
    base: Decimal
    score: Decimal
    lines: tuple[ScoreLine, ...] = field(default=())

    @property
    def deducted(self) -> Decimal:
        """Points lost against the base, as a positive number (negative when bonuses outweigh)."""
        return self.base - self.score
