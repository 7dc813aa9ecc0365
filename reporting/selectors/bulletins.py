"""Reads of bulletins, their rows and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from accountability.models import ScoreEntry
from core.models import OwedEffect
from organizations.authority import Authority
from organizations.enums import PostKind, UnitKind
from organizations.models import Term
from reporting.domain.figures import GROUPS
from reporting.domain.periods import Month
from reporting.models import Bulletin, BulletinRow, BulletinStatus, Delivery
from reporting.selectors.cases import visible_cases

RECIPIENT_POSTS = (PostKind.PRINCIPAL, PostKind.DEPUTY)


def last_ranks(month: Month) -> dict[int, int]:
    """unit id → place by score in the published bulletin of the month before; {} without one."""
    rows = BulletinRow.objects.filter(
        bulletin__period=month.previous.code, bulletin__status=BulletinStatus.PUBLISHED
    )
    return dict(rows.values_list("unit_id", "rank_score"))


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
    """Bulletins a user may read, newest month first; the frozen contents are not loaded."""
    bulletins = Bulletin.objects.defer("figures", "content").order_by("-first_day", "-pk")
    if not authority.posts:
        return bulletins.none()
    if not sees_drafts:
        bulletins = bulletins.filter(status=BulletinStatus.PUBLISHED)
    return bulletins.annotate(
        mails=Count("deliveries", filter=Q(deliveries__mail__isnull=False)),
        sent=Count("deliveries", filter=Q(deliveries__mail__state="sent")),
        problems=Count("deliveries", filter=~Q(deliveries__problem="")),
    )


def recipients(on: date) -> QuerySet[Term]:
    """Terms of the principals and deputies of each township who hold the post on that day."""
    return (
        Term.objects.held(on=on)
        .filter(
            post__kind__in=RECIPIENT_POSTS,
            post__unit__kind=UnitKind.TOWNSHIP,
            user__is_active=True,
        )
        .select_related("user", "post__unit")
        .order_by("post__unit__order", "post__unit__code", "post__order", "post_id", "pk")
    )


def publication_failure(bulletin: Bulletin) -> str:
    """Why a signed bulletin was not published after all attempts; "" while it is still being tried."""
    effect = OwedEffect.objects.failed().filter(kind="reporting.publish", key=str(bulletin.pk))
    return effect.values_list("last_error", flat=True).first() or ""


def office_heads(on: date) -> QuerySet[Term]:
    """Who heads the petition office on that day."""
    return (
        Term.objects.held(on=on)
        .filter(post__kind=PostKind.OFFICE_HEAD, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )


def deliveries_of(bulletin: Bulletin) -> QuerySet[Delivery]:
    """Who was sent the bulletin, with the state of each mail."""
    return bulletin.deliveries.select_related("recipient", "post__unit", "mail").order_by(
        "post__unit__order", "post__unit__code", "post__order", "pk"
    )


@dataclass(frozen=True)
class ExplainedLine:
    """One line of a score, and whether the reader may open its case."""

    entry: ScoreEntry
    may_open: bool


@dataclass(frozen=True)
class ExplainedItem:
    """One item of the rule set for one unit: its name, clause, points and lines."""

    code: str
    name: str
    clause: str
    points: Decimal
    lines: list[ExplainedLine]


def explanation(bulletin: Bulletin, unit_id: int, *, authority: Authority) -> list[ExplainedItem]:
    """The lines behind a unit's score by item, in the order of the rule set (two queries)."""
    entries = list(
        ScoreEntry.objects.filter(period=bulletin.period, unit=unit_id)
        .select_related("case")
        .order_by("pk")
    )
    ids = {entry.case_id for entry in entries if entry.case_id}
    visible = set(visible_cases(authority).filter(pk__in=ids).values_list("pk", flat=True))
    names = {item["code"]: item["name"] for item in bulletin.rule_set.items}
    found: dict[str, list[ExplainedLine]] = {code: [] for code in names}
    for entry in entries:
        line = ExplainedLine(entry, may_open=entry.case_id in visible)
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
