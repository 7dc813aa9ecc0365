"""Pages of leaders' cases: who sees what, forms with rows of steps, query budgets."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accountability.models import CaseConference, CaseMark, LeaderCase, LeaderPlan, LeaderVisit
from accountability.services import leader_plans
from accountability.services.leader_work import write_progress
from accountability.services.related_matters import link_matter
from organizations.models import Post
from petitions.enums import LegalClass, Purpose
from tests.accountability.conftest import DUE, as_
from tests.accountability.leaders import NOW, SOON, conclude, draft, furnish, plan, take_up, visit
from tests.factories.petitions import at

TODAY = DUE + timedelta(days=1)


@pytest.fixture
def county(world):
    with time_machine.travel(at(TODAY, 11), tick=False):
        yield furnish(world)


@pytest.fixture
def taken(county):
    return take_up(county)


def url(name, *args):
    return reverse(f"accountability:{name}", args=args)


def fill(county, count, *, steps=2):
    """Further cases, each with a plan past its day, a meeting and progress."""
    for _n in range(count):
        case = county.add_case(content_class=county.land)
        found = take_up(county, case=case)
        plan(county, found, *(f"第{n}步" for n in range(steps)), due_on=DUE)
        visit(county, found)
        write_progress(
            authority=as_(county.vice), leader_case=found, on=DUE, text="已核实", now=NOW
        )


@pytest.mark.parametrize("count", [2, 20])
@pytest.mark.parametrize(
    ("name", "who", "budget"),
    [
        ("leader_cases", "officer", 5),
        ("leader_cases_all", "head", 9),
        ("leader_steps", "head", 5),
        ("leader_loads", "head", 7),
        ("leading_panel", "vice", 8),
    ],
)
def test_budgets_of_lists(county, client, name, who, budget, count, django_assert_max_num_queries):
    fill(county, count)
    client.force_login(getattr(county, who))
    with django_assert_max_num_queries(budget):
        page = client.get(url(name))
    assert page.status_code == 200
    assert county.vice.name in page.content.decode() or name == "leading_panel"


@pytest.mark.parametrize("count", [2, 20])
def test_budget_of_one_case_of_its_plan_and_of_the_slot(
    county, taken, client, count, django_assert_max_num_queries
):
    plan(county, taken, *(f"第{n}步" for n in range(count)))
    for _n in range(count):
        visit(county, taken)
        other = county.add_case()
        link_matter(authority=as_(county.vice), leader_case=taken, case=other, note="同类", now=NOW)
    client.force_login(county.officer)
    for name, pk, budget in (
        ("leader_case", taken.pk, 24),
        ("leader_plan", taken.pk, 16),
        ("leader_conference", taken.pk, 15),
        ("case_leading", taken.case_id, 9),
    ):
        with django_assert_max_num_queries(budget):
            page = client.get(url(name, pk))
        assert page.status_code == 200


def test_lists_show_what_one_has_a_part_in(county, taken, client):
    other = take_up(county, case=county.add_case(responsible_unit=county.other_town))
    for who, shown in (
        ("vice", {taken.pk}), ("officer", {taken.pk}), ("leader", {other.pk}), ("clerk", set()),
    ):  # fmt: skip
        client.force_login(getattr(county, who))
        page = client.get(url("leader_cases"))
        assert {row.pk for row in page.context["page"]} == shown, who
    client.force_login(county.clerk)
    assert len(client.get(url("leader_cases_all")).context["page"]) == 2
    assert len(client.get(url("leader_cases_all"), {"leader": county.vice.pk}).context["page"]) == 1
    assert not client.get(url("leader_cases_all"), {"state": "closed"}).context["page"].rows


def test_art30_3_a_report_shows_in_no_list_to_whom_may_not_know(county, client):
    report = county.add_case(
        purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT, title="举报某某",
        responsible_unit=county.town,
    )  # fmt: skip
    report.accused_units.add(county.town)
    secret = take_up(county, authority=as_(county.head), case=report)
    for who in ("officer", "principal", "vice", "supervisor"):
        client.force_login(getattr(county, who))
        for name in ("leader_cases", "leader_cases_all", "leader_steps", "leader_loads"):
            answer = client.get(url(name))
            assert report.number not in answer.content.decode()
        if client.get(url("leader_loads")).status_code == 200:
            lines = client.get(url("leader_loads")).context["lines"]
            assert not any(line.open for line in lines)
        assert client.get(url("leader_case", secret.pk)).status_code == 404


def test_taken_up_by_page_with_the_rule_filled_in(county, client):
    client.force_login(county.supervisor)
    address = url("take_up", county.case.pk)
    page = client.get(address)
    assert page.context["form"].fields["leader"].initial == county.vice.pk
    assert "副县长分管“国土资源”" in page.content.decode()
    assert client.post(address, {"kind": "hard", "reason": ""}).status_code == 422
    refused = client.post(
        address, {"kind": "hard", "reason": "多年未决", "leader": county.leader.pk}
    )
    assert refused.context["form"].errors["leader_reason"]
    assert "多年未决" in refused.content.decode()
    done = client.post(address, {"kind": "hard", "reason": "多年未决", "leader": ""})
    assert done.url == url("leader_case", LeaderCase.objects.get().pk)
    slot = client.get(url("case_leading", county.case.pk)).content.decode()
    assert "副县长" in slot
    assert "难案" in slot


def rows(*texts, county, due=SOON, before=()):
    data = {"steps-TOTAL_FORMS": len(texts), "steps-INITIAL_FORMS": "0"}
    for n, text in enumerate(texts):
        data |= {
            f"steps-{n}-text": text, f"steps-{n}-unit": county.town.pk, f"steps-{n}-person": "",
            f"steps-{n}-due_on": due.isoformat(), f"steps-{n}-before": dict(enumerate(before)).get(n, ""),
        }  # fmt: skip
    return data


def test_a_plan_by_page_rows_are_added_kept_and_left_out(county, taken, client):
    client.force_login(county.officer)
    address = url("leader_plan", taken.pk)
    body = {"problem": "标准不一", "measures": "依法补偿", **rows("核实", "", county=county)}
    more = client.post(address, {**body, "do": "add"})
    assert more.status_code == 200
    assert more.context["steps"].total_form_count() == 4
    assert "核实" in more.content.decode(), "what was typed is still there"
    assert not LeaderPlan.objects.exists()
    refused = client.post(address, {**body, "steps-0-due_on": "", "steps-0-unit": ""})
    assert refused.status_code == 422
    errors = refused.context["steps"].forms[0].errors
    assert set(errors) == {"unit", "due_on"}
    assert client.post(address, body).status_code == 302
    written = LeaderPlan.objects.get()
    assert [step.text for step in written.steps.all()] == ["核实"]
    client.force_login(county.vice)
    client.post(url("plan_confirm", taken.pk))
    first = written.steps.get()
    client.force_login(county.officer)
    done = client.post(url("step_done", first.pk), {"done_on": TODAY.isoformat(), "result": "属实"})
    assert done.status_code == 302
    page = client.get(address)
    assert page.context["steps"].done() == [first]
    body |= {"reason": "增加公示", **rows("公示", county=county)}
    assert client.post(address, body).status_code == 302
    revised = taken.plans.get(status="draft")
    assert [(s.text, s.done_on) for s in revised.steps.all()] == [("核实", TODAY), ("公示", None)]


def test_a_conference_and_a_meeting_with_files(county, taken, client):
    client.force_login(county.vice)
    body = {
        "kind": "consultation", "on": TODAY.isoformat(), "place": "县政府", "chair": "副县长",
        "participants": "镇", "minutes": "同意", "by_leader": "on",
        "attachments": SimpleUploadedFile("纪要.pdf", b"%PDF-1.7"),
        **rows("拨付资金", county=county),
    }  # fmt: skip
    assert client.post(url("leader_conference", taken.pk), body).status_code == 302
    conference = CaseConference.objects.get()
    assert conference.files.get().case == county.case
    assert taken.plans.get().status == "confirmed"
    meeting = {
        "kind": "home", "on": TODAY.isoformat(), "place": "村里", "who": "副县长", "heard": "盼早日发放",
        "promised": "稳控", "attachments": SimpleUploadedFile("照片.exe", b"MZ"),
    }  # fmt: skip
    address = url("leader_act", taken.pk, "meet")
    refused = client.post(address, meeting)
    assert "稳控" in str(refused.context["form"].errors["promised"])
    meeting |= {"promised": "", "attachments": SimpleUploadedFile("照片.exe", b"MZ")}
    refused = client.post(address, meeting)
    assert refused.context["form"].errors["attachments"]
    meeting["attachments"] = SimpleUploadedFile("照片.jpg", b"\xff\xd8")
    assert client.post(address, meeting).status_code == 302
    page = client.get(url("leader_case", taken.pk)).content.decode()
    assert LeaderVisit.objects.get().files.get().name == "照片.jpg"
    assert "盼早日发放" in page
    assert "纪要.pdf" in page


def test_linked_by_number_or_by_choice_and_told_of_on_the_other_matter(county, taken, client):
    alike = county.add_case(content_class=county.land)
    hidden = county.add_case(responsible_unit=county.other_town)
    client.force_login(county.officer)
    address = url("leader_act", taken.pk, "relate")
    assert alike.number in client.get(address).content.decode()
    for body in ({"number": hidden.number}, {"number": "1"}, {}):
        assert client.post(address, {"note": "同类", **body}).status_code == 422
    assert client.post(address, {"note": "同类", "case": alike.pk}).status_code == 302
    assert county.case.number in client.get(url("case_leading", alike.pk)).content.decode()


def test_closed_only_when_the_matter_is_and_the_page_says_what_is_left(county, taken, client):
    client.force_login(county.vice)
    assert "尚未依法办结" in client.get(url("leader_case", taken.pk)).content.decode()
    address = url("leader_act", taken.pk, "close")
    body = {"outcome": "resolved", "text": "已化解"}
    refused = client.post(address, body)
    assert refused.status_code == 422
    assert "第三十四条" in refused.content.decode()
    conclude(county.case)
    assert client.post(address, body).status_code == 302
    page = client.get(url("leader_case", taken.pk))
    assert not page.context["writes"]
    client.force_login(county.head)
    clear = url("mark_clear", CaseMark.objects.get().pk)
    assert client.post(clear, {"reason": "x"}).status_code == 422, "closing cleared it"


def test_the_home_panel_shows_what_waits(county, taken, client):
    Post.objects.filter(title="县委副书记").update(is_convenor=True)
    leader_plans.write_plan(
        authority=as_(county.officer), leader_case=taken, draft=draft(county), now=NOW
    )
    client.force_login(county.vice)
    assert "方案待确认" in client.get(url("leading_panel")).content.decode()
    client.force_login(county.leader)
    assert "尚未包案" in client.get(url("leading_panel")).content.decode()
    client.force_login(county.clerk)
    assert "card" not in client.get(url("leading_panel")).content.decode()


def test_the_life_of_the_matter_tells_of_its_leader(county, taken, client):
    plan(county, taken)
    visit(county, taken)
    client.force_login(county.officer)
    text = client.get(reverse("petitions:case_timeline", args=[county.case.pk])).content.decode()
    for words in ("列为难案", "副县长包案（按分工）", "确认包案方案第1版", "走访信访人"):
        assert words in text
