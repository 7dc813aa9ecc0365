"""The inbox: one notice to one person, by mail too where an address is known."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accountability.models import Notice, NoticeKind
from core import mail
from core.errors import NotAllowed
from organizations.authority import Authority
from organizations.models import User
from petitions.models import Case


def notify(
    *,
    user: User,
    kind: NoticeKind,
    title: str,
    text: str,
    now: datetime,
    case: Case | None = None,
    mail_key: str = "",
) -> Notice:
    """Put a line into a person's inbox, inside the caller's transaction.

    Args:
        user: the recipient, already checked to be allowed to see the case.
        title: one line; text: particulars. Neither shows for a secret matter: both are replaced by a
            sentence that reveals nothing (条例第三十条第三款).
        mail_key: business key of an e-mail with the same words; "" sends none.
    """
    if case is not None and case.is_secret:
        title, text = _("您有一件保密的信访事项需要办理"), _("请登录系统查看。")
    notice = Notice.objects.create(
        user=user, kind=kind, case=case, title=title[:200], text=text, at=now
    )
    if mail_key and user.email:
        body = render_to_string(
            "emails/notice.txt",
            {
                "name": user.name,
                "title": title,
                "text": text,
                "county": settings.COUNTY_NAME,
                "url": settings.SITE_URL,
            },
        )
        mail.queue(
            key=mail_key,
            recipient=user,
            to_name=user.name,
            to_address=user.email,
            subject=_("【信访】%(title)s") % {"title": title},
            text=body,
            now=now,
        )
    return notice


def mark_read(*, authority: Authority, notice: Notice, now: datetime) -> Notice:
    """Note that the recipient read a notice; reading it again changes nothing.

    Raises:
        NotAllowed: it is somebody else's.
    """
    if notice.user_id != authority.user.pk:
        raise NotAllowed(_("只能阅知发给本人的通知。"))
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=now)
    notice.refresh_from_db(fields=["read_at"])
    return notice


def mark_all_read(*, authority: Authority, now: datetime) -> int:
    """Mark everything in one's own inbox as read; returns how many were unread."""
    return Notice.objects.filter(user=authority.user).unread().update(read_at=now)
