"""The invitation to a talk as a numbered letter of the petition office, frozen like every other one."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accountability.domain import talk_letters as wording
from accountability.models import DutyLetter, DutyLetterKind, Talk
from accountability.services.duty_letters import LetterText, issue_letter
from organizations.authority import Authority, authority_of
from organizations.enums import UnitKind
from organizations.models import Term, Unit, User


def invite(
    *,
    authority: Authority,
    talk: Talk,
    term: Term,
    talker: User,
    scheduled_at: datetime,
    place: str,
    now: datetime,
) -> DutyLetter:
    """Number and freeze the invitation, inside the transaction that arranges the talk; a new day voids the former one.

    Args:
        authority: who arranges; a county leader writes in the name of the petition office as well.
        talk: the talk, with the letter of the former day if there was one.
        term: the post of the person invited, on the day of the talk.
        talker: who talks.
        scheduled_at: day and time.
        place: where.
        now: aware time of the act.
    """
    office = Unit.objects.filter(kind=UnitKind.PETITION_OFFICE).order_by("pk")[0]
    title = f"{talk.unit.name}{term.post.title}"
    text = wording.body(
        wording.Invitation(
            unit=talk.unit.name,
            source=wording.source_words(
                period=talk.period, consecutive=talk.consecutive, basis=talk.basis
            ),
            reason=talk.reason,
            at=timezone.localtime(scheduled_at),
            place=place,
            talker=_titled(talker, authority),
            contact=str(authority.user),
            phone=office.phone or authority.user.phone,
            replaces=talk.letter.number if talk.letter else "",
        )
    )
    letter = LetterText(
        kind=DutyLetterKind.TALK,
        unit=office,
        title=wording.TITLE,
        addressee=f"{title}{term.user}",
        body=text,
        issued_on=authority.on,
    )
    return issue_letter(authority=authority, text=letter, now=now)


def _titled(user: User, authority: Authority) -> str:
    posts = authority_of(user, on=authority.on).posts
    return f"{posts[0].unit_name}{posts[0].title}{user}" if posts else str(user)
