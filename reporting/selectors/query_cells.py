"""The cells of a queried table: each figure with the matters behind it, each comparison with its base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reporting.domain.asking import Asked
from reporting.domain.changes import change_of
from reporting.domain.facts import NONE, Fact
from reporting.domain.indicators import BY_CODE, Indicator, Kind
from reporting.domain.spans import Period
from reporting.domain.values import Value
from reporting.selectors.answers import PREVIOUS, YEAR_BEFORE, Answer, Keys

CHANGES = {YEAR_BEFORE: "同比", PREVIOUS: "环比"}
COUNT, RATE, PER_10K, LENGTH = "count", "rate", "per_10k", "length"
_UNITS = {
    Kind.COUNT: COUNT,
    Kind.RATE: RATE,
    Kind.PER_10K: PER_10K,
    Kind.MEAN: LENGTH,
    Kind.MEDIAN: LENGTH,
}


@dataclass(frozen=True)
class Cell:
    """One figure or one comparison.

    Attributes:
        text: as printed.
        number: as counted, None where there is nothing to say.
        unit: how it is written: "count", "rate", "per_10k", "length" (days), or for a comparison
            "percent", "points", "days".
        note: "样本不足" or why there is no number.
        fact: the question of the matters behind it.
        detail: numerator and denominator of a rate, or the base of a comparison.
        rankable: the rows may be ordered by it.
    """

    text: str
    number: Decimal | None
    unit: str
    note: str = ""
    fact: Fact | None = None
    detail: str = ""
    rankable: bool = True


@dataclass(frozen=True)
class Column:
    """A column of figures.

    Attributes:
        name: head: the figure, the comparison, or the name of a value of the second dimension.
        code: the figure.
        unit: word after the number.
        change: comparison it shows, "" for the figure itself.
        is_added: the figure came along because only speed was chosen.
        is_total: the sum over the columns of a cross table.
    """

    name: str
    code: str
    unit: str
    change: str = ""
    is_added: bool = False
    is_total: bool = False


def columns_of(asked: Asked) -> list[Column]:
    """One column for each figure, two more where it is compared."""
    columns = []
    for code in asked.shown:
        one, is_added = BY_CODE[code], code in asked.added
        columns.append(Column(one.name, code, one.unit, is_added=is_added))
        if asked.compared:
            columns += [
                Column(word, code, "", change, is_added) for change, word in CHANGES.items()
            ]
    return columns


def line(source: Answer, keys: Keys, columns: Sequence[Column], period: Period) -> tuple[Cell, ...]:
    """The cells of one row of a list."""
    return tuple(
        change_cell(source, column.code, keys, column.change)
        if column.change
        else figure_cell(source, column.code, keys, period)
        for column in columns
    )


def figure_cell(source: Answer, code: str, keys: Keys, period: Period) -> Cell:
    """One figure."""
    one, value = BY_CODE[code], source.value(code, keys)
    texts = {
        by: NONE if key is None else str(key)
        for by, key in zip(source.question.by, keys, strict=True)
    }
    opened = _opened(one, value)
    return Cell(
        text=value.text,
        number=value.number,
        unit=_UNITS[one.kind],
        note=value.note,
        fact=Fact(opened, period, texts) if opened else None,
        detail=f"{value.rate.hits}/{value.rate.due}" if value.rate and value.rate.due else "",
        rankable=value.rankable,
    )


def _opened(one: Indicator, value: Value) -> str:
    """Code of the list a figure opens, "" where nothing was counted; a rate without a miss opens all that fell due."""
    if value.rate is not None:
        is_clean = one.counts_misses and value.rate.hits == value.rate.due
        return "" if not value.rate.due else one.due if is_clean else one.code
    is_days = one.kind in (Kind.MEAN, Kind.MEDIAN)
    return one.code if value.number or (is_days and value.number is not None) else ""


def change_cell(source: Answer, code: str, keys: Keys, against: str) -> Cell:
    """One comparison."""
    base = source.value(code, keys, against)
    change = change_of(BY_CODE[code], source.value(code, keys), base)
    return Cell(change.text, change.number, change.unit, detail=base.text)
