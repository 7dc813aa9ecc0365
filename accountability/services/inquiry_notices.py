"""Notices of an inquiry: neutral words and a link, to people who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Inquiry, NoticeKind
from accountability.services.notices import notify, send_digests
from organizations.authority import authority_of
from organizations.enums import PostKind
from organizations.models import Unit, User
from organizations.selectors import holders

ORGAN_POSTS = (
    PostKind.PETITION_OFFICER,
    PostKind.DEPUTY,
    PostKind.PRINCIPAL,
    PostKind.COUNTY_LEADER,
)


def tell_of_inquiry(users: Iterable[User], inquiry: Inquiry, *, now: datetime) -> list[User]:
    """Tell people that something waits for them; on screen and by mail alike nothing is said of what it is.

    Args:
        users: who is to learn it; whoever may not see the inquiry is left out.
        inquiry: what the link opens.
        now: time of the act.

    Returns:
        Who was told.
    """
    told, on = [], timezone.localdate(now)
    for user in dict.fromkeys(users):
        seen = Inquiry.objects.visible_to(authority_of(user, on=on))
        if not seen.filter(pk=inquiry.pk).exists():
            continue
        notify(
            user=user,
            kind=NoticeKind.TASK,
            title=_("您有一件保密事项需要阅办"),
            text=_("请登录系统查看。"),
            now=now,
            by_mail=True,
            link=f"accountability:inquiry {inquiry.pk}",
        )
        told.append(user)
    send_digests(at=now, now=now)
    return told


def tell_organ(unit: Unit, inquiry: Inquiry, *, now: datetime) -> list[User]:
    """Tell the competent organ's own people: petition officers, deputies and principals; county leaders for the county."""
    terms = holders(unit.pk, ORGAN_POSTS, on=timezone.localdate(now))
    return tell_of_inquiry([term.user for term in terms], inquiry, now=now)
