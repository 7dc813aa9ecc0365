"""Reception days: the month's list, what waits in the queue, promises, who missed the duty."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Min, Q, QuerySet

from accountability.domain.reception import MonthDuty
from accountability.models import ReceptionDay, ReceptionStatus, ReceptionVisit
from accountability.selectors.recipients import Posts
from organizations.authority import Authority, authority_of
from organizations.enums import PostKind
from organizations.models import Term, User
from organizations.selectors import work_calendar


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def working_days(first: date, last: date) -> list[date]:
    """The county's working days from `first` to `last`."""
    book = work_calendar()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if book.is_working(day)]


def days_of_month(year: int, month: int) -> QuerySet:
    """Reception days of a month with the number of appointments."""
    first, last = month_bounds(year, month)
    return (
        ReceptionDay.objects.between(first, last)
        .select_related("leader")
        .annotate(booked=Count("visits"))
        .order_by("on", "begins", "pk")
    )


def leader_terms(first: date, last: date) -> list[Term]:
    """Terms of county leaders that touch a period, by rank."""
    return list(
        Term.objects.filter(post__kind=PostKind.COUNTY_LEADER, starts_on__lte=last)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        .select_related("user", "post__unit")
        .order_by("post__order", "pk")
    )


@dataclass(frozen=True)
class LeaderYear:
    """One leader's receptions of a year, month by month."""

    leader: User
    title: str
    months: tuple[MonthDuty, ...]

    @property
    def held(self) -> int:
        """Receptions held in the year."""
        return sum(month.held for month in self.months)

    @property
    def missed(self) -> int:
        """Months in which the duty was missed."""
        return sum(month.missed for month in self.months)


def duty_of_year(year: int, *, on: date) -> list[LeaderYear]:
    """Each county leader's receptions by month (three queries).

    A month counts when the leader was in post all through it, and since receptions are kept here at all.
    """
    terms = leader_terms(date(year, 1, 1), date(year, 12, 31))
    rows = (
        ReceptionDay.objects.standing()
        .filter(on__year=year)
        .order_by()
        .values("leader", "on__month")
        .annotate(held=Count("pk", filter=Q(status=ReceptionStatus.HELD)), total=Count("pk"))
    )
    since = ReceptionDay.objects.standing().aggregate(first=Min("on"))["first"] or on
    counts = {(r["leader"], r["on__month"]): (r["held"], r["total"] - r["held"]) for r in rows}
    spans: dict[int, list[Term]] = defaultdict(list)
    for term in terms:
        spans[term.user_id].append(term)
    lines = []
    for user_id, own in spans.items():
        months = []
        for month in range(1, 13):
            first, last = month_bounds(year, month)
            held, planned = counts.get((user_id, month), (0, 0))
            in_post = any(
                t.starts_on <= first and (t.ends_on is None or t.ends_on >= last) for t in own
            )
            months.append(MonthDuty(month, held, planned, in_post and last >= since, last < on))
        lines.append(LeaderYear(own[0].user, own[0].post.title, tuple(months)))
    return lines


def promises_due(*, on: date, within: int) -> QuerySet[ReceptionVisit]:
    """Promises whose day comes within some days or has passed; each to be told once."""
    soon = Q(
        promise_due_on__gte=on,
        promise_due_on__lte=on + timedelta(days=within),
        reminded_on__isnull=True,
    )
    late = Q(promise_due_on__lt=on, overdue_told_on__isnull=True)
    return (
        ReceptionVisit.objects.unkept()
        .filter(soon | late)
        .select_related("promise_unit", "day__leader", "case")
        .order_by("promise_due_on", "pk")
    )


def who_keeps(visit: ReceptionVisit, posts: Posts) -> list[User]:
    """Who is told to carry out a promise: the unit's officers; of a report only those who may read it.

    A secret visit costs two queries for each person asked.
    """
    users = posts.officers(visit.promise_unit_id or 0)
    if not visit.keeps_secret:
        return users
    return readers_of(visit, [*users, *posts.overseers()], on=posts.on)


def readers_of(visit: ReceptionVisit, users: Iterable[User], *, on: date) -> list[User]:
    """Those of them who may read a visit on a day (two queries each)."""
    rows = ReceptionVisit.objects.filter(pk=visit.pk)
    return [
        user for user in dict.fromkeys(users) if rows.visible_to(authority_of(user, on=on)).exists()
    ]


def promises_for(authority: Authority, *, only_open: bool) -> QuerySet[ReceptionVisit]:
    """Promises the reader may see."""
    rows = ReceptionVisit.objects.visible_to(authority)
    rows = rows.unkept() if only_open else rows.promises()
    return rows.select_related("day__leader", "promise_unit", "case")


def public_days(*, on: date) -> QuerySet:
    """The published days from today to the end of the next month, for everybody."""
    next_month = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    _first, last = month_bounds(next_month.year, next_month.month)
    return (
        ReceptionDay.objects.public()
        .between(on, last)
        .select_related("leader")
        .annotate(left=F("seats") - F("last_queue_number"))
        .order_by("on", "begins", "pk")
    )
