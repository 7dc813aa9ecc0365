"""Result sheets of office holders: what fell due in a term, own work and portfolio apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from accountability.models import InquiryPerson, ScoreEntry, Talk, TalkStatus
from organizations.enums import PostKind
from organizations.models import Term
from petitions.models import Clock

CENT = Decimal("0.01")
SHEET_POSTS = (PostKind.PRINCIPAL, PostKind.DEPUTY, PostKind.COUNTY_LEADER, PostKind.OFFICE_HEAD)


@dataclass(frozen=True)
class Duties:
    """Clocks owed in a sphere: how many fell due, how many were kept, how many are overdue now."""

    due: int
    kept: int
    overdue: int

    @property
    def rate(self) -> str:
        """Share kept in per cent, "" while nothing was due."""
        return f"{self.kept / self.due:.1%}".rstrip("%") if self.due else ""


@dataclass(frozen=True)
class ResultSheet:
    """One term of an office holder in a year: own unit and portfolio apart; facts, no verdict."""

    term: Term
    first: date
    last: date
    own: Duties
    portfolio: Duties | None
    points: list[tuple[str, Decimal]]
    talks: list[Talk]
    decisions: list[InquiryPerson]


def office_holders(*, on: date, year: int) -> QuerySet[Term]:
    """Terms of leaders that touch a year, by unit and rank."""
    return (
        Term.objects.filter(post__kind__in=SHEET_POSTS, starts_on__lte=min(on, date(year, 12, 31)))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=date(year, 1, 1)))
        .select_related("user", "post__unit")
    )


def result_sheet(term: Term, *, year: int, on: date) -> ResultSheet:
    """The sheet of one term in one year (eight queries whatever the data).

    Own work is what the unit owed while the person was in post; the portfolio is what falls into the classes
    (一岗双责) or the units named in the post.
    """
    first = max(date(year, 1, 1), term.starts_on)
    last = min(date(year, 12, 31), term.ends_on or date(year, 12, 31), on)
    post = term.post
    clocks = Clock.objects.duties().filter(due_on__gte=first, due_on__lte=last)
    mine = clocks.filter(owed_by_unit__path__startswith=post.unit.path)
    if post.kind == PostKind.COUNTY_LEADER:
        mine = clocks.filter(case__leader=term.user)
    units = [unit.path for unit in post.portfolio_units.all()]
    sphere = Q(pk__in=[])
    for code in post.portfolio:
        sphere |= Q(case__content_class__code__startswith=code[:2])
    if post.kind != PostKind.COUNTY_LEADER:
        sphere &= Q(owed_by_unit__path__startswith=post.unit.path)
    for path in units:
        sphere |= Q(owed_by_unit__path__startswith=path)
    has_portfolio = bool(post.portfolio or units)
    months = [f"{year}-{n:02}" for n in range(first.month, last.month + 1)] if first <= last else []
    points = (
        ScoreEntry.objects.filter(unit=post.unit, period__in=months)
        .order_by("period")
        .values_list("period")
        .annotate(total=Sum("points"))
    )
    talks = Talk.objects.filter(person=term.user, held_on__gte=first, held_on__lte=last).filter(
        status__in=[TalkStatus.HELD, TalkStatus.CLOSED]
    )
    decisions = InquiryPerson.objects.filter(
        user=term.user, decided_on__gte=first, decided_on__lte=date(year, 12, 31)
    ).select_related("inquiry")
    return ResultSheet(
        term=term,
        first=first,
        last=last,
        own=_duties(mine, on),
        portfolio=_duties(clocks.filter(sphere), on) if has_portfolio else None,
        points=[(period, Decimal(total).quantize(CENT)) for period, total in points],
        talks=list(talks.order_by("held_on")),
        decisions=list(decisions.order_by("decided_on", "pk")),
    )


def _duties(clocks: QuerySet[Clock], on: date) -> Duties:
    over = Q(due_on__lt=on) | Q(status="met")
    found = clocks.exclude(status="cancelled").aggregate(
        due=Count("pk", filter=over),
        kept=Count("pk", filter=Q(status="met", on_time=True)),
        overdue=Count("pk", filter=Q(status="open", due_on__lt=on)),
    )
    return Duties(found["due"], found["kept"], found["overdue"])
