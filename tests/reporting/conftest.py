"""A small county with a known month: October 2026."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial

import pytest

from organizations.authority import Authority, authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Unit, User
from tests.factories.organizations import (
    make_county,
    make_population,
    make_unit,
    make_user_with_post,
)
from tests.factories.petitions import at, make_case, make_content_class

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
