"""Digests: one e-mail and one text message to a person a working day, instead of a flood.

The daily digest takes along everything that was written since the last one. What is written later that day and cannot
wait goes out by itself, at the next moment outside the quiet hours. Each notice is taken along once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.domain.channels import GROUP_WORDS, GROUPS, Choice, group_of, wants
from accountability.domain.digest import Line, sms_text, subject
from accountability.models import Digest, Notice, NoticeChoice, NoticeKind
from accountability.services.notices import DIGEST
from accountability.services.quiet import digest_moment
from core import jobs, mail, sms
from core.errors import StaleState
from core.models import EffectState, Mail, OwedEffect, Sms
from organizations.authority import authority_of
from organizations.models import User
from organizations.selectors import work_calendar

DAILY = "accountability.daily_digest"
# What nobody took along for so long (an account without a post, a long stop of the system) is history.
KEPT = timedelta(days=14)
LINES = 200


@dataclass(frozen=True)
class Item:
    """A notice with its line and its channels."""

    notice: Notice
    line: Line
    choice: Choice


def owe_daily(*, on: date, now: datetime, dry_run: bool = False) -> list[User]:
    """Owe the digest of a day to everybody for whom something was written; returns to whom. Safe to repeat."""
    waiting = Notice.objects.uncarried(since=now - KEPT).filter(user__is_active=True)
    ids = waiting.order_by().values_list("user_id", flat=True).distinct()
    users = list(User.objects.filter(pk__in=ids).order_by("pk"))
    if not dry_run:
        for user in users:
            jobs.owe(DIGEST, key=user.pk, period=f"day:{on.isoformat()}", now=now)
    return users


class Wait(Enum):
    """What a message of the day's acts does about the digest of that day."""

    NO = "no"
    LATER = "later"
    DROP = "drop"


def left_to_the_daily(slot: str, now: datetime) -> Wait:
    """Whether a message of the day's acts goes out by itself.

    Returns:
        DROP while the digest of the day is still to come (it takes everything along), LATER while it is being made,
        NO once it is out.
    """
    if slot.startswith("day:"):
        return Wait.NO
    today = timezone.localdate(now)
    row = OwedEffect.objects.filter(kind=DAILY, period=today.isoformat()).first()
    if row is None:
        to_come = now < digest_moment(today) and work_calendar().is_working(today)
        return Wait.DROP if to_come else Wait.NO
    if row.state == EffectState.CLAIMED:
        return Wait.LATER
    return Wait.DROP if row.state == EffectState.OWED else Wait.NO


@transaction.atomic
def carry(*, user_id: int, slot: str, now: datetime) -> Digest | None:
    """Put everything a person has not been sent yet into one e-mail and one text message.

    Args:
        user_id: the person.
        slot: names the delivery; the same one exists once.
        now: time of the delivery.

    Returns:
        The delivery, which may have neither mail nor text message when the person wants none; None when there was nothing.

    Raises:
        StaleState: another worker is taking the same notices along.
    """
    user, today = User.objects.get(pk=user_id), timezone.localdate(now)
    rows = list(
        Notice.objects.uncarried(since=now - KEPT)
        .filter(user=user)
        .select_related("case")
        .order_by("at", "pk")
    )
    if not rows:
        return None
    digest = Digest.objects.create(user=user, slot=slot, at=now)
    taken = Notice.objects.filter(pk__in=[row.pk for row in rows], carried_at__isnull=True)
    if taken.update(carried_at=now, digest=digest) != len(rows):
        raise StaleState(_("这些通知正在由另一进程发送。"))
    shown = set(
        Notice.objects.shown_to(authority_of(user, on=today))
        .filter(digest=digest)
        .values_list("pk", flat=True)
    )
    items = _items(user, [row for row in rows if row.pk in shown], today)
    digest.mail = _mail(user, slot, [item for item in items if item.choice.by_mail], now)
    digest.sms = _sms(user, slot, [item for item in items if item.choice.by_sms], now)
    digest.save(update_fields=["mail", "sms"])
    return digest


def _items(user: User, notices: Sequence[Notice], today: date) -> list[Item]:
    chosen = {
        row.kind: Choice(row.by_mail, row.by_sms)
        for row in NoticeChoice.objects.filter(user=user).order_by("pk")
    }
    return [
        Item(
            notice,
            _line(notice, today),
            wants(notice.kind, chosen.get(notice.kind), is_read=notice.read_at is not None),
        )
        for notice in notices
    ]


def _line(notice: Notice, today: date) -> Line:
    secret = notice.case is not None and notice.case.is_secret
    return Line(
        group=group_of(notice.kind),
        number=notice.case.number if notice.case and not secret else "",
        what=notice.clock_name or str(NoticeKind(notice.kind).label),
        days_left=(notice.due_on - today).days if notice.due_on else None,
        is_secret=secret,
    )


def _mail(user: User, slot: str, items: list[Item], now: datetime) -> Mail | None:
    if not items or not user.email:
        return None
    # What is overdue is never among those left out of a long digest.
    kept = sorted(items, key=lambda item: GROUPS.index(item.line.group))[:LINES]
    groups = [
        (GROUP_WORDS[group], [item.notice for item in kept if item.line.group == group])
        for group in GROUPS
    ]
    text = render_to_string(
        "emails/digest.txt",
        {
            "name": user.name,
            "groups": [(word, notices) for word, notices in groups if notices],
            "more": len(items) - len(kept),
            "county": settings.COUNTY_NAME,
            "url": settings.SITE_URL,
        },
    )
    title = subject([item.line for item in items], items[0].notice.title)
    return mail.queue(
        key=f"digest:{slot}:{user.pk}",
        recipient=user,
        to_name=user.name,
        to_address=user.email,
        subject=_("【信访】%(subject)s") % {"subject": title},
        text=text,
        now=now,
        quiet=True,
    )[0]


def _sms(user: User, slot: str, items: list[Item], now: datetime) -> Sms | None:
    phone = sms.mobile(user.phone)
    if not items or not phone or not sms.is_on():
        return None
    return sms.queue(
        key=f"digest:{slot}:{user.pk}",
        recipient=user,
        to_name=user.name,
        to_phone=phone,
        text=sms_text(settings.COUNTY_NAME, user.name, [item.line for item in items]),
        now=now,
    )[0]
