"""What the signer changes on a bulletin's distribution list: somebody added, somebody left out, each with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import Invalid, StaleState, Unlawful
from organizations.authority import Authority, authority_of
from organizations.models import User
from reporting.models import Bulletin, DistributionChange, DistributionKind
from reporting.permissions import can_see_bulletins, can_sign, require
from reporting.selectors.distribution import SAME, distribution


def change_distribution(
    *,
    bulletin: Bulletin,
    user: User,
    kind: DistributionKind,
    reason: str,
    authority: Authority,
    now: datetime,
) -> DistributionChange:
    """Add a person to the list, or leave one out.

    Args:
        bulletin: not signed yet.
        user: the person.
        kind: what is changed.
        reason: why; it stands beside the person on the list and in the audit.
        authority: head of the petition office.
        now: time of the act.

    Raises:
        NotAllowed: the actor does not sign bulletins. Unlawful: signed already.
        Invalid: no reason, on the list already or not on it, or somebody who may not read bulletins.
    """
    require(can_sign(authority))
    reason = " ".join(reason.split())
    if not reason:
        raise Invalid(_("请填写原因。"), field="reason")
    _refuse_pointless(bulletin, user, kind, now)
    try:
        with transaction.atomic():
            _hold_unsigned(bulletin)
            change = DistributionChange.objects.create(
                bulletin=bulletin,
                user=user,
                kind=kind,
                reason=reason[:200],
                by=authority.user,
                at=now,
            )
            audit.record(
                bulletin,
                f"bulletin.distribution_{kind}",
                actor=authority.user,
                at=now,
                user=user.pk,
                reason=change.reason,
            )
    except IntegrityError as error:
        raise Invalid(_("此人已经调整过，请先撤销原来的调整。"), field="user") from error
    return change


def undo_change(*, change: DistributionChange, authority: Authority, now: datetime) -> None:
    """Take a change back; the audit keeps both.

    Raises:
        NotAllowed: the actor does not sign bulletins. Unlawful: signed already. StaleState: taken back already.
    """
    require(can_sign(authority))
    with transaction.atomic():
        _hold_unsigned(change.bulletin)
        if DistributionChange.objects.filter(pk=change.pk).delete()[0] != 1:
            raise StaleState(_("这项调整已经撤销。"))
        audit.record(
            change.bulletin,
            "bulletin.distribution_undo",
            actor=authority.user,
            at=now,
            user=change.user_id,
            kind=change.kind,
        )


def _hold_unsigned(bulletin: Bulletin) -> None:
    """Touch the row, so that nobody signs while the list changes."""
    waiting = Bulletin.objects.filter(pk=bulletin.pk, serial__isnull=True)
    if waiting.update(serial_year=F("serial_year")) != 1:
        raise Unlawful(_("通报已经签发，发送名单不能再变动。"))


def _refuse_pointless(
    bulletin: Bulletin, user: User, kind: DistributionKind, now: datetime
) -> None:
    on = timezone.localdate(now)
    lines = distribution(bulletin, on=on).lines
    is_listed = any(line.user == user and line.state != SAME for line in lines)
    if kind == DistributionKind.OMIT and not is_listed:
        raise Invalid(_("此人不在发送名单中。"), field="user")
    if kind == DistributionKind.ADD:
        if is_listed:
            raise Invalid(_("此人已在发送名单中。"), field="user")
        if not can_see_bulletins(authority_of(user, on=on)):
            raise Invalid(_("此人现任职务不能查阅信访通报，不能加入。"), field="user")
