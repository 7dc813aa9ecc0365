"""The inbox: one notice to one person, on screen at once; `services.digests` carries it further."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Notice, NoticeKind
from core import jobs
from core.errors import NotAllowed
from organizations.authority import Authority, authority_of
from organizations.models import User
from petitions.models import Case, Clock

DIGEST = "accountability.digest"
# Should a run die before it hands its digests over, they go out by themselves after this time.
DIGEST_MARGIN = timedelta(minutes=15)


def notify(
    *,
    user: User,
    kind: NoticeKind,
    title: str,
    text: str,
    now: datetime,
    case: Case | None = None,
    clock: Clock | None = None,
    by_mail: bool = False,
    link: str = "",
) -> Notice:
    """Put a line into a person's inbox, inside the caller's transaction.

    Args:
        user: the recipient, already checked to be allowed to see the case.
        title: one line; text: particulars. Neither shows for a secret matter: both are replaced by a
            sentence that reveals nothing (条例第三十条第三款).
        now: time of the act or run.
        clock: the time limit it is about, whose name and day a text message may say.
        by_mail: do not wait for the next daily digest once that of today is out; the caller ends with
            `send_digests`. By which channels it goes is the person's choice and the kind's (`domain.channels`).
        link: name of the page it opens, with the id after a space; "" for the matter's own.
    """
    if case is not None and case.is_secret:
        title, text = _("您有一件保密的信访事项需要办理"), _("请登录系统查看。")
    notice = Notice.objects.create(
        user=user,
        kind=kind,
        case=case,
        title=title[:200],
        text=text,
        at=now,
        clock_name=clock.name if clock else "",
        due_on=clock.due_on if clock else None,
        link=link,
    )
    if by_mail:
        jobs.owe(DIGEST, key=user.pk, period=now.isoformat(), now=now, due_at=now + DIGEST_MARGIN)
    return notice


def tell(
    users: Iterable[User],
    *,
    case: Case,
    title: str,
    text: str,
    now: datetime,
    kind: NoticeKind = NoticeKind.TASK,
    by_mail: bool = False,
) -> int:
    """A notice to each of them who may see the case (条例第三十条第三款); returns to how many."""
    told = 0
    for user in dict.fromkeys(users):
        authority = authority_of(user, on=timezone.localdate(now))
        if Case.objects.filter(pk=case.pk).visible_to(authority).exists():
            notify(
                user=user, kind=kind, title=title, text=text, case=case, now=now, by_mail=by_mail
            )
            told += 1
    return told


def send_digests(*, at: datetime, now: datetime) -> int:
    """Let the messages of an act or run go out now that it is over; returns to how many people."""
    return jobs.hasten(DIGEST, period=at.isoformat(), now=now)


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
