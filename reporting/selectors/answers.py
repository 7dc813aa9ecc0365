"""What is asked of the measure engine, and what it answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from reporting.domain.indicators import BY_CODE, Indicator
from reporting.domain.neighbours import before, months_by_code, part_of, year_before
from reporting.domain.spans import Period
from reporting.domain.values import Value, value_of
from reporting.selectors.dimensions import UNKNOWN, Key

Keys = tuple[Key, ...]
NOW, PREVIOUS, YEAR_BEFORE = "now", "previous", "year_before"
MONTH = "month"


@dataclass(frozen=True)
class Counts:
    """What was counted for one row and one period."""

    sums: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        codes: figures, by code (`reporting.domain.indicators`).
        period: days counted.
        by: dimensions of the rows, at most two, by code.
        compared: also count the period before and the same period of the year before.
        spans: periods to count, by name, in the place of those that follow from `period` and `compared`.
    """

    codes: tuple[str, ...]
    period: Period
    by: tuple[str, ...] = ()
    compared: bool = False
    spans: Mapping[str, Period] | None = None

    @property
    def indicators(self) -> list[Indicator]:
        """The definitions asked for."""
        return [BY_CODE[code] for code in self.codes]

    @property
    def periods(self) -> dict[str, Period]:
        """The periods counted by name."""
        if self.spans is not None:
            return dict(self.spans)
        return compared_with(self.period) if self.compared else {NOW: self.period}

    def year_of(self, period: str, month: Key = None) -> int:
        """The year whose residents belong to a figure: that in which the days counted end."""
        days = self.period
        if month is not None:
            days = part_of(days, months_by_code(days)[str(month)])
        spans = self.spans or (compared_with(days) if self.compared else {NOW: days})
        return spans[period].last_day.year

    @property
    def years(self) -> set[int]:
        """All years that may be asked for."""
        rows = months_by_code(self.period) if MONTH in self.by else (None,)
        return {self.year_of(period, month) for period in self.periods for month in rows}


def compared_with(period: Period) -> dict[str, Period]:
    """The period, the one before it and the same one of the year before, by name."""
    return {NOW: period, PREVIOUS: before(period), YEAR_BEFORE: year_before(period)}


@dataclass(frozen=True)
class Answer:
    """Rows of figures.

    Attributes:
        question: what was asked.
        rows: keys → period → counts.
        names: one table of names for each dimension.
        residents: year → unit id → residents, where the question needs them.
    """

    question: Question
    rows: Mapping[Keys, Mapping[str, Counts]]
    names: tuple[Mapping[Key, str], ...]
    residents: Mapping[int, Mapping[int, int]]

    @cached_property
    def keys(self) -> list[Keys]:
        """Rows in the order of the names, unknown ones last."""
        order = [{key: at for at, key in enumerate(names)} for names in self.names]

        def place(keys: Keys) -> list[tuple[int, str]]:
            return [
                (order[i].get(key, len(order[i])), str(key or "")) for i, key in enumerate(keys)
            ]

        return sorted(self.rows, key=place)

    def label(self, keys: Keys) -> tuple[str, ...]:
        """Chinese names of a row."""
        return tuple(
            self.names[i].get(key) or UNKNOWN.get(self.question.by[i], "未注明")
            for i, key in enumerate(keys)
        )

    def value(self, code: str, keys: Keys = (), period: str = NOW) -> Value:
        """A figure of a row; of all rows together when the question has no dimension."""
        counts = self.rows.get(keys, {}).get(period, Counts())
        return value_of(
            BY_CODE[code], counts.sums, days=counts.days, residents=self._residents(keys, period)
        )

    def total(self, code: str, period: str = NOW) -> Value:
        """A figure over all rows."""
        sums: Counter[str] = Counter()
        days: Counter[int] = Counter()
        for row in self.rows.values():
            counts = row.get(period, Counts())
            sums.update(counts.sums)
            days.update(counts.days)
        whole = sum(self._people((), period).values())
        return value_of(BY_CODE[code], sums, days=days, residents=whole)

    def _people(self, keys: Keys, period: str) -> Mapping[int, int]:
        """Residents of the year the counted days end in: a base of last year has last year's people."""
        if not self.residents:
            return {}
        named = dict(zip(self.question.by, keys, strict=False))
        return self.residents[self.question.year_of(period, named.get(MONTH))]

    def _residents(self, keys: Keys, period: str) -> int | None:
        """Of the row's place, of all places together where the rows are months only, else unknown."""
        people = self._people(keys, period)
        split = {by: key for by, key in zip(self.question.by, keys, strict=False) if by != MONTH}
        if not split:
            return sum(people.values()) or None
        if set(split) == {"place"}:
            place = split["place"]
            return people.get(place) if isinstance(place, int) else None
        return None
