"""What stands in a leader's own diary: talks to lead and reception days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Value
from django.db.models.functions import TruncDate

from accountability.models import ReceptionDay, ReceptionStatus, Talk, TalkStatus
from organizations.models import User

TALK, RECEPTION = "talk", "reception"


@dataclass(frozen=True)
class Engagement:
    """One entry: `kind` is TALK or RECEPTION, `pk` its page, `what` the unit talked with or the place of the reception."""

    kind: str
    pk: int
    on: date
    what: str


def agenda(user: User, *, on: date, until: date) -> list[Engagement]:
    """Talks the user was asked to lead and has not held, those whose day has passed included, and the user's reception
    days to come, the earliest first (one query; 条例第三十九条、第十八条第二款).

    Args:
        user: the leader.
        on: today.
        until: the last day of receptions looked at; talks are few and all shown.
    """
    talks = Talk.objects.filter(talker=user, status=TalkStatus.ARRANGED)
    days = ReceptionDay.objects.filter(
        leader=user, status=ReceptionStatus.PLANNED, on__range=(on, until)
    )
    text = CharField()
    led = talks.annotate(
        entry=Value(TALK, text), day=TruncDate("scheduled_at"), what=F("unit__short_name")
    )
    held = days.annotate(entry=Value(RECEPTION, text), day=F("on"), what=F("place"))
    names = ("entry", "pk", "day", "what")
    rows = led.order_by().values_list(*names).union(held.order_by().values_list(*names), all=True)
    return [Engagement(*row) for row in rows.order_by("day")]
