"""What a person chooses about the channels of notices (提醒方式)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability.domain.channels import FORCED, OWN_MESSAGE, Choice
from accountability.models import NoticeChoice, NoticeKind
from core import audit
from core.errors import Invalid
from organizations.authority import Authority


def choosable() -> list[NoticeKind]:
    """Kinds whose channels a person chooses."""
    return [NoticeKind(kind) for kind in NoticeKind if kind not in FORCED | OWN_MESSAGE]


def forced() -> list[NoticeKind]:
    """Kinds that always arrive by every channel."""
    return [NoticeKind(kind) for kind in NoticeKind if kind in FORCED]


@transaction.atomic
def choose(*, authority: Authority, choices: Mapping[str, Choice], now: datetime) -> None:
    """Note one's own choice for kinds of notices.

    Raises:
        Invalid: a kind that cannot be chosen (a breach always arrives).
    """
    known = {str(kind) for kind in choosable()}
    if not set(choices) <= known:
        raise Invalid(_("法定期限逾期和升级督办一律通过全部可用渠道送达，不能关闭。"))
    for kind, choice in choices.items():
        NoticeChoice.objects.update_or_create(
            user=authority.user,
            kind=kind,
            defaults={"by_mail": choice.by_mail, "by_sms": choice.by_sms, "chosen_at": now},
        )
    audit.record(
        authority.user,
        "notices.choose",
        actor=authority.user,
        at=now,
        choices={kind: [choice.by_mail, choice.by_sms] for kind, choice in choices.items()},
    )
