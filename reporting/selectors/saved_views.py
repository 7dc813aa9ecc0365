"""Saved views a reader may open, and the people a role stands for on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import parse_qs

from django.db.models import Exists, OuterRef, Q, QuerySet

from organizations.authority import Authority
from organizations.enums import PostKind, UnitKind
from organizations.models import Term, User
from reporting.domain.asking import Asked
from reporting.models import Audience, MailTo, SavedView, ViewAudience, ViewOptOut

UNIT_LEADERS = (PostKind.PRINCIPAL, PostKind.DEPUTY)
UNITS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)
#: Terms that make a person belong to a role; a test holds them against what `Authority` says.
TERMS = {
    Audience.OFFICE: Q(post__unit__kind=UnitKind.PETITION_OFFICE)
    & ~Q(post__kind=PostKind.ADMINISTRATOR),
    Audience.SUPERVISORS: Q(post__kind=PostKind.SUPERVISOR),
    Audience.COUNTY_LEADERS: Q(post__kind=PostKind.COUNTY_LEADER),
    Audience.UNIT_LEADERS: Q(post__kind__in=UNIT_LEADERS, post__unit__kind__in=UNITS),
}


def audiences_of(authority: Authority) -> list[Audience]:
    """Roles the reader belongs to."""
    leads = any(p.kind in UNIT_LEADERS and p.unit_kind in UNITS for p in authority.posts)
    belongs = {
        Audience.OFFICE: authority.is_office_staff,
        Audience.SUPERVISORS: authority.is_supervisor,
        Audience.COUNTY_LEADERS: authority.is_county_leader,
        Audience.UNIT_LEADERS: leads,
    }
    return [role for role, is_one in belongs.items() if is_one]


def views_for(authority: Authority) -> QuerySet[SavedView]:
    """The reader's own views and those shared with a role of his; nobody else's exist for him."""
    shared = ViewAudience.objects.filter(view=OuterRef("pk"), audience__in=audiences_of(authority))
    return SavedView.objects.filter(Q(owner=authority.user) | Exists(shared))


def listed_views(authority: Authority) -> QuerySet[SavedView]:
    """The same for the list: owner and roles at hand, ``has_left`` where the reader refused the mail."""
    left = ViewOptOut.objects.filter(view=OuterRef("pk"), user=authority.user)
    return (
        views_for(authority)
        .select_related("owner")
        .prefetch_related("audiences")
        .annotate(has_left=Exists(left))
    )


def asked_of(view: SavedView, *, sees_county: bool) -> Asked:
    """The view's question, read with a reader's rights.

    Raises:
        AskError: the reader may not ask this, or a figure no longer exists.
    """
    return Asked.read(parse_qs(view.query), sees_county=sees_county)


def people_of(audiences: Iterable[str], *, on: date) -> QuerySet[User]:
    """Active accounts that belong to one of the roles on a day."""
    wanted = Q(pk__in=[])
    for role in audiences:
        wanted |= TERMS[Audience(role)]
    terms = Term.objects.held(on=on).filter(wanted)
    return User.objects.filter(is_active=True, pk__in=terms.values("user")).order_by("pk")


def mail_readers(view: SavedView, *, on: date) -> QuerySet[User]:
    """Who is sent the view's table: the owner, and the roles where it is sent to them; not those who refused."""
    people = User.objects.filter(pk=view.owner_id, is_active=True)
    if view.mail_to == MailTo.NOBODY:
        return people.none()
    if view.mail_to == MailTo.SHARED:
        roles = list(view.audiences.values_list("audience", flat=True))
        people = User.objects.filter(
            Q(pk__in=people.values("pk")) | Q(pk__in=people_of(roles, on=on).values("pk"))
        )
    return people.exclude(pk__in=view.opt_outs.values("user")).order_by("pk")
