"""Publication of an approved correction: printed, frozen, delivered to those who got the bulletin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core import audit, mail, transitions
from core.errors import StaleState, Unlawful
from core.pdf import render
from organizations.models import User
from reporting.domain.corrections import Change, without_numbers
from reporting.models import Bulletin, Correction, CorrectionStatus, Delivery, DeliveryMessage
from reporting.selectors.correction_facts import secret_among
from reporting.services import publication
from reporting.services.bulletin_document import document_number
from reporting.services.correction_document import correction_document, correction_title
from reporting.services.paper_files import store_file


def correction_number(correction: Correction) -> str:
    """发文字号, "" before the correction is approved."""
    if correction.serial is None or correction.serial_year is None:
        return ""
    return document_number(year=correction.serial_year, serial=correction.serial)


def finish_correction(*, correction_id: int, now: datetime) -> Correction:
    """Print, freeze and deliver an approved correction; does nothing when that was done before.

    Raises:
        Unlawful: it was not approved.
    """
    correction = Correction.objects.select_related("bulletin", "approved_by").get(pk=correction_id)
    if correction.status == CorrectionStatus.PUBLISHED:
        return correction
    if correction.approved_at is None:
        raise Unlawful(_("更正尚未批准，不能印发。"))
    bulletin = correction.bulletin
    correction.changes = printable_changes(correction)
    document = _signed(correction)
    printed = render(document)
    name = store_file(
        f"bulletins/{correction.serial_year}/{bulletin.period}-correction-{correction.number}",
        printed.content,
        printed.sha256,
    )
    try:
        with transaction.atomic():
            transitions.apply(
                correction,
                sources=[CorrectionStatus.APPROVED],
                target=CorrectionStatus.PUBLISHED,
                verb="correction.publish",
                actor=correction.approved_by,
                at=now,
                pdf=name,
                pdf_sha256=printed.sha256,
                content=document,
                changes=correction.changes,
                published_at=now,
            )
            _note(correction, now=now)
            _deliver(correction, now=now)
    except StaleState:
        correction.refresh_from_db()
        if correction.status != CorrectionStatus.PUBLISHED:
            raise
    return correction


def printable_changes(correction: Correction) -> list[dict[str, Any]]:
    """The changes without the numbers of matters that are reports by now (one query)."""
    rows = [Change.from_json(one) for one in correction.changes]
    secret = secret_among({number for one in rows for number in one.cases})
    return [one.to_json() for one in without_numbers(rows, secret)]


def draft_document(correction: Correction) -> dict[str, Any]:
    """The document of a correction that is not published, as it would be printed now."""
    correction.changes = printable_changes(correction)
    return correction_document(
        correction,
        bulletin_number=publication.number_of(correction.bulletin),
        published_on=timezone.localdate(correction.bulletin.requested_at),
    )


def _note(correction: Correction, *, now: datetime) -> None:
    audit.record(
        correction.bulletin,
        "bulletin.publish_correction",
        actor=correction.approved_by,
        at=now,
        number=correction.number,
        sha256=correction.pdf_sha256,
    )


def _signed(correction: Correction) -> dict[str, Any]:
    """The document with its number and date."""
    bulletin = correction.bulletin
    return correction_document(
        correction,
        bulletin_number=publication.number_of(bulletin),
        published_on=timezone.localdate(bulletin.requested_at),
        number=correction_number(correction),
        issued_on=timezone.localdate(correction.approved_at),
    )


def _deliver(correction: Correction, *, now: datetime) -> None:
    """A further message of each delivery of the bulletin, and a notice to its recipient."""
    bulletin = correction.bulletin
    title = f"{correction_title(bulletin)}（{correction_number(correction)}）"
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
            _send(correction, delivery, user, title, now=now)
        notify(
            user=user,
            kind=NoticeKind.BULLETIN,
            title=title,
            text=_("通报有更正，请打开查看原数据和更正后的数据。"),
            link=f"reporting:corrections {bulletin.period}",
            now=now,
        )


def _send(
    correction: Correction, delivery: Delivery, user: User, title: str, *, now: datetime
) -> None:
    bulletin = correction.bulletin
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
        f"现将{title}送达，全文见附件。原通报（{publication.number_of(bulletin)}）其他内容不变。\n\n"
        f"更正原因：{correction.reason}\n\n"
        f"{settings.SITE_URL}\n\n"
        f"附件校验码（SHA-256）：{correction.pdf_sha256}\n\n"
        f"{settings.COUNTY_NAME}信访局\n（本邮件由系统自动发送，请勿直接回复。）\n"
    )
