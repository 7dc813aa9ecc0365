"""Who is told about a suggestion: only people who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind, Suggestion, SuggestionKind
from accountability.selectors.recipients import Posts
from accountability.services.notices import notify
from organizations.authority import authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import User
from organizations.selectors import holders

LEADERS = (PostKind.COUNTY_LEADER,)


def _tell(
    users: Iterable[User],
    row: Suggestion,
    *,
    title: str,
    text: str,
    now: datetime,
    kind: NoticeKind = NoticeKind.TASK,
) -> list[User]:
    on, told = timezone.localdate(now), []
    if row.kind == SuggestionKind.LIABILITY or (row.case is not None and row.case.is_secret):
        title, text = _("您有一件保密的建议需要办理"), _("请登录系统查看。")
    for user in dict.fromkeys(users):
        authority = authority_of(user, on=on)
        if Suggestion.objects.visible_to(authority).filter(pk=row.pk).exists():
            notify(
                user=user,
                kind=kind,
                title=title,
                text=text,
                now=now,
                by_mail=True,
                link=f"accountability:suggestion {row.pk}",
            )
            told.append(user)
    return told


def tell_addressee(
    row: Suggestion,
    *,
    title: str,
    text: str,
    now: datetime,
    kind: NoticeKind = NoticeKind.TASK,
) -> list[User]:
    """The officers of the addressee; the leaders when it is the county itself."""
    on = timezone.localdate(now)
    if row.addressee.kind == UnitKind.COUNTY:
        users = [term.user for term in holders(row.addressee_id, LEADERS, on=on)]
    else:
        users = Posts(on=on, case_ids=[]).officers(row.addressee_id)
    return _tell(users, row, title=title, text=text, now=now, kind=kind)


def tell_office(row: Suggestion, *, title: str, text: str, now: datetime) -> list[User]:
    """Supervisors and the head of the office, as far as they may see it."""
    posts = Posts(on=timezone.localdate(now), case_ids=[])
    return _tell(posts.overseers(), row, title=title, text=text, now=now)
