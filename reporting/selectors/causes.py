"""Why the matters answered in a month came up, by class and by unit (成因分析).

Query budget of `causes_of`: 6 (matters, classes, units twice, causes, and the setting of units), whatever the number of matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from petitions.domain.causes import level_one
from petitions.querysets import CaseQuerySet
from reporting.domain.analysis import Rise
from reporting.domain.crossing import Cross, Key, Keys, cross
from reporting.domain.measures import Rate
from reporting.domain.periods import Month
from reporting.domain.spans import MONTH, Period
from reporting.selectors.answers import NOW, PREVIOUS, YEAR_BEFORE, Answer, Question
from reporting.selectors.dimensions import UNKNOWN
from reporting.selectors.measuring import measure

BY = ("class1", "owner", "cause2")
CLASS, OWNER, CAUSE = range(len(BY))
ANSWERED = "cause_due"


@dataclass(frozen=True)
class Causes:
    """A month of answered matters, whether their cause is recorded or not.

    Attributes:
        month: the month.
        rises: one row for each cause of the second level, the key None for matters without one.
        by_class, by_unit: causes of the first level across; `classes`: units down, classes across.
        names: (dimension, key) → Chinese name.
    """

    month: Month
    rises: tuple[Rise, ...]
    by_class: Cross
    by_unit: Cross
    classes: Cross
    names: Mapping[tuple[str, Key], str]

    @property
    def rate(self) -> Rate:
        """成因登记率 of the whole."""
        return self.rate_of(self.by_unit.columns)

    def rate_of(self, numbers: Mapping[Key, int]) -> Rate:
        """成因登记率 of a row: cause → matters."""
        due = sum(numbers.values())
        return Rate(due - numbers.get(None, 0), due)

    def unit_rate(self, unit: Key) -> Rate:
        """成因登记率 of a unit."""
        due = self.by_unit.rows.get(unit, 0)
        return Rate(due - self.by_unit.cells.get((unit, None), 0), due)

    def name(self, dimension: str, key: Key) -> str:
        """Chinese name of a key."""
        return self.names.get((dimension, key)) or UNKNOWN.get(dimension, "未注明")


def causes_of(cases: CaseQuerySet, month: Month) -> Causes:
    """Count the matters answered in a month by class, unit and cause.

    Args:
        cases: matters that may be counted.
        month: a month that is over.
    """
    period = Period.of_months(month, MONTH)
    answer = measure(cases, Question((ANSWERED,), period, BY, compared=True))
    counts = _numbers(answer, NOW)
    names = _names(answer)

    def first(keys: Keys) -> Key:
        return level_one(str(keys[CAUSE])) if keys[CAUSE] else None

    return Causes(
        month=month,
        rises=_rises(answer, names),
        by_class=cross(counts, _at(CLASS), first),
        by_unit=cross(counts, _at(OWNER), first),
        classes=cross(counts, _at(OWNER), _at(CLASS)),
        names=names,
    )


def _at(place: int) -> Callable[[Keys], Key]:
    return lambda keys: keys[place]


def _numbers(answer: Answer, period: str) -> dict[Keys, int]:
    return {
        keys: int(answer.value(ANSWERED, keys, period=period).number or 0) for keys in answer.rows
    }


def _names(answer: Answer) -> dict[tuple[str, Key], str]:
    listed = dict(zip(BY, answer.names, strict=True))
    listed["cause1"] = listed["cause2"]
    return {(name, key): text for name, table in listed.items() for key, text in table.items()}


def _rises(answer: Answer, names: Mapping[tuple[str, Key], str]) -> tuple[Rise, ...]:
    """Causes in the order of the list, each beside the month before and the same month of last year."""
    sums = {
        period: cross(_numbers(answer, period), _at(CAUSE), lambda keys: None).rows
        for period in (NOW, PREVIOUS, YEAR_BEFORE)
    }
    found = sorted({key for rows in sums.values() for key in rows if key is not None}, key=str)
    return tuple(
        Rise(
            key,
            names.get(("cause2", key)) or UNKNOWN["cause2"],
            *(sums[period].get(key, 0) for period in (NOW, PREVIOUS, YEAR_BEFORE)),
        )
        for key in [*found, None]
    )
