"""What an analysis may be compared with: months of which the county kept records, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reporting.domain.analysis import Rise
from reporting.domain.analysis_figures import AnalysisFigures
from reporting.domain.periods import Month


def recorded_since(f: AnalysisFigures, began: date) -> AnalysisFigures:
    """The same figures, compared with last year only where the county kept records of its month.

    Args:
        f: the figures of a month.
        began: day of the oldest matter; its month counts as recorded.
    """
    if f.days.year_before >= Month.of(began):
        return f
    rows = tuple(replace(row, rise=_alone(row.rise)) for row in f.causes.rows)
    return replace(
        f,
        total=_alone(f.total),
        firsts=_alone(f.firsts),
        repeats=_alone(f.repeats),
        rises={name: tuple(map(_alone, found)) for name, found in f.rises.items()},
        reasons=tuple(replace(one, rise=_alone(one.rise)) for one in f.reasons),
        causes=replace(f.causes, rows=rows),
    )


def _alone(rise: Rise) -> Rise:
    return replace(rise, year_before=None)
