"""The figures a paper prints, when it is built and when it is counted anew: compared with what the county has records of.

Nothing can be said of days before the county's first matter, not even that nobody came; and a rise against a year of
which two months are on record is none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from core.errors import Unlawful
from reporting.domain.analysis_figures import AnalysisFigures
from reporting.domain.analysis_records import recorded_since
from reporting.domain.annual import AnnualFigures
from reporting.domain.figures import MonthFigures
from reporting.domain.periods import Month, Span
from reporting.domain.spans import MONTH, Period
from reporting.selectors.analysis_figures import analysis_figures
from reporting.selectors.annual import annual_figures
from reporting.selectors.cases import county_cases, records_began
from reporting.selectors.county import county_figures


def bulletin_figures(period: Period, *, other_units: Collection[int]) -> MonthFigures:
    """The figures of a bulletin; the number of secret matters in months alone (ADR 0033).

    Args:
        period: a month or another period.
        other_units: departments the rules set apart.
    """
    figures = county_figures(Span.whole(period)).set_apart(other_units)
    if period.kind != MONTH:
        figures = replace(figures, reports="")
    began = records_began()
    return figures if began is None else figures.recorded_since(began)


def annual_report_figures(period: Period) -> AnnualFigures:
    """The figures of an annual report.

    Args:
        period: a year, or its days that are over.
    """
    figures, began = annual_figures(county_cases(), period), records_began()
    return figures if began is None else figures.recorded_since(began)


def analysis_paper_figures(month: Month, *, on: date) -> AnalysisFigures:
    """The figures of an analysis paper.

    Args:
        month: over, and not the first on record.
        on: day the figures are taken; tasks stand as they do then.
    """
    figures = analysis_figures(county_cases(), month, on=on, is_county=True)
    began = records_began()
    return figures if began is None else recorded_since(figures, began)


def refuse_before_records(name: str, last_day: date) -> None:
    """Nothing is built of a period before the county's first matter (one query).

    Args:
        name: of the period, for the message.
        last_day: of the period.

    Raises:
        Unlawful: the period ended before the month of the first matter.
    """
    if began := _ended_before(last_day):
        raise Unlawful(
            _("系统中登记的信访事项从%(day)s开始，%(period)s没有数据，不能生成。")
            % {"day": began.isoformat(), "period": name}
        )


def is_before_records(last_day: date) -> bool:
    """True when a period that ended on that day has nothing on record, so that the timetable leaves it out (one query)."""
    return _ended_before(last_day) is not None


def _ended_before(last_day: date) -> date | None:
    """Day of the county's first matter, when the period ended before the month of it."""
    began = records_began()
    return began if began is not None and last_day < began.replace(day=1) else None
