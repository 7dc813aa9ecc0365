"""Definitions and ad-hoc queries over the API: the numbers of the page."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from reporting.domain.indicators import INDICATORS
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register

pytestmark = pytest.mark.django_db
QUERY = "i=matters&i=per_10k&by=place&period=2026-03&compared=1&sort=-matters"


@pytest.fixture(autouse=True)
def _april():
    with time_machine.travel(at(DAY.replace(month=4)), tick=False):
        yield


def test_every_figure_is_defined(county, api):
    found = api(county.officer).get("/api/v1/figures/").json()
    assert [one["code"] for one in found] == [one.code for one in INDICATORS]
    assert all(one["formula"] and one["source"] and one["chapter"] for one in found)


def test_the_answer_is_that_of_the_page(county, api, client):
    for _number in range(2):
        register(county, place_id=county.town.pk)
    register(county, place_id=county.other_town.pk)
    found = api(county.head).get(f"/api/v1/figures/query/?{QUERY}").json()
    client.force_login(county.head)
    table = client.get(f"{reverse('reporting:query')}?{QUERY}").context["table"]
    assert [row["labels"] for row in found["rows"]] == [list(row.labels) for row in table.rows]
    for row, shown in zip(
        [*found["rows"], found["total"]], [*table.rows, table.total], strict=True
    ):
        assert [cell["text"] for cell in row["cells"]] == [cell.text for cell in shown.cells]
    assert found["total"]["cells"][0]["number"] == 3
    assert found["total"]["cells"][1]["text"] == "基数为零"
    assert found["previous"]["code"] == "2026-02"
    url = found["rows"][0]["cells"][0]["cases_url"]
    assert client.get(url).context["count"] == 2


def test_a_unit_counts_what_it_may_see(county, api):
    register(county)
    found = api(county.officer).get("/api/v1/figures/query/?i=matters&period=2026-03").json()
    assert found["total"]["cells"][0]["text"] == "0"
    assert "不是全县数" in found["scope"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("", "i"), ("i=matters&by=nothing", "by"), ("i=matters&period=2027-01", "period")],
)
def test_nonsense_is_refused_with_its_field(county, api, query, field):
    answer = api(county.head).get(f"/api/v1/figures/query/?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
