"""The course of a talk (约谈) until it is held: decided, arranged, read, called off."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import permissions
from accountability.models import (
    Talk,
    TalkSource,
    TalkStatus,
    TalkTarget,
)
from accountability.selectors.talks import leaders_asked
from accountability.services.talk_letters import invite
from accountability.services.talk_notices import (
    tell_dropped,
    tell_invited,
    tell_released,
    void_words,
)
from accountability.services.talks import tell_overseers
from core import audit, transitions
from core.errors import Invalid, NotAllowed
from organizations.authority import Authority
from organizations.models import Term, Unit, User
from organizations.selectors import work_calendar

#: From eight to six; a talk at another hour is asked back.
OFFICE_HOURS = (8, 18)


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
    person: User | None = None,
    at_any_time: bool = False,
) -> Talk:
    """Invite the leader in question by a numbered letter; done again it moves the appointment, by a new one.

    The person is one who holds the post on the day of the talk; whoever was invited before and is not any more is
    told so.

    Args:
        authority: the office's head, a supervisor or a county leader.
        talk: proposed, or arranged for another day.
        talker: who talks.
        scheduled_at: aware day and time.
        place: where.
        now: aware time of the act.
        person: which of several who hold the post; None when one does.
        at_any_time: a day off, or an hour outside office hours, is meant.

    Raises:
        NotAllowed: the actor may not. Invalid: in the past or at an unusual time, no place, nobody holds the post, or
            several do and none was chosen. StaleState: the talk was settled meanwhile.
    """
    need_office(authority)
    if scheduled_at <= now:
        raise Invalid(_("约定时间须在现在之后。"), field="scheduled_at")
    if not place.strip():
        raise Invalid(_("请填写地点。"), field="place")
    if not at_any_time and (why := unusual(scheduled_at)):
        raise Invalid(why, field="at_any_time")
    term = _invited(talk, person, timezone.localdate(scheduled_at))
    if talker.pk == term.user_id:
        raise Invalid(_("谈话人不能是被谈话人本人。"), field="talker")
    before, void = [talk.person, talk.talker], talk.letter.number if talk.letter else ""
    letter = invite(
        authority=authority, talk=talk, term=term, talker=talker, scheduled_at=scheduled_at,
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
        reason=void_words(void),
        person=term.user,
        person_title=f"{talk.unit.name}{term.post.title}",
        scheduled_at=scheduled_at,
        place=place.strip(),
        letter=letter,
        arranged_at=now,
        acknowledged_at=None,
    )
    audit.record(
        talk, "talk.arrange", actor=authority.user, at=now, person=term.user.username,
        talker=talker.username, scheduled_at=scheduled_at, place=place.strip(), letter=letter.number,
    )  # fmt: skip
    tell_invited(talk, now=now)
    tell_released(talk, [user for user in before if user not in (term.user, talker)], void, now=now)
    return talk


def _invited(talk: Talk, person: User | None, on: date) -> Term:
    """The term of who is asked on the day of the talk."""
    terms = leaders_asked(talk, on=on)
    words = {"unit": talk.unit, "target": talk.get_target_display(), "who": person}
    if not terms:
        raise Invalid(
            _("%(unit)s“%(target)s”届时无人任职，请先补充任职信息。") % words, field="scheduled_at"
        )
    if person is None:
        if len({term.user_id for term in terms}) > 1:
            raise Invalid(_("%(unit)s有多名%(target)s，请选择被谈话人。") % words, field="person")
        return terms[0]
    found = [term for term in terms if term.user_id == person.pk]
    if not found:
        raise Invalid(_("%(who)s届时不担任%(unit)s%(target)s。") % words, field="person")
    return found[0]


def unusual(at: datetime) -> str:
    """Why a day and time look like a slip, "" when they do not: a day off, or before eight or after six."""
    local = timezone.localtime(at)
    if not work_calendar().is_working(local.date()):
        return _("%(day)s是休息日；确需安排在这一天的，请勾选。") % {"day": local.date()}
    if not OFFICE_HOURS[0] <= local.hour < OFFICE_HOURS[1]:
        return _("%(time)s不在工作时间内；确需安排在此时的，请勾选。") % {"time": f"{local:%H:%M}"}
    return ""


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
def drop_talk(*, authority: Authority, talk: Talk, note: str, now: datetime) -> Talk:
    """Decide not to hold a talk, with the reason; its letter is void, and whoever was to come is told.

    Raises:
        NotAllowed: the actor may not. Invalid: no reason. StaleState: held or settled meanwhile.
    """
    need_office(authority)
    if not note.strip():
        raise Invalid(_("请写明不予谈话的理由。"), field="note")
    void = talk.letter.number if talk.letter else ""
    transitions.apply(
        talk,
        sources=[TalkStatus.PROPOSED, TalkStatus.ARRANGED],
        target=TalkStatus.DROPPED,
        verb="talk.drop",
        actor=authority.user,
        at=now,
        reason="。".join(part for part in (note.strip().rstrip("。"), void_words(void)) if part),
    )
    audit.record(talk, "talk.drop", actor=authority.user, at=now, note=note.strip(), void=void)
    tell_dropped(talk, note.strip(), now=now)
    return talk


def need_office(authority: Authority) -> None:
    """Refuse whoever may not arrange talks."""
    if not permissions.can_settle_talk(authority):
        raise NotAllowed(_("只有县领导、信访局局长或者督查人员可以办理约谈。"))
