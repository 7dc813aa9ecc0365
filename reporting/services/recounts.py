"""Counts a published paper anew, as its figures would come out now, and finds what differs (ADR 0032, 0033)."""

from __future__ import annotations

from dataclasses import replace

from organizations.models import Unit
from reporting.domain.annual import AnnualFigures
from reporting.domain.annual_corrections import annual_figures_of
from reporting.domain.correction_causes import Causes, Place, score_causes
from reporting.domain.corrections import Change, changes, figures_of, keep_secrets
from reporting.domain.results import BulletinData, results
from reporting.domain.spans import Period
from reporting.models import AnnualReport, Bulletin, BulletinLedger
from reporting.selectors.cases import county_cases
from reporting.selectors.correction_facts import (
    counted_points,
    printed_points,
    reports_within,
    secret_among,
)
from reporting.selectors.corrections import stated_by
from reporting.selectors.duties import duties_of
from reporting.selectors.ledger import ledger
from reporting.services.printed_figures import annual_report_figures, bulletin_figures
from reporting.services.scores import PeriodScores, score


def find_annual_changes(report: AnnualReport) -> list[Change]:
    """What a recount finds changed against the annual report as corrected so far.

    No figure of the report counts a matter that is kept secret, and no unit reads it (ADR 0033): nothing is held back.
    """
    old = AnnualFigures.from_json(report.figures)
    new = annual_report_figures(old.period)
    return changes(
        annual_figures_of(old), annual_figures_of(new), corrected=stated_by(report), causes=None
    )


def recount(bulletin: Bulletin) -> tuple[BulletinData, PeriodScores]:
    """The bulletin's figures, scores and places as they would come out now; nothing is stored."""
    period, old = Period.parse(bulletin.period), BulletinData.from_json(bulletin.figures)
    scores = score(period)
    figures = bulletin_figures(period, other_units=scores.other_units)
    before = {result.unit_id: result.last_rank for result in old.results}
    places = {unit_id: place for unit_id, place in before.items() if place is not None}
    found = results(figures, scores.totals, last_ranks=places, count=old.worst)
    duties = duties_of(county_cases(), period)
    new = replace(old, figures=figures, results=found, months=scores.months, duties=duties)
    return new, scores


def find_changes(bulletin: Bulletin) -> list[Change]:
    """What a recount finds changed against the bulletin as corrected so far; secret matters are never named."""
    period = Period.parse(bulletin.period)
    old = BulletinData.from_json(bulletin.figures)
    new, scores = recount(bulletin)
    kept = BulletinLedger.objects.filter(bulletin=bulletin).first()
    causes = None if kept is None else _causes(bulletin, kept, period, new, scores)
    found = changes(figures_of(old), figures_of(new), corrected=stated_by(bulletin), causes=causes)
    if causes is None:
        return keep_secrets(found, (), anything=reports_within(period))
    return keep_secrets(found, secret_among(causes.numbers))


def _causes(
    bulletin: Bulletin,
    kept: BulletinLedger,
    period: Period,
    new: BulletinData,
    scores: PeriodScores,
) -> Causes:
    groups = {unit.unit_id: unit.group for unit in new.figures.units}
    paths = Unit.objects.filter(pk__in=groups).values_list("pk", "path")
    places = {pk: Place(groups[pk], path) for pk, path in paths}
    lines = score_causes(printed_points(bulletin.period), counted_points(scores.sheets))
    return Causes(period, kept.facts, ledger(period), places, lines)
