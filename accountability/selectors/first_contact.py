"""Whose first contact it is, and what waits to be handed over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from accountability.models import FirstContactDuty, HandOver, HandOverStatus
from organizations.authority import Authority
from organizations.models import Term, User
from petitions.models import Case

OFFER_ROWS = 500


def cases_held(user: User, authority: Authority) -> QuerySet:
    """Open matters whose first contact rests with a person, as far as the reader may see them.

    Each carries ``duty_id`` and ``is_offered``.
    """
    duties = FirstContactDuty.objects.current().filter(case=OuterRef("pk"), holder=user)
    offers = HandOver.objects.filter(
        duty__case=OuterRef("pk"), duty__holder=user, status=HandOverStatus.OFFERED
    )
    return (
        Case.objects.open()
        .visible_to(authority)
        .select_related("responsible_unit")
        .annotate(duty_id=Subquery(duties.values("pk")[:1]), is_offered=Exists(offers))
        .filter(duty_id__isnull=False)
    )


def offerable(
    user: User, authority: Authority, ids: Collection[int] | None = None
) -> list[FirstContactDuty]:
    """Open duties of a person that are not on offer yet, the most pressing first, at most `OFFER_ROWS`."""
    offers = HandOver.objects.filter(duty=OuterRef("pk"), status=HandOverStatus.OFFERED)
    rows = (
        FirstContactDuty.objects.open()
        .of_visible_cases(authority)
        .filter(~Exists(offers), holder=user)
        .select_related("case", "unit__succeeded_by")
        .order_by(F("case__next_due_on").asc(nulls_last=True), "pk")
    )
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return list(rows[:OFFER_ROWS])


def stranded(*, on: date) -> QuerySet[FirstContactDuty]:
    """Open duties whose holder left: no longer in a post of the first-contact unit, or the account is closed."""
    in_post = Term.objects.held(on=on).filter(
        Q(post__unit=OuterRef("unit")) | Q(post__unit=OuterRef("unit__succeeded_by")),
        user=OuterRef("holder"),
        user__is_active=True,
    )
    return FirstContactDuty.objects.open().filter(~Exists(in_post))


def successors(duty: FirstContactDuty, *, on: date) -> list[User]:
    """Who holds now the posts the holder had in the first-contact unit, or in the one that follows it."""
    former = Term.objects.filter(user=duty.holder, post__unit=duty.unit).values_list(
        "post__kind", "post"
    )
    posts = [post for _kind, post in former]
    kinds = {kind for kind, _post in former}
    now_in = Q(post__in=posts)
    if duty.unit.succeeded_by_id:
        now_in |= Q(post__unit=duty.unit.succeeded_by_id, post__kind__in=kinds)
    terms = (
        Term.objects.held(on=on)
        .filter(now_in, user__is_active=True)
        .exclude(user=duty.holder)
        .select_related("user")
        .order_by("post__order", "pk")
    )
    return list({term.user_id: term.user for term in terms}.values())


@dataclass(frozen=True)
class HolderLoad:
    """One person's open first-contact duties."""

    holder: User
    open: int
    overdue: int
    stranded: int
    offered: int


def loads(*, on: date, authority: Authority) -> list[HolderLoad]:
    """Open duties by holder, those whose holder left first (two queries).

    It counts duties of officials, nothing about petitioners; what the reader may not see is not counted.
    """
    offers = HandOver.objects.filter(duty=OuterRef("pk"), status=HandOverStatus.OFFERED)
    gone = stranded(on=on).filter(pk=OuterRef("pk"))
    rows = (
        FirstContactDuty.objects.open()
        .of_visible_cases(authority)
        .order_by()
        .values("holder")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(case__next_due_on__lt=on)),
            stranded=Count("pk", filter=Exists(gone)),
            offered=Count("pk", filter=Exists(offers)),
        )
    )
    found = list(rows)
    users = {
        user.pk: user
        for user in User.objects.select_related("unit").filter(
            pk__in=[row["holder"] for row in found]
        )
    }
    lines = [
        HolderLoad(users[r["holder"]], r["open"], r["overdue"], r["stranded"], r["offered"])
        for r in found
    ]
    return sorted(lines, key=lambda line: (-line.stranded, -line.open, line.holder.pk))
