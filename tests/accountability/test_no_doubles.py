"""Pressing twice, or going back and sending again, writes one row."""

import pytest

from accountability.models import Supervision
from accountability.services.supervision import dismiss_supervision, propose_supervision
from core.errors import Invalid
from organizations.enums import PostKind
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

pytestmark = pytest.mark.django_db


def test_the_same_supervision_item_is_not_proposed_twice(world):
    who = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查员")
    said = {
        "authority": as_(who), "unit": world.town, "ground": "delay", "facts": "逾期未办",
        "since": DUE, "case": None, "now": at(DUE),
    }  # fmt: skip
    propose_supervision(**said)
    with pytest.raises(Invalid, match="没有重复提出"):
        propose_supervision(**said)
    propose_supervision(**{**said, "facts": "另一事实"})
    dismiss_supervision(
        authority=as_(who), item=Supervision.objects.earliest("pk"), reason="查无此事", now=at(DUE)
    )
    propose_supervision(**said)
    assert Supervision.objects.count() == 3


@pytest.mark.parametrize(
    "address",
    ["/reception/year/?year=0000", f"/first-contact/resolution/{10**20}/"],
    ids=["year-zero", "key-beyond-the-database"],
)
def test_garbage_in_an_address_breaks_nothing(world, client, address):
    world.add_leaders()
    client.force_login(world.head)
    assert client.get(address).status_code in {200, 404}
