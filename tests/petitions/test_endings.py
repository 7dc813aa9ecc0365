"""Ending a matter on its page: claim by claim, and a suggestion adopted or not."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from petitions.services import claims
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, register
from tests.petitions.pages import accepted, client_of

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def page(case, code) -> str:
    return reverse("petitions:case_act", args=[case.pk, code])


def test_each_listed_claim_is_asked_for_and_answered(county):
    case = accepted(county, register(county))
    claims.list_claims(
        authority=county.who(county.officer), case=case, texts=["修路灯", "赔药费"], now=at(DAY)
    )
    first, second = case.claims.all()
    client = client_of(county.officer)
    text = client.get(page(case, "conclude")).content.decode()
    assert "诉求1：修路灯" in text
    assert 'name="outcome"' not in text
    data = {
        f"claim_{first.pk}_outcome": "supported",
        f"claim_{first.pk}_answer": "已委托供电所更换线路，三月二十日前完成。",
        f"claim_{second.pk}_outcome": "rejected",
        "opinion": SOUND,
        "legal_basis": "《城市道路管理条例》",
        "issued_on": TODAY.isoformat(),
    }
    refused = client.post(page(case, "conclude"), data)
    assert refused.status_code == 422
    assert f"claim_{second.pk}_answer" in refused.context["form"].errors
    data[f"claim_{second.pk}_answer"] = "医药费应当向侵权人主张，可以向人民法院起诉。"
    assert client.post(page(case, "conclude"), data).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("concluded", "partly")


@pytest.mark.parametrize("outcome", ["adopted", "not_adopted"], ids=lambda o: f"art29-{o}")
def test_a_suggestion_says_whether_it_was_adopted(county, outcome):
    case = accepted(county, register(county, purpose="suggestion"))
    answer = client_of(county.officer).post(
        page(case, "reply"),
        {"outcome": outcome, "reply": SOUND, "replied_on": TODAY.isoformat()},
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.outcome == outcome
