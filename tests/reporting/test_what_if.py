"""Trial scores: place by place beside the bulletin, by other rules or points, and nothing is kept."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accountability.models import RuleSet, ScoreEntry
from accountability.services.defaults import load_defaults
from accountability.services.scoring import rule_set_data
from petitions.enums import LevelVisited
from reporting.domain.periods import Month
from reporting.models import BulletinRow
from reporting.services.bulletins import build_bulletin
from reporting.services.what_if import Course, GroupCourse, trial, with_points
from tests.factories.petitions import make_clock
from tests.reporting.conftest import MONTH, NOW

OCTOBER = Month.parse(MONTH)


@pytest.fixture
def drafted(october):
    """The first town missed limits; the second had a visit to Beijing without any breach."""
    load_defaults(now=NOW)
    town = october.townships[1]
    october.case(
        place=town, responsible_unit=town, form="visit", level_visited=LevelVisited.NATIONAL
    )
    build_bulletin(period=OCTOBER, now=NOW)
    return october


def classic():
    return RuleSet.objects.get(code="classic")


def places(found):
    return {row.unit_id: (row.place, row.trial_place) for row in found.groups[0].rows}


def test_art39_the_classic_rules_turn_the_ranking_round(drafted):
    one, two = drafted.townships
    found = trial(month=OCTOBER, rules=rule_set_data(classic()))
    assert places(found) == {one.pk: (2, 1), two.pk: (1, 2)}
    assert found.groups[0].tau == -1
    assert {row.change.text for row in found.groups[0].rows} == {"↑1", "↓1"}


def test_other_points_change_the_trial_and_nothing_else(drafted):
    duty = rule_set_data(RuleSet.objects.get(code="duty"))
    kept = list(ScoreEntry.objects.values()), list(BulletinRow.objects.values())
    found = trial(month=OCTOBER, rules=with_points(duty, {"inform": Decimal(0)}))
    assert {row.trial_score for row in found.groups[0].rows} == {Decimal(100)}
    assert found.groups[0].tau is None
    assert kept == (list(ScoreEntry.objects.values()), list(BulletinRow.objects.values()))


def test_points_by_level_move_in_proportion(drafted):
    rules = with_points(rule_set_data(classic()), {"above": Decimal(10)})
    assert dict(rules.item("above").level_points)["national"] == 30


def test_a_month_without_a_bulletin_is_compared_with_the_rules_then_in_force(october):
    found = trial(month=OCTOBER, rules=rule_set_data(RuleSet.objects.get(code="duty")))
    assert "当时生效的" in found.compared_with
    assert all(row.place == row.trial_place for row in found.groups[0].rows)


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_asks_the_same_number_of_questions(
    drafted, client, count, django_assert_max_num_queries
):
    town = drafted.townships[0]
    for _ in range(count):
        case = drafted.case(place=town, responsible_unit=town)
        make_clock(case, "C4", date(2026, 10, 27), unit=town)
    client.force_login(drafted.head)
    query = {"month": MONTH, "rule_set": classic().pk, "p_matter": "2"}
    with django_assert_max_num_queries(30):
        page = client.get(reverse("reporting:what_if"), query)
    assert len(page.context["groups"]) == 2
    text = page.content.decode()
    assert "按信访数量扣分" in text
    assert "肯德尔τ-b" in text


def test_the_file_holds_the_same_rows(drafted, client):
    client.force_login(drafted.leader)
    url = reverse("reporting:what_if_table")
    assert client.get(url).headers["Location"].startswith(reverse("reporting:what_if"))
    answer = client.get(url, {"month": MONTH, "rule_set": classic().pk})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet.max_row == 4
    assert (sheet["A2"].value, sheet["B2"].value) == (MONTH, "乡镇（街道）")
    client.force_login(drafted.principals[0])
    assert client.get(url).status_code == 403


def test_nonsense_is_shown_again(drafted, client):
    client.force_login(drafted.head)
    page = client.get(
        reverse("reporting:what_if"), {"month": MONTH, "rule_set": "x", "p_inform": "-3"}
    )
    assert page.context["trial"] is None
    assert "p_inform" in page.context["form"].errors


def test_points_typed_for_one_rule_set_are_not_taken_for_another(drafted, client):
    client.force_login(drafted.head)
    duty = RuleSet.objects.get(code="duty")
    query = {"month": MONTH, "rule_set": classic().pk, "shown": duty.pk, "p_conclude": "35"}
    page = client.get(reverse("reporting:what_if"), query)
    assert page.context["trial"].rules.item("conclude").points == 10


class TestSeveralMonths:
    def test_each_month_stands_beside_its_own_bulletin(self, drafted, client):
        client.force_login(drafted.leader)
        rules = classic()
        answer = client.get(
            reverse("reporting:what_if"),
            {"month": MONTH, "months": "3", "rule_set": rules.pk, "shown": rules.pk},
        )
        assert [one.month.code for one in answer.context["trials"]] == ["2026-08", "2026-09", MONTH]
        group, words, taus = answer.context["courses"][0]
        assert len(taus) == 3
        assert "τ" in words
        single = trial(month=OCTOBER, rules=rule_set_data(rules)).groups[0]
        assert {row.name: row.places[-1] for row in group.rows} == {
            row.name: (row.place, row.trial_place) for row in single.rows
        }
        assert taus[-1] == f"{single.tau:.2f}"

    def test_the_file_holds_every_month(self, drafted, client):
        client.force_login(drafted.leader)
        rules = classic()
        answer = client.get(
            reverse("reporting:what_if_table"),
            {"month": MONTH, "months": "3", "rule_set": rules.pk, "shown": rules.pk},
        )
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        assert {row[0] for row in list(sheet.values)[1:]} == {"2026-08", "2026-09", MONTH}

    def test_the_mean_leaves_out_what_cannot_be_compared(self):
        group = GroupCourse("x", (Course("a", ((1, 2), None, (None, 1))),), (1.0, None, 0.5))
        assert group.mean == 0.75
        assert group.rows[0].moved == 1
        assert GroupCourse("x", (), (None,)).mean is None
