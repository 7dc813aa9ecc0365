"""Tasks of the monthly analysis over the API: the whole course, what a unit finds, the cost."""

from datetime import timedelta

import pytest
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from tests.accountability.test_problem_tasks import DUE, NOW, TODAY, draft, give, peopled

pytestmark = pytest.mark.django_db
URL = "/api/v1/problem-tasks/"


@pytest.fixture
def world(db, time_machine):
    time_machine.move_to(NOW)
    return peopled()


def api(user):
    token, _created = Token.objects.get_or_create(user=user)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token.key}")
    return client


def test_the_whole_course(world):
    body = {
        "month": "2026-02",
        "kind": "speed",
        "title": "告知偏慢",
        "text": "平均十天告知。",
        "unit": world.town.pk,
        "requirement": "五日内告知",
        "due_on": DUE.isoformat(),
    }
    assert api(world.officer).post(URL, body, format="json").status_code == 403
    made = api(world.clerk).post(URL, body, format="json")
    assert made.status_code == 201, made.json()
    one = f"{URL}{made.json()['id']}/"
    unit, head = api(world.officer), api(world.head)
    assert unit.post(f"{one}progress/", {"text": "已定专人"}, format="json").status_code == 200
    assert unit.post(f"{one}answer/", {"text": "三天告知"}, format="json").status_code == 200
    back = {"reason": "缺数据", "due_on": (DUE + timedelta(days=3)).isoformat()}
    assert head.post(f"{one}return/", back, format="json").json()["status"] == "returned"
    assert unit.post(f"{one}answer/", {"text": "附数据"}, format="json").status_code == 200
    assert head.post(f"{one}close/", {}, format="json").json()["closed_on"] == f"{TODAY}"
    stale = head.post(f"{one}close/", {}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_state")
    kinds = [note["kind"] for note in unit.get(one).json()["notes"]]
    assert kinds == ["progress", "answer", "returned", "answer", "closed"]


def test_a_unit_finds_its_own_only(world):
    task = give(world)
    assert [row["id"] for row in api(world.officer).get(URL).json()["results"]] == [task.pk]
    assert api(world.stranger).get(URL).json()["results"] == []
    assert api(world.stranger).get(f"{URL}{task.pk}/").status_code == 404
    closed = api(world.head).get(URL, {"status": "closed"}).json()["results"]
    assert closed == []


@pytest.mark.parametrize("count", [2, 20])
def test_its_cost_does_not_grow(world, count, django_assert_max_num_queries):
    for number in range(count):
        give(world, problem=draft(title=f"问题{number}"))
    client = api(world.head)
    with django_assert_max_num_queries(4):
        assert len(client.get(URL).json()["results"]) == count
