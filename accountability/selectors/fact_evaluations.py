"""Satisfaction and participation: what petitioners said of the unit that answered them.

Counted are the matters whose answer was served and whose time to evaluate ended in the period; what may still
be evaluated stays out. Participation is evaluated / ended, satisfaction is satisfied / evaluated, of the same
matters, so that the figures follow from one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery

from accountability.domain.score_terms import Attribution, Event, EventKind, Rate, RateMetric
from accountability.selectors.fact_owners import Owners, Period
from core.domain.words import words as _
from organizations.selectors import setting
from petitions.domain.evaluation import WINDOW_DAYS
from petitions.enums import CaseStatus, DocumentKind, EvaluationTarget, Rating
from petitions.models import Case, Document, Evaluation

ANSWERS = (DocumentKind.OPINION, DocumentKind.REPLY)
# Printed in the bulletin: Chinese whatever the language of the page that asks.
WORDS = {Rating.FAIR: _("基本满意"), Rating.BAD: _("不满意")}
SATISFIED = {
    RateMetric.SATISFIED: (Rating.GOOD, Rating.FAIR),
    RateMetric.FULLY_SATISFIED: (Rating.GOOD,),
}


def evaluation_rates(
    cases: QuerySet[Case], period: Period, owners: Owners, metrics: Collection[str]
) -> dict[int, list[Rate]]:
    """Unit id → its rates of participation and satisfaction, by place and by responsible unit (two queries).

    None is asked for where no such rate is among the `metrics`.
    """
    if not {RateMetric.EVALUATED, *SATISFIED} & set(metrics):
        return {}
    days = timedelta(days=int(setting("evaluation_days", on=period.last_day, default=WINDOW_DAYS)))
    rating = Evaluation.objects.filter(case=OuterRef("pk"), target=EvaluationTarget.UNIT)
    window = (period.first_day - days, period.last_day - days)
    # Only matters with an answer served in those days can have had their first one then: an index finds them.
    answered = Document.objects.filter(kind__in=ANSWERS, served_on__range=window)
    rows = (
        cases.filter(status=CaseStatus.CONCLUDED, pk__in=answered.values("case"))
        .annotate(
            served=Min("documents__served_on", filter=Q(documents__kind__in=ANSWERS)),
            rating=Subquery(rating.values("rating")[:1]),
            place_path=F("place__path"),
            unit_path=F("responsible_unit__path"),
        )
        .filter(served__range=window)
        .order_by("served", "pk")
        .values("pk", "number", "served", "rating", "place_path", "unit_path")
    )
    mine: dict[tuple[int, Attribution], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        for path, by in (
            (row["unit_path"], Attribution.RESPONSIBLE),
            (row["place_path"], Attribution.PLACE),
        ):
            unit = owners.of(path, by=by)
            if unit is not None:
                mine[unit.pk, by].append(row)
    rates: dict[int, list[Rate]] = defaultdict(list)
    for (unit_id, by), found in mine.items():
        rates[unit_id].extend(_rates(found, by, days, metrics))
    return rates


def _rates(
    rows: list[Mapping[str, Any]], by: Attribution, days: timedelta, metrics: Collection[str]
) -> list[Rate]:
    rated = [row for row in rows if row["rating"]]
    found = []
    if RateMetric.EVALUATED in metrics:
        silent = tuple(_event(row, days, _("未参评")) for row in rows if not row["rating"])
        found.append(Rate(RateMetric.EVALUATED, len(rated), len(rows), silent, by))
    for metric, good in SATISFIED.items():
        if metric not in metrics:
            continue
        bad = [row for row in rated if row["rating"] not in good]
        misses = tuple(
            _event(row, days, _("评价为“%(words)s”") % {"words": WORDS[row["rating"]]})
            for row in bad
        )
        found.append(Rate(metric, len(rated) - len(bad), len(rated), misses, by))
    return found


def _event(row: Mapping[str, Any], days: timedelta, what: str) -> Event:
    end = row["served"] + days
    return Event(
        kind=EventKind.MATTER,
        case_id=row["pk"],
        case_number=row["number"],
        on=end,
        text=_("%(number)s评价期于%(end)s届满，%(what)s")
        % {"number": row["number"], "end": f"{end:%Y-%m-%d}", "what": what},
    )
