"""Units, figures and bulletins over the API."""

from __future__ import annotations

import pytest
import time_machine

from accountability.services.defaults import load_defaults
from organizations.enums import PostKind, UnitKind
from reporting.domain.periods import Month
from reporting.models import Bulletin
from reporting.services.bulletins import build_bulletin
from tests.factories.organizations import make_population, make_unit, make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register

pytestmark = pytest.mark.django_db
MONTH = "2026-03"
LATER = at(DAY.replace(month=4))


@pytest.fixture(autouse=True)
def _april():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def draft(county) -> Bulletin:
    """The draft of a month with one matter of the town."""
    load_defaults(now=LATER)
    make_population(county.town, 20_000)
    register(county, place_id=county.town.pk)
    return build_bulletin(period=Month.parse(MONTH), now=LATER)


@pytest.mark.parametrize("rows", [2, 20])
def test_units_need_as_many_queries_for_20_as_for_2(county, api, rows, django_assert_num_queries):
    for number in range(rows):
        make_unit(UnitKind.VILLAGE, f"第{number}村", parent=county.town)
    client = api(county.officer)
    with django_assert_num_queries(2):  # token, units
        found = client.get("/api/v1/units/", {"kind": "village"}).json()["results"]
    assert len(found) == rows


def test_figures_of_the_county_are_for_those_who_see_it(county, api, draft):
    figures = api(county.head).get(f"/api/v1/figures/{MONTH}/").json()
    assert figures["matters"] == {"now": 1, "last_month": 0, "last_year": 0}
    town = next(u for u in figures["units"] if u["unit_id"] == county.town.pk)
    assert town["matters"]["now"] == 1
    balance = town["balance"]
    assert balance["opening"] + balance["received"] - balance["closed"] == balance["pending"]
    assert api(county.officer).get(f"/api/v1/figures/{MONTH}/").status_code == 403


def test_a_leader_of_a_unit_gets_its_own_line_only(county, api, draft):
    figures = api(county.principal).get(f"/api/v1/figures/{MONTH}/").json()
    assert {u["unit_id"] for u in figures["units"]} == {county.town.pk}


def test_figures_never_count_reports(county, api, draft):
    register(county, purpose="accusation", accused_unit_ids=(county.town.pk,), title="检举")
    for user in (county.head, county.principal):
        figures = api(user).get(f"/api/v1/figures/{MONTH}/").json()
        assert figures["matters"]["now"] <= 1, "条例第三十条"


@pytest.mark.parametrize("month", ["2026-13", "1899-01", "2099-01", "x"])
def test_a_month_that_cannot_be_is_not_found(county, api, month):
    assert api(county.head).get(f"/api/v1/figures/{month}/").status_code == 404


def test_a_draft_is_for_its_makers_a_published_bulletin_for_every_unit(county, api, draft):
    makers, unit = api(county.head), api(county.officer)
    assert makers.get(f"/api/v1/bulletins/{MONTH}/").json()["status"] == "draft"
    assert unit.get(f"/api/v1/bulletins/{MONTH}/").status_code == 404
    assert unit.get("/api/v1/bulletins/").json()["results"] == []
    Bulletin.objects.update(
        status="published", approved_at=LATER, approved_by=county.head, requested_at=LATER,
        requested_by=county.head, published_at=LATER, published_by=county.head, serial=1,
        pdf_sha256="0" * 64,
    )  # fmt: skip
    rows = unit.get(f"/api/v1/bulletins/{MONTH}/").json()["rows"]
    town = next(row for row in rows if row["unit"]["id"] == county.town.pk)
    assert (town["matters"], town["residents"], town["per_10k"]) == (1, 20_000, "0.50")


def test_every_line_of_a_score_is_for_the_unit_itself(county, api, draft):
    Bulletin.objects.update(
        status="published", approved_at=LATER, approved_by=county.head, requested_at=LATER,
        requested_by=county.head, published_at=LATER, published_by=county.head, serial=1,
        pdf_sha256="0" * 64,
    )  # fmt: skip
    address = f"/api/v1/bulletins/{MONTH}/units/{county.town.pk}/"
    assert api(county.officer).get(address).status_code == 200
    assert api(county.other_officer).get(address).status_code == 404


def test_an_administrator_reads_no_figures_and_no_bulletins(county, api, draft):
    admin = make_user_with_post(PostKind.ADMINISTRATOR, county.office, "管理员")
    client = api(admin)
    assert client.get(f"/api/v1/figures/{MONTH}/").status_code == 403
    assert client.get(f"/api/v1/bulletins/{MONTH}/").status_code == 404
