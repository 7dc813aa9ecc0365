"""Delivery of a published bulletin: once to each person by itself; again only when a person says so, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind
from accountability.services.notices import notify
from core import audit, mail
from core.errors import Invalid, StaleState, Unlawful
from organizations.authority import Authority
from organizations.models import Post, User
from reporting.domain.deliveries import NONE, RESENDABLE, SENT, UNKNOWN
from reporting.domain.results import BulletinData
from reporting.models import Bulletin, Delivery, DeliveryMessage, DeliveryState
from reporting.permissions import can_draft, require
from reporting.selectors.distribution import SAME, Line, distribution
from reporting.services.bulletin_document import document_number
from reporting.services.bulletin_mails import mail_fields


def deliver(bulletin: Bulletin, *, now: datetime) -> None:
    """Write one delivery for each person and vacant post of the distribution list, and queue the mails.

    Called once, inside the transaction that publishes.

    Args:
        bulletin: signed; the holders of posts on the day of signing are addressed.
        now: time of the publication.
    """
    data = BulletinData.from_json(bulletin.figures)
    for line in distribution(bulletin, on=timezone.localdate(bulletin.requested_at)).lines:
        if line.state == SAME or (line.change is not None and line.change.kind == "omit"):
            continue
        _deliver(bulletin, data, line, now=now)


def _deliver(bulletin: Bulletin, data: BulletinData, line: Line, *, now: datetime) -> None:
    user = line.user
    delivery = Delivery(
        bulletin=bulletin, recipient=user, post=line.post, problem=line.problem, created_at=now
    )
    if user is not None and not line.problem:
        fields = mail_fields(bulletin, data, user=user, post=line.post)
        key = f"bulletin:{bulletin.pk}:user:{user.pk}"
        delivery.mail, _created = mail.queue(key=key, now=now, **fields)
    delivery.save(force_insert=True)
    if delivery.mail is not None:
        DeliveryMessage.objects.create(delivery=delivery, number=1, mail=delivery.mail, at=now)
    if user is not None and user.is_active:
        notify(
            user=user,
            kind=NoticeKind.BULLETIN,
            title=f"{bulletin.title}（{_number(bulletin)}）",
            text=_("通报已印发，请打开签收；本单位的计分说明可在“信访通报”中查阅。"),
            link=f"reporting:bulletin {bulletin.period}",
            now=now,
        )


def _number(bulletin: Bulletin) -> str:
    return document_number(year=bulletin.serial_year, serial=bulletin.serial or 0)


def resend(*, delivery: Delivery, reason: str, authority: Authority, now: datetime) -> Delivery:
    """Send a further message of a delivery to the person's present address.

    Args:
        delivery: sent, bounced or of unknown outcome; or never sent for want of an address.
        reason: why, kept with the message.
        authority: staff of the petition office.
        now: time of the act.

    Raises:
        NotAllowed: not of the office. Invalid: no reason. Unlawful: waiting or signed already, or no address.
        StaleState: somebody else sent it again a moment ago.
    """
    require(can_draft(authority))
    reason = _reason(reason)
    current = _current(delivery)
    user, post = current.recipient, current.post
    if current.state not in RESENDABLE | {NONE}:
        raise Unlawful(
            _("这份通报%(state)s，不能重发。") % {"state": DeliveryState(current.state).label}
        )
    if user is None or not user.is_active or not user.email:
        raise Unlawful(_("收件人没有可用的电子邮箱，请先在人员中登记。"))
    with transaction.atomic():
        _send_further(current, user, post, reason, authority, now)
    return _current(delivery)


def _send_further(
    current: Delivery,
    user: User,
    post: Post | None,
    reason: str,
    authority: Authority,
    now: datetime,
) -> None:
    number = current.messages.count() + 1
    bulletin = current.bulletin
    fields = mail_fields(bulletin, BulletinData.from_json(bulletin.figures), user=user, post=post)
    suffix = f":{max(number, 2)}"  # the first key belongs to the publication alone
    message, created = mail.queue(
        key=f"bulletin:{bulletin.pk}:user:{user.pk}{suffix}", now=now, **fields
    )
    touched = Delivery.objects.filter(
        pk=current.pk, mail=current.mail, signed_at__isnull=True
    ).update(mail=message, problem="")
    if not created or touched != 1:
        raise StaleState(_("这份通报的状态刚刚发生变化，请刷新后再办理。"))
    DeliveryMessage.objects.create(
        delivery=current, number=number, mail=message, reason=reason, by=authority.user, at=now
    )
    audit.record(
        bulletin,
        "bulletin.resend",
        actor=authority.user,
        at=now,
        delivery=current.pk,
        number=number,
        state=current.state,
        address=user.email,
        reason=reason,
    )


def note_bounce(
    *, delivery: Delivery, reason: str, authority: Authority, now: datetime
) -> Delivery:
    """Note that the latest message came back.

    Args:
        delivery: sent, or of unknown outcome.
        reason: what the returned message says.
        authority: staff of the petition office.
        now: time of the act.

    Raises:
        NotAllowed: not of the office. Invalid: no reason. Unlawful: not in such a state.
    """
    require(can_draft(authority))
    reason = _reason(reason)
    current = _current(delivery)
    if current.state not in {SENT, UNKNOWN}:
        raise Unlawful(_("只有已发送或者结果不明的邮件可以登记退信。"))
    with transaction.atomic():
        latest = DeliveryMessage.objects.filter(mail=current.mail, bounced_at__isnull=True)
        if latest.update(bounced_at=now, bounced_by=authority.user, bounce_reason=reason) != 1:
            raise StaleState(_("这份通报的状态刚刚发生变化，请刷新后再办理。"))
        audit.record(
            current.bulletin,
            "bulletin.bounce",
            actor=authority.user,
            at=now,
            delivery=current.pk,
            reason=reason,
        )
    return _current(delivery)


def confirm_arrival(*, delivery: Delivery, authority: Authority, now: datetime) -> Delivery:
    """Note that a message of unknown outcome did arrive.

    Raises:
        NotAllowed: not of the office. Unlawful: the outcome is not unknown. StaleState: it was settled a moment ago.
    """
    require(can_draft(authority))
    current = _current(delivery)
    if current.state != UNKNOWN or current.mail is None:
        raise Unlawful(_("只有结果不明的邮件需要核实。"))
    with transaction.atomic():
        mail.confirm_sent(mail=current.mail, actor=authority.user, now=now)
        audit.record(
            current.bulletin,
            "bulletin.confirm_arrival",
            actor=authority.user,
            at=now,
            delivery=current.pk,
        )
    return _current(delivery)


def _current(delivery: Delivery) -> Delivery:
    """The row as it stands, with its state."""
    return (
        Delivery.objects.with_state()
        .select_related("bulletin", "recipient", "post__unit", "mail")
        .get(pk=delivery.pk)
    )


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("请填写原因。"), field="reason")
    if len(text) > 200:
        raise Invalid(_("原因不能超过200字。"), field="reason")
    return text
