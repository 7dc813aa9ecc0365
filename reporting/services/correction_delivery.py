"""Tells those a corrected paper went to of its correction: mails of a bulletin, notices of an annual report."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core import mail
from organizations.models import User
from reporting.models import Bulletin, Correction, Delivery, DeliveryMessage
from reporting.selectors.annual import county_leaders
from reporting.services.correction_document import correction_title
from reporting.services.correction_kinds import kind_of, stem_of
from reporting.services.publication import number_of


def deliver_correction(correction: Correction, *, now: datetime) -> None:
    """To those the corrected paper went to: mails and notices, or notices alone. Call it inside a transaction.

    Args:
        correction: with its numbers and its file.
        now: aware time; who leads the county is asked of its day.
    """
    title = f"{correction_title(correction.paper)}（{_number(correction)}）"
    if correction.bulletin is not None:
        _deliver(correction, correction.bulletin, title, now=now)
    else:
        _tell_the_leaders(correction, title, now=now)


def _number(correction: Correction) -> str:
    kind = kind_of(correction.paper)
    return kind.number(year=correction.serial_year, serial=correction.serial)


def _tell_the_leaders(correction: Correction, title: str, *, now: datetime) -> None:
    paper = correction.paper
    for user in county_leaders(timezone.localdate(now)):
        notify(
            user=user,
            kind=NoticeKind.BULLETIN,
            title=_("%(title)s已印发") % {"title": title},
            text=_("报告有更正，请打开查看原数据和更正后的数据。"),
            link=f"reporting:annual_corrections {stem_of(paper)}",
            now=now,
        )


def _deliver(correction: Correction, bulletin: Bulletin, title: str, *, now: datetime) -> None:
    """A further message of each delivery of the bulletin, and a notice to its recipient."""
    deliveries = (
        Delivery.objects.filter(bulletin=bulletin, recipient__is_active=True)
        .select_related("recipient")
        .order_by("pk")
    )
    for delivery in deliveries:
        user = delivery.recipient
        if user is None:
            continue
        if user.email:
            _send(correction, bulletin, delivery, user, title, now=now)
        notify(
            user=user,
            kind=NoticeKind.BULLETIN,
            title=title,
            text=_("通报有更正，请打开查看原数据和更正后的数据。"),
            link=f"reporting:corrections {bulletin.period}",
            now=now,
        )


def _send(
    correction: Correction,
    bulletin: Bulletin,
    delivery: Delivery,
    user: User,
    title: str,
    *,
    now: datetime,
) -> None:
    message, _created = mail.queue(
        key=f"correction:{correction.pk}:user:{user.pk}",
        recipient=user,
        to_name=str(user),
        to_address=user.email,
        subject=title,
        text=_text(correction, bulletin, user, title),
        attachments=[
            {
                "path": str(correction.pdf),
                "name": f"{correction_title(bulletin)}.pdf",
                "content_type": "application/pdf",
            }
        ],
        now=now,
    )
    DeliveryMessage.objects.create(
        delivery=delivery,
        number=max(2, delivery.messages.count() + 1),  # the first belongs to the bulletin itself
        mail=message,
        reason=f"更正第{correction.number}号",
        by=correction.approved_by,
        at=now,
    )


def _text(correction: Correction, bulletin: Bulletin, user: User, title: str) -> str:
    return (
        f"{user.name}同志：\n\n"
        f"现将{title}送达，全文见附件。原通报（{number_of(bulletin)}）其他内容不变。\n\n"
        f"更正原因：{correction.reason}\n\n"
        f"{settings.SITE_URL}\n\n"
        f"附件校验码（SHA-256）：{correction.pdf_sha256}\n\n"
        f"{settings.COUNTY_NAME}信访局\n（本邮件由系统自动发送，请勿直接回复。）\n"
    )
