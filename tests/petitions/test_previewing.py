"""Looking at a letter before it is issued: the same file, marked as a draft, and nothing left of it."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from core.models import Counter
from petitions.models import Document
from petitions.views.act_pages import SCREENS
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import accepted, client_of, transferred
from tests.petitions.procedure_table import completed
from tests.petitions.test_act_forms import cases_of_acts, person, step, url
from tests.petitions.test_letters import text_of

TODAY = DAY + timedelta(days=1)
WRITING = [
    "transfer",
    "assign",
    "object",
    "decide_dispute",
    "inform",
    "accept",
    "accept_simple",
    "refuse",
    "no_longer_accept",
    "refer",
    "extend",
    "reply",
    "conclude",
    "redo",
    "settle",
    "decide_review",
    "decide_recheck",
    "announce_hearing",
    "dismiss_review",
    "terminate",
]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def rows() -> dict[str, int]:
    """Number of rows of every table."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
    }


def counters() -> list:
    return list(Counter.objects.order_by("scope").values_list("scope", "value"))


def preview(user, case, code, **data):
    return client_of(user).post(url(case, code), {**data, "preview": "1"})


def unchanged(case) -> list:
    return list(type(case).objects.filter(pk=case.pk).values())


@pytest.mark.django_db
@pytest.mark.parametrize("code", WRITING)
def test_shows_the_letter_and_leaves_nothing(county, code):
    name, who, _other, data, _after = cases_of_acts(county)[code]
    case = step(county, name)
    user, data = person(county, who), completed(case, code, data)
    client = client_of(user)
    assert "预览文书" in client.get(url(case, code)).content.decode()
    before = rows(), counters(), unchanged(case)
    answer = client.post(url(case, code), {**data, "preview": "1"})
    assert answer.status_code == 200, answer.context["form"].errors
    assert answer["Content-Type"] == "application/pdf"
    assert (rows(), counters(), unchanged(case)) == before
    words = text_of(answer).replace("\n", "")
    assert "草稿·未编号" in words.replace(" ", "")
    assert client.post(url(case, code), data).status_code == 302
    issued = case.documents.order_by("pk").last()
    assert issued.number not in words
    assert issued.title.replace("\n", "") in words


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(set(SCREENS) - set(WRITING)))
def test_other_acts_issue_no_letter_and_offer_no_look(county, code):
    name, who, _other, data, _after = cases_of_acts(county)[code]
    case = step(county, name)
    client = client_of(person(county, who))
    assert "预览文书" not in client.get(url(case, code)).content.decode()
    papers = case.documents.count()
    assert client.post(url(case, code), completed(case, code, data)).status_code == 302
    assert case.documents.count() == papers


@pytest.mark.django_db
class TestRefusals:
    def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(self, county):
        case = step(county, "accepted")
        data = {**cases_of_acts(county)["conclude"][3], "legal_basis": " ", "promise": "更换路灯"}
        answer = preview(county.officer, case, "conclude", **data)
        assert answer.status_code == 422
        assert answer.context["form"].errors["legal_basis"]
        assert "更换路灯" in answer.content.decode()

    def test_a_refusal_of_the_service_leaves_nothing_either(self, county):
        case = step(county, "accepted")
        late = {**cases_of_acts(county)["conclude"][3], "served_on": DAY.isoformat()}
        client = client_of(county.officer)
        before = rows(), counters()
        answer = client.post(url(case, "conclude"), {**late, "preview": "1"})
        assert answer.status_code == 422
        assert "不能早于出具日期" in answer.context["form"].errors["served_on"][0]
        assert answer.context["case"].status == "accepted", "the page shows the matter as it stands"
        assert (rows(), counters()) == before

    def test_who_may_not_act_may_not_look(self, county):
        case = step(county, "sent")
        data = cases_of_acts(county)["accept"][3]
        assert preview(county.clerk, case, "accept", **data).status_code == 403
        assert preview(county.other_officer, case, "accept", **data).status_code == 404

    def test_an_act_without_a_letter_has_nothing_to_show(self, county):
        case = transferred(county, register(county, people=(), is_anonymous=True))
        client = client_of(county.officer)
        assert "预览文书" not in client.get(url(case, "accept")).content.decode()
        answer = preview(county.officer, case, "accept", accepted_on=TODAY.isoformat())
        assert answer.status_code == 422
        assert "不出具文书" in answer.content.decode()
        case.refresh_from_db()
        assert case.status == "dispatched"


@pytest.mark.django_db
def test_a_correction_is_looked_at_the_same_way(county):
    case = accepted(county, register(county))
    paper = case.documents.get(kind="acceptance")
    address = reverse("petitions:letter_correct", args=[case.pk, paper.pk])
    data = {"body": "更正后的告知内容。", "reason": "笔误", "issued_on": TODAY.isoformat()}
    client = client_of(county.officer)
    before = rows(), counters()
    answer = client.post(address, {**data, "preview": "1"})
    assert "更正并取代" in text_of(answer).replace("\n", "")
    assert (rows(), counters()) == before
    assert client.post(address, {**data, "reason": "", "preview": "1"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_real_transaction_is_undone_and_wakes_nobody(county, monkeypatch):
    """Outside a test's own transaction: what was to happen after commit does not, and the next number follows."""
    case = transferred(county, register(county))
    woken = []
    monkeypatch.setattr("core.jobs.send", woken.append)
    data = cases_of_acts(county)["accept"][3]
    before = rows(), counters()
    for _turn in range(2):
        assert preview(county.officer, case, "accept", **data).status_code == 200
        assert rows() | {"sessions.Session": 0} == before[0] | {"sessions.Session": 0}
    assert (counters(), woken) == (before[1], [])
    assert client_of(county.officer).post(url(case, "accept"), data).status_code == 302
    assert Document.objects.get(kind="acceptance").number_serial == 1
