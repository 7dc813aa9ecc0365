"""Who is told about a supervision item: only people who may see it (条例第三十条第三款)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from accountability.models import NoticeKind, Supervision
from accountability.selectors.recipients import Posts
from accountability.services.notices import notify
from organizations.authority import Authority, authority_of
from organizations.models import User
from petitions.models import Case


def posts_for(item: Supervision, *, now: datetime) -> Posts:
    """Everybody in post on the day, asked about the item's matter."""
    case_ids = [item.case_id] if item.case_id else []
    return Posts(on=timezone.localdate(now), case_ids=case_ids)


def tell(
    users: Iterable[User],
    *,
    item: Supervision,
    title: str,
    text: str,
    now: datetime,
    kind: NoticeKind = NoticeKind.TASK,
) -> list[User]:
    """A notice to each of them who may see the item; returns who was told."""
    told = []
    for user in dict.fromkeys(users):
        authority = authority_of(user, on=timezone.localdate(now))
        if not Supervision.objects.visible_to(authority).filter(pk=item.pk).exists():
            continue
        notify(
            user=user,
            kind=kind,
            title=title,
            text=text,
            case=item.case if _shows_case(item, authority) else None,
            now=now,
            by_mail=True,
            link=f"accountability:supervision {item.pk}",
        )
        told.append(user)
    return told


def _shows_case(item: Supervision, authority: Authority) -> bool:
    """A lead department reads the item without the matter's own page."""
    visible = Case.objects.visible_to(authority)
    return item.case_id is not None and visible.filter(pk=item.case_id).exists()


def tell_unit(item: Supervision, *, title: str, text: str, now: datetime) -> list[User]:
    """The petition officers of the supervised unit, and of the lead department."""
    posts = posts_for(item, now=now)
    users = posts.officers(item.unit_id)
    if item.lead_unit_id and item.lead_unit_id != item.unit_id:
        users = [*users, *posts.officers(item.lead_unit_id)]
    return tell(users, item=item, title=title, text=text, now=now)


def tell_office(item: Supervision, *, title: str, text: str, now: datetime) -> list[User]:
    """Who decided the item while still in post, else the supervisors and the head of the office."""
    overseers = posts_for(item, now=now).overseers()
    own = [user for user in overseers if user.pk == item.decided_by_id]
    return tell(own or overseers, item=item, title=title, text=text, now=now)
