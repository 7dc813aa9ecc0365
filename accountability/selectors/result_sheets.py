"""Result sheets of office holders: what fell due in a term, own work and portfolio apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from accountability.models import InquiryPerson, LeaderCase, ScoreEntry, Talk, TalkStatus
from accountability.selectors.reception import LeaderYear, duty_of_year
from organizations.authority import Authority, authority_of
from organizations.enums import PostKind
from organizations.models import Post, Term, Unit, User
from petitions.models import Case, Clock

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
class Led:
    """Matters a leader was in charge of during the term (包案)."""

    total: int
    open: int
    resolved: int


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
    receptions: LeaderYear | None
    led: Led | None


def office_holders(
    *, on: date, year: int, name: str = "", unit_id: int | None = None
) -> QuerySet[Term]:
    """Terms of leaders that touch a year, of people whose name holds some words, of one unit."""
    rows = Term.objects.filter(
        post__kind__in=SHEET_POSTS, starts_on__lte=min(on, date(year, 12, 31))
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=date(year, 1, 1)))
    if name:
        rows = rows.filter(user__name__icontains=name)
    if unit_id is not None:
        rows = rows.filter(post__unit=unit_id)
    return rows.select_related("user", "post__unit")


def units_of_holders(*, on: date, year: int) -> QuerySet[Unit]:
    """Units that have a sheet in a year."""
    terms = office_holders(on=on, year=year).order_by()
    return Unit.objects.filter(pk__in=terms.values("post__unit")).order_by("order", "code")


def class_prefix(code: str) -> str:
    """What the codes of a content class and of all below it begin with: 080000 → 08, 080300 → 0803."""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def result_sheet(term: Term, *, year: int, on: date, reader: Authority) -> ResultSheet:
    """The sheet of one term in one year.

    Own work is what the unit owed while the person was in post; the portfolio is what falls into the classes
    (一岗双责) or the units named in the post. A county leader's own work are the matters in the leader's charge and the
    monthly receptions. Matters that accuse the holder or the reader are in no figure (条例第三十条第三款).

    Args:
        term: a post held by somebody.
        year: which year of it.
        on: today.
        reader: for whom it is.

    Returns:
        The sheet (thirteen queries at most, whatever the data).
    """
    first = max(date(year, 1, 1), term.starts_on)
    last = min(date(year, 12, 31), term.ends_on or date(year, 12, 31), on)
    post, user = term.post, term.user
    leads = post.kind == PostKind.COUNTY_LEADER
    clocks = _known_clocks(user, reader, on).filter(due_on__gte=first, due_on__lte=last)
    mine = clocks.filter(owed_by_unit__path__startswith=post.unit.path)
    if leads:
        mine = clocks.filter(case__leader=user)
    sphere = _sphere(post)
    months = [f"{year}-{n:02}" for n in range(first.month, last.month + 1)] if first <= last else []
    points = (
        ScoreEntry.objects.filter(unit=post.unit, period__in=months)
        .order_by("period")
        .values_list("period")
        .annotate(total=Sum("points"))
    )
    talks = Talk.objects.filter(person=user, held_on__gte=first, held_on__lte=last).filter(
        status__in=[TalkStatus.HELD, TalkStatus.CLOSED]
    )
    decisions = InquiryPerson.objects.filter(
        user=user, decided_on__gte=first, decided_on__lte=date(year, 12, 31)
    ).select_related("inquiry")
    return ResultSheet(
        term=term,
        first=first,
        last=last,
        own=_duties(mine, on),
        portfolio=_duties(clocks.filter(sphere), on) if sphere is not None else None,
        points=[(period, Decimal(total).quantize(CENT)) for period, total in points],
        talks=list(talks.order_by("held_on")),
        decisions=list(decisions.order_by("decided_on", "pk")),
        receptions=_receptions(user, year, on) if leads else None,
        led=_led(user, first, last) if leads else None,
    )


def _known_clocks(user: User, reader: Authority, on: date) -> QuerySet[Clock]:
    holder = authority_of(user, on=on)
    accusing = Case.objects.accusing(
        paths=holder.own_and_upper_paths | reader.own_and_upper_paths,
        user_ids=[user.pk, reader.user.pk],
    )
    return Clock.objects.duties().exclude(case__in=accusing.order_by().values("pk"))


def _sphere(post: Post) -> Q | None:
    units = [unit.path for unit in post.portfolio_units.all()]
    if not (post.portfolio or units):
        return None
    sphere = Q(pk__in=[])
    for code in post.portfolio:
        sphere |= Q(case__content_class__code__startswith=class_prefix(code))
    if post.kind != PostKind.COUNTY_LEADER:
        sphere &= Q(owed_by_unit__path__startswith=post.unit.path)
    for path in units:
        sphere |= Q(owed_by_unit__path__startswith=path)
    return sphere


def _receptions(user: User, year: int, on: date) -> LeaderYear | None:
    return next((row for row in duty_of_year(year, on=on) if row.leader.pk == user.pk), None)


def _led(user: User, first: date, last: date) -> Led:
    during = Q(closed_at__isnull=True) | Q(closed_at__date__gte=first)
    found = (
        LeaderCase.objects.public()
        .filter(during, leader=user, opened_at__date__lte=last)
        .aggregate(
            total=Count("pk"),
            open=Count("pk", filter=Q(status="open")),
            resolved=Count("pk", filter=Q(outcome="resolved")),
        )
    )
    return Led(**found)


def _duties(clocks: QuerySet[Clock], on: date) -> Duties:
    over = Q(due_on__lt=on) | Q(status="met")
    found = clocks.exclude(status="cancelled").aggregate(
        due=Count("pk", filter=over),
        kept=Count("pk", filter=Q(status="met", on_time=True)),
        overdue=Count("pk", filter=Q(status="open", due_on__lt=on)),
    )
    return Duties(found["due"], found["kept"], found["overdue"])
