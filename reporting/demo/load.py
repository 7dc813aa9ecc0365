"""Loading the demonstration county: everything or nothing, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from organizations.models import Unit
from petitions.models import Case
from reporting.demo.causes import play_causes
from reporting.demo.duties import play_duties
from reporting.demo.history import play_history
from reporting.demo.jobs import draft_annual_report, publish_bulletins, run_jobs
from reporting.demo.leading import play_leading
from reporting.demo.organization import build_county
from reporting.demo.problems import draft_analysis, play_problems
from reporting.demo.ratings import play_ratings
from reporting.demo.reference import load_place_rules, load_reference, mark_loaded
from reporting.demo.supervision import play_supervision


class DatabaseInUse(RuntimeError):
    """The database holds data of its own, among which invented matters must not be mixed."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much history: months back from today, the last months of them act by act, matters in a month,
    bulletins."""

    months: int
    live_months: int
    per_month: int
    bulletins: int

    @classmethod
    def of(cls, *, small: bool, organization_only: bool) -> Scale:
        """The three sizes the command offers."""
        if organization_only:
            return cls(0, 0, 0, 0)
        return cls(4, 2, 12, 1) if small else cls(24, 1, 85, 2)


def load(
    *, now: datetime, seed: int, scale: Scale, force: bool, say: Callable[[str], object]
) -> str:
    """Write the county and its history up to `now`; returns a line for the log.

    Args:
        now: aware time at which the history ends.
        seed: equal seeds give equal histories.
        scale: how much of it.
        force: load even where units or matters exist.
        say: told about each step.

    Raises:
        DatabaseInUse: units or matters exist and `force` is not given.
    """
    if not force and (Unit.objects.exists() or Case.objects.exists()):
        raise DatabaseInUse("the database holds units or matters already; use a new one or --force")
    with transaction.atomic():
        load_reference(now=now)
        county = build_county(seed=seed)
        load_place_rules(county)
        cases = play_history(
            county=county,
            seed=seed,
            now=now,
            months=scale.months,
            live_months=scale.live_months,
            per_month=scale.per_month,
            say=say,
        )
        if cases:
            play_ratings(seed=seed, now=now, say=say)
            play_causes(seed=seed, now=now, say=say)
            play_duties(county=county, seed=seed, now=now, say=say)
            play_leading(now=now, say=say)
            play_supervision(county=county, now=now, say=say)
            play_problems(county=county, now=now, say=say)
            run_jobs(now=now, say=say)
            publish_bulletins(months=scale.bulletins, now=now, say=say)
            draft_annual_report(now=now, say=say)
            draft_analysis(now=now, say=say)
        mark_loaded(now=now, until=now.date().isoformat(), seed=seed)
    return (
        f"{len(county.townships)} townships, {len(county.departments)} departments, {cases} matters"
    )
