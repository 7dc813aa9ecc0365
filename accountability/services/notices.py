"""The inbox: one notice to one person; the notices of one run reach a person in one e-mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accountability.models import Notice, NoticeKind
from core import jobs, mail
from core.errors import NotAllowed
from core.models import Mail
from organizations.authority import Authority
from organizations.models import User
from petitions.models import Case

DIGEST = "accountability.digest"
# Should a run die before it hands its digests over, they go out by themselves after this time.
DIGEST_MARGIN = timedelta(minutes=15)
DIGEST_LINES = 200


def notify(
    *,
    user: User,
    kind: NoticeKind,
    title: str,
    text: str,
    now: datetime,
    case: Case | None = None,
    by_mail: bool = False,
) -> Notice:
    """Put a line into a person's inbox, inside the caller's transaction.

    Args:
        user: the recipient, already checked to be allowed to see the case.
        title: one line; text: particulars. Neither shows for a secret matter: both are replaced by a
            sentence that reveals nothing (条例第三十条第三款).
        now: time of the run; notices of one person with the same time share one e-mail.
        by_mail: owe that e-mail too, where an address is known; the caller ends with `send_digests`.
    """
    if case is not None and case.is_secret:
        title, text = _("您有一件保密的信访事项需要办理"), _("请登录系统查看。")
    notice = Notice.objects.create(
        user=user, kind=kind, case=case, title=title[:200], text=text, at=now
    )
    if by_mail and user.email:
        jobs.owe(DIGEST, key=user.pk, period=now.isoformat(), now=now, due_at=now + DIGEST_MARGIN)
    return notice


def send_digests(*, at: datetime, now: datetime) -> int:
    """Let the e-mails of a run go out now that it is over; returns how many."""
    return jobs.hasten(DIGEST, period=at.isoformat(), now=now)


def write_digest(*, user_id: int, at: datetime, now: datetime) -> Mail | None:
    """Queue the one e-mail with all notices a person got in a run; None when there are none."""
    user = User.objects.get(pk=user_id)
    notices = list(Notice.objects.filter(user=user, at=at).order_by("pk")[: DIGEST_LINES + 1])
    if not notices or not user.email:
        return None
    subject = notices[0].title
    if len(notices) > 1:
        subject = _("%(count)s件事项需要办理") % {
            "count": f"{DIGEST_LINES}+" if len(notices) > DIGEST_LINES else len(notices)
        }
    text = render_to_string(
        "emails/notices.txt",
        {
            "name": user.name,
            "notices": notices[:DIGEST_LINES],
            "more": len(notices) > DIGEST_LINES,
            "county": settings.COUNTY_NAME,
            "url": settings.SITE_URL,
        },
    )
    return mail.queue(
        key=f"digest:{at.isoformat()}:{user.pk}",
        recipient=user,
        to_name=user.name,
        to_address=user.email,
        subject=_("【信访】%(subject)s") % {"subject": subject},
        text=text,
        now=now,
    )[0]


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
