"""Urgent matters reported onward: each recipient with time, means and receipt; what is missing is listed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from accountability.models import Notice
from core.errors import Invalid, NotAllowed, Unlawful
from organizations.enums import PostKind
from petitions.models import Case, UrgentDelivery
from petitions.services import dispatching, urgent
from petitions.services.urgent import UrgentDraft
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of, transferred
from tests.petitions.test_act_forms import url

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=1)
LIST = "petitions:urgent_list"
UPWARD = ["superior_office", "national"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def report(county, case, *recipients, user=None, **fields):
    values = {"discovered_at": at(DAY, 9), "text": "桥梁险情", "means": "phone", **fields}
    return urgent.report_urgent(
        authority=county.who(user or county.clerk, on=TODAY),
        case=case,
        draft=UrgentDraft(recipients or ["party_government"], **values),
        now=at(TODAY, 9),
    )


def sign(county, delivery, user=None, **fields):
    values = {"acknowledged_at": at(TODAY, 9), "receiver": "值班员", "now": at(TODAY, 9), **fields}
    return urgent.acknowledge(
        authority=county.who(user or county.clerk, on=TODAY), delivery=delivery, **values
    )


class TestReports:
    def test_art25_each_recipient_has_its_time_and_means(self, county, registered):
        row = report(
            county, registered, "party_government", "department", *UPWARD,
            department=county.bureau, sent_at=at(DAY, 10),
        )  # fmt: skip
        found = {d.recipient: (d.organ, d.means, d.sent_at) for d in row.deliveries.all()}
        assert found["department"] == (county.bureau.name, "phone", at(DAY, 10))
        assert found["national"] == ("", "phone", at(DAY, 10))
        assert row.reported_at - row.discovered_at == timedelta(hours=1)
        registered.refresh_from_db()
        assert registered.is_urgent

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"recipients": []}, "recipients"),
            ({"recipients": ["press"]}, "recipients"),
            ({"recipients": ["department"]}, "department"),
            ({"means": "pigeon"}, "means"),
            ({"discovered_at": at(TODAY, 12)}, "discovered_at"),
            ({"sent_at": at(TODAY, 12)}, "sent_at"),
            ({"sent_at": at(DAY, 8)}, "sent_at"),
            ({"text": " "}, "text"),
        ],
    )
    def test_refusals(self, county, registered, fields, field):
        recipients = fields.pop("recipients", ["party_government"])
        values = {"discovered_at": at(DAY, 9), "text": "险情", **fields}
        with pytest.raises(Invalid) as problem:
            urgent.report_urgent(
                authority=county.who(county.clerk, on=TODAY),
                case=registered,
                draft=UrgentDraft(recipients, **values),
                now=at(TODAY, 9),
            )
        assert problem.value.field == field

    def test_a_unit_reports_to_its_own_side_only(self, county):
        case = transferred(county, register(county))
        report(county, case, "party_government", "joint_meeting_office", user=county.officer)
        with pytest.raises(Invalid, match="由信访局提出"):
            report(county, case, "national", user=county.officer)
        with pytest.raises(NotAllowed):
            report(county, case, user=county.other_officer)

    def test_art30_a_report_goes_to_no_accused_department(self, county):
        case = register(county, purpose="accusation", accused_unit_ids=(county.bureau.pk,))
        for unit in (county.bureau, county.other_town):
            with pytest.raises(Invalid) as problem:
                report(county, case, "department", department=unit)
            assert problem.value.field == "department"
        assert report(county, case, "department", department=county.discipline)

    def test_the_database_keeps_receipts_whole(self, county, registered):
        row = report(county, registered).deliveries.get()
        for wrong in (
            {"acknowledged_at": at(TODAY, 9)},
            {"receiver": "无时间"},
            {"acknowledged_at": at(DAY, 8), "receiver": "早"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                UrgentDelivery.objects.filter(pk=row.pk).update(**wrong)


class TestReceipts:
    def test_who_and_when_once(self, county, registered):
        row = report(county, registered, sent_at=at(DAY, 10)).deliveries.get()
        for wrong, field in (
            ({"acknowledged_at": at(DAY, 9)}, "acknowledged_at"),
            ({"acknowledged_at": at(TODAY, 12)}, "acknowledged_at"),
            ({"receiver": ""}, "receiver"),
        ):
            with pytest.raises(Invalid) as problem:
                sign(county, row, **wrong)
            assert problem.value.field == field
        with pytest.raises(NotAllowed):
            sign(county, row, user=county.other_officer)
        assert sign(county, row, note="请立即封桥").note == "请立即封桥"
        with pytest.raises(Unlawful, match="已经签收"):
            sign(county, row)


class TestNotices:
    def test_the_head_learns_what_is_missing(self, county):
        case = register(county, is_urgent=True)
        notice = Notice.objects.get(user=county.head)
        assert notice.title == f"重大紧急事项{case.number}尚未报齐"
        report(county, case, "party_government")
        text = Notice.objects.filter(user=county.head).order_by("pk").last().text
        assert "本级党委和政府" not in text
        assert "国家信访局" in text

    def test_nothing_more_once_all_are_told(self, county, registered):
        everybody = ["party_government", "department", "joint_meeting_office", *UPWARD]
        report(county, registered, *everybody, department=county.bureau)
        assert not Notice.objects.filter(user=county.head).exists()


class TestPages:
    def shown(self, user, **params):
        return client_of(user).get(reverse(LIST), params).content.decode()

    def test_the_list_holds_what_is_not_reported_to_all(self, county):
        flagged = register(county, is_urgent=True, title="桥梁险情")
        done = register(county, title="已报齐")
        report(
            county, done, "party_government", "department", "joint_meeting_office", *UPWARD,
            department=county.bureau,
        )  # fmt: skip
        register(county, title="普通事项")
        page = self.shown(county.clerk)
        assert flagged.number in page
        assert page.count("尚未报告</span>") == 5
        assert done.number not in page
        both = self.shown(county.clerk, all="")
        assert flagged.number in both
        assert done.number in both
        assert "普通事项" not in both

    def test_closing_a_matter_hides_nothing(self, county):
        case = register(county, is_urgent=True)
        dispatching.file_case(
            authority=county.who(county.clerk, on=TODAY), case=case, reason="已解答", now=at(TODAY)
        )
        assert case.number in self.shown(county.clerk)
        report(county, case, "national")
        ordinary = register(county)
        dispatching.file_case(
            authority=county.who(county.clerk, on=TODAY), case=ordinary, reason="存", now=at(TODAY)
        )
        with pytest.raises(Unlawful, match="不是重大紧急"):
            report(county, ordinary)

    def test_who_does_not_see_a_matter_does_not_find_it_here(self, county):
        case = register(county, is_urgent=True)
        assert case.number not in self.shown(county.other_officer)
        secret = register(
            county, purpose="accusation", accused_unit_ids=(county.town.pk,), is_urgent=True
        )
        assert secret.number not in self.shown(county.officer)
        leader = make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent)
        assert secret.number not in self.shown(leader)
        assert secret.number in self.shown(county.head)

    def test_the_form_offers_what_is_missing_and_keeps_what_was_written(self, county):
        case = register(county)
        report(county, case, "party_government", measures="已封桥")
        form = client_of(county.clerk).get(url(case, "urgent")).context["form"]
        assert form["recipients"].value() == ["department", "joint_meeting_office", *UPWARD]
        assert form["measures"].value() == "已封桥"
        labels = [str(label) for _code, label in form.fields["recipients"].choices]
        assert "已报告" in labels[0]
        page = client_of(county.clerk).get(reverse("petitions:case_detail", args=[case.pk]))
        assert "尚未签收" in page.content.decode()

    def test_department_is_asked_for_beside_its_field(self, county, registered):
        data = {
            "recipients": ["department"],
            "means": "phone",
            "discovered_at": f"{DAY}T09:00",
            "text": "险情",
        }
        answer = client_of(county.clerk).post(url(registered, "urgent"), data)
        assert answer.status_code == 422
        assert "请选择主管部门" in answer.context["form"].errors["department"][0]
        data["department"] = county.bureau.pk
        assert client_of(county.clerk).post(url(registered, "urgent"), data).status_code == 302

    @pytest.mark.parametrize("count", [2, 20], ids=["two", "twenty"])
    def test_query_budget(self, county, count, django_assert_max_num_queries):
        for _turn in range(count):
            report(county, register(county))
        client = client_of(county.clerk)
        with django_assert_max_num_queries(7):
            client.get(reverse(LIST))
        assert Case.objects.filter(is_urgent=True).count() == count
