"""A small county with one overdue-able case, shared by the tests of this folder."""

from datetime import date

import pytest
from django.utils import timezone

from accountability.services.digests import owe_daily
from core import jobs
from core.models import OwedEffect
from organizations.authority import authority_of
from organizations.enums import PostKind, UnitKind
from petitions.enums import CaseStatus
from tests.factories.organizations import make_county, make_user_with_post
from tests.factories.petitions import make_case, make_clock

DUE = date(2026, 3, 11)  # Wednesday
RECEIVED = date(2026, 1, 5)


class World:
    """A county with one case of a town and its clock C8; the names say who is who."""

    def __init__(self, **case):
        units = make_county()
        self.county = units[UnitKind.COUNTY][0]
        self.office = units[UnitKind.PETITION_OFFICE][0]
        self.town, self.other_town = units[UnitKind.TOWNSHIP]
        self.department = units[UnitKind.DEPARTMENT][0]
        self.clerk = make_user_with_post(PostKind.RECEPTION, self.office, "接访员")
        self.officer = make_user_with_post(PostKind.PETITION_OFFICER, self.town, "镇信访干部")
        self.case = self.add_case(**case)
        self.clock = self.add_clock(self.case)

    def add_case(self, *, received_on=RECEIVED, **fields):
        fields = {"responsible_unit": self.town, "status": CaseStatus.ACCEPTED, **fields}
        return make_case(office=self.office, clerk=self.clerk, received_on=received_on, **fields)

    def add_clock(self, case, code="C8", due_on=DUE, **fields):
        fields = {"unit": self.town, "name": "办结", "article": "条例第三十四条", **fields}
        return make_clock(case, code, due_on, **fields)

    def add_leaders(self):
        """Deputy and principal of the town, a county leader, the office's head."""
        self.deputy = make_user_with_post(PostKind.DEPUTY, self.town, "镇分管领导")
        self.principal = make_user_with_post(PostKind.PRINCIPAL, self.town, "镇党委书记")
        self.leader = make_user_with_post(PostKind.COUNTY_LEADER, self.county, "县委副书记")
        self.head = make_user_with_post(PostKind.OFFICE_HEAD, self.office, "信访局局长")
        return self


@pytest.fixture
def world(db):
    return World()


def as_(user, on=DUE):
    """The user's authority on a day."""
    return authority_of(user, on=on)


def deliver(now):
    """Carry out the day's digest and the mails that are owed, as the worker does."""
    owe_daily(on=timezone.localdate(now), now=now)
    for kind in ("accountability.digest", "mail.send", "sms.send"):
        for effect in OwedEffect.objects.filter(kind=kind, state="owed"):
            jobs.run(effect.pk, now=now)
