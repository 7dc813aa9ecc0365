"""Every act of the table over the API: as the page does it, with the page's permissions and the page's words."""

from __future__ import annotations

import pytest
import time_machine

from petitions.api.act_forms import ADDRESSES, address, as_form_data
from petitions.domain.workflow import ACTS
from tests.factories.petitions import at
from tests.petitions.conftest import register
from tests.petitions.procedure_table import completed
from tests.petitions.test_act_forms import TODAY, cases_of_acts, person, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def url(case, code="") -> str:
    return f"/api/v1/cases/{case.pk}/acts/" + (f"{address(code)}/" if code else "")


def test_every_act_of_the_table_has_its_address():
    assert set(ADDRESSES.values()) == set(ACTS)


@pytest.mark.parametrize("code", ACTS)
class TestEachAct:
    def test_is_offered_asked_for_and_done(self, county, api, code):
        name, who, _other, data, after = cases_of_acts(county)[code]
        case = step(county, name)
        client = api(person(county, who))
        offered = {row["code"]: row for row in client.get(url(case)).json()}
        assert offered[code]["article"] == ACTS[code].article
        assert offered[code]["address"] == address(code)
        wanted = {field["name"] for field in offered[code]["fields_wanted"]}
        asked = client.get(url(case, code))
        assert asked.status_code == 200
        here = {field["name"]: field for field in asked.json()}
        assert wanted >= {n for n in here if not n.startswith("claim_")}
        assert set(data) <= set(here)
        answer = client.post(url(case, code), completed(case, code, data), format="json")
        assert answer.status_code == 200, answer.json()
        assert answer.json()["status"] == after
        case.refresh_from_db()
        assert case.status == after

    def test_who_sees_the_matter_without_the_duty_is_refused(self, county, api, code):
        name, _who, other, data, _after = cases_of_acts(county)[code]
        case = step(county, name)
        before = case.status
        client = api(person(county, other))
        assert code not in {row["code"] for row in client.get(url(case)).json()}
        assert client.get(url(case, code)).status_code == 403
        answer = client.post(url(case, code), data, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
        assert answer.json()["article"]
        case.refresh_from_db()
        assert case.status == before

    def test_who_does_not_see_the_matter_finds_nothing(self, county, api, code):
        name, _who, _other, data, _after = cases_of_acts(county)[code]
        case = step(county, name)
        stranger = api(county.other_officer)
        assert stranger.get(url(case)).status_code == 404
        assert stranger.get(url(case, code)).status_code == 404
        assert stranger.post(url(case, code), data, format="json").status_code == 404

    def test_nothing_sent_is_refused_by_field_and_article(self, county, api, code):
        name, who, _other, _data, _after = cases_of_acts(county)[code]
        case = step(county, name)
        before = case.status
        answer = api(person(county, who)).post(url(case, code), {}, format="json")
        assert answer.status_code == 400
        assert answer.json()["errors"]
        assert answer.json()["article"] == ACTS[code].article
        case.refresh_from_db()
        assert case.status == before


class TestRefusals:
    def test_of_the_service_stand_at_their_field_with_the_article(self, county, api):
        data = {**cases_of_acts(county)["conclude"][3], "opinion": "您的留言已收悉，感谢您。"}
        case = step(county, "accepted")
        answer = api(county.officer).post(url(case, "conclude"), data, format="json").json()
        assert "“您的留言已收悉”只说已收到" in answer["errors"]["opinion"]
        assert answer["field"] == "opinion"
        assert answer["article"] == ACTS["conclude"].article

    def test_a_field_nobody_asked_for_is_not_dropped_in_silence(self, county, api, registered):
        data = {"to_unit": county.town.pk, "report_due": "2026-04-01"}
        answer = api(county.clerk).post(url(registered, "transfer"), data, format="json")
        assert answer.status_code == 400
        assert set(answer.json()["errors"]) == {"report_due"}

    def test_an_act_the_state_does_not_allow(self, county, api):
        case = step(county, "sent")
        for ask in (api(county.officer).get, api(county.officer).post):
            answer = ask(url(case, "conclude"))
            assert (answer.status_code, answer.json()["code"]) == (409, "unlawful")
            assert answer.json()["article"] == ACTS["conclude"].article

    @pytest.mark.parametrize(
        "body", [[], [1], "x", 3], ids=["empty-list", "list", "text", "number"]
    )
    def test_what_is_no_object(self, county, api, registered, body):
        answer = api(county.clerk).post(url(registered, "transfer"), body, format="json")
        assert answer.status_code == 400

    def test_an_unknown_act_is_missing(self, county, api, registered):
        assert api(county.clerk).get(url(registered, "burn")).status_code == 404
        # one address for one act
        assert api(county.clerk).get(f"{url(registered)}decide_objection/").status_code == 404

    def test_a_report_stays_hidden_from_the_unit_it_is_against(self, county, api):
        report = register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
        for user in (county.officer, county.principal, county.other_officer):
            client = api(user)
            assert client.get(url(report)).status_code == 404, "条例第三十条第三款"
            assert client.get(url(report, "transfer")).status_code == 404
            assert client.post(url(report, "transfer"), {}, format="json").status_code == 404


def test_true_false_lists_and_nothing_reach_the_form_as_the_page_sends_them():
    data = as_form_data({"approve": True, "no": False, "units": [1, 2], "day": None, "n": 3})
    assert data.getlist("units") == ["1", "2"]
    assert (data["approve"], data["no"], data["n"]) == ("1", "0", "3")
    assert data.getlist("day") == []


def test_yes_and_no_are_booleans(county, api):
    case = step(county, "objected")
    client = api(county.clerk)
    kinds = {f["name"]: f["kind"] for f in client.get(url(case, "decide_objection")).json()}
    assert kinds == {"approve": "boolean", "reason": "text"}
    body = {"approve": False, "reason": "属于本镇职责"}
    answer = client.post(url(case, "decide_objection"), body, format="json")
    assert answer.json()["status"] == "dispatched"


@pytest.mark.parametrize("matters", [2, 20])
def test_the_list_of_acts_asks_the_database_the_same_however_much_there_is(
    county, api, matters, django_assert_num_queries
):
    case = [register(county, title=f"事项{n}") for n in range(matters)][-1]
    client = api(county.clerk)
    with django_assert_num_queries(6):  # token, posts, case, clocks, dispatches, proceedings
        assert len(client.get(url(case)).json()) > 5
