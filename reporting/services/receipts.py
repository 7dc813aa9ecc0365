"""签收: a recipient signs for a bulletin once, by the link in the mail or logged in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Unlawful
from organizations.authority import Authority
from organizations.domain.numbers import BY_CODE
from organizations.selectors import setting
from reporting.models import Bulletin, BulletinStatus, Delivery, ReceiptMeans
from reporting.services.bulletin_mails import read_token

LINK_DAYS = "delivery.link_days"


def delivery_of_link(*, token: str, now: datetime) -> Delivery | None:
    """The delivery that a link is for; None when the link is wrong or too old, whatever the reason.

    Args:
        token: from the address.
        now: time of the request; the county's number of days in force then counts.
    """
    days = int(setting(LINK_DAYS, on=timezone.localdate(now), default=BY_CODE[LINK_DAYS].default))
    found = read_token(token, max_days=days)
    if found is None:
        return None
    return (
        Delivery.objects.filter(
            bulletin_id=found[0], recipient_id=found[1], recipient__is_active=True
        )
        .filter(bulletin__status=BulletinStatus.PUBLISHED)
        .select_related("bulletin", "recipient")
        .first()
    )


def sign_by_link(*, token: str, now: datetime) -> Delivery:
    """Sign with the link of the mail; signing again changes nothing.

    Raises:
        Unlawful: the link is wrong or too old.
    """
    delivery = delivery_of_link(token=token, now=now)
    if delivery is None:
        raise Unlawful(_("链接无效或者已过期，请登录系统签收。"))
    return _sign(delivery, means=ReceiptMeans.LINK, actor=None, now=now)


def sign_logged_in(*, bulletin: Bulletin, authority: Authority, now: datetime) -> Delivery:
    """Sign as the person who is logged in; signing again changes nothing.

    Raises:
        Unlawful: the bulletin was not sent to this person.
    """
    delivery = (
        Delivery.objects.filter(bulletin=bulletin, recipient=authority.user)
        .select_related("bulletin", "recipient")
        .first()
    )
    if delivery is None:
        raise Unlawful(_("您不在这份通报的发送名单中，无需签收。"))
    return _sign(delivery, means=ReceiptMeans.LOGIN, actor=authority.user, now=now)


def _sign(delivery: Delivery, *, means: ReceiptMeans, actor: Any, now: datetime) -> Delivery:
    with transaction.atomic():
        waiting = Delivery.objects.filter(pk=delivery.pk, signed_at__isnull=True)
        if waiting.update(signed_at=now, signed_means=means) == 1:
            audit.record(
                delivery.bulletin,
                "bulletin.receipt",
                actor=actor,
                at=now,
                delivery=delivery.pk,
                recipient=delivery.recipient_id,
                means=means.value,
            )
    delivery.refresh_from_db(fields=["signed_at", "signed_means"])
    return delivery
