"""Every figure by its code: name, unit, formula in words, and the text it rests on.

The definitions are data: the page 口径, the notes of the bulletin, the sheet 口径 of an Excel file and the
query page all print the same words. How a figure is counted stands in `reporting.selectors.sources`; a test
proves that each definition has its aggregate and each aggregate its definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.domain.words import words as _
from reporting.domain.definitions import DUTIES, QUALITY, SPEED, STANDING, VOLUME


class Kind(StrEnum):
    """How a figure is made from what was counted."""

    COUNT = "count"
    RATE = "rate"
    PER_10K = "per_10k"
    MEAN = "mean"
    MEDIAN = "median"


class Area(StrEnum):
    """Chapter a figure stands in."""

    VOLUME = "volume"
    SPEED = "speed"
    QUALITY = "quality"
    DUTIES = "duties"


AREAS = {
    Area.VOLUME: _("数量和构成"),
    Area.SPEED: _("时限和进度"),
    Area.QUALITY: _("办理质量"),
    Area.DUTIES: _("责任落实"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure.

    Attributes:
        code: stable key in figures, addresses and files.
        name: Chinese name.
        unit: word after the number (起, 批次, 人次, %).
        formula: Chinese definition, printed.
        source: article, or the practice it is taken from.
        area: chapter it stands in.
        kind: how it is made.
        hits, due: codes of the counted parts of a rate; `hits` counts what was kept, or what was missed
            when `counts_misses`.
        less_is_better: True where a smaller figure is the better one; None where neither is
            (volume is never a fault).
        by_unit: False for figures that mean nothing for a single unit.
        by_place: False for figures of limits, which belong to the unit that owes them and to no place.
    """

    code: str
    name: str
    unit: str
    formula: str
    source: str
    area: Area
    kind: Kind = Kind.COUNT
    hits: str = ""
    due: str = ""
    counts_misses: bool = False
    less_is_better: bool | None = None
    by_unit: bool = True
    by_place: bool = True

    @property
    def parts(self) -> tuple[str, ...]:
        """Codes that have to be counted for it."""
        return (self.hits, self.due) if self.kind == Kind.RATE else (self.code,)


def _read(area: Area, rows: tuple[Mapping[str, object], ...]) -> list[Indicator]:
    return [
        Indicator(**{**row, "area": area, "kind": Kind(str(row.get("kind", Kind.COUNT)))})  # type: ignore[arg-type]  # rows of the tables beside this file, read once at the start
        for row in rows
    ]


#: All figures in the order of the page 口径.
INDICATORS: tuple[Indicator, ...] = tuple(
    _read(Area.VOLUME, VOLUME)
    + _read(Area.SPEED, SPEED)
    + _read(Area.QUALITY, QUALITY)
    + _read(Area.DUTIES, DUTIES)
)
BY_CODE: Mapping[str, Indicator] = {indicator.code: indicator for indicator in INDICATORS}
#: What boards show of the day they are read on; defined, but of no period, so that nobody can query it.
OF_THE_DAY: tuple[Indicator, ...] = tuple(_read(Area.SPEED, STANDING))
DEFINED: Mapping[str, Indicator] = {**BY_CODE, **{one.code: one for one in OF_THE_DAY}}
#: Figures of the bulletin's tables; their definitions are printed under its last section.
IN_BULLETIN = tuple(
    BY_CODE[code]
    for code in (
        "matters",
        "batches",
        "persons",
        "collective",
        "skipped",
        "per_10k",
        "repeat_rate",
        "timely_rate",
        "concluded_rate",
    )
)
