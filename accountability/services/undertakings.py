"""What a unit undertook in a talk: added, reported by the unit, checked by the office."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    NoticeKind,
    Talk,
    TalkStatus,
    TalkUndertaking,
    UndertakingStatus,
)
from accountability.services.notices import notify, send_digests
from accountability.services.talk_course import need_office
from accountability.services.talks import tell_overseers
from core import audit, transitions
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.authority import Authority
from petitions.services.custody import refuse_custody


@transaction.atomic
def add_undertaking(
    *, authority: Authority, talk: Talk, text: str, due_on: date, now: datetime
) -> TalkUndertaking:
    """Add an undertaking to a talk that was held.

    Raises:
        NotAllowed: the actor may not. Unlawful: not held, or closed. Invalid: no text, or a day gone by.
    """
    need_office(authority)
    if talk.status != TalkStatus.HELD:
        raise Unlawful(_("只有已谈话、尚未办结的可以增加整改事项。"))
    if not text.strip():
        raise Invalid(_("请写明整改事项。"), field="text")
    refuse_custody(text, "text")
    if due_on < authority.on:
        raise Invalid(_("完成期限不能早于今天。"), field="due_on")
    row = TalkUndertaking.objects.create(talk=talk, text=text.strip(), due_on=due_on)
    audit.record(talk, "talk.undertaking", actor=authority.user, at=now, due_on=due_on)
    return row


@transaction.atomic
def report_undertaking(
    *, authority: Authority, undertaking: TalkUndertaking, result: str, now: datetime
) -> TalkUndertaking:
    """The unit reports what it did.

    Raises:
        NotAllowed: not of the unit. Invalid: nothing said. StaleState: reported meanwhile.
    """
    if not permissions.can_answer_talk(authority, undertaking.talk):
        raise NotAllowed(_("只有被谈话单位可以报告整改情况。"))
    if not result.strip():
        raise Invalid(_("请写明整改情况。"), field="result")
    refuse_custody(result, "result")
    transitions.apply(
        undertaking,
        sources=[UndertakingStatus.OPEN],
        target=UndertakingStatus.REPORTED,
        verb="undertaking.report",
        actor=authority.user,
        at=now,
        reason=result.strip(),
        result=result.strip(),
        reported_at=now,
        reported_by=authority.user,
    )
    audit.record(undertaking.talk, "talk.report", actor=authority.user, at=now)
    tell_overseers(undertaking.talk, now=now, title=_("%(unit)s报告了整改情况，待核查"))
    return undertaking


@transaction.atomic
def check_undertaking(
    *, authority: Authority, undertaking: TalkUndertaking, done: bool, note: str, now: datetime
) -> TalkUndertaking:
    """The office confirms a report, or returns it with what is missing.

    Raises:
        NotAllowed: the actor may not. Invalid: returned without saying why. StaleState: checked meanwhile.
    """
    need_office(authority)
    if not done and not note.strip():
        raise Invalid(_("退回须写明还缺什么。"), field="note")
    transitions.apply(
        undertaking,
        sources=[UndertakingStatus.REPORTED],
        target=UndertakingStatus.CONFIRMED if done else UndertakingStatus.OPEN,
        verb="undertaking.confirm" if done else "undertaking.return",
        actor=authority.user,
        at=now,
        reason=note.strip(),
        check_note=note.strip(),
        checked_at=now,
        checked_by=authority.user,
    )
    audit.record(undertaking.talk, "talk.check", actor=authority.user, at=now, done=done, note=note)
    if undertaking.reported_by is not None and not done:
        notify(
            user=undertaking.reported_by,
            kind=NoticeKind.TASK,
            title=_("整改情况被退回，请补充后重新报告"),
            text=note.strip(),
            now=now,
            by_mail=True,
            link=f"accountability:talk {undertaking.talk_id}",
        )
        send_digests(at=now, now=now)
    return undertaking
