"""Correcting a registration over the API: only what is sent changes, and who was second is told."""

import pytest
import time_machine

from petitions.models import RegistrationCorrection
from tests.factories.petitions import at
from tests.petitions.conftest import register
from tests.petitions.test_correcting import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def test_over_the_interface_only_what_is_sent_changes(county, api, registered):
    address = f"/api/v1/cases/{registered.pk}/acts/correct-registration/"
    client = api(county.clerk)
    asked = {field["name"]: field for field in client.get(address).json()}
    assert asked["title"]["draft"] == "路灯不亮"
    assert asked["from_superior"]["kind"] == "boolean"
    assert "all_shown" not in asked
    body = {"reason": "核对", "from_superior": True, "began": asked["began"]["draft"]}
    answer = client.post(address, body, format="json")
    assert answer.status_code == 200, answer.json()
    assert list(RegistrationCorrection.objects.values_list("field", "new")) == [
        ("from_superior", "是")
    ]
    late = client.post(address, {**body, "title": "另一主题"}, format="json")
    assert late.status_code == 400
    assert "他人已更正上级转来" in late.json()["errors"][""]


def test_a_report_that_left_its_corrector_is_not_answered_back(county, api):
    case = register(county, user=county.officer)
    address = f"/api/v1/cases/{case.pk}/acts/correct-registration/"
    answer = api(county.clerk).post(
        address, {"reason": "核对", "purpose": "accusation"}, format="json"
    )
    assert (answer.status_code, answer.content) == (204, b"")
