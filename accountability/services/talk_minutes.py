"""A talk was held: its minutes, what the unit undertook, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Talk, TalkStatus, TalkUndertaking, UndertakingStatus
from accountability.services.talk_course import need_office
from core import audit, transitions
from core.errors import Invalid, InvalidMany, Unlawful
from organizations.authority import Authority
from petitions.services.custody import custody_errors


@dataclass(frozen=True)
class Promise:
    """What a unit undertakes in a talk, and by when."""

    text: str
    due_on: date | None


@dataclass(frozen=True)
class Minutes:
    """What is written down of a talk.

    Attributes:
        held_on: the day it took place.
        text: what was pointed out, what the person said, what was demanded.
        attendees: who else was there.
        promises: what the unit undertook.
        other_day: why it was not held at the appointed time, "" when it was.
        no_promises: why nothing was undertaken, "" when something was.
    """

    held_on: date
    text: str
    attendees: str = ""
    promises: Sequence[Promise] = ()
    other_day: str = ""
    no_promises: str = ""


@transaction.atomic
def hold_talk(*, authority: Authority, talk: Talk, minutes: Minutes, now: datetime) -> Talk:
    """Record that the talk was held, its minutes and what the unit undertook.

    Raises:
        NotAllowed: the actor may not. InvalidMany: day in the future or before the proposal, another day than the
            appointed one (or an hour before it) without a word why, minutes missing, words of custody, nothing undertaken without a
            reason, or an undertaking without text or day. StaleState: not arranged, or settled meanwhile.
    """
    need_office(authority)
    errors = {**_wrong_day(talk, minutes, authority.on, now), **_wrong_promises(minutes)}
    if not minutes.text.strip():
        errors["minutes"] = _("请填写谈话记录。")
    errors |= custody_errors(
        {
            "minutes": minutes.text,
            **{f"undertaking_{n}": row.text for n, row in enumerate(minutes.promises, start=1)},
        }
    )
    if errors:
        raise InvalidMany(errors)
    transitions.apply(
        talk,
        sources=[TalkStatus.ARRANGED],
        target=TalkStatus.HELD,
        verb="talk.hold",
        actor=authority.user,
        at=now,
        held_on=minutes.held_on,
        attendees=minutes.attendees.strip(),
        minutes=minutes.text.strip(),
        recorded_by=authority.user,
        other_day=minutes.other_day.strip(),
        no_undertakings=minutes.no_promises.strip(),
    )
    TalkUndertaking.objects.bulk_create(
        TalkUndertaking(talk=talk, text=promise.text.strip(), due_on=promise.due_on)
        for promise in minutes.promises
        if promise.due_on is not None
    )
    audit.record(
        talk, "talk.hold", actor=authority.user, at=now, held_on=minutes.held_on,
        undertakings=len(minutes.promises), other_day=minutes.other_day.strip(),
    )  # fmt: skip
    return talk


def _wrong_day(talk: Talk, minutes: Minutes, on: date, now: datetime) -> dict[str, str]:
    day = minutes.held_on
    if day > on:
        return {"held_on": _("谈话日期不能晚于今天。")}
    if day < timezone.localdate(talk.proposed_at):
        return {"held_on": _("谈话日期不能早于提出谈话的日期。")}
    if talk.scheduled_at is None or minutes.other_day.strip():
        return {}
    appointed = timezone.localtime(talk.scheduled_at)
    if day != appointed.date():
        return {
            "other_day": _("谈话日期不是约定的%(day)s，请说明原因。") % {"day": appointed.date()}
        }
    if now < talk.scheduled_at:
        return {
            "other_day": _("约定时间%(at)s未到，提前谈话的请说明原因。")
            % {"at": f"{appointed:%H:%M}"}
        }
    return {}


def _wrong_promises(minutes: Minutes) -> dict[str, str]:
    if not minutes.promises and not minutes.no_promises.strip():
        return {"no_undertakings": _("请填写整改事项；确实没有的，写明理由。")}
    if minutes.promises and minutes.no_promises.strip():
        return {"no_undertakings": _("已有整改事项的，此处留空。")}
    errors: dict[str, str] = {}
    for number, promise in enumerate(minutes.promises, start=1):
        if not promise.text.strip():
            errors[f"undertaking_{number}"] = _("请写明整改事项。")
        if promise.due_on is None or promise.due_on < minutes.held_on:
            errors[f"due_{number}"] = _("完成期限不能早于谈话日期。")
    return errors


@transaction.atomic
def close_talk(
    *, authority: Authority, talk: Talk, note: str, now: datetime, alone: str = ""
) -> Talk:
    """Close a talk once everything undertaken was confirmed.

    Whoever wrote the minutes does not close the talk alone: another person does, or the reason is recorded, since an
    office may have nobody else in post.

    Args:
        authority: the office's head, a supervisor or a county leader.
        talk: a talk that was held.
        note: what came of it.
        now: aware time of the act.
        alone: why the person who wrote the minutes closes it as well.

    Raises:
        NotAllowed: the actor may not. Invalid: nothing said, or the same person without a reason. Unlawful: an
            undertaking is not confirmed. StaleState: not held.
    """
    need_office(authority)
    left = talk.undertakings.exclude(status=UndertakingStatus.CONFIRMED).count()
    if left:
        raise Unlawful(_("还有 %(count)d 项整改未经核查确认，不能办结。") % {"count": left})
    if not note.strip():
        raise Invalid(_("请写明办结情况。"), field="note")
    reason = note.strip()
    if talk.recorded_by_id == authority.user.pk:
        if not alone.strip():
            raise Invalid(
                _("谈话记录由您登记，应当由他人办结；确由您办结的，请说明理由。"), field="alone"
            )
        reason = _("%(note)s（记录人本人办结：%(why)s）") % {"note": reason, "why": alone.strip()}
    transitions.apply(
        talk,
        sources=[TalkStatus.HELD],
        target=TalkStatus.CLOSED,
        verb="talk.close",
        actor=authority.user,
        at=now,
        reason=reason,
        closed_on=authority.on,
    )
    audit.record(talk, "talk.close", actor=authority.user, at=now, note=reason)
    return talk
