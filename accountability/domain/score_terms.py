"""The words of scoring: what is known about a unit in a period, and the sheet it gives.

Every sheet proves itself: ``base + sum of the points of all lines == score``. Points are signed: a
negative line is a deduction, a positive one a bonus, a line of 0.00 explains why nothing was deducted.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.domain.words import words as _
from petitions.domain.terms import NamedEnum

ZERO = Decimal("0.00")


class ScoringError(ValueError):
    """A rule set or a fact is unusable; the message is Chinese."""


class RateMetric(NamedEnum):
    """Shares of duties done, each ``done / due``; what is not yet due stays out of ``due``."""

    INFORMED_ON_TIME = "informed_on_time", _("按期告知率")
    CONCLUDED_ON_TIME = "concluded_on_time", _("按期办结率")
    FEEDBACK_ON_TIME = "feedback_on_time", _("交办件按期反馈率")
    SATISFIED = "satisfied", _("群众满意率")
    FULLY_SATISFIED = "fully_satisfied", _("群众满意率（只计“满意”）")
    EVALUATED = "evaluated", _("群众参评率")


class EventKind(NamedEnum):
    """Countable happenings; each names its case."""

    MATTER = "matter", _("信访事项")
    COLLECTIVE = "collective", _("集体访")
    VISIT_ABOVE = "visit_above", _("到县级以上走访")
    COLLECTIVE_ABOVE = "collective_above", _("到县级以上集体访")
    REPEAT = "repeat", _("重复信访")
    REPEAT_AFTER_BREACH = "repeat_after_breach", _("失职后的重复信访")
    CARRIED_OVERDUE = "carried_overdue", _("逾期未办结转")
    LATE = "late", _("本期逾期")


class UnitGroup(NamedEnum):
    """Units that are scored and ranked together."""

    TOWNSHIP = "township", _("乡镇（街道）")
    DEPARTMENT = "department", _("县直部门")
    OTHER = "other", _("其他单位")


class Attribution(NamedEnum):
    """To which unit a happening or a limit counts.

    By default a happening counts for the township of its place and for the department responsible, and
    a limit for the unit that owes the act.
    """

    DEFAULT = "default", _("按单位类别")
    PLACE = "place", _("按问题属地")
    RESPONSIBLE = "responsible", _("按责任单位")


#: Kinds that exist only where a unit left a duty undone before: they count for that unit, whoever handles the matter now.
AFTER_BREACH = frozenset({EventKind.REPEAT_AFTER_BREACH})
#: Kinds that follow a clock: by default they count for the unit that owes the act.
OF_CLOCKS = frozenset({EventKind.CARRIED_OVERDUE, EventKind.LATE})


def attributed_by(attribution: Attribution, *, group: str, of_clocks: bool) -> Attribution:
    """PLACE or RESPONSIBLE: what the default means for a unit of this group."""
    if attribution is not Attribution.DEFAULT:
        return attribution
    by_place = group == UnitGroup.TOWNSHIP and not of_clocks
    return Attribution.PLACE if by_place else Attribution.RESPONSIBLE


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
    ``is_repeat``: the case repeats an earlier one; ``text``: short Chinese particulars; ``by``: as what
    the unit is concerned (PLACE, RESPONSIBLE or both; empty: it counts however it is attributed)."""

    kind: EventKind
    case_id: int | None
    case_number: str
    on: date
    text: str = ""
    level: str = ""
    clock_id: int | None = None
    is_repeat: bool = False
    breach: Breach | None = None
    by: tuple[Attribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """``done`` of ``due``; ``misses`` are the cases behind the difference, where they are known.

    ``by``: PLACE or RESPONSIBLE; None: it counts however it is attributed."""

    metric: RateMetric
    done: int
    due: int
    misses: tuple[Event, ...] = ()
    by: Attribution | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.due:
            raise ScoringError(
                _("“%(name_zh)s”的完成数须在零与应完成数之间") % {"name_zh": self.metric.name_zh}
            )

    @property
    def value(self) -> Decimal | None:
        """The share from 0 to 1, or None when nothing was due."""
        return Decimal(self.done) / Decimal(self.due) if self.due else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A person's finding for a manual item: signed points, what was found, the document, who signs.

    ``finding_id``: the row it was read from."""

    item: str
    points: Decimal
    text: str
    document: str
    confirmed_by: str
    finding_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What is known about one unit in one period; ``group``: see `UnitGroup`."""

    unit_id: int
    unit_name: str
    group: str
    rates: tuple[Rate, ...] = ()
    events: tuple[Event, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def rate(self, metric: RateMetric, by: Attribution = Attribution.RESPONSIBLE) -> Rate:
        """The rate of that metric under that attribution; nothing due when it was not gathered."""
        found = (r for r in self.rates if r.metric is metric and r.by in (None, by))
        return next(found, Rate(metric, 0, 0))


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One explained line of a sheet; ``points`` has two decimals and is signed.

    ``key``: names the line among those of its item, the same when the sheet is computed again;
    ``wanted``: the points before the item's limit took effect (None: the same as ``points``);
    ``corrects``: the line is a correction of the line of that key (see `rulings`).
    """

    item: str
    name: str
    clause: str
    points: Decimal
    reason: str
    case_id: int | None = None
    case_number: str = ""
    clock_id: int | None = None
    key: str = ""
    wanted: Decimal | None = None
    corrects: bool = False


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
