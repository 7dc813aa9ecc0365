"""The course of a talk (约谈): decided, arranged, held with undertakings, reported, checked, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    NoticeKind,
    Talk,
    TalkSource,
    TalkStatus,
    TalkTarget,
    TalkUndertaking,
    UndertakingStatus,
)
from accountability.selectors.talks import leaders_asked
from accountability.services.notices import notify, send_digests
from accountability.services.talk_letters import invite
from accountability.services.talks import tell_overseers
from core import audit, transitions
from core.errors import Invalid, InvalidMany, NotAllowed, Unlawful
from organizations.authority import Authority
from organizations.models import Unit, User

ARTICLE = "条例第三十九条第三款"


@dataclass(frozen=True)
class Promise:
    """What a unit undertakes in a talk, and by when."""

    text: str
    due_on: date | None


@transaction.atomic
def decide_talk(
    *, authority: Authority, unit: Unit, target: str, basis: str, reason: str, now: datetime
) -> Talk:
    """Put a talk on the books that the joint meeting decided (条例第三十九条第三款).

    Args:
        authority: the office's head, a supervisor or a county leader.
        unit: whose leader is talked to.
        target: a `TalkTarget`.
        basis: the meeting or paper that decided it.
        reason: the duties not done, in words; numbers of petitions alone are no reason.
        now: aware time of the act.

    Raises:
        NotAllowed: the actor may not. Invalid: target, basis or reason is missing.
    """
    need_office(authority)
    if target not in TalkTarget.values:
        raise Invalid(_("请选择谈话对象。"), field="target")
    if not basis.strip():
        raise Invalid(_("请写明作出决定的会议或文件。"), field="basis")
    if not reason.strip():
        raise Invalid(_("请写明履行职责方面存在的问题。"), field="reason")
    talk = Talk.objects.create(
        unit=unit,
        source=TalkSource.MEETING,
        basis=basis.strip(),
        target=target,
        reason=reason.strip(),
        proposed_at=now,
        proposed_by=authority.user,
    )
    audit.record(talk, "talk.decide", actor=authority.user, at=now, basis=basis, reason=reason)
    tell_overseers(talk, now=now)
    return talk


@transaction.atomic
def arrange_talk(
    *,
    authority: Authority,
    talk: Talk,
    talker: User,
    scheduled_at: datetime,
    place: str,
    now: datetime,
) -> Talk:
    """Invite the leader in question by a numbered letter; done again it moves the appointment, by a new one.

    The person is who holds the post on the day of the talk.

    Raises:
        NotAllowed: the actor may not. Invalid: in the past, no place, or nobody holds the post.
        StaleState: the talk was settled meanwhile.
    """
    need_office(authority)
    if scheduled_at <= now:
        raise Invalid(_("约定时间须在现在之后。"), field="scheduled_at")
    if not place.strip():
        raise Invalid(_("请填写地点。"), field="place")
    terms = leaders_asked(talk, on=timezone.localdate(scheduled_at))
    if not terms:
        raise Invalid(
            _("%(unit)s“%(target)s”届时无人任职，请先补充任职信息。")
            % {"unit": talk.unit, "target": talk.get_target_display()},
            field="scheduled_at",
        )
    person = terms[0]
    if talker.pk == person.user_id:
        raise Invalid(_("谈话人不能是被谈话人本人。"), field="talker")
    letter = invite(
        authority=authority, talk=talk, term=person, talker=talker, scheduled_at=scheduled_at,
        place=place.strip(), now=now,
    )  # fmt: skip
    transitions.apply(
        talk,
        sources=[TalkStatus.PROPOSED, TalkStatus.ARRANGED],
        target=TalkStatus.ARRANGED,
        verb="talk.arrange",
        actor=authority.user,
        at=now,
        talker=talker,
        person=person.user,
        person_title=f"{talk.unit.name}{person.post.title}",
        scheduled_at=scheduled_at,
        place=place.strip(),
        letter=letter,
        arranged_at=now,
        acknowledged_at=None,
    )
    audit.record(
        talk, "talk.arrange", actor=authority.user, at=now, person=person.user.username,
        talker=talker.username, scheduled_at=scheduled_at, place=place.strip(), letter=letter.number,
    )  # fmt: skip
    _tell_both(talk, person.user, talker, now)
    return talk


def _tell_both(talk: Talk, person: User, talker: User, now: datetime) -> None:
    """A notice to whoever was invited and to whoever talks."""
    text = _("时间：%(at)s；地点：%(place)s；谈话人：%(talker)s。事由：%(reason)s") % {
        "at": f"{timezone.localtime(talk.scheduled_at):%Y-%m-%d %H:%M}",
        "place": talk.place,
        "talker": talker,
        "reason": talk.reason,
    }
    title = _("请参加约谈（%(article)s）") % {"article": ARTICLE}
    for user in {person, talker}:
        notify(user=user, kind=NoticeKind.TASK, title=title, text=text, now=now, by_mail=True)
    send_digests(at=now, now=now)


@transaction.atomic
def acknowledge_talk(*, authority: Authority, talk: Talk, now: datetime) -> Talk:
    """Note that the person invited has read the invitation (已阅); again changes nothing.

    Raises:
        NotAllowed: somebody else was invited.
    """
    if talk.person_id != authority.user.pk:
        raise NotAllowed(_("只有被通知的人可以签阅。"))
    touched = Talk.objects.filter(pk=talk.pk, acknowledged_at__isnull=True).update(
        acknowledged_at=now
    )
    if touched:
        audit.record(talk, "talk.acknowledge", actor=authority.user, at=now)
        talk.acknowledged_at = now
    return talk


@transaction.atomic
def hold_talk(
    *,
    authority: Authority,
    talk: Talk,
    held_on: date,
    attendees: str,
    minutes: str,
    promises: Sequence[Promise],
    now: datetime,
) -> Talk:
    """Record that the talk was held, its minutes and what the unit undertook.

    Raises:
        NotAllowed: the actor may not. InvalidMany: day in the future, minutes missing, or an undertaking
            without text or day. StaleState: the talk was not arranged or was settled meanwhile.
    """
    need_office(authority)
    errors: dict[str, str] = {}
    if held_on > authority.on:
        errors["held_on"] = _("谈话日期不能晚于今天。")
    elif held_on < timezone.localdate(talk.proposed_at):
        errors["held_on"] = _("谈话日期不能早于提出谈话的日期。")
    if not minutes.strip():
        errors["minutes"] = _("请填写谈话记录。")
    for number, promise in enumerate(promises, start=1):
        if not promise.text.strip():
            errors[f"undertaking_{number}"] = _("请写明整改事项。")
        if promise.due_on is None or promise.due_on < held_on:
            errors[f"due_{number}"] = _("完成期限不能早于谈话日期。")
    if errors:
        raise InvalidMany(errors)
    transitions.apply(
        talk,
        sources=[TalkStatus.ARRANGED],
        target=TalkStatus.HELD,
        verb="talk.hold",
        actor=authority.user,
        at=now,
        held_on=held_on,
        attendees=attendees.strip(),
        minutes=minutes.strip(),
    )
    TalkUndertaking.objects.bulk_create(
        TalkUndertaking(talk=talk, text=promise.text.strip(), due_on=promise.due_on)
        for promise in promises
        if promise.due_on is not None
    )
    audit.record(
        talk, "talk.hold", actor=authority.user, at=now, held_on=held_on, undertakings=len(promises)
    )
    return talk


@transaction.atomic
def close_talk(*, authority: Authority, talk: Talk, note: str, now: datetime) -> Talk:
    """Close a talk once everything undertaken was confirmed.

    Raises:
        NotAllowed: the actor may not. Unlawful: an undertaking is not confirmed. StaleState: not held.
    """
    need_office(authority)
    left = talk.undertakings.exclude(status=UndertakingStatus.CONFIRMED).count()
    if left:
        raise Unlawful(_("还有 %(count)d 项整改未经核查确认，不能办结。") % {"count": left})
    transitions.apply(
        talk,
        sources=[TalkStatus.HELD],
        target=TalkStatus.CLOSED,
        verb="talk.close",
        actor=authority.user,
        at=now,
        reason=note.strip(),
        closed_on=authority.on,
    )
    audit.record(talk, "talk.close", actor=authority.user, at=now, note=note.strip())
    return talk


@transaction.atomic
def drop_talk(*, authority: Authority, talk: Talk, note: str, now: datetime) -> Talk:
    """Decide not to hold a talk, with the reason.

    Raises:
        NotAllowed: the actor may not. Invalid: no reason. StaleState: held or settled meanwhile.
    """
    need_office(authority)
    if not note.strip():
        raise Invalid(_("请写明不予谈话的理由。"), field="note")
    transitions.apply(
        talk,
        sources=[TalkStatus.PROPOSED, TalkStatus.ARRANGED],
        target=TalkStatus.DROPPED,
        verb="talk.drop",
        actor=authority.user,
        at=now,
        reason=note.strip(),
    )
    audit.record(talk, "talk.drop", actor=authority.user, at=now, note=note.strip())
    return talk


def need_office(authority: Authority) -> None:
    """Refuse whoever may not arrange talks."""
    if not permissions.can_settle_talk(authority):
        raise NotAllowed(_("只有县领导、信访局局长或者督查人员可以办理约谈。"))
