"""One-time codes (TOTP) of accounts whose log-in weighs more: administrators and the office's head."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from core import audit
from core.errors import Invalid
from organizations.models import User

NAME = "app"


def device_of(user: User) -> TOTPDevice | None:
    """The confirmed device of an account, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()


def begun(*, user: User) -> TOTPDevice | None:
    """The device that waits for its first code, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-pk").first()


@transaction.atomic
def begin(*, user: User) -> TOTPDevice:
    """A device to be confirmed; one that was begun before is used again."""
    device, _created = TOTPDevice.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": NAME}
    )
    return device


@transaction.atomic
def confirm(*, user: User, token: str, now: datetime) -> TOTPDevice:
    """Confirm the begun device with its first code; a former device is removed.

    Raises:
        Invalid: nothing was begun, or the code is wrong.
    """
    device = begun(user=user)
    if device is None or not device.verify_token(token):
        raise Invalid(_("验证码不正确，请核对手机时间后重新输入。"), field="token")
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    audit.record(user, "account.otp_confirm", actor=user, at=now)
    return device


def verify(*, user: User, token: str) -> TOTPDevice:
    """Check a code against the account's device.

    Raises:
        Invalid: no device, a wrong code, or too many tries in a short time.
    """
    device = device_of(user)
    if device is None or not device.verify_token(token):
        raise Invalid(_("验证码不正确，请核对手机时间后重新输入。"), field="token")
    return device
