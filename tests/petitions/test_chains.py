"""Repeats of a matter: the chain each may see, proposals with their reasons, decisions that are remembered."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.errors import Duplicate, Invalid, NotAllowed, Unlawful
from core.models import AuditEntry
from organizations.models import Setting
from petitions.models import Case, Execution, RepeatDenial
from petitions.selectors.chains import chain_of, suggestions
from petitions.services.drafts import PersonDraft
from petitions.services.merging import Part, link_repeat, merge_case, split_case
from petitions.services.repeats import deny_repeat, withdraw_denial
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of, transferred
from tests.petitions.steps import concluded

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=60)
AGENT = PersonDraft(name="钱律师", phone="13700000007", role="agent")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(LATER), tick=False):
        yield


def again(county, day=LATER, **fields):
    return register(county, now=at(day), received_on=day, **fields)


def link(county, case, earlier):
    return link_repeat(
        authority=county.who(county.clerk, on=LATER),
        case=case,
        earlier=earlier,
        reason="同人同事",
        now=at(LATER),
    )


def proposed(county, case, user=None):
    found = suggestions(case, county.who(user or county.clerk, on=LATER))
    return [one.case.number for one in found]


def page(user, case, *, htmx=False):
    headers = {"HX-Request": "true"} if htmx else {}
    return client_of(user).get(reverse("petitions:chain", args=[case.pk]), headers=headers)


def decide(user, case, earlier, decision, reason="同人同事"):
    data = {"earlier": earlier.pk, "decision": decision, "reason": reason}
    return client_of(user).post(reverse("petitions:chain_decide", args=[case.pk]), data)


class TestProposals:
    def test_the_same_person_with_the_same_matter_line_by_line(self, county, registered):
        text = page(county.clerk, again(county), htmx=True).content.decode()
        assert registered.number in text
        assert "信访人相同：张小明（同一登记记录）" in text
        assert "诉求文本相同" in text
        assert "距前件收到 60 天" in text

    def test_another_person_or_another_matter_is_none(self, county, registered):
        other = (PersonDraft(name="李四", phone="13900000009"),)
        assert not proposed(county, again(county, people=other))
        text = "低保申请两年未批，母亲长期卧床，请求核查。"
        assert not proposed(county, again(county, statement=text))

    def test_the_agent_is_nobody_his_principal_counts(self, county):
        first = register(county, people=(PersonDraft(name="张一", phone="1"), AGENT), head_count=2)
        second = (PersonDraft(name="张二", phone="2"), AGENT)
        assert not proposed(county, again(county, people=second, head_count=2))
        third = (PersonDraft(name="张一", phone="1"),)
        assert proposed(county, again(county, people=third)) == [first.number]

    def test_the_county_sets_how_alike(self, county, registered):
        text = registered.statement + "请尽快修复。"
        case = again(county, statement=text)
        assert proposed(county, case) == [registered.number]
        Setting.objects.create(code="repeat.alike", value=1.0, valid_from=DAY)
        assert not proposed(county, case)

    def test_only_what_the_reader_may_see(self, county, registered):
        case = again(county)
        transferred(county, case, day=LATER)
        assert proposed(county, case, county.officer) == []
        assert proposed(county, case, county.clerk) == [registered.number]

    def test_art30_a_report_is_never_proposed_for_an_ordinary_matter(self, county):
        register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
        assert not proposed(county, again(county))

    def test_art30_anonymous_reports_against_the_same(self, county):
        report = {"purpose": "accusation", "accused_unit_ids": (county.town.pk,)}
        first = register(county, people=(), is_anonymous=True, **report)
        second = again(county, people=(), is_anonymous=True, **report)
        assert proposed(county, second) == [first.number]
        assert proposed(county, second, county.officer) == []

    def test_nothing_to_decide_nothing_is_shown(self, county, registered):
        case = again(county)
        assert "可能是重复信访" in page(county.clerk, case, htmx=True).content.decode()
        link(county, case, registered)
        assert "可能是重复信访" not in page(county.clerk, case, htmx=True).content.decode()


class TestDecisions:
    def test_linking_from_the_page(self, county, registered):
        case = again(county)
        assert decide(county.clerk, case, registered, "link").status_code == 302
        case.refresh_from_db()
        assert case.repeat_of == registered
        assert AuditEntry.objects.get(verb="case.link_repeat").data["reason"] == "同人同事"

    def test_a_denial_is_remembered_and_may_be_taken_back(self, county, registered):
        case = again(county)
        assert decide(county.clerk, case, registered, "deny", "不同路段").status_code == 302
        assert not proposed(county, case)
        text = page(county.head, case).content.decode()
        assert "不同路段" in text
        row = RepeatDenial.objects.get()
        url = reverse("petitions:chain_withdraw", args=[case.pk, row.pk])
        assert client_of(county.head).post(url).status_code == 302
        assert proposed(county, case) == [registered.number]
        verbs = AuditEntry.objects.values_list("verb", flat=True)
        assert {"case.deny_repeat", "case.withdraw_denial"} <= set(verbs)
        with pytest.raises(Unlawful, match="已经撤回"):
            withdraw_denial(authority=county.who(county.head, on=LATER), denial=row, now=at(LATER))

    def test_a_reason_is_asked_for_beside_its_field_and_nothing_is_lost(self, county, registered):
        case = again(county)
        answer = decide(county.clerk, case, registered, "deny", "")
        assert answer.status_code == 422
        assert "请说明不是重复信访的理由" in answer.content.decode()
        wrong = decide(county.clerk, case, registered, "perhaps", "写了一半")
        assert wrong.status_code == 422
        assert "写了一半" in wrong.content.decode()

    def test_once_only_and_never_of_what_is_linked(self, county, registered):
        case = again(county)
        told = {"authority": county.who(county.clerk, on=LATER), "case": case, "now": at(LATER)}
        deny_repeat(earlier=registered, reason="不同事", **told)
        with pytest.raises(Duplicate):
            deny_repeat(earlier=registered, reason="不同事", **told)
        with pytest.raises(Invalid, match="自身"):
            deny_repeat(earlier=case, reason="不同事", **told)
        link(county, case, registered)
        assert RepeatDenial.objects.get().withdrawn_at
        with pytest.raises(Unlawful, match="取消关联"):
            deny_repeat(earlier=registered, reason="不同事", **told)

    def test_only_who_holds_the_matter_or_the_office(self, county, registered):
        case = again(county)
        transferred(county, case, day=LATER)
        with pytest.raises(NotAllowed):
            deny_repeat(
                authority=county.who(county.inspector, on=LATER),
                case=case,
                earlier=registered,
                reason="不同事",
                now=at(LATER),
            )
        assert decide(county.officer, case, registered, "link").status_code == 404
        assert decide(county.other_officer, case, registered, "link").status_code == 404


class TestChain:
    def test_in_order_with_days_and_what_was_promised(self, county):
        first = concluded(county, outcome="supported", promise="更换线路", promise_due_on=LATER)
        second = link(county, again(county, DAY + timedelta(days=50)), first)
        third = link(county, again(county), second)
        found = chain_of(first, county.who(county.clerk, on=LATER))
        assert [(one.number, one.case, one.days) for one in found] == [
            (1, first, None),
            (2, second, 50),
            (3, third, 10),
        ]
        assert Execution.objects.get() == found[0].promise
        text = page(county.clerk, second).content.decode()
        assert "距上次 50 天" in text
        assert "更换线路" in text
        assert "您可以查看的共 3 件" in text

    def test_what_one_may_not_see_is_neither_shown_nor_counted(self, county, registered):
        second = link(county, again(county), registered)
        transferred(county, second, day=LATER)
        assert [one.case for one in chain_of(second, county.who(county.officer))] == [second]
        text = page(county.officer, second).content.decode()
        assert "您可以查看的共 1 件" in text
        assert registered.number not in text

    def test_art30_the_town_never_learns_of_the_report(self, county, registered):
        transferred(county, registered)
        report = again(county, purpose="accusation", accused_unit_ids=(county.town.pk,))
        link(county, report, registered)
        assert len(chain_of(registered, county.who(county.head, on=LATER))) == 2
        assert len(chain_of(registered, county.who(county.officer, on=LATER))) == 1
        assert report.number not in page(county.officer, registered).content.decode()

    def test_merged_and_split_letters_lead_to_each_other(self, county, registered):
        other = again(county, people=(PersonDraft(name="李四", phone="2"),))
        told = {"authority": county.who(county.clerk, on=LATER), "now": at(LATER)}
        (part,) = split_case(
            case=registered, parts=[Part("低保", "低保两年未批", "request")], reason="两事", **told
        )
        merge_case(case=other, into=registered, reason="同一路灯", **told)
        text = (
            client_of(county.clerk)
            .get(reverse("petitions:case_detail", args=[registered.pk]))
            .content.decode()
        )
        for words in (other.number, "已并入本件", part.number, "由本件分出"):
            assert words in text
        back = client_of(county.clerk).get(reverse("petitions:case_detail", args=[other.pk]))
        assert "本件已并入该件" in back.content.decode()


@pytest.mark.parametrize("length", [2, 20], ids=["two", "twenty"])
def test_query_budget(county, registered, length, django_assert_num_queries):
    last = registered
    for number in range(length):
        last = link(county, again(county, DAY + timedelta(days=number + 1)), last)
    fresh = again(county, LATER)
    Case.objects.filter(pk=fresh.pk).update(place=county.town)
    client = client_of(county.clerk)
    for case, budget in ((last, 6), (fresh, 15)):
        url = reverse("petitions:chain", args=[case.pk])
        client.get(url)
        with django_assert_num_queries(budget):
            assert client.get(url).status_code == 200
