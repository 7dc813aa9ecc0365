"""The public look-up: code and proof, uniform answers, no name, limits, letters and evaluation."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from petitions.selectors.lookup import progress
from petitions.services import merging
from petitions.services.drafts import PersonDraft
from petitions.views.lookup import TRIES_PER_CODE
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.steps import CONCLUDED, accept, conclude, decide, transfer
from tests.petitions.steps import ask as ask_review

pytestmark = pytest.mark.django_db
ID = "11010519491231002X"
URL = "/cx/"


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(at(CONCLUDED + timedelta(days=3)), tick=False):
        yield


@pytest.fixture
def case(county):
    case = register(county, people=(PersonDraft(name="张小明", phone="13800004321", id_number=ID),))
    transfer(county, case)
    accept(county, case)
    conclude(county, case)
    return case


def ask(client, code, proof):
    return client.post(URL, {"code": code, "proof": proof})


@pytest.mark.parametrize("proof", ["002X", "002x", "4321"], ids=["id", "lower-case", "phone"])
def test_shows_each_step_and_no_name(case, client, proof):
    answer = ask(client, case.lookup_code.lower(), proof)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert case.number in text
    for words in ("收到信访事项", "转送", "信访事项受理告知书", "信访处理意见书", "待评价"):
        assert words in text
    for secret in ("张小明", "13800004321", case.title, case.statement[:6]):
        assert secret not in text


def test_a_merged_letter_leads_to_the_answer_of_the_matter_it_went_into(county, client):
    first = register(county)
    second = register(county, people=(PersonDraft(name="李四", phone="13700001234", id_number=""),))
    merging.merge_case(
        authority=county.who(county.clerk), case=second, into=first, reason="同一路灯", now=at(DAY)
    )
    transfer(county, first)
    accept(county, first)
    conclude(county, first)
    text = ask(client, second.lookup_code, "1234").content.decode()
    assert "并案办理，处理结果一并答复您" in text
    assert "信访处理意见书" in text
    assert first.number not in text


def test_a_higher_organs_opinion_is_not_shown_as_the_offices(county, case):
    asked = CONCLUDED + timedelta(days=2)
    review = ask_review(county, case, "review", asked, organ=None, organ_name="市自然资源局")
    decide(county, review, asked)
    texts = [step.text for step in progress(case)]
    assert "信访事项复查意见书（市自然资源局）" in texts


def test_a_wrong_code_and_a_wrong_proof_get_the_same_answer(
    case, client, django_assert_num_queries
):
    with django_assert_num_queries(2):
        wrong_proof = ask(client, case.lookup_code, "9999")
    with django_assert_num_queries(2):
        wrong_code = ask(client, "XXXXXXXXXX", "002X")
    assert wrong_proof.status_code == wrong_code.status_code == 422
    said = [answer.context["form"].non_field_errors() for answer in (wrong_proof, wrong_code)]
    assert said[0] == said[1]
    assert case.number not in wrong_proof.content.decode()


def test_guessing_is_limited(case, client):
    for _turn in range(TRIES_PER_CODE):
        assert ask(client, case.lookup_code, "0000").status_code == 422
    assert ask(client, case.lookup_code, "002X").status_code == 429


def test_an_anonymous_matter_cannot_be_looked_up(county, client):
    case = register(county, people=(), is_anonymous=True)
    assert ask(client, case.lookup_code, "0000").status_code == 422


def test_a_report_names_no_unit(county, client):
    case = register(
        county, purpose="accusation", people=(PersonDraft(name="李四", phone="13700000001"),)
    )
    transfer(county, case, to=county.discipline)
    text = ask(client, case.lookup_code, "0001").content.decode()
    assert "有权处理的机关" in text
    assert county.discipline.name not in text


def test_letters_open_only_with_the_token_of_the_matter(case, client):
    answer = ask(client, case.lookup_code, "002X")
    paper = case.documents.get(kind="opinion")
    url = reverse("petitions:lookup_letter")
    found = client.post(url, {"token": answer.context["token"], "document": paper.pk})
    assert found["Content-Type"] == "application/pdf"
    between = case.documents.get(kind="transfer")
    refused = client.post(url, {"token": answer.context["token"], "document": between.pk})
    assert refused.status_code == 404
    assert client.post(url, {"token": "forged", "document": paper.pk}).status_code == 404


@pytest.mark.parametrize("number", ["", "abc", "-1", "1.5", "²", "9" * 40])
def test_a_letter_that_is_no_number_is_not_found(case, client, number):
    token = ask(client, case.lookup_code, "002X").context["token"]
    found = client.post(reverse("petitions:lookup_letter"), {"token": token, "document": number})
    assert found.status_code == 404


def test_the_petitioner_evaluates_both_once(case, client):
    token = ask(client, case.lookup_code, "002X").context["token"]
    url = reverse("petitions:lookup_evaluate")
    data = {"token": token, "office_rating": "good", "unit_rating": "bad"}
    refused = client.post(url, data)
    assert refused.status_code == 422
    assert "请说明理由" in refused.content.decode()
    assert "请说明理由" in str(refused.context["evaluation"]["unit_reason"].errors), (
        "beside its field"
    )
    thanks = client.post(url, {**data, "unit_reason": "只修了一半"})
    assert "感谢您的评价" in thanks.content.decode()
    assert dict(case.evaluations.values_list("target", "rating")) == {
        "office": "good",
        "unit": "bad",
    }
    assert client.post(url, {**data, "unit_reason": "再评"}).status_code == 422
