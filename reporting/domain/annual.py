"""The figures of an annual report (信访情况年度报告, 条例第四十一条) as plain values that survive a round trip through JSON.

Reports against units or persons are in none of them but one: their number in the whole county, bounded when it is small
(条例第三十条, ADR 0033).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from reporting.domain.measures import Comparison, Rate
from reporting.domain.neighbours import spanning, year_before
from reporting.domain.periods import Month
from reporting.domain.spans import YEAR, Period

#: The first whole year under the Regulation in force is 2023; earlier years may be reported as well.
FIRST_YEAR = 2001
#: Counted figures of the report, as the query page knows them.
VOLUME = (
    "matters", "persons", "firsts", "repeats", "repeats_3", "batches", "visit_persons", "collective",
    "collective_persons", "from_superior", "urgent",
)  # fmt: skip
PROGRESS = ("closed", "concluded", "pending", "overdue", "backlog")
SENDING = (
    "transferred",
    "assigned",
    "objections",
    "supervised",
    "supervision_closed",
    "supervision_open",
)
REVIEWS = ("reviews_asked", "rechecks_asked", "reviews_upheld", "reviews_overturned")
COUNTS = (*VOLUME, *PROGRESS, *SENDING, *REVIEWS)
RATES = (
    "repeat_rate", "dispatch_rate", "timely_rate", "concluded_rate", "first_rate", "participation",
    "office_satisfaction", "unit_satisfaction", "execution_rate", "feedback_rate",
)  # fmt: skip
#: Dimensions the matters of the year are split by.
SPLITS = ("form", "purpose", "level", "repeat", "collective", "class1", "class2")
UNCLASSED = "none"
#: As many organs of a group are named at most; those that share the last place are named together.
MOST_ORGANS = 10


@dataclass(frozen=True, slots=True)
class RatePair:
    """A share of the year and of the year before."""

    now: Rate
    base: Rate

    @property
    def change(self) -> str:
        """For a table: "+1.2个百分点", "持平", or "—" where one side says nothing."""
        moved = self._moved
        if moved is None:
            return "—"
        return f"{'+' if moved > 0 else '−'}{abs(moved)}个百分点" if moved else "持平"

    def phrase(self) -> str:
        """For a sentence, with its comma: "，同比上升1.2个百分点"; "" where there is nothing to compare."""
        moved = self._moved
        if moved is None:
            return ""
        word = "上升" if moved > 0 else "下降"
        return f"，同比{word}{abs(moved)}个百分点" if moved else "，同比持平"

    @property
    def _moved(self) -> Any:
        now, base = self.now.percent, self.base.percent
        if now is None or base is None or self.now.is_few or self.base.is_few:
            return None
        return now - base


@dataclass(frozen=True, slots=True)
class Part:
    """The matters of one form, purpose, level or class; `key` is the stored value, "none" without a class."""

    key: str
    name: str
    matters: Comparison
    persons: Comparison


@dataclass(frozen=True, slots=True)
class Organ:
    """A township or department by the matters it answers for, with what became of them.

    Attributes:
        matters: 起数, by responsible unit.
        repeats: of them brought again.
        overturned: opinions changed by a review or a re-review in the year.
        supervised: supervision items decided in the year.
        satisfied: 责任单位满意率.
    """

    unit_id: int
    name: str
    group: str
    matters: Comparison
    repeats: int = 0
    overturned: int = 0
    supervised: int = 0
    satisfied: Rate = field(default_factory=lambda: Rate(0, 0))


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions of one kind made in the year, with what became of them until the figures were taken."""

    kind: str
    name: str
    issued: Comparison
    full: int = 0
    part: int = 0
    refused: int = 0

    @property
    def answered(self) -> int:
        """Those with a written feedback."""
        return self.full + self.part + self.refused

    @property
    def waiting(self) -> int:
        """Those without one."""
        return self.issued.now - self.answered


@dataclass(frozen=True, slots=True)
class AnnualFigures:
    """A year, or as much of it as is over.

    Attributes:
        year: the year reported.
        until: ISO day, the last one counted.
        counts, rates: code of the figure → the year and the year before.
        splits: dimension → its parts; classes most first, the others in the order of the law.
        months: month code → matters, with the same month of the year before.
        organs: those named, most first within their group.
        organ_minimum: matters an organ needs to be named.
        grounds: ground of supervision → number of items decided in the year, most first.
        unit_items: of these, how many concern a unit's work as a whole.
        suggestions: one row for each of the three kinds.
        reports: secret matters as printed.
        sent_by_register: matters sent on in the year as their register says, which does not say how.
        begins: ISO day of the county's oldest matter when its month lies in the year and does not begin it.
    """

    year: int
    until: str
    counts: Mapping[str, Comparison]
    rates: Mapping[str, RatePair]
    splits: Mapping[str, tuple[Part, ...]]
    months: tuple[tuple[str, Comparison], ...]
    organs: tuple[Organ, ...]
    organ_minimum: int
    grounds: tuple[tuple[str, int], ...]
    unit_items: int
    suggestions: tuple[Suggested, ...]
    reports: str
    sent_by_register: int = 0
    begins: str = ""

    @property
    def period(self) -> Period:
        """The days counted."""
        return spanning(date(self.year, 1, 1), date.fromisoformat(self.until))

    @property
    def base_period(self) -> Period:
        """The days of the year before that they are compared with."""
        return year_before(self.period)

    @property
    def is_whole(self) -> bool:
        """True when the year was over when it was counted."""
        return self.period.kind == YEAR

    @property
    def before(self) -> str:
        """Heading of the column compared with."""
        return "上年度" if self.is_whole else "上年同期"

    def of_group(self, group: str) -> tuple[Organ, ...]:
        """The organs named in one group."""
        return tuple(one for one in self.organs if one.group == group)

    @property
    def is_compared(self) -> bool:
        """False when the county kept no complete records of the year before."""
        return self.counts["matters"].base is not None

    def recorded_since(self, began: date) -> AnnualFigures:
        """The same figures, compared only with what the county kept records of.

        Args:
            began: day of the oldest matter; its month counts as recorded.
        """
        since = Month.of(began)
        months = tuple(
            (code, pair if Month.parse(code).year_before >= since else _alone(pair))
            for code, pair in self.months
            if Month.parse(code) >= since
        )
        begins = began.isoformat() if self.period.first_day < since.first_day else ""
        whole = replace(self, months=months, begins=begins)
        if self.base_period.first_day >= since.first_day:
            return whole
        return replace(
            whole,
            counts={code: _alone(pair) for code, pair in self.counts.items()},
            rates={code: RatePair(pair.now, Rate(0, 0)) for code, pair in self.rates.items()},
            splits={
                name: tuple(
                    replace(one, matters=_alone(one.matters), persons=_alone(one.persons))
                    for one in parts
                    if one.matters.now
                )
                for name, parts in self.splits.items()
            },
            organs=tuple(replace(one, matters=_alone(one.matters)) for one in self.organs),
            suggestions=tuple(replace(one, issued=_alone(one.issued)) for one in self.suggestions),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain data for freezing."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> AnnualFigures:
        """Rebuild what `to_json` gave, also after a round trip through JSON."""
        values = dict(data)
        values["counts"] = {code: Comparison(**item) for code, item in values["counts"].items()}
        values["rates"] = {
            code: RatePair(Rate(**item["now"]), Rate(**item["base"]))
            for code, item in values["rates"].items()
        }
        values["splits"] = {
            name: tuple(_part(item) for item in parts) for name, parts in values["splits"].items()
        }
        values["months"] = tuple((code, Comparison(**item)) for code, item in values["months"])
        values["organs"] = tuple(_organ(item) for item in values["organs"])
        values["grounds"] = tuple((name, number) for name, number in values["grounds"])
        values["suggestions"] = tuple(
            Suggested(**{**item, "issued": Comparison(**item["issued"])})
            for item in values["suggestions"]
        )
        return cls(**values)


def _alone(pair: Comparison) -> Comparison:
    return Comparison(pair.now, None)


def _part(item: Mapping[str, Any]) -> Part:
    return Part(
        item["key"], item["name"], Comparison(**item["matters"]), Comparison(**item["persons"])
    )


def _organ(item: Mapping[str, Any]) -> Organ:
    return Organ(
        **{**item, "matters": Comparison(**item["matters"]), "satisfied": Rate(**item["satisfied"])}
    )


def most_named(
    organs: Iterable[Organ], *, minimum: int, most: int = MOST_ORGANS
) -> tuple[Organ, ...]:
    """The organs a report names: most matters first, none below the minimum, those of equal number together.

    Args:
        organs: of one group.
        minimum: matters an organ needs.
        most: how many are named; more only where several share the last place.
    """
    found = sorted(
        (one for one in organs if one.matters.now >= minimum),
        key=lambda one: (-one.matters.now, one.unit_id),
    )
    if len(found) <= most:
        return tuple(found)
    last = found[most - 1].matters.now
    return tuple(one for one in found if one.matters.now >= last)
