"""Matters for court, arbitration, reconsideration: the petitioner is told where to go, by which law, until when."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.errors import Invalid, InvalidMany, NotAllowed
from organizations.enums import PostKind
from petitions.domain.guides import CAVEAT, Guide
from petitions.models import ProcedureGuide
from petitions.selectors.guides import default_guide, guides
from petitions.services.guides import set_guide
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of, transferred
from tests.petitions.test_act_forms import url

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=1)
NEW = Guide(
    "", "2", "医疗纠纷调解", "县医调委", "《医疗纠纷预防和处理条例》", "一般一年", "请申请。"
)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def put(county, guide, *, user=None, **fields) -> ProcedureGuide:
    values = {"valid_from": TODAY, "now": at(TODAY), **fields}
    return set_guide(authority=county.who(user or county.head, on=TODAY), guide=guide, **values)


class TestSetting:
    def test_a_version_replaces_from_its_day_and_the_earlier_stay(self, county):
        civil = default_guide("civil")
        changed = Guide("civil", "1", "民事诉讼", "云河县人民法院", *_rest(civil))
        put(county, changed, valid_from=TODAY + timedelta(days=9))
        assert "云河县人民法院" not in {g.organ for g in guides(on=TODAY)}
        assert "云河县人民法院" in {g.organ for g in guides(on=TODAY + timedelta(days=9))}
        put(county, civil)
        assert ProcedureGuide.objects.filter(code="civil").count() == 2

    def test_own_procedures_are_numbered(self, county):
        assert [put(county, NEW).code, put(county, NEW).code] == ["own1", "own2"]

    def test_by_the_head_or_an_administrator_only(self, county):
        with pytest.raises(NotAllowed):
            put(county, NEW, user=county.clerk)
        admin = make_user_with_post(PostKind.ADMINISTRATOR, county.office, "管理员")
        assert put(county, NEW, user=admin).set_by == admin

    def test_refusals(self, county):
        with pytest.raises(InvalidMany) as problem:
            put(county, Guide("", "6", " ", "", "", "", ""))
        assert set(problem.value.errors) == {"route", "name", "organ", "basis", "limit", "text"}
        with pytest.raises(Invalid, match="早于今天"):
            put(county, NEW, valid_from=DAY)
        put(county, default_guide("civil"))
        with pytest.raises(Invalid, match="同日"):
            put(county, default_guide("civil"))


def _rest(guide: Guide) -> tuple[str, str, str]:
    return guide.basis, guide.limit, guide.text


class TestPages:
    def test_everybody_reads_the_head_changes(self, county):
        page = client_of(county.officer).get(reverse("petitions:guide_list")).content.decode()
        assert "行政复议" in page
        assert "修改民事诉讼" not in page
        client = client_of(county.head)
        assert "修改民事诉讼" in client.get(reverse("petitions:guide_list")).content.decode()
        address = reverse("petitions:guide_edit", args=["civil"])
        form = client.get(address).context["form"]
        data = {**form.initial, "organ": "云河县人民法院", "valid_from": TODAY.isoformat()}
        assert client.post(address, data).status_code == 302
        assert "云河县人民法院" in client.get(reverse("petitions:guide_list")).content.decode()
        assert "历次版本" in client.get(address).content.decode()
        assert client.post(address, {**data, "organ": ""}).status_code == 422
        assert client.get(reverse("petitions:guide_edit", args=["nothing"])).status_code == 404

    def test_a_new_procedure(self, county):
        client = client_of(county.head)
        data = {
            "route": "2",
            "name": "医疗纠纷调解",
            "organ": "县医调委",
            "basis": "《医疗纠纷预防和处理条例》",
            "limit": "一般一年",
            "text": "请申请调解。",
            "is_active": "on",
            "valid_from": TODAY.isoformat(),
        }
        assert client.post(reverse("petitions:guide_new"), data).status_code == 302
        assert "医疗纠纷调解" in client.get(reverse("petitions:guide_list")).content.decode()

    @pytest.mark.parametrize("count", [2, 20], ids=["two", "twenty"])
    def test_query_budget(self, county, count, django_assert_max_num_queries):
        for _turn in range(count):
            put(county, NEW)
        client = client_of(county.head)
        with django_assert_max_num_queries(6):
            client.get(reverse("petitions:guide_list"))
        with django_assert_max_num_queries(7):
            client.get(reverse("petitions:guide_edit", args=["own1"]))


class TestReferring:
    def fill(self, county, case, code, act="refer", **data):
        answer = client_of(county.officer).post(
            url(case, act), {"guide": code, "fill": "1", **data}
        )
        assert answer.status_code == 200
        return {
            name: answer.context["form"][name].value() for name in answer.context["form"].fields
        }

    def test_the_clerk_sees_the_guidance_before_the_act(self, county):
        case = transferred(county, register(county))
        values = self.fill(county, case, "reconsideration")
        assert values["route"] == "4"
        assert values["procedure"] == "行政复议"
        assert "六十日" in values["own_clock"]
        assert "第二十条" in values["basis"]
        case.refresh_from_db()
        assert case.status == "dispatched", "nothing was done"

    def test_what_was_written_by_hand_stays(self, county):
        case = transferred(county, register(county))
        first = self.fill(county, case, "labour")
        again = self.fill(
            county,
            case,
            "reconsideration",
            **{
                **first,
                "organ": "县仲裁委二楼窗口",
                "guide": "reconsideration",
                "served_how": "post",
            },
        )
        assert again["organ"] == "县仲裁委二楼窗口"
        assert "六十日" in again["own_clock"]
        assert again["served_how"] == "post"

    def test_letter_and_pages_carry_it(self, county):
        case = transferred(county, register(county))
        data = {
            **{k: v for k, v in self.fill(county, case, "labour").items() if v is not None},
            "referred_on": TODAY.isoformat(),
        }
        client = client_of(county.officer)
        assert client.post(url(case, "refer"), data).status_code == 302
        paper = case.documents.get(kind="referral")
        for word in (
            "张小明：",
            "应当通过劳动人事争议仲裁解决",
            "第三十一条第二项",
            "一年",
            "仲裁不收费",
            CAVEAT,
            "联系人：赵专干",
        ):
            assert word in paper.body
        assert paper.content["addressee"] == "张小明"
        assert [b["text"] for b in paper.content["blocks"] if b["type"] == "heading"] == [
            "一、如何办理",
            "二、向哪里提出",
            "三、法律依据",
            "四、一般期限",
        ]
        page = client.get(reverse("petitions:case_detail", args=[case.pk])).content.decode()
        assert "导入法定程序：劳动人事争议仲裁" in page
        case.refresh_from_db()
        shown = client.post(
            reverse("petitions:lookup"), {"code": case.lookup_code, "proof": "0001"}
        ).content.decode()
        assert "请通过劳动人事争议仲裁解决" in shown

    def test_article_28_is_named_for_court_matters(self, county):
        case = transferred(county, register(county))
        values = {k: v for k, v in self.fill(county, case, "civil").items() if v is not None}
        data = {**values, "referred_on": TODAY.isoformat()}
        assert client_of(county.officer).post(url(case, "refer"), data).status_code == 302
        assert "第二十八条第二款、第三十一条第一项" in case.documents.get(kind="referral").body

    def test_a_refusal_leads_the_same_way(self, county):
        case = transferred(county, register(county))
        values = self.fill(county, case, "administrative", act="refuse")
        assert "应当通过行政诉讼解决" in values["ground"]
        assert "六个月内" in values["body"]
        data = {**values, "refused_on": TODAY.isoformat()}
        assert client_of(county.officer).post(url(case, "refuse"), data).status_code == 302
        paper = case.documents.get(kind="non_acceptance")
        assert paper.content["addressee"] == "张小明", "the ground stands after the salutation"
        texts = [block["text"] for block in paper.content["blocks"]]
        assert texts[1].startswith("依据和理由：")

    def test_only_claims_have_procedures_of_their_own(self, county):
        case = transferred(county, register(county, purpose="suggestion"))
        form = client_of(county.officer).get(url(case, "refuse")).context["form"]
        assert "guide" not in form.fields
