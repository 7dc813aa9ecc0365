"""Pages: who may open what, numbers that open their cases, budgets of queries."""

import re
from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.models import OwedEffect
from organizations.enums import PostKind, UnitKind
from reporting.domain.indicators import INDICATORS
from reporting.models import Bulletin
from reporting.services import previews
from reporting.services.bulletin_texts import edit_texts
from reporting.services.bulletins import build_bulletin
from tests.factories.organizations import make_unit, make_user, make_user_with_post
from tests.factories.petitions import at, make_clock
from tests.reporting.conftest import MONTH, NOW, Printed, build_county, published
from tests.reporting.test_bulletins import OCTOBER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mid_november():
    with time_machine.travel(at(date(2026, 11, 16)), tick=False):
        yield


@pytest.fixture
def open_as(client):
    def open_page(user, name, *args, query=""):
        client.force_login(user)
        return client.get(reverse(f"reporting:{name}", args=args) + query)

    return open_page


def people(county):
    unit = county.townships[0]
    return {
        "head": county.head,
        "clerk": county.clerk,
        "county leader": county.leader,
        "supervisor": make_user_with_post(PostKind.SUPERVISOR, county.office),
        "principal": county.principals[0],
        "deputy": county.deputies[0],
        "other principal": county.principals[1],
        "officer": make_user_with_post(PostKind.PETITION_OFFICER, unit),
        "villager": make_user_with_post(PostKind.PETITION_OFFICER, county.village),
        "administrator": make_user_with_post(
            PostKind.ADMINISTRATOR, make_unit(UnitKind.DEPARTMENT)
        ),
        "nobody": make_user(),
    }


COUNTY = {"head", "clerk", "county leader", "supervisor"}
LEADERS = {"principal", "deputy", "other principal"}
UNIT_STAFF = {"officer", "villager"}
OWN_UNIT = {"principal", "deputy", "officer"}

MATRIX = [
    ("dashboard", (), COUNTY | LEADERS, 403),
    ("bulletins", (), COUNTY | LEADERS | UNIT_STAFF, 403),
    ("bulletin", (MONTH,), COUNTY | LEADERS | UNIT_STAFF, 404),
    ("pdf", (MONTH,), COUNTY | LEADERS | UNIT_STAFF, 404),
    ("verify", (MONTH,), COUNTY | LEADERS | UNIT_STAFF, 404),
    ("unit", (MONTH, "own"), COUNTY | OWN_UNIT, 404),
    ("cases", (), COUNTY | LEADERS | UNIT_STAFF | {"administrator"}, 403),
]


@pytest.mark.parametrize(("name", "args", "allowed", "refusal"), MATRIX, ids=[m[0] for m in MATRIX])
def test_who_may_open(october, open_as, name, args, allowed, refusal):
    published(october)
    own = october.townships[0].pk
    args = tuple(own if arg == "own" else arg for arg in args)
    for role, user in people(october).items():
        assert open_as(user, name, *args).status_code == (200 if role in allowed else refusal), role


@pytest.mark.parametrize("name", ["bulletin", "pdf", "state"])
def test_a_draft_is_not_seen_by_townships(october, open_as, name):
    build_bulletin(period=OCTOBER, now=NOW)
    assert open_as(october.principals[0], name, MONTH).status_code == 404
    assert open_as(october.leader, name, MONTH).status_code == 200
    listed = open_as(october.principals[0], "bulletins").content.decode()
    assert "2026年10月" not in listed


def test_an_anonymous_visitor_is_sent_to_the_log_in(client, october):
    assert AnonymousUser().is_anonymous
    for name, args in (("dashboard", ()), ("bulletins", ()), ("bulletin", (MONTH,)), ("cases", ())):
        answer = client.get(reverse(f"reporting:{name}", args=args))
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


class TestActs:
    def post(self, client, user, name, *args, **data):
        client.force_login(user)
        return client.post(reverse(f"reporting:{name}", args=args), data, follow=True)

    def test_from_draft_to_mails_in_the_browser(self, client, october):
        page = self.post(client, october.clerk, "build", period=MONTH)
        assert "已生成2026年10月通报草稿" in page.content.decode()
        self.post(client, october.clerk, "texts", MONTH, requirements="抓紧办理。", edition=1)
        page = self.post(client, october.head, "approve", MONTH)
        assert "抓紧办理。" in page.content.decode()
        page = self.post(client, october.head, "publish", MONTH)
        assert "正在排版并发送" in page.content.decode()
        assert client.get(reverse("reporting:state", args=[MONTH])).status_code == 200
        assert jobs.run(OwedEffect.objects.get(kind="reporting.publish").pk, now=timezone.now())
        answer = client.get(reverse("reporting:state", args=[MONTH]))
        assert answer["HX-Refresh"] == "true"
        page = client.get(reverse("reporting:bulletin", args=[MONTH])).content.decode()
        assert "信通〔2026〕1号" in page
        assert "?state=waiting" in page

    def test_a_publication_that_failed_is_told(self, client, october):
        self.post(client, october.clerk, "build", period=MONTH)
        self.post(client, october.head, "approve", MONTH)
        self.post(client, october.head, "publish", MONTH)
        OwedEffect.objects.filter(kind="reporting.publish").update(
            state="failed", last_error="OSError: disk full"
        )
        for name in ("bulletin", "state"):
            page = client.get(reverse(f"reporting:{name}", args=[MONTH])).content.decode()
            assert "disk full" in page

    def test_the_clerk_cannot_sign(self, client, october):
        build_bulletin(period=OCTOBER, now=NOW)
        for act in ("approve", "publish"):
            page = self.post(client, october.clerk, act, MONTH)
            assert "没有办理这一事项的权限" in page.content.decode()
        assert Bulletin.objects.get().status == "draft"

    @pytest.mark.parametrize("act", ["texts", "approve", "send_back", "publish"])
    def test_a_township_does_not_even_find_the_draft(self, client, october, act):
        build_bulletin(period=OCTOBER, now=NOW)
        assert self.post(client, october.principals[0], act, MONTH).status_code == 404

    def test_empty_requirements_stay_on_the_page_with_their_error(self, client, october):
        build_bulletin(period=OCTOBER, now=NOW)
        page = self.post(client, october.clerk, "texts", MONTH, requirements=" ", edition=1)
        assert page.status_code == 422

    def test_sending_back_needs_a_reason(self, client, october):
        build_bulletin(period=OCTOBER, now=NOW)
        self.post(client, october.head, "approve", MONTH)
        page = self.post(client, october.head, "send_back", MONTH, reason="")
        assert "请写明退回修改的原因" in page.content.decode()
        self.post(client, october.head, "send_back", MONTH, reason="数据有误")
        assert Bulletin.objects.get().status == "draft"

    def test_a_month_that_runs_is_not_offered(self, client, october):
        page = self.post(client, october.clerk, "build", month="2026-11")
        assert not Bulletin.objects.exists()
        assert "alert" in page.content.decode()

    def test_acts_are_not_carried_out_by_opening_an_address(self, client, october):
        build_bulletin(period=OCTOBER, now=NOW)
        client.force_login(october.head)
        for act in ("approve", "publish", "texts", "send_back"):
            assert client.get(reverse(f"reporting:{act}", args=[MONTH])).status_code == 405


class TestExplanation:
    def test_every_point_is_explained_with_its_case(self, october, open_as):
        bulletin = published(october)
        town = october.townships[0]
        page = open_as(october.principals[0], "unit", MONTH, town.pk).content.decode()
        row = bulletin.rows.get(unit=town)
        assert f"{row.score}" in page
        assert "条例第二十三条" in page
        assert "不扣分" in page
        assert "扣 " in page
        assert ">0.00<" not in page
        assert page.count("查看事项") >= 2

    def test_a_line_alone_leaves_its_points_to_its_item(self, october, open_as):
        """What an item cost stands once, whether one line or several make it."""
        published(october)
        town = october.townships[0]
        page = open_as(october.principals[0], "unit", MONTH, town.pk)
        for item in page.context["items"]:
            if len(item.lines) == 1 and item.points:
                shown = f"扣 {item.size} 分"
                part = page.content.decode().split(f"<strong>{item.name}</strong>")[1]
                assert part.split('class="score-item"')[0].count(shown) == 1

    def test_art30_the_page_is_the_same_when_a_matter_became_a_report(
        self, october, open_as, client
    ):
        published(october)
        town, principal = october.townships[0], october.principals[0]

        def seen():
            page = open_as(principal, "unit", MONTH, town.pk).content.decode()
            api = client.get(reverse("api:bulletin-explanation", args=[MONTH, town.pk]))
            words = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
            lines = " ".join(words.replace("查看事项", "").split())
            return lines, [line["reason"] for item in api.json() for line in item["lines"]]

        before = seen()
        for case in town.placed_cases.all():
            type(case).objects.filter(pk=case.pk).update(purpose="accusation", legal_class="report")
            case.accused_units.add(town)
        assert seen() == before
        assert town.placed_cases.first().number in before[0]
        assert "查看事项" not in open_as(principal, "unit", MONTH, town.pk).content.decode()


class TestFile:
    def test_the_published_file_is_shown_in_the_browser(self, october, open_as):
        published(october)
        answer = open_as(october.principals[0], "pdf", MONTH)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("inline")
        assert answer.content.startswith(b"{")

    def test_a_draft_is_printed_once_and_again_after_a_change(self, october, open_as, monkeypatch):
        printed = []
        monkeypatch.setattr(
            previews, "render", lambda document: printed.append(document) or Printed(b"%PDF-")
        )
        bulletin = build_bulletin(period=OCTOBER, now=NOW)
        assert open_as(october.head, "pdf", MONTH).content == b"%PDF-"
        assert open_as(october.head, "pdf", MONTH).content == b"%PDF-"
        assert [document["draft"] for document in printed] == ["送审稿"]
        authority = october.authority(october.clerk)
        edit_texts(bulletin=bulletin, requirements="改过。", authority=authority, now=NOW)
        open_as(october.head, "pdf", MONTH)
        assert len(printed) == 2

    def test_the_digest_is_checked(self, october, open_as):
        bulletin = published(october)
        assert "文件与印发时一致" in open_as(october.head, "verify", MONTH).content.decode()
        Bulletin.objects.filter(pk=bulletin.pk).update(pdf="bulletins/none.pdf")
        assert "文件不存在" in open_as(october.head, "verify", MONTH).content.decode()


class TestCaseList:
    def test_only_listed_questions_are_answered(self, october, open_as):
        bad = "?case__participants__petitioner__phone=138"
        assert open_as(october.head, "cases", query=bad).status_code == 400

    def test_the_question_is_told_in_words(self, october, open_as):
        town = october.townships[0]
        query = f"?received_from=2026-10-01&received_to=2026-10-31&unit={town.pk}&form=visit"
        page = open_as(october.head, "cases", query=query).content.decode()
        assert "收到：2026-10-01至2026-10-31" in page
        assert f"单位：{town}" in page
        assert "共 1 件" in page

    def test_a_report_is_in_no_list_not_even_for_the_head(self, october, open_as):
        secret = october.case(place=october.townships[0], purpose="accusation")
        page = open_as(october.head, "cases").content.decode()
        assert secret.number not in page
        assert "共 4 件" in page

    def test_a_township_is_told_that_its_list_may_be_shorter(self, october, open_as):
        page = open_as(october.principals[1], "cases").content.decode()
        assert "可能少于通报所列的数" in page
        assert "共 0 件" in page


class TestDashboard:
    def test_numbers_open_lists_of_the_same_length(self, october, open_as, client):
        late = october.case(
            place=october.townships[0],
            received_on=date(2026, 11, 3),
            next_due_on=date(2026, 11, 10),
        )
        make_clock(late, "C4", date(2026, 11, 10), unit=october.townships[0])
        answer = open_as(october.leader, "dashboard")
        boxes = {str(box.name): box for box in answer.context["boxes"]}
        assert boxes["信访总量（起）"].value == "1"
        assert boxes["现已超期"].value == "1"
        for name in ("信访总量（起）", "在办", "现已超期", "重复信访", "集体访批次"):
            page = client.get(boxes[name].url)
            assert page.context["count"] == int(boxes[name].value), name
        rows = answer.context["groups"][0][1]
        for row in rows:
            assert client.get(row["url"]).context["count"] == row["unit"].matters.now
            assert client.get(row["pending_url"]).context["count"] == row["unit"].balance.pending
            for _kind, number, url in row["late_links"]:
                assert client.get(url).context["count"] == number
        assert "<svg " in answer.content.decode()
        tables = [table for column in answer.context["parts"] for table in column]
        for _name, parts in tables:
            for part in parts:
                assert client.get(part["url"]).context["count"] == part["matters"].now

    def test_a_rate_opens_what_missed_its_limit(self, october, open_as, client):
        answer = open_as(october.leader, "dashboard", query=f"?month={MONTH}")
        town = next(row for row in answer.context["groups"][0][1] if row["unit"].inform.due)
        rate = town["unit"].inform
        assert rate.hits < rate.due
        assert "hit=0" in town["inform_url"]
        assert "未按期" in town["inform_note"]
        listed = client.get(town["inform_url"]).context["count"]
        assert listed == rate.due - rate.hits
        kept = next(r for r in answer.context["groups"][0][1] if not r["unit"].conclude.due)
        assert "hit" not in kept["conclude_url"]

    def test_a_running_month_is_compared_with_as_many_days(self, october, open_as):
        october.case(place=october.townships[0], received_on=date(2026, 11, 16))
        figures = open_as(october.leader, "dashboard").context["board"].figures
        assert (figures.matters.now, figures.matters.last_month) == (1, 4)

    def test_a_limit_that_ends_today_is_not_overdue(self, october, open_as):
        case = october.case(
            place=october.townships[0],
            received_on=date(2026, 11, 3),
            next_due_on=date(2026, 11, 16),
        )
        make_clock(case, "C4", date(2026, 11, 16), unit=october.townships[0])
        board = open_as(october.leader, "dashboard").context["board"]
        town = next(u for u in board.figures.units if u.unit_id == october.townships[0].pk)
        assert (board.overdue_count, town.inform.due) == (0, 0)

    def test_a_leader_of_a_township_sees_its_row_only(self, october, open_as):
        answer = open_as(october.principals[0], "dashboard", query=f"?month={MONTH}")
        groups = answer.context["groups"]
        assert [row["unit"].unit_id for row in groups[0][1]] == [october.townships[0].pk]
        assert groups[1][1] == []
        assert answer.context["board"].figures.matters.now == 3

    def test_another_month_can_be_chosen_but_none_to_come(self, october, open_as):
        assert (
            open_as(october.leader, "dashboard", query="?month=2026-10").context["month"].code
            == MONTH
        )
        later = open_as(october.leader, "dashboard", query="?month=2027-01")
        assert later.context["month"].code == "2026-11"
        assert open_as(october.leader, "dashboard", query="?month=x").status_code == 400


@pytest.mark.parametrize("towns", [2, 20])
@pytest.mark.parametrize(
    ("name", "args", "budget"),
    [
        ("dashboard", (), 12),
        ("bulletins", (), 4),
        ("bulletin", (MONTH,), 7),
        ("unit", (MONTH, "own"), 8),
        ("cases", (), 6),
        ("definitions", (), 4),
    ],
)
def test_pages_stay_in_their_budget(
    client, db, rule_set, django_assert_max_num_queries, towns, name, args, budget
):
    county = build_county(townships=towns)
    for town in county.townships:
        for day in (3, 5):
            case = county.case(place=town, responsible_unit=town, received_on=date(2026, 10, day))
            make_clock(case, "C4", date(2026, 10, 20), unit=town)
    published(county)
    client.force_login(county.leader)
    args = tuple(county.townships[0].pk if arg == "own" else arg for arg in args)
    with django_assert_max_num_queries(budget):
        assert client.get(reverse(f"reporting:{name}", args=args)).status_code == 200


def test_a_month_long_ago_is_a_page_and_no_error(county, client):
    client.force_login(county.head, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/dashboard/?month=1900-01").status_code == 200


class TestMeasuredFigures:
    def test_the_page_of_definitions_has_an_anchor_for_each_figure(self, october, open_as):
        html = open_as(october.clerk, "definitions").content.decode()
        for one in INDICATORS:
            assert f'id="{one.code}"' in html
            assert one.formula in html

    def test_a_figure_opens_the_matters_that_make_it(self, october, open_as):
        town = october.townships[0]
        query = f"?fact=matters&period=2026-Q4&place={town.pk}"
        answer = open_as(october.leader, "cases", query=query)
        assert answer.context["count"] == 3
        assert answer.context["conditions"] == ["起数", "2026年第四季度", f"属地：{town}"]
        missed = open_as(october.leader, "cases", query="?fact=timely_rate&period=2026-10")
        assert missed.context["count"] == 2

    def test_a_key_nobody_knows_is_not_called_unclassed(self, october, open_as):
        query = "?fact=matters&period=2026-10&class1=770000"
        answer = open_as(october.leader, "cases", query=query)
        assert answer.context["count"] == 0
        assert answer.context["conditions"][-1] == "内容分类（一级）：770000"

    def test_a_reader_sees_only_own_matters_behind_a_figure(self, october, open_as):
        query = "?fact=matters&period=2026-10"
        assert open_as(october.principals[1], "cases", query=query).context["count"] <= 1

    def test_an_impossible_figure_is_refused(self, october, open_as):
        assert open_as(october.leader, "cases", query="?fact=nobody").status_code == 400

    def test_large_numbers_lead_to_their_definition(self, october, open_as):
        html = open_as(october.leader, "dashboard").content.decode()
        for code in ("matters", "persons", "collective", "timely_rate", "overdue"):
            assert f"/figures/definitions/#{code}" in html
