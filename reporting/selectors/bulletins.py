"""Reads of bulletins and their rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accountability.models import ScoreEntry
from accountability.selectors.scores import line_text
from core.models import OwedEffect
from organizations.authority import Authority
from organizations.enums import PostKind
from organizations.models import Term
from reporting.domain.averages import MonthMark
from reporting.domain.figures import GROUPS
from reporting.domain.periods import Month
from reporting.domain.spans import Period
from reporting.models import (
    Bulletin,
    BulletinKind,
    BulletinRow,
    BulletinStatus,
    Correction,
    CorrectionStatus,
    Paper,
)
from reporting.selectors.cases import visible_cases
from reporting.selectors.corrections import corrected


def last_ranks(period: Period) -> dict[int, int]:
    """unit id → place by score in the published bulletin of the period before, as corrected since; {} without one."""
    rows = BulletinRow.objects.filter(
        bulletin__period=period.previous.code,
        bulletin__status=BulletinStatus.PUBLISHED,
        rank_score__isnull=False,
    )
    stated = corrected([period.previous.code]).get(period.previous.code, {})
    found = rows.values_list("unit_id", "rank_score")
    return {
        unit_id: int(stated.get(unit_id, {}).get("rank", place))
        for unit_id, place in found
        if place is not None
    }


def month_marks(period: Period) -> tuple[MonthMark, ...]:
    """What the bulletins of a period's months, as corrected since, gave each unit, oldest month first (two queries)."""
    rows = (
        BulletinRow.objects.filter(
            bulletin__period__in=[month.code for month in period.months],
            bulletin__status=BulletinStatus.PUBLISHED,
            score__isnull=False,
        )
        .order_by("bulletin__period", "pk")
        .values_list("unit_id", "bulletin__period", "points", "score")
    )
    stated = corrected([month.code for month in period.months])
    found = []
    for unit_id, month, points, score in rows:
        mine = stated.get(month, {}).get(unit_id, {})
        lost = -mine["deducted"] if "deducted" in mine else points
        found.append(MonthMark(unit_id, month, f"{lost:.2f}", f"{mine.get('score', score):.2f}"))
    return tuple(found)


def was_skipped(month: Month) -> bool:
    """True when a later month was signed for publication: this one, not signed, cannot be issued any more (two queries)."""
    later = Bulletin.objects.filter(
        kind=BulletinKind.MONTH, first_day__gt=month.first_day, serial__isnull=False
    )
    mine = Bulletin.objects.filter(period=month.code, serial__isnull=False)
    return later.exists() and not mine.exists()


def worst_lists(until: Month, *, months: int = 12) -> dict[str, list[tuple[str, list[int]]]]:
    """Per group, (period, ids of the units listed last) of published bulletins, oldest first.

    A month without a published bulletin is a gap: an empty list.
    """
    periods = [month.code for month in until.trailing(months)]
    rows = BulletinRow.objects.filter(
        bulletin__period__in=periods, bulletin__status=BulletinStatus.PUBLISHED, is_worst=True
    )
    found: dict[str, dict[str, list[int]]] = {
        group: {period: [] for period in periods} for group in GROUPS
    }
    for group, period, unit_id in rows.order_by("pk").values_list(
        "group", "bulletin__period", "unit_id"
    ):
        found[group][period].append(unit_id)
    return {group: list(lists.items()) for group, lists in found.items()}


def bulletins_for(authority: Authority, *, sees_drafts: bool) -> QuerySet[Bulletin]:
    """Bulletins a user may read, newest first; the frozen contents are not loaded."""
    bulletins = Bulletin.objects.defer("figures", "content").order_by("-first_day", "-pk")
    if not authority.posts:
        return bulletins.none()
    is_corrected = Exists(
        Correction.objects.filter(bulletin=OuterRef("pk"), status=CorrectionStatus.PUBLISHED)
    )
    bulletins = bulletins.annotate(is_corrected=is_corrected)
    if not sees_drafts:
        bulletins = bulletins.filter(status=BulletinStatus.PUBLISHED)
    return bulletins.annotate(
        mails=Count("deliveries", filter=Q(deliveries__mail__isnull=False)),
        sent=Count("deliveries", filter=Q(deliveries__mail__state="sent")),
        signed=Count("deliveries", filter=Q(deliveries__signed_at__isnull=False)),
        problems=Count("deliveries", filter=~Q(deliveries__problem="")),
    )


def publication_failure(paper: Paper, *, effect_kind: str = "reporting.publish") -> str:
    """Why a signed paper was not published after all attempts; "" while it is still being tried."""
    effect = OwedEffect.objects.failed().filter(kind=effect_kind, key=str(paper.pk))
    return effect.values_list("last_error", flat=True).first() or ""


def office_heads(on: date) -> QuerySet[Term]:
    """Who heads the petition office on that day."""
    return (
        Term.objects.held(on=on)
        .filter(post__kind=PostKind.OFFICE_HEAD, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )


@dataclass(frozen=True)
class ExplainedLine:
    """One line of a score: what it says to the reader, and whether the reader may open its case."""

    entry: ScoreEntry
    may_open: bool
    text: str

    @property
    def size(self) -> str:
        """The points without their sign and without idle zeros."""
        return plain_number(abs(self.entry.points))


@dataclass(frozen=True)
class ExplainedItem:
    """One item of the rule set for one unit: its name, clause, points and lines."""

    code: str
    name: str
    clause: str
    points: Decimal
    lines: list[ExplainedLine]

    @property
    def size(self) -> str:
        """The points without their sign and without idle zeros."""
        return plain_number(abs(self.points))


def plain_number(number: Decimal) -> str:
    """A number without idle zeros: 2, 1.5."""
    return f"{number.normalize():f}" if number else "0"


def explanation(bulletin: Bulletin, unit_id: int, *, authority: Authority) -> list[ExplainedItem]:
    """The lines behind a unit's score by item, in the order of the rule set (two queries)."""
    entries = list(
        ScoreEntry.objects.filter(period=bulletin.period, unit=unit_id)
        .select_related("case")
        .order_by("pk")
    )
    ids = {entry.case_id for entry in entries if entry.case_id}
    visible = set(visible_cases(authority).filter(pk__in=ids).values_list("pk", flat=True))
    rule_set = bulletin.rule_set
    is_frozen = bulletin.status == BulletinStatus.PUBLISHED
    names = {item["code"]: item["name"] for item in (rule_set.items if rule_set else ())}
    found: dict[str, list[ExplainedLine]] = {code: [] for code in names}
    for entry in entries:
        may_open = entry.case_id in visible
        text = line_text(entry.reason, entry.case, may_open=may_open, is_frozen=is_frozen)
        line = ExplainedLine(entry, may_open=may_open, text=text)
        found.setdefault(entry.item, []).append(line)
    return [
        ExplainedItem(
            code=code,
            name=names.get(code, lines[0].entry.clause),
            clause=lines[0].entry.clause,
            points=sum((line.entry.points for line in lines), Decimal(0)),
            lines=lines,
        )
        for code, lines in found.items()
        if lines
    ]
