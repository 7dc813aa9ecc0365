"""A small county with a known month: October 2026."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pytest
from django.utils import timezone

from accountability.domain.default_rule_sets import DUTY
from accountability.models import RuleSet
from core import jobs
from core.models import OwedEffect
from organizations.authority import Authority, authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Setting, Unit, User
from petitions.models import ContentClass
from reporting.domain.spans import Period
from reporting.models import Bulletin
from reporting.services import correction_publication, paper_issue, previews, printed_figures
from reporting.services.bulletins import approve_bulletin, build_bulletin
from reporting.services.publication import finish_publication, sign_bulletin
from tests.factories.organizations import (
    make_county,
    make_population,
    make_unit,
    make_user_with_post,
)
from tests.factories.petitions import at, make_case, make_clock, make_content_class

MONTH = "2026-10"
TODAY = date(2026, 11, 1)
NOW = at(TODAY, 6)


@dataclass
class County:
    """Units and people by name, and `case(...)` that fills in the office and the clerk."""

    office: Unit
    townships: list[Unit]
    departments: list[Unit]
    village: Unit
    clerk: User
    head: User
    leader: User
    principals: list[User] = field(default_factory=list)
    deputies: list[User] = field(default_factory=list)

    def case(self, **fields):
        """A case received by the office in October 2026 unless told otherwise."""
        return make_case(office=self.office, clerk=self.clerk, **fields)

    def authority(self, user: User, on: date = TODAY) -> Authority:
        """The user's authority on the day of the bulletin."""
        return authority_of(user, on=on)


def build_county(*, townships: int = 2, departments: int = 1) -> County:
    """A county with a head, a clerk, a county leader and two leaders per township."""
    units = make_county(townships=townships, departments=departments)
    office, towns = units[UnitKind.PETITION_OFFICE][0], units[UnitKind.TOWNSHIP]
    for number, town in enumerate(towns, start=1):
        make_population(town, 10_000 * number)
    post = partial(make_user_with_post)
    # A bulletin may be signed at once; tests of objections set the days themselves.
    Setting.objects.create(code="score.objection_days", value=0, valid_from=date(2020, 1, 1))
    return County(
        office=office,
        townships=towns,
        departments=units[UnitKind.DEPARTMENT],
        village=make_unit(UnitKind.VILLAGE, "东村", parent=towns[0]),
        clerk=post(PostKind.RECEPTION, office, "柜员"),
        head=post(PostKind.OFFICE_HEAD, office, "局长"),
        leader=post(PostKind.COUNTY_LEADER, units[UnitKind.COUNTY][0], "县领导"),
        principals=[post(PostKind.PRINCIPAL, town) for town in towns],
        deputies=[post(PostKind.DEPUTY, town) for town in towns],
    )


@pytest.fixture
def county(db) -> County:
    """Two townships and one department."""
    return build_county()


@pytest.fixture
def busy_county(county: County) -> County:
    """The county with two classes of contents."""
    for code, name in (("080000", "城乡建设"), ("080300", "房屋征收"), ("090000", "农村农业")):
        make_content_class(code, name)
    return county


@pytest.fixture
def rule_set(db) -> RuleSet:
    """The duty rules in force since 2025."""
    return RuleSet.objects.create(
        code=DUTY.code,
        version=1,
        name=DUTY.name,
        base_score=DUTY.base,
        policy_note=DUTY.policy_note,
        items=[item.to_json() for item in DUTY.items],
        status="approved",
        valid_from=date(2025, 1, 1),
        approved_at=NOW,
    )


@pytest.fixture
def october(busy_county: County, rule_set: RuleSet) -> County:
    """October 2026: the first township kept a limit and missed one, the second had nothing."""
    c = busy_county
    town = c.townships[0]
    building = ContentClass.objects.get(code="080300")
    first = c.case(
        place=town,
        responsible_unit=town,
        form="visit",
        head_count=8,
        is_collective=True,
        content_class=building,
    )
    make_clock(first, "C4", date(2026, 10, 20), unit=town, stopped_on=date(2026, 10, 19))
    for day in (1, 2):
        case = c.case(place=town, responsible_unit=town, received_on=date(2026, 10, day))
        make_clock(case, "C4", date(2026, 10, 17 + day), unit=town)
    c.case(place=c.townships[1], responsible_unit=c.departments[0], closed_on=date(2026, 10, 30))
    return c


def published(county: County, month: str = MONTH, now=NOW) -> Bulletin:
    """Build, approve, sign and publish a month or another period."""
    head = county.authority(county.head, now.date())
    clerk = county.authority(county.clerk, now.date())
    bulletin = build_bulletin(period=Period.parse(month), now=now, authority=clerk)
    approve_bulletin(bulletin=bulletin, authority=head, now=now)
    sign_bulletin(bulletin=bulletin, authority=head, now=now)
    return finish_publication(bulletin_id=bulletin.pk, now=now)


@dataclass(frozen=True)
class Printed:
    """Stands for a typeset file where a test is not about typesetting."""

    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@pytest.fixture(autouse=True)
def quick_print(request, monkeypatch):
    """Print in no time, except in tests marked `typeset` by asking for the fixture of that name."""
    if "typeset" not in request.fixturenames:
        for module in (paper_issue, correction_publication, previews):
            monkeypatch.setattr(
                module, "render", lambda document: Printed(json.dumps(document).encode())
            )


@pytest.fixture(autouse=True)
def long_kept(request, monkeypatch):
    """Let the county have records of old, except in tests about the first ones that ask for `own_records`."""
    if "own_records" not in request.fixturenames:
        monkeypatch.setattr(printed_figures, "records_began", lambda: date(2020, 1, 6))


@pytest.fixture
def own_records() -> None:
    """Let the county's records begin with its oldest matter."""


def run_owed(kind):
    """Carry out what is owed of a kind, as a worker would."""
    for pk in OwedEffect.objects.filter(kind=kind, state="owed").values_list("pk", flat=True):
        jobs.run(pk, now=timezone.now())


@pytest.fixture
def typeset() -> None:
    """Let the test print for real."""
