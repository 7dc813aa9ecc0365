"""A small county with the people who act in it, and matters at each step of the procedure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from organizations.authority import Authority, authority_of
from organizations.enums import Competence, PostKind, UnitKind
from organizations.models import Unit, User
from petitions.models import Case, ContentClass
from petitions.services.drafts import CaseDraft, PersonDraft
from petitions.services.registration import register_case
from tests.factories.organizations import make_county, make_unit, make_user_with_post
from tests.factories.petitions import at

DAY = date(2026, 3, 2)  # a Monday without a holiday near
SOUND = (
    "经查，该路段路灯因线路老化停用。我镇已委托供电所更换线路，三月二十日前全部恢复照明，并安排专人每月巡查一次，"
    "请您监督。"
)


@dataclass(frozen=True)
class County:
    """Units and people by their part."""

    office: Unit
    town: Unit
    other_town: Unit
    bureau: Unit
    discipline: Unit
    clerk: User
    head: User
    officer: User
    deputy: User
    principal: User
    other_officer: User
    inspector: User

    def who(self, user: User, *, on: date = DAY) -> Authority:
        """What the user may do on a day."""
        return authority_of(user, on=on)


@pytest.fixture
def county(db) -> County:
    """One office, two towns, a bureau and the discipline organ, each with its people."""
    units = make_county()
    office, (town, other) = units[UnitKind.PETITION_OFFICE][0], units[UnitKind.TOWNSHIP]
    discipline = make_unit(
        UnitKind.DEPARTMENT, "县纪委监委", parent=office.parent, competence=Competence.DISCIPLINE
    )
    return County(
        office=office,
        town=town,
        other_town=other,
        bureau=units[UnitKind.DEPARTMENT][0],
        discipline=discipline,
        clerk=make_user_with_post(PostKind.RECEPTION, office, "李接访"),
        head=make_user_with_post(PostKind.OFFICE_HEAD, office, "王局长"),
        officer=make_user_with_post(PostKind.PETITION_OFFICER, town, "赵专干"),
        deputy=make_user_with_post(PostKind.DEPUTY, town, "钱副镇长"),
        principal=make_user_with_post(PostKind.PRINCIPAL, town, "孙书记"),
        other_officer=make_user_with_post(PostKind.PETITION_OFFICER, other, "周专干"),
        inspector=make_user_with_post(PostKind.PETITION_OFFICER, discipline, "吴纪检"),
    )


@pytest.fixture
def content(db) -> ContentClass:
    """A content class of the first level."""
    return ContentClass.objects.create(code="080000", name="城乡建设")


def draft(**fields) -> CaseDraft:
    """A letter from one person, received on DAY, unless told otherwise."""
    values = {
        "form": "letter",
        "purpose": "request",
        "title": "路灯不亮",
        "statement": "村口到学校的路灯三个月不亮，孩子晚上放学不安全。",
        "received_on": DAY,
        "people": (PersonDraft(name="张小明", phone="13800000001"),),
    }
    return CaseDraft(**{**values, **fields})


def register(
    county: County, *, user: User | None = None, now: datetime | None = None, **fields
) -> Case:
    """A matter registered by the clerk (or another user) on DAY."""
    return register_case(
        authority=county.who(user or county.clerk), draft=draft(**fields), now=now or at(DAY)
    ).case


@pytest.fixture
def registered(county) -> Case:
    """A claim just registered at the petition office."""
    return register(county)
