"""The names on a case change only with a reason, by those who may, and the history keeps them."""

import pytest

from core.errors import Invalid, StaleState
from petitions.models import Case
from petitions.services import responsibility
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register

pytestmark = pytest.mark.django_db


def history(case, what):
    return list(case.responsibility_changes.filter(what=what).values_list("old", "new"))


def test_first_contact_that_was_handed_on_keeps_its_history(county, registered):
    responsibility.hand_on_first_contact(
        case=registered, officer=county.head, reason="调离", by=county.head, now=at(DAY)
    )
    assert history(registered, "first_contact") == [("", "李接访"), ("李接访", "王局长")]


def test_a_change_needs_its_reason(county, registered):
    with pytest.raises(Invalid) as refused:
        responsibility.change_place(
            authority=county.who(county.clerk),
            case=registered,
            place=county.town,
            reason=" ",
            now=at(DAY),
        )
    assert refused.value.field == "reason"


def test_the_place_has_history(county, registered):
    for place in (county.town, county.other_town):
        responsibility.change_place(
            authority=county.who(county.clerk),
            case=registered,
            place=place,
            reason="核实属地",
            now=at(DAY),
        )
    assert history(registered, "place") == [
        ("", str(county.town)),
        (str(county.town), str(county.other_town)),
    ]


def test_the_accused_cannot_lead_the_matter(county):
    case = register(county, purpose="accusation", accused_user_ids=(county.deputy.pk,))
    with pytest.raises(Invalid, match="第三十条第三款"):
        responsibility.change_leader(
            authority=county.who(county.head),
            case=case,
            leader=county.deputy,
            reason="指定",
            now=at(DAY),
        )


def test_levels_rise_one_by_one_and_once(registered):
    with pytest.raises(Invalid, match="逐级"):
        responsibility.raise_level(case=registered, to_level=2, reason="逾期", now=at(DAY))
    stale = Case.objects.get(pk=registered.pk)
    responsibility.raise_level(case=registered, to_level=1, reason="逾期3日", now=at(DAY))
    with pytest.raises(StaleState):
        responsibility.raise_level(case=stale, to_level=1, reason="逾期3日", now=at(DAY))
    assert history(registered, "level") == [("首接责任人", "承办单位信访干部")]


def test_a_leaders_portfolio_decides(county, content):
    from organizations.enums import PostKind
    from organizations.models import Post
    from petitions.services import dispatching
    from tests.factories.organizations import make_term, make_user

    builder = make_user("冯副镇长", unit=county.town)
    make_term(builder, county.town, PostKind.DEPUTY, title="分管城建副镇长")
    Post.objects.filter(title="分管城建副镇长").update(portfolio=["080000"])
    case = register(county, content_class_id=content.pk)
    dispatching.transfer_case(
        authority=county.who(county.clerk), case=case, to_unit=county.town, note="", now=at(DAY)
    )
    case.refresh_from_db()
    assert case.leader == builder
