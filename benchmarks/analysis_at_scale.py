"""The part of the run at scale that measures the monthly analysis."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.run import say, timed


def measure_changes(month: Any, how: str, *, is_county: bool) -> None:
    """Thirteen months by place, class and form, as the monthly analysis compares them."""
    from reporting.selectors.analysis import changes
    from reporting.selectors.cases import county_cases

    def read() -> Any:
        return changes(county_cases(), month, is_county=is_county)

    times = [timed(read) for _ in range(3)]
    say(f"months of the analysis, {how}", statistics.median(times), "median of 3")
    if is_county and read() != changes(county_cases(), month):
        raise SystemExit("closed months differ from the matters in the analysis")


def measure_draft(month: Any, now: Any) -> None:
    """Figures and draft of the paper."""
    from reporting.services.analysis_reports import build_analysis, count_analysis

    say("figures of the analysis", timed(lambda: count_analysis(month=month, now=now)))
    say("draft of the analysis", timed(lambda: build_analysis(month=month, now=now)))
