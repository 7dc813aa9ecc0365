"""Boards of the parts: who has which, numbers that open their matters, one budget for few and many."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from accountability.models import ReceptionDay, Talk
from organizations.enums import PostKind
from reporting.permissions import board_parts
from tests.factories.organizations import make_term, make_user, make_user_with_post
from tests.factories.petitions import at, make_clock
from tests.reporting.conftest import build_county, published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
NOON = at(TODAY, 12)


@pytest.fixture(autouse=True)
def _mid_november():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def people(october):
    """A user of each part."""
    town = october.townships[0]
    return {
        "leader": october.leader,
        "office": october.head,
        "unit": october.principals[0],
        "handler": make_user_with_post(PostKind.PETITION_OFFICER, town, "专干"),
        "clerk": october.clerk,
    }


@pytest.fixture
def board_of(client):
    def read(user, query=""):
        client.force_login(user)
        return client.get(reverse("reporting:board") + query)

    return read


PARTS = ("leader", "office", "unit", "handler", "clerk")


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_its_own_three_questions(people, board_of, part):
    answer = board_of(people[part])
    assert answer.status_code == 200
    assert (answer.context["part"], len(answer.context["asks"])) == (part, 3)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("towns", [2, 20])
def test_budget(db, rule_set, client, django_assert_max_num_queries, towns, part):
    county = build_county(townships=towns)
    for town in county.townships:
        for day in (3, 5):
            case = county.case(
                place=town,
                responsible_unit=town,
                received_on=date(2026, 11, day),
                next_due_on=date(2026, 11, day + 8),
            )
            make_clock(case, "C4", date(2026, 11, day + 8), unit=town)
    officer = make_user_with_post(PostKind.PETITION_OFFICER, county.townships[0], "专干")
    user = {
        "leader": county.leader,
        "office": county.head,
        "unit": county.principals[0],
        "handler": officer,
        "clerk": county.clerk,
    }[part]
    client.force_login(user)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("reporting:board")).status_code == 200


def test_numbers_are_those_of_the_lists_behind_them(october, people, board_of, client):
    town = october.townships[0]
    for due in (date(2026, 11, 10), date(2026, 11, 18), date(2026, 12, 30)):
        october.case(
            place=town, responsible_unit=town, received_on=date(2026, 11, 2), next_due_on=due
        )
    answer = board_of(people["office"])
    shown = answer.context["board"]
    assert (shown.overdue, shown.soon) == (1, 1)
    for ask in answer.context["asks"]:
        for part in ask.parts:
            for box in part.context.get("boxes", ()):
                if box.value.isdigit():
                    assert client.get(box.url).context["count"] == int(box.value), box
            for _name, bar, url in part.context.get("rows", ()) if "bars" in part.template else ():
                assert client.get(url).context["count"] == bar.number
            for week in part.context.get("weeks", ()):
                for day, url in week:
                    if day.count:
                        assert client.get(url).context["count"] == day.count


def test_a_leader_finds_the_talks_and_receptions_that_wait_for_him(october, people, board_of):
    leader, town = people["leader"], october.townships[0]
    talk = {
        "unit": town, "target": "deputy", "reason": "逾期", "status": "arranged", "source": "meeting", "basis": "纪要",
        "proposed_at": NOON, "person": people["unit"], "scheduled_at": NOON - timedelta(days=1), "arranged_at": NOON,
    }  # fmt: skip
    mine = Talk.objects.create(talker=leader, **talk)
    Talk.objects.create(talker=people["office"], **talk)
    day = {"place": "县信访局", "begins": time(9), "ends": time(11)}
    soon = ReceptionDay.objects.create(leader=leader, on=date(2026, 11, 20), **day)
    ReceptionDay.objects.create(leader=leader, on=date(2026, 12, 20), **day)
    ReceptionDay.objects.create(leader=people["office"], on=date(2026, 11, 20), **day)
    asked = board_of(leader).context["asks"][0]
    rows = next(p for p in asked.parts if p.template.endswith("_agenda.html")).context["rows"]
    assert [(one.kind, one.pk) for one in rows] == [("talk", mine.pk), ("reception", soon.pk)]


def test_a_handlers_speed_stands_beside_what_came_again(october, people, board_of):
    """Figures of speed never stand alone."""
    month = board_of(people["handler"]).context["asks"][2]
    codes = [box.code for box in month.parts[0].context["boxes"]]
    assert codes == ["timely_rate", "concluded_rate", "repeats"]


def test_the_heat_table_opens_its_matters(october, people, board_of, client):
    answer = board_of(people["leader"], "?month=2026-10")
    heat = next(
        p for a in answer.context["asks"] for p in a.parts if p.template.endswith("_heat.html")
    )
    assert [(row[0], row[2]) for row in heat.context["rows"]] == [
        (str(october.townships[0]), 3),
        (str(october.townships[1]), 1),
    ]
    for _name, cells, whole, url in heat.context["rows"]:
        assert client.get(url).context["count"] == whole
        for cell, address in cells:
            if cell.number:
                assert client.get(address).context["count"] == cell.number


def test_a_unit_sees_its_last_places_and_nobody_elses_matters(october, people, board_of):
    with time_machine.travel(at(date(2026, 11, 1), 6), tick=False):
        published(october)
    answer = board_of(people["unit"])
    rank = next(
        p for a in answer.context["asks"] for p in a.parts if p.template.endswith("_rank.html")
    )
    assert {row.unit_id for row in rank.context["rows"]} == {october.townships[0].pk}
    assert answer.context["units"] == []


def test_a_unit_narrows_the_county(october, people, board_of):
    town = october.townships[1]
    answer = board_of(people["leader"], f"?month=2026-10&unit={town.pk}")
    assert answer.context["board"].tally().now == 1


def test_secret_reports_are_on_no_board(october, people, board_of):
    before = board_of(people["office"]).context["board"]
    october.case(
        legal_class="report", purpose="accusation", place=october.townships[0],
        received_on=date(2026, 11, 3), next_due_on=date(2026, 11, 4),
    )  # fmt: skip
    after = board_of(people["office"]).context["board"]
    assert (after.overdue, after.pending) == (before.overdue, before.pending)
    assert after.tally() == before.tally()


def test_nobody_opens_the_board_of_another_part(october, people, board_of):
    assert board_of(people["handler"], "?part=leader").status_code == 403
    assert board_of(make_user("外人")).status_code == 403
    assert board_of(people["leader"], "?month=x").status_code == 400


def test_somebody_with_two_posts_has_two_boards_and_chooses(october, people, board_of):
    user = people["unit"]
    make_term(user, october.leader.terms.get().post.unit, PostKind.COUNTY_LEADER)
    assert board_parts(october.authority(user, TODAY)) == ("leader", "unit")
    assert board_of(user).context["part"] == "leader"
    assert board_of(user, "?part=unit").context["part"] == "unit"


def test_a_place_says_of_how_many_and_whether_it_is_shared(db, rule_set, board_of):
    county = build_county(townships=3)
    county.case(place=county.townships[0], responsible_unit=county.townships[0])
    with time_machine.travel(at(date(2026, 11, 1), 6), tick=False):
        published(county)
    text = board_of(county.principals[1]).content.decode()
    assert "并列 1/3" in text
