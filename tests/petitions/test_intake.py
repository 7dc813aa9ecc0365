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
from tests.petitions.pages import client_of

pytestmark = pytest.mark.django_db
URL = "/cases/new/"
GOOD_ID = "11010519491231002X"
BAD_ID = "110105194912310021"


@pytest.fixture(autouse=True)
def _today():
    shutil.rmtree(Path(settings.VAR_DIR) / "pending", ignore_errors=True)
    with time_machine.travel(at(DAY), tick=False):
        yield


@pytest.fixture
def clerk(county):
    return client_of(county.clerk)


def sheet(*people: dict, **fields) -> dict:
    """A filled-in page; people are dicts of the columns of a row."""
    rows = people or ({"name": "张小明", "phone": "13800000001"},)
    data = {
        "key": pending_uploads.new_key(),
        "action": "save",
        "form": "visit",
        "level_visited": "county",
        "received_on": DAY.isoformat(),
        "head_count": "1",
        "purpose": "request",
        "statement": "尊敬的领导：您好！村口到学校的路灯三个月不亮，孩子晚上放学不安全。请尽快维修。",
        "people-TOTAL_FORMS": str(len(rows)),
        "people-INITIAL_FORMS": "0",
    }
    for index, row in enumerate(rows):
        for name, value in {"role": "main", **row}.items():
            data[f"people-{index}-{name}"] = value
    return {**data, **fields}


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


class TestPeopleSearch:
    def search(self, client, text, row=0):
        answer = client.post("/cases/new/people/", {f"people-{row}-name": text})
        assert answer.status_code == 200
        return answer.content.decode()

    @pytest.fixture
    def known(self, county):
        person = PersonDraft(
            name="欧阳小明", phone="13812345678", id_number=GOOD_ID, address="柳河镇三组"
        )
        return register(county, people=(person,))

    @pytest.mark.parametrize(
        "text",
        ["欧阳", "oyxm", "OYX", "138123", GOOD_ID, GOOD_ID.lower()],
        ids=["name", "initials", "capitals", "phone", "identity", "small-x"],
    )
    def test_found_by(self, county, clerk, known, text):
        found = self.search(clerk, text)
        for word in ("欧阳小明", "138****5678", "002X", "柳河镇三组", "此前 1 件"):
            assert word in found
        assert GOOD_ID not in found.replace(text, "")
        assert "13812345678" not in found

    @pytest.mark.parametrize(
        "text", ["欧", "002X", "王"], ids=["one-character", "last-four", "other"]
    )
    def test_not_found_by(self, county, clerk, known, text):
        assert "欧阳小明" not in self.search(clerk, text)

    def test_a_unit_finds_only_people_of_its_own_matters(self, county, known):
        assert "欧阳小明" not in self.search(client_of(county.officer), "欧阳")

    def test_who_made_a_secret_report_is_not_found_by_the_accused_unit(self, county, clerk):
        """条例第三十条: not even that the person ever wrote."""
        register(
            county,
            purpose="accusation",
            accused_unit_ids=(county.town.pk,),
            people=(PersonDraft(name="举报人甲", phone="13900000009"),),
        )
        assert "举报人甲" in self.search(clerk, "举报")
        for user in (county.officer, county.principal):
            assert "举报人甲" not in self.search(client_of(user), "举报")
        colleague = make_user_with_post(PostKind.RECEPTION, county.office, "同事")
        assert "举报人甲" not in self.search(client_of(colleague), "举报")

    def test_picking_links_the_record(self, county, clerk, known):
        person = known.participants.get().petitioner
        clerk.post(URL, sheet({"petitioner_id": person.pk, "name": person.name}))
        assert Case.objects.exclude(pk=known.pk).get().participants.get().petitioner == person

    def test_a_person_of_others_cannot_be_taken_by_number(self, county, known):
        person = known.participants.get().petitioner
        answer = client_of(county.officer).post(URL, sheet({"petitioner_id": person.pk}))
        assert answer.status_code == 422
        assert "13812345678" not in answer.content.decode()
        assert Case.objects.count() == 1

    @pytest.mark.parametrize(
        ("number", "word"), [(GOOD_ID, "校验通过"), (BAD_ID, "校验位不符"), ("123", "十八位")]
    )
    def test_identity_number_is_checked_at_once(self, county, clerk, number, word):
        answer = clerk.post("/cases/new/identity/", {"people-0-id_number": number})
        assert word in answer.content.decode()


class TestEarlierMatters:
    STATEMENT = "村口到学校的路灯三个月不亮，孩子晚上放学不安全，请求尽快维修恢复照明。"

    def earlier(self, client, *people, **fields) -> str:
        answer = client.post("/cases/new/earlier/", sheet(*people, **fields))
        assert answer.status_code == 200
        return answer.content.decode()

    @pytest.fixture
    def case(self, county):
        person = PersonDraft(name="张小明", phone="13800000001", id_number=GOOD_ID)
        return register(county, people=(person,), statement=self.STATEMENT, place_id=county.town.pk)

    @pytest.mark.parametrize(
        ("person", "fields", "reason"),
        [
            ({"phone": "13800000001"}, {"statement": ""}, "电话相同"),
            ({"id_number": GOOD_ID}, {"statement": ""}, "证件号码相同"),
            (
                {"name": "张小明"},
                {"statement": "学校门口路灯不亮，孩子放学不安全，请维修"},
                "姓名相同",
            ),
            ({"name": "别人"}, {"statement": STATEMENT + "！"}, "文本相同"),
        ],
        ids=["phone", "identity", "name-and-text", "same-text"],
    )
    def test_shown_with_its_reason(self, county, clerk, case, person, fields, reason):
        text = self.earlier(clerk, person, **fields)
        assert case.number in text
        assert reason in text

    def test_alike_text_of_the_same_place(self, county, clerk, case):
        alike = self.STATEMENT.replace("三个月", "四个月")
        assert case.number in self.earlier(
            clerk, {"name": "别人"}, statement=alike, place=county.town.pk
        )
        assert case.number not in self.earlier(
            clerk, {"name": "别人"}, statement=alike, place=county.other_town.pk
        ), "another place is not searched by likeness"

    def test_a_name_alone_is_not_enough(self, county, clerk, case):
        assert case.number not in self.earlier(
            clerk, {"name": "张小明"}, statement="拖欠工资三个月，要求支付劳动报酬。"
        )

    def test_not_of_matters_the_user_may_not_see(self, county, case):
        text = self.earlier(
            client_of(county.officer), {"phone": "13800000001"}, statement=self.STATEMENT
        )
        assert case.number not in text

    def test_linking_makes_it_a_repeat(self, county, clerk, case):
        clerk.post(URL, sheet(repeat_of=case.pk))
        assert Case.objects.exclude(pk=case.pk).get().repeat_of == case

    def test_a_hidden_matter_cannot_be_linked(self, county, case):
        answer = client_of(county.officer).post(URL, sheet(repeat_of=case.pk))
        assert answer.status_code == 422
        assert case.number not in answer.content.decode()


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
