"""Cases over the API: the same services, permissions and messages as the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from core.models import AccessLog
from petitions.models import Case
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, register

pytestmark = pytest.mark.django_db
NEW = {
    "form": "visit",
    "purpose": "request",
    "title": "水渠淤塞",
    "statement": "上游水渠淤塞，下游两百亩田无水插秧。",
    "received_on": DAY.isoformat(),
    "people": [{"name": "周大勇", "phone": "10012345678"}],
}


@pytest.fixture(autouse=True)
def _office_hours():
    with time_machine.travel(at(DAY), tick=False):
        yield


def test_a_clerk_registers_a_matter_once_however_often_the_request_is_sent(county, api):
    client = api(county.clerk)
    first = client.post("/api/v1/cases/", NEW, format="json", HTTP_IDEMPOTENCY_KEY="window-3-0001")
    again = client.post("/api/v1/cases/", NEW, format="json", HTTP_IDEMPOTENCY_KEY="window-3-0001")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    assert Case.objects.count() == 1
    assert first.json()["petitioners"] == ["周大勇"]
    assert {act["code"] for act in first.json()["acts"]} >= {"transfer", "assign", "accept"}


def test_a_broken_key_is_refused_before_anything_is_written(county, api):
    answer = api(county.clerk).post(
        "/api/v1/cases/", NEW, format="json", HTTP_IDEMPOTENCY_KEY="x y"
    )
    assert answer.status_code == 400
    assert Case.objects.count() == 0


def test_every_wrong_field_is_named_at_once_in_chinese(county, api):
    wrong = {**NEW, "title": "", "form": "pigeon"}
    answer = api(county.clerk).post("/api/v1/cases/", wrong, format="json")
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert set(answer.json()["errors"]) == {"title", "form"}


def test_the_rules_of_the_service_name_field_and_article(county, api):
    wrong = {**NEW, "head_count": 8, "people": [{"name": f"代表{n}"} for n in range(6)]}
    answer = api(county.clerk).post("/api/v1/cases/", wrong, format="json")
    assert answer.status_code == 400
    assert "条例第二十条第三款" in answer.json()["errors"]["people"]


def test_the_whole_way_of_a_claim(county, api, registered):
    office, town = api(county.clerk), api(county.officer)
    base = f"/api/v1/cases/{registered.pk}"
    with time_machine.travel(at(DAY), tick=False):
        sent = office.post(f"{base}/transfer/", {"to_unit": county.town.pk}, format="json")
        assert (sent.status_code, sent.json()["status"]) == (200, "dispatched")
    accepted_on = DAY + timedelta(days=2)
    with time_machine.travel(at(accepted_on), tick=False):
        body = {
            "body": "决定受理，六十日内书面答复。",
            "accepted_on": accepted_on.isoformat(),
            "served_how": "in_person",
        }
        accepted = town.post(f"{base}/accept/", body, format="json")
        assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    with time_machine.travel(at(accepted_on + timedelta(days=20)), tick=False):
        on = (accepted_on + timedelta(days=20)).isoformat()
        body = {
            "outcome": "supported",
            "opinion": SOUND,
            "legal_basis": "《城市道路管理条例》第二十三条",
            "issued_on": on,
            "served_on": on,
            "served_how": "in_person",
        }
        done = town.post(f"{base}/conclude/", body, format="json")
        assert (done.status_code, done.json()["status"]) == (200, "concluded")
        clocks = town.get(f"{base}/clocks/").json()
    assert {c["code"]: c["on_time"] for c in clocks if c["status"] == "met"} == {
        "C1": True,
        "C4": True,
        "C8": True,
    }
    assert all(c["explanation"] for c in clocks)


def test_an_act_the_state_does_not_allow_is_refused_with_its_article(county, api, registered):
    answer = api(county.clerk).post(
        f"/api/v1/cases/{registered.pk}/decide-objection/",
        {"approve": True, "reason": "同意"},
        format="json",
    )
    assert answer.status_code == 409
    assert answer.json()["code"] == "unlawful"
    assert "条例第二十三条" in answer.json()["article"]


def test_an_unseen_case_answers_404_to_every_request(county, api, registered):
    client = api(county.other_officer)
    base = f"/api/v1/cases/{registered.pk}"
    assert client.get(f"{base}/").status_code == 404
    assert client.get(f"{base}/clocks/").status_code == 404
    answer = client.post(f"{base}/transfer/", {"to_unit": county.town.pk}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_report_is_invisible_to_the_unit_it_is_against(county, api):
    report = register(
        county, purpose="accusation", accused_unit_ids=(county.town.pk,), place_id=county.town.pk
    )
    for user in (county.officer, county.principal, county.other_officer):
        client = api(user)
        assert client.get(f"/api/v1/cases/{report.pk}/").status_code == 404, "条例第三十条第三款"
        assert client.get("/api/v1/cases/").json()["results"] == []
    assert [c["id"] for c in api(county.head).get("/api/v1/cases/").json()["results"]] == [
        report.pk
    ]


def test_looking_at_a_case_is_noted_in_the_access_log(county, api, registered):
    assert api(county.clerk).get(f"/api/v1/cases/{registered.pk}/").status_code == 200
    entry = AccessLog.objects.get()
    assert (entry.user, entry.chain, entry.action) == (county.clerk, f"case:{registered.pk}", "api")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "open"}, 2),
        ({"state": "closed"}, 0),
        ({"form": "visit"}, 1),
        ({"q": "周大勇"}, 1),
        ({"overdue": "1"}, 0),
        ({"accused_people__password": "x"}, 2),
    ],
    ids=["open", "closed", "form", "name", "overdue", "an unknown condition asks nothing"],
)
def test_conditions_of_the_list_are_a_closed_set(county, api, registered, query, count):
    client = api(county.clerk)
    assert client.post("/api/v1/cases/", NEW, format="json").status_code == 201
    assert len(client.get("/api/v1/cases/", query).json()["results"]) == count


def test_a_wrong_condition_is_named(county, api):
    answer = api(county.clerk).get("/api/v1/cases/", {"form": "pigeon"})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"form"}


def test_the_list_is_paged_by_a_cursor(county, api):
    numbers = [register(county, title=f"事项{n}").number for n in range(5)]
    client = api(county.clerk)
    first = client.get("/api/v1/cases/", {"page_size": 3}).json()
    second = client.get(first["next"]).json()
    found = [c["number"] for c in [*first["results"], *second["results"]]]
    assert found == list(reversed(numbers))
    assert second["next"] is None


@pytest.mark.parametrize("rows", [2, 20])
def test_the_list_asks_the_database_as_often_for_20_rows_as_for_2(
    county, api, rows, django_assert_num_queries
):
    for number in range(rows):
        register(county, title=f"事项{number}")
    client = api(county.clerk)
    with django_assert_num_queries(6):  # token, posts, units, classes, cases, people
        assert len(client.get("/api/v1/cases/").json()["results"]) == rows


def test_people_are_found_by_those_who_register_and_shown_masked(county, api, registered):
    found = api(county.clerk).get("/api/v1/petitioners/", {"q": "张小"}).json()
    assert [(p["name"], p["phone"], p["matters"]) for p in found] == [("张小明", "138****0001", 1)]
    assert api(county.clerk).get("/api/v1/petitioners/", {"q": "张"}).status_code == 400
    assert api(county.other_officer).get("/api/v1/petitioners/", {"q": "张小"}).json() == []
