"""The page of each act: who gets it, what it asks, that it does what the service does, and keeps what is refused."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from organizations.enums import PostKind
from petitions.models import Case
from petitions.services import dispatching, objections
from petitions.views.act_pages import CHANGES, SCREENS
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, register
from tests.petitions.pages import accepted, client_of, transferred
from tests.petitions.procedure_steps import STEPS
from tests.petitions.procedure_table import completed, procedure_acts

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def url(case, code) -> str:
    return reverse("petitions:case_act", args=[case.pk, code])


def act(user, case, code, /, **data):
    return client_of(user).post(url(case, code), data)


def objected(county, case):
    transferred(county, case)
    objections.raise_objection(
        authority=county.who(county.officer),
        case=case,
        reason="该路段由县交通局管养",
        suggested_unit=county.bureau,
        now=at(DAY),
    )
    return case


def step(county, name) -> Case:
    """A matter at the named step."""
    if name == "suggestion":
        return register(county, purpose="suggestion")
    case = register(county)
    steps = {
        "registered": lambda *a: None,
        "sent": transferred,
        "objected": objected,
        "accepted": accepted,
        **STEPS,
    }
    steps[name](county, case)
    return case


def cases_of_acts(county):
    """code → (step, who acts, who may not but sees the matter, particulars, status after)."""
    day = TODAY.isoformat()
    served = {"served_how": "in_person"}
    letter = {"body": "您反映的事项我镇已收到。", **served}
    return {
        "transfer": (
            "registered",
            "clerk",
            "county_leader",
            {"to_unit": county.town.pk},
            "dispatched",
        ),
        "assign": (
            "registered",
            "clerk",
            "county_leader",
            {
                "to_unit": county.town.pk,
                "note": "请报结果",
                "report_due_on": (TODAY + timedelta(days=20)).isoformat(),
            },
            "dispatched",
        ),
        "file": ("registered", "clerk", "county_leader", {"reason": "咨询，已当场解答"}, "filed"),
        "object": (
            "sent",
            "officer",
            "clerk",
            {"reason": "不属本镇职权", "suggested_unit": county.bureau.pk},
            "objected",
        ),
        "decide_objection": (
            "objected",
            "clerk",
            "officer",
            {"approve": "1", "reason": "属实"},
            "registered",
        ),
        "inform": ("sent", "officer", "clerk", {**letter, "informed_on": day}, "dispatched"),
        "accept": ("sent", "officer", "clerk", {**letter, "accepted_on": day}, "accepted"),
        "refuse": (
            "sent",
            "officer",
            "clerk",
            {**letter, "ground": "已起诉（条例第三十一条第一项）", "refused_on": day},
            "not_accepted",
        ),
        "no_longer_accept": (
            "sent",
            "officer",
            "clerk",
            {**letter, "ground": "已经复核", "refused_on": day},
            "no_longer_accepted",
        ),
        "extend": (
            "accepted",
            "principal",
            "officer",
            {"days": "30", "approved_on": day, "reason": "情况复杂", **served},
            "accepted",
        ),
        "conclude": (
            "accepted",
            "officer",
            "clerk",
            {
                "outcome": "supported",
                "opinion": SOUND,
                "legal_basis": "《城市道路管理条例》第二十三条",
                "issued_on": day,
                "served_on": day,
                **served,
            },
            "concluded",
        ),
        "reply": (
            "suggestion",
            "clerk",
            "county_leader",
            {"reply": SOUND, "replied_on": day, **served},
            "concluded",
        ),
        **procedure_acts(county),
    }


def person(county, who):
    if who == "county_leader":
        return make_user_with_post(PostKind.COUNTY_LEADER, county.office.parent, "县领导")
    if who == "helper":
        return make_user_with_post(PostKind.PETITION_OFFICER, county.bureau, "郑协办")
    return getattr(county, who)


@pytest.mark.parametrize("code", SCREENS)
class TestEachAct:
    def test_is_done(self, county, code):
        name, who, _other, data, after = cases_of_acts(county)[code]
        case = step(county, name)
        answer = act(person(county, who), case, code, **completed(case, code, data))
        assert answer.status_code == 302, answer.context["form"].errors
        assert answer["Location"] == reverse("petitions:case_detail", args=[case.pk])
        case.refresh_from_db()
        assert case.status == after

    def test_shows_its_article_and_asks_for_everything_needed(self, county, code):
        name, who, _other, data, _after = cases_of_acts(county)[code]
        case = step(county, name)
        text = client_of(person(county, who)).get(url(case, code)).content.decode()
        assert "条例第" in text
        for field in data:
            assert f'name="{field}"' in text

    def test_who_sees_the_matter_without_the_duty_is_refused(self, county, code):
        name, _who, other, data, _after = cases_of_acts(county)[code]
        case = step(county, name)
        before = case.status
        client = client_of(person(county, other))
        assert client.get(reverse("petitions:case_detail", args=[case.pk])).status_code == 200
        assert client.get(url(case, code)).status_code == 403
        assert client.post(url(case, code), data).status_code == 403
        case.refresh_from_db()
        assert case.status == before

    def test_who_does_not_see_the_matter_finds_nothing(self, county, code, client):
        name, _who, _other, data, _after = cases_of_acts(county)[code]
        case = step(county, name)
        stranger = client_of(county.other_officer)
        assert stranger.get(url(case, code)).status_code == 404
        assert stranger.post(url(case, code), data).status_code == 404
        assert client.post(url(case, code), data).status_code == 302

    def test_an_empty_form_is_refused_and_nothing_changes(self, county, code):
        name, who, _other, _data, _after = cases_of_acts(county)[code]
        case = step(county, name)
        before = case.status
        answer = act(person(county, who), case, code, note="留着")
        assert answer.status_code == 422
        case.refresh_from_db()
        assert case.status == before


class TestDrafts:
    def text(self, county, case, code, field, who="officer"):
        answer = client_of(getattr(county, who)).get(url(case, code))
        return answer.context["form"][field].value()

    def test_letter_of_acceptance_is_filled_in(self, county):
        text = self.text(county, step(county, "sent"), "accept", "body")
        for word in (
            "张小明：",
            "2026年3月2日以来信形式反映的“路灯不亮”",
            "决定予以受理",
            "六十日内",
            "延长期限不超过三十日",
            "联系人：赵专干",
            "2026年3月3日",
        ):
            assert word in text

    def test_an_opinion_with_gaps_is_not_finished(self, county):
        case = step(county, "accepted")
        text = self.text(county, case, "conclude", "opinion")
        assert "三十日内向" in text
        assert "请求复查" in text
        data = {**cases_of_acts(county)["conclude"][3], "opinion": text}
        answer = act(county.officer, case, "conclude", **data)
        assert answer.status_code == 422
        assert "请把【】中的内容填写完整" in answer.content.decode()

    def test_nothing_is_written_to_the_anonymous(self, county):
        case = transferred(county, register(county, people=(), is_anonymous=True))
        form = client_of(county.officer).get(url(case, "accept")).context["form"]
        assert set(form.fields) == {"accepted_on"}
        assert act(county.officer, case, "accept", accepted_on=TODAY.isoformat()).status_code == 302

    def test_an_assigned_matter_owes_its_report(self, county):
        case = register(county, purpose="suggestion")
        dispatching.assign_case(
            authority=county.who(county.clerk),
            case=case,
            to_unit=county.town,
            note="",
            report_due_on=DAY + timedelta(days=30),
            now=at(DAY),
        )
        text = self.text(county, case, "reply", "report")
        assert text.startswith(county.office.name)
        data = {"reply": SOUND, "replied_on": TODAY.isoformat(), "served_how": "post"}
        assert act(county.officer, case, "reply", **data).status_code == 422
        assert act(county.officer, case, "reply", report="已办结。", **data).status_code == 302


class TestRefusals:
    def test_stand_beside_their_field_and_keep_the_text(self, county):
        case = step(county, "accepted")
        data = {**cases_of_acts(county)["conclude"][3], "opinion": "您的留言已收悉，感谢您的支持。"}
        answer = act(county.officer, case, "conclude", **data)
        assert answer.status_code == 422
        assert answer.context["form"].errors["opinion"]
        assert "城市道路管理条例" in answer.content.decode()

    def test_a_report_goes_only_to_competent_organs(self, county):
        case = register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
        form = client_of(county.clerk).get(url(case, "transfer")).context["form"]
        offered = {value for value, _label in form.fields["to_unit"].choices}
        assert offered == {"", str(county.discipline.pk)}
        assert act(county.clerk, case, "transfer", to_unit=county.town.pk).status_code == 422
        form = client_of(county.clerk).get(url(case, "dispute")).context["form"]
        assert [value for value, _label in form.fields["parties"].choices if value] == [
            str(county.discipline.pk)
        ]

    def test_a_page_left_open_is_told_so(self, county, registered):
        transferred(county, registered)
        answer = client_of(county.officer).get(url(registered, "conclude"), follow=True)
        assert "目前不能办理" in answer.content.decode()
        late = act(county.officer, registered, "extend", days="5")
        assert late.status_code == 403, "the officer is not the head of the unit"

    def test_an_unknown_act_is_missing(self, county, registered):
        assert client_of(county.clerk).get(url(registered, "burn")).status_code == 404


class TestChanges:
    @pytest.mark.parametrize(
        ("code", "who", "other"),
        [
            ("place", "clerk", "officer"),
            ("leader", "head", "officer"),
        ],
    )
    def test_done_by_those_who_may_with_a_reason(self, county, code, who, other):
        case = transferred(county, register(county))
        field, value = {
            "place": ("place", county.town),
            "leader": ("leader", county.principal),
        }[code]
        user = getattr(county, who)
        assert client_of(getattr(county, other)).get(url(case, code)).status_code == 403
        assert act(user, case, code, **{field: value.pk}).status_code == 422, "a reason is needed"
        assert act(user, case, code, **{field: value.pk}, reason="更正").status_code == 302
        case.refresh_from_db()
        assert getattr(case, code) == value
        assert case.responsibility_changes.filter(what=code, reason="更正").exists()

    def test_not_after_the_end(self, county, registered):
        dispatching.file_case(
            authority=county.who(county.clerk), case=registered, reason="存", now=at(DAY)
        )
        for code in CHANGES:
            assert client_of(county.head).get(url(registered, code)).status_code == 403
