"""The mail that carries a bulletin: the file, a few lines of it in the text, and the link to sign for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string

from core.mail import MailAttachment
from organizations.enums import UnitKind
from organizations.models import Post, User
from reporting.domain.results import BulletinData
from reporting.domain.summaries import county_sentences, unit_lines
from reporting.models import Bulletin
from reporting.services.bulletin_document import document_number

SALT = "reporting.receipt"
#: Where the link leads; `reporting.urls` says the same, and a test holds them together.
RECEIPTS = "/receipts/"
UNITS = (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)


def receipt_token(*, bulletin_id: int, user_id: int) -> str:
    """What the link in a mail carries: signed, and good for a while from now."""
    return signing.dumps([bulletin_id, user_id], salt=SALT)


def read_token(token: str, *, max_days: int) -> tuple[int, int] | None:
    """(bulletin id, user id) of a link; None when it is forged, damaged or too old."""
    try:
        bulletin_id, user_id = signing.loads(token, salt=SALT, max_age=max_days * 24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return bulletin_id, user_id


def mail_fields(
    bulletin: Bulletin, data: BulletinData, *, user: User, post: Post | None
) -> dict[str, Any]:
    """Subject, both texts, attachment and recipient of one person's mail.

    Args:
        bulletin: published.
        data: its frozen figures.
        user: the recipient, who has an address.
        post: the post that makes the user a recipient; the head of a unit reads that unit's line, everybody else
            the county's sentences.
    """
    number = document_number(year=bulletin.serial_year, serial=bulletin.serial or 0)
    unit = post.unit if post is not None and post.unit.kind in UNITS else None
    lines = unit_lines(data, unit.pk) if unit else ()
    token = receipt_token(bulletin_id=bulletin.pk, user_id=user.pk)
    context = {
        "name": user.name,
        "post": post.title if post else "",
        "title": bulletin.title,
        "number": number,
        "unit": str(unit) if unit else "",
        "lines": lines,
        "scored": data.rule is not None and bool(lines),
        "sentences": () if lines else county_sentences(data),
        "link": f"{settings.SITE_URL.rstrip('/')}{RECEIPTS}{token}/",
        "url": settings.SITE_URL,
        "sha256": bulletin.pdf_sha256,
        "county": settings.COUNTY_NAME,
    }
    attachment: MailAttachment = {
        "path": str(bulletin.pdf),
        "name": f"{bulletin.title}.pdf",
        "content_type": "application/pdf",
    }
    return {
        "recipient": user,
        "to_name": str(user),
        "to_address": user.email,
        "subject": f"{bulletin.title}（{number}）",
        "text": render_to_string("emails/bulletin.txt", context).strip() + "\n",
        "html": render_to_string("emails/bulletin.html", context),
        "attachments": [attachment],
    }
