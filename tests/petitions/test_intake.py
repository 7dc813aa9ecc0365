"""The registration page: what is kept, what is refused, and that one form makes one case."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organizations.enums import PostKind
from petitions.models import Attachment, Case
from petitions.services import pending_uploads
from petitions.services.drafts import PersonDraft
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at, make_content_class
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of, sheet

pytestmark = pytest.mark.django_db
URL = "/cases/new/"
BAD_ID = "110105194912310021"


@pytest.fixture(autouse=True)
def _today():
    shutil.rmtree(Path(settings.VAR_DIR) / "pending", ignore_errors=True)
    with time_machine.travel(at(DAY), tick=False):
        yield


@pytest.fixture
def clerk(county):
    return client_of(county.clerk)


class TestSaving:
    def test_one_page_makes_a_case_and_shows_its_number(self, county, clerk):
        place = county.town
        content = make_content_class("080300", "道路交通")
        answer = clerk.post(URL, sheet(place=place.pk, content=content.pk, superior_number="S-1"))
        case = Case.objects.get()
        assert answer["Location"] == reverse("petitions:registered", args=[case.pk])
        assert (case.place, case.content_class, case.superior_number) == (place, content, "S-1")
        assert case.title == "村口到学校的路灯三个月不亮，孩子晚上放学不安全", "taken from the text"
        text = clerk.get(answer["Location"]).content.decode()
        for word in (case.number, case.lookup_code, "李接访", "2026-03-17", "登记下一件"):
            assert word in text

    def test_a_double_click_makes_one_case_and_says_so(self, county, clerk):
        data = sheet()
        first, second = clerk.post(URL, data), clerk.post(URL, data)
        assert Case.objects.count() == 1
        assert first["Location"] == second["Location"]
        assert "没有重复登记" in clerk.get(second["Location"]).content.decode()

    @pytest.mark.parametrize(
        ("people", "fields"),
        [(({"name": "另一人"},), {}), ((), {"statement": "另一件事：拖欠工资。"})],
        ids=["other-person", "other-matter"],
    )
    def test_another_matter_typed_over_a_saved_one_is_not_lost(self, county, clerk, people, fields):
        first = sheet()
        clerk.post(URL, first)
        second = {**sheet(*people, **fields), "key": first["key"]}
        answer = clerk.post(URL, second)
        assert answer.status_code == 422
        assert "再次保存" in answer.content.decode()
        key = answer.context["form"]["key"].value()
        assert key != first["key"]
        clerk.post(URL, {**second, "key": key})
        assert Case.objects.count() == 2

    def test_another_users_form_key_is_refused(self, county, clerk):
        data = sheet()
        clerk.post(URL, data)
        answer = client_of(county.head).post(URL, data)
        assert answer.status_code == 422
        assert "已由他人提交" in answer.content.decode()

    def test_a_collective_visit_of_eight(self, county, clerk):
        people = [{"name": f"村民{n}", "role": "representative"} for n in range(1, 5)]
        people += [{"name": f"村民{n}", "role": "member"} for n in range(5, 8)]
        clerk.post(URL, sheet({"name": "村民零"}, *people, head_count="8"))
        case = Case.objects.get()
        assert (case.is_collective, case.head_count, case.participants.count()) == (True, 8, 8)

    def test_empty_rows_say_nothing(self, county, clerk):
        clerk.post(URL, sheet({"name": "张三"}, {"name": "", "role": "member"}, {"phone": ""}))
        assert Case.objects.get().participants.count() == 1

    def test_anonymous(self, county, clerk):
        clerk.post(URL, sheet({"name": ""}, is_anonymous="on", form="letter"))
        assert Case.objects.get().is_anonymous

    def test_a_report_names_the_accused(self, county, clerk):
        clerk.post(
            URL,
            sheet(
                purpose="accusation",
                accused_units=[county.town.pk],
                accused_people=[county.principal.pk],
            ),
        )
        case = Case.objects.get()
        assert case.legal_class == "report"
        assert [*case.accused_units.all(), *case.accused_people.all()] == [
            county.town,
            county.principal,
        ]

    def test_accused_left_from_another_purpose_are_not_taken(self, county, clerk):
        clerk.post(URL, sheet(purpose="request", accused_units=[county.town.pk]))
        assert not Case.objects.get().accused_units.exists()

    def test_the_next_one_starts_with_the_same_form(self, county, clerk):
        text = clerk.get(URL + "?form=call&level_visited=township").content.decode()
        assert 'value="call" checked' in text
        assert 'value="township" checked' in text


class TestRefusal:
    def refused(self, client, data) -> str:
        answer = client.post(URL, data)
        assert answer.status_code == 422
        assert not Case.objects.exists()
        return answer.content.decode()

    def test_everything_typed_stays_and_so_does_the_key(self, county, clerk):
        data = sheet(
            {"name": "张小明", "phone": "13800000001", "id_number": BAD_ID, "address": "三组"},
            {"name": "李四", "role": "representative"},
            statement="",
            summary="概况一",
            place_detail="村口",
            head_count="2",
            place=county.town.pk,
            form="letter",
            is_urgent="on",
        )
        text = self.refused(clerk, data)
        for word in (
            data["key"],
            BAD_ID,
            "13800000001",
            "李四",
            "三组",
            "概况一",
            "村口",
            'value="letter" checked',
        ):
            assert word in text
        assert f'value="{county.town.pk}" selected' in text

    def test_each_message_stands_at_its_row(self, county, clerk):
        text = self.refused(
            clerk, sheet({"name": "张三"}, {"name": "李四", "id_number": BAD_ID}, head_count="2")
        )
        assert "校验位不符" in text
        assert 'href="#id_people-1-id_number"' in text

    def test_rows_of_errors_are_counted_without_the_empty_ones(self, county, clerk):
        text = self.refused(
            clerk, sheet({"name": ""}, {"name": "李四", "id_number": BAD_ID}, head_count="2")
        )
        assert 'href="#id_people-1-id_number"' in text

    def test_more_than_five_representatives(self, county, clerk):
        people = [{"name": f"代表{n}", "role": "representative"} for n in range(6)]
        text = self.refused(clerk, sheet(*people, head_count="8"))
        assert "条例第二十条第三款" in text

    def test_files_stay_and_are_saved_with_the_case(self, county, clerk):
        data = sheet(statement="")
        text = self.refused(
            clerk, {**data, "attachments": [SimpleUploadedFile("信件.pdf", b"%PDF-1 x")]}
        )
        assert "信件.pdf" in text
        clerk.post(URL, {**data, "statement": "路灯不亮，请维修。"})
        row = Attachment.objects.get()
        assert (row.name, row.size) == ("信件.pdf", 8)
        assert pending_uploads.kept(user=county.clerk, key=data["key"]) == []

    def test_a_kept_file_can_be_dropped(self, county, clerk):
        data = sheet(statement="")
        self.refused(clerk, {**data, "attachments": [SimpleUploadedFile("a.pdf", b"%PDF-1 a")]})
        (kept,) = pending_uploads.kept(user=county.clerk, key=data["key"])
        clerk.post(URL, {**data, "statement": "路灯不亮。", "drop": [kept.token]})
        assert not Attachment.objects.exists()

    def test_a_refused_kind_of_file_is_named_and_the_others_stay(self, county, clerk):
        files = [SimpleUploadedFile("a.exe", b"MZ"), SimpleUploadedFile("b.png", b"png")]
        data = sheet()
        text = self.refused(clerk, {**data, "attachments": files})
        assert "a.exe" in text
        assert [f.name for f in pending_uploads.kept(user=county.clerk, key=data["key"])] == [
            "b.png"
        ]

    def test_kept_files_are_nobody_elses(self, county, clerk):
        data = sheet(statement="")
        self.refused(clerk, {**data, "attachments": [SimpleUploadedFile("a.pdf", b"%PDF")]})
        assert pending_uploads.kept(user=county.head, key=data["key"]) == []

    def test_kept_files_go_after_two_days(self, county, clerk):
        data = sheet(statement="")
        self.refused(clerk, {**data, "attachments": [SimpleUploadedFile("a.pdf", b"%PDF")]})
        (folder,) = (Path(settings.VAR_DIR) / "pending").iterdir()
        for age, gone in ((timedelta(days=1), 0), (timedelta(days=3), 1)):
            then = (at(DAY) - age).timestamp()
            os.utime(folder, (then, then))
            assert pending_uploads.sweep(now=at(DAY)) == gone
        assert pending_uploads.kept(user=county.clerk, key=data["key"]) == []

    @pytest.mark.parametrize("key", ["", "../../etc", "x" * 32], ids=["none", "path", "not-hex"])
    def test_a_strange_key_is_replaced(self, county, clerk, key):
        clerk.post(URL, sheet(key=key))
        assert len(Case.objects.get().idempotency_key) == 32


class TestWithoutScripts:
    def test_more_rows_by_a_button_lose_nothing(self, county, clerk):
        answer = clerk.post(URL, sheet({"name": "张三"}, action="rows", statement="写到一半"))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert 'name="people-5-name"' in text
        assert "张三" in text
        assert "写到一半" in text
        assert "尚未保存" not in text

    def test_enter_meets_a_harmless_button_first(self, county, clerk):
        text = clerk.get(URL).content.decode()
        form = text[text.index('id="intake"') :]
        assert form.index('value="stay"') < form.index('value="rows"') < form.index('value="save"')
        clerk.post(URL, sheet(action="stay"))
        assert not Case.objects.exists()


class TestWho:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("clerk", 200), ("officer", 200), ("head", 200)],
    )
    def test_receiving_posts_may(self, county, who, status):
        assert client_of(getattr(county, who)).get(URL).status_code == status

    @pytest.mark.parametrize("path", ["", "people/", "identity/", "earlier/"])
    def test_others_may_not(self, county, client, path):
        leader = make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent, "县领导")
        other = client_of(leader)
        assert other.post(URL + path, sheet()).status_code == 403
        assert client.post(URL + path, sheet()).status_code == 302
        assert not Case.objects.exists()

    def test_the_page_after_saving_is_the_registrars(self, county, registered):
        url = reverse("petitions:registered", args=[registered.pk])
        assert client_of(county.head).get(url).status_code == 302
        assert client_of(county.officer).get(url).status_code == 404


@pytest.mark.parametrize("cases", [2, 20])
def test_query_budget(county, cases, django_assert_max_num_queries):
    for n in range(cases):
        register(
            county,
            people=(PersonDraft(name=f"张小明{n}", phone="13800000001"),),
            place_id=county.town.pk,
        )
    client = client_of(county.clerk)
    with django_assert_max_num_queries(10):
        client.get(URL)
    with django_assert_max_num_queries(12):
        client.post("/cases/new/earlier/", sheet(place=county.town.pk))
    with django_assert_max_num_queries(5):
        client.post("/cases/new/people/", {"people-0-name": "张小"})
