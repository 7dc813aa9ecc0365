"""Reads of a month's scores: the lines of a unit, the objections to them, the decisions that correct them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accountability.domain.rulings import Ruling
from accountability.domain.score_terms import ZERO, ScoreLine
from accountability.models import (
    ScoreEntry,
    ScoreObjection,
    ScoreObjectionStatus,
    ScorePeriod,
)
from core.domain.words import words as _
from organizations.authority import Authority
from organizations.enums import PostKind, UnitKind
from organizations.models import Unit
from petitions.models import Case

#: Who speaks for a unit about its score.
SPEAKERS = (PostKind.PRINCIPAL, PostKind.DEPUTY, PostKind.PETITION_OFFICER)
SCORED = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)
OVERRULED = (ScoreObjectionStatus.CHANGED, ScoreObjectionStatus.STRUCK)
NO_NUMBER = _("（编号略）")


def spoken_units(authority: Authority) -> list[int]:
    """Townships and departments the user speaks for (no query)."""
    return [
        post.unit_id
        for post in authority.posts
        if post.kind in SPEAKERS and post.unit_kind in SCORED
    ]


def answering_units(authority: Authority) -> list[int]:
    """The same and the closed units they go on with, whose months may still be disputed (one query)."""
    mine = spoken_units(authority)
    closed = Unit.objects.filter(succeeded_by__in=mine).order_by("pk") if mine else ()
    return mine + [unit.pk for unit in closed]


def visible_objections(authority: Authority) -> QuerySet[ScoreObjection]:
    """The office, supervisors and county leaders see all; a unit sees its own."""
    found = ScoreObjection.objects.select_related("unit", "raised_by", "decided_by", "case")
    if authority.sees_all_cases:
        return found
    return found.filter(unit__in=answering_units(authority))


def rulings_of(period: str, *, unit_ids: Iterable[int] | None = None) -> Mapping[int, list[Ruling]]:
    """Unit id → decisions that changed a line (one query)."""
    decided = ScoreObjection.objects.filter(period=period, status__in=OVERRULED)
    if unit_ids is not None:
        decided = decided.filter(unit__in=list(unit_ids))
    found: dict[int, list[Ruling]] = defaultdict(list)
    for row in decided.order_by("number"):
        points = ZERO if row.new_points is None else row.new_points
        text = _("异议%(number)s：%(status)s，理由：%(decision)s") % {
            "number": row.number,
            "status": row.get_status_display(),
            "decision": row.decision,
        }
        found[row.unit_id].append(Ruling(row.item, row.key, points, text))
    return found


def line_of(entry: ScoreEntry, *, name: str) -> ScoreLine:
    """A stored line as it was scored."""
    return ScoreLine(
        item=entry.item,
        name=name,
        clause=entry.clause,
        points=entry.points,
        reason=entry.reason,
        case_id=entry.case_id,
        clock_id=entry.clock_id,
        key=entry.key,
        wanted=entry.wanted,
        corrects=entry.corrects,
    )


def totals_of(period: ScorePeriod) -> dict[int, tuple[Decimal, Decimal]]:
    """unit id → (points, score) from the stored lines (one query); units without a line are left out."""
    rows = ScoreEntry.objects.filter(period=period.period).values("unit_id").order_by()
    base = period.rule_set.base_score
    return {
        row["unit_id"]: (row["sum"], base + row["sum"]) for row in rows.annotate(sum=Sum("points"))
    }


@dataclass(frozen=True)
class ShownLine:
    """One line for the page.

    ``text``: why (see `line_text`); ``may_open``: the reader may open its case; ``objection``: the one raised
    against it; ``disputable``: a deduction nobody has objected to yet.
    """

    entry: ScoreEntry
    text: str
    may_open: bool
    objection: ScoreObjection | None
    disputable: bool


@dataclass(frozen=True)
class ShownItem:
    """One item of the rules with its lines; ``points`` is their sum, corrections included."""

    name: str
    clause: str
    points: Decimal
    lines: list[ShownLine]


def unit_lines(period: ScorePeriod, unit_id: int, authority: Authority) -> list[ShownItem]:
    """The lines of one unit by item in the order of the rules (three queries)."""
    entries = list(
        ScoreEntry.objects.filter(period=period.period, unit=unit_id)
        .select_related("case")
        .order_by("pk")
    )
    ids = {entry.case_id for entry in entries if entry.case_id}
    visible = set(
        Case.objects.visible_to(authority).filter(pk__in=ids).values_list("pk", flat=True)
    )
    raised = {
        (row.item, row.key): row
        for row in ScoreObjection.objects.filter(period=period.period, unit=unit_id).exclude(
            status=ScoreObjectionStatus.WITHDRAWN
        )
    }
    names = {item["code"]: item["name"] for item in period.rule_set.items}
    grouped: dict[str, list[ShownLine]] = {code: [] for code in names}
    for entry in entries:
        grouped.setdefault(entry.item, []).append(
            _shown(entry, visible, raised, is_frozen=period.frozen_at is not None)
        )
    return [
        ShownItem(
            name=names.get(code, _("最低分")),
            clause=lines[0].entry.clause,
            points=sum((line.entry.points for line in lines), ZERO),
            lines=lines,
        )
        for code, lines in grouped.items()
        if lines
    ]


def _shown(
    entry: ScoreEntry,
    visible: set[int],
    raised: Mapping[tuple[str, str], ScoreObjection],
    *,
    is_frozen: bool,
) -> ShownLine:
    may_open = entry.case_id in visible
    objection = None if entry.corrects else raised.get((entry.item, entry.key))
    return ShownLine(
        entry=entry,
        text=line_text(entry.reason, entry.case, may_open=may_open, is_frozen=is_frozen),
        may_open=may_open,
        objection=objection,
        disputable=entry.points < 0 and not entry.corrects and objection is None,
    )


def line_text(reason: str, case: Case | None, *, may_open: bool, is_frozen: bool) -> str:
    """Why a line costs points, as this reader may read it.

    A matter that became a report (条例第三十条) must not be told from one that lies elsewhere or was moved on: before
    the publication no matter the reader cannot open is named, whatever the reason; what was published stays as it
    was printed, word for word.

    Args:
        reason: of the stored line.
        case: its matter, if any.
        may_open: the reader may open the matter.
        is_frozen: the month's bulletin is published.
    """
    if case is None or may_open or is_frozen:
        return reason
    return reason.replace(case.number, NO_NUMBER)


@dataclass(frozen=True)
class MonthRow:
    """One unit in one month: what it lost in all, its score, how many lines cost points."""

    period: str
    unit: Unit
    points: Decimal
    score: Decimal
    deductions: int


def month_rows(months: Iterable[ScorePeriod], units: Iterable[int] | None) -> list[MonthRow]:
    """Units of these months, in the order of the county's list (two queries).

    Args:
        months: with their rule sets.
        units: only these; all when None.
    """
    base = {month.period: month.rule_set.base_score for month in months}
    found = ScoreEntry.objects.filter(period__in=base)
    if units is not None:
        found = found.filter(unit__in=list(units))
    sums = (
        found.order_by()
        .values("period", "unit_id")
        .annotate(
            total=Sum("points"),
            lost=Count("pk", filter=Q(points__lt=0, corrects=False)),
        )
    )
    rows = list(sums)
    names = Unit.objects.in_bulk({row["unit_id"] for row in rows}) if rows else {}
    shown = [
        MonthRow(
            period=row["period"],
            unit=names[row["unit_id"]],
            points=row["total"],
            score=base[row["period"]] + row["total"],
            deductions=row["lost"],
        )
        for row in rows
    ]
    return sorted(
        shown, key=lambda r: (r.unit.kind != UnitKind.TOWNSHIP, r.unit.order, r.unit.code)
    )


def draft_scores(period: str) -> ScorePeriod | None:
    """A month's scores with ``waiting``, the number of objections to decide (one query); None without any."""
    waiting = (
        ScoreObjection.objects.filter(
            period=OuterRef("period"), status=ScoreObjectionStatus.PENDING
        )
        .order_by()
        .values("period")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found = ScorePeriod.objects.filter(period=period)
    return found.annotate(waiting=Coalesce(Subquery(waiting), 0)).first()


def waiting_by_month(months: Iterable[ScorePeriod], units: Iterable[int] | None) -> dict[str, int]:
    """Month → objections that wait for their decision (one query)."""
    found = ScoreObjection.objects.filter(
        period__in=[month.period for month in months], status=ScoreObjectionStatus.PENDING
    )
    if units is not None:
        found = found.filter(unit__in=list(units))
    counted = found.order_by().values("period").annotate(count=Count("pk"))
    return {row["period"]: row["count"] for row in counted}
