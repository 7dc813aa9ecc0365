"""What registration shows while typing: people known already, identity numbers, probable earlier matters."""

import pytest
import time_machine

from organizations.enums import PostKind
from petitions.models import Case
from petitions.services.drafts import PersonDraft
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of, sheet

pytestmark = pytest.mark.django_db
URL = "/cases/new/"
GOOD_ID = "11010519491231002X"
BAD_ID = "110105194912310021"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(DAY), tick=False):
        yield


@pytest.fixture
def clerk(county):
    return client_of(county.clerk)


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
