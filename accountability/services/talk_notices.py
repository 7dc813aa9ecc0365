"""Who is told of a talk: invited, moved, called off; each notice opens the page of the talk where its reader may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import NoticeKind, Talk
from accountability.permissions import can_read_talks
from accountability.selectors.talks import visible_talks
from accountability.services.notices import notify, send_digests
from organizations.authority import authority_of
from organizations.models import User

ARTICLE = "条例第三十九条第三款"


def tell_talk(
    talk: Talk, users: Iterable[User | None], *, title: str, text: str, now: datetime
) -> None:
    """A notice and a message to each of them, once, with the way to the talk for whoever may read it.

    Args:
        talk: the talk.
        users: people; None and accounts no longer in use are left out.
        title: one line; text: particulars.
        now: time of the act.
    """
    for user in dict.fromkeys(users):
        if user is None or not user.is_active:
            continue
        authority = authority_of(user, on=timezone.localdate(now))
        may_read = (
            can_read_talks(authority) and visible_talks(authority).filter(pk=talk.pk).exists()
        )
        notify(
            user=user,
            kind=NoticeKind.TASK,
            title=title,
            text=text,
            now=now,
            by_mail=True,
            link=f"accountability:talk {talk.pk}" if may_read else "",
        )
    send_digests(at=now, now=now)


def tell_invited(talk: Talk, *, now: datetime) -> None:
    """The person invited and whoever talks: when, where, why."""
    text = _("时间：%(at)s；地点：%(place)s；谈话人：%(talker)s。事由：%(reason)s") % {
        "at": f"{timezone.localtime(talk.scheduled_at):%Y-%m-%d %H:%M}",
        "place": talk.place,
        "talker": talk.talker,
        "reason": talk.reason,
    }
    tell_talk(
        talk,
        [talk.person],
        title=_("请参加约谈（%(article)s）") % {"article": ARTICLE},
        text=text,
        now=now,
    )
    title = _("请主持与%(who)s的约谈（%(article)s）") % {
        "who": f"{talk.person_title}{talk.person}",
        "article": ARTICLE,
    }
    tell_talk(talk, [talk.talker], title=title, text=text, now=now)


def tell_released(talk: Talk, users: Iterable[User | None], letter: str, *, now: datetime) -> None:
    """Those who were to come and need not any more, because the talk was arranged anew with others."""
    tell_talk(
        talk,
        users,
        title=_("约谈安排已变更，您不再参加"),
        text=_("%(unit)s的约谈已另行安排。%(void)s")
        % {"unit": talk.unit, "void": void_words(letter)},
        now=now,
    )


def tell_dropped(talk: Talk, note: str, *, now: datetime) -> None:
    """The person invited and whoever was to talk: the talk does not take place."""
    number = talk.letter.number if talk.letter else ""
    tell_talk(
        talk,
        [talk.person, talk.talker],
        title=_("约谈已取消：%(unit)s") % {"unit": talk.unit},
        text=_("理由：%(note)s。%(void)s")
        % {"note": note.rstrip("。"), "void": void_words(number)},
        now=now,
    )


def void_words(number: str) -> str:
    """That the letter sent before no longer counts; "" when none was sent."""
    return _("%(number)s约谈通知作废。") % {"number": number} if number else ""
