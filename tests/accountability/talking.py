"""Talks of the tests: one proposed for the town, arranged by the office, held two days later."""

from datetime import timedelta

from accountability.models import Talk
from accountability.services import talk_course as course
from accountability.services import talk_minutes
from accountability.services.talk_minutes import Minutes
from tests.accountability.conftest import DUE, as_
from tests.factories.petitions import at

NOW = at(DUE)
DAY = DUE + timedelta(days=2)
TALK_AT = at(DAY, 15)


def propose_talk(world):
    """Leaders, and a talk that two months in a row gave reason for."""
    world.add_leaders()
    world.talk = Talk.objects.create(
        unit=world.town, period="2026-02", consecutive=2, target="deputy", reason="连续两期",
        proposed_at=NOW,
    )  # fmt: skip
    return world


def arrange(desk, **change):
    """The head of the office fixes day, place and the county leader who talks."""
    given = {
        "authority": as_(desk.head), "talk": desk.talk, "talker": desk.leader,
        "scheduled_at": TALK_AT, "place": "县信访局会议室", "now": NOW,
    }  # fmt: skip
    return course.arrange_talk(**{**given, **change})


def hold(desk, *promises, now=None, **change):
    """The minutes are written two hours after the talk."""
    written = {
        "held_on": DAY, "text": "指出两件告知逾期；分管领导承诺整改", "promises": promises, **change
    }  # fmt: skip
    return talk_minutes.hold_talk(
        authority=as_(desk.head, DAY), talk=desk.talk, minutes=Minutes(**written),
        now=now or at(DAY, 17),
    )  # fmt: skip
