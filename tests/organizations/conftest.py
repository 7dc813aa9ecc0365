"""A small county and the people who may and may not keep its basics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from organizations.authority import Authority, authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Unit, User
from tests.factories.organizations import make_county, make_user, make_user_with_post

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class County:
    """Units by kind and one person per role."""

    units: dict[str, list[Unit]]
    admin: User
    clerk: User
    officer: User
    nobody: User

    @property
    def township(self) -> Unit:
        return self.units[UnitKind.TOWNSHIP][0]

    @property
    def other(self) -> Unit:
        return self.units[UnitKind.TOWNSHIP][1]

    @property
    def office(self) -> Unit:
        return self.units[UnitKind.PETITION_OFFICE][0]

    def authority(self, user: User | None = None) -> Authority:
        return authority_of(user or self.admin, on=TODAY)


@pytest.fixture
def county(db) -> County:
    units = make_county()
    office, town = units[UnitKind.PETITION_OFFICE][0], units[UnitKind.TOWNSHIP][0]
    return County(
        units=units,
        admin=make_user_with_post(PostKind.ADMINISTRATOR, office, "王管理"),
        clerk=make_user_with_post(PostKind.RECEPTION, office, "李接待"),
        officer=make_user_with_post(PostKind.PETITION_OFFICER, town, "赵干部"),
        nobody=make_user("无职务"),
    )
