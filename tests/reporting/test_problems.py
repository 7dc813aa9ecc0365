"""Problems in the analysis and in the bulletin: carried over until closed, counted as they stood, filled in from the analysis."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse

from accountability.selectors.problems import carried_into, task_flow
from accountability.services import problem_tasks as course
from accountability.services.problems import ProblemDraft, TaskDraft, record_problem
from organizations.enums import PostKind
from organizations.models import Term
from petitions.models import Cause
from petitions.services.cause_list import load_causes
from reporting.domain.periods import Month
from reporting.domain.results import BulletinData
from reporting.domain.spans import Period
from reporting.services.bulletins import build_bulletin
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at
from tests.reporting.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)


@pytest.fixture(autouse=True)
def _first_of_november():
    with time_machine.travel(NOW, tick=False):
        yield


def give(county, town, on, *, month="2026-09", due_on=None):
    return record_problem(
        authority=county.authority(county.clerk, on),
        problem=ProblemDraft(month, "cause", "补偿款发放不及时", "退票后没有专人跟踪。"),
        task=TaskDraft(county.townships[town], "建立台账", due_on or date(2026, 11, 20)),
        now=at(on),
    )


def close(county, task, on):
    user = Term.objects.filter(post__unit=task.unit, post__kind=PostKind.PRINCIPAL)[0].user
    course.answer_task(authority=county.authority(user, on), task=task, text="已办", now=at(on))
    head = county.authority(county.head, on)
    course.close_task(authority=head, task=task, note="", now=at(on))


@pytest.fixture
def tasks(october):
    """Two of September given in that month, one of them closed in October; one given in October, one in November."""
    old = give(october, 0, date(2026, 9, 10), month="2026-08", due_on=date(2026, 10, 10))
    done = give(october, 1, date(2026, 9, 10), month="2026-08")
    new = give(october, 0, date(2026, 10, 12))
    close(october, done, date(2026, 10, 20))
    late = give(october, 1, TODAY, month="2026-10")
    return {"old": old, "done": done, "new": new, "late": late}


def carried(month):
    found = carried_into(month.code, first_day=month.first_day, until=month.last_day)
    return {task.pk for task in found}


def test_what_is_not_closed_is_carried_over_until_it_is(october, tasks):
    pk = {name: task.pk for name, task in tasks.items()}
    assert carried(Month(2026, 9)) == {pk["old"], pk["done"]}
    assert carried(OCTOBER) == {pk["old"], pk["done"], pk["new"]}
    assert carried(Month(2026, 11)) == {pk["old"], pk["new"], pk["late"]}
    close(october, tasks["old"], TODAY)
    assert carried(Month(2026, 12)) == {pk["new"], pk["late"]}
    assert carried(OCTOBER) == {pk["old"], pk["done"], pk["new"]}


def test_the_flow_of_a_month_stays_what_it_was(october, tasks):
    before = task_flow(OCTOBER.first_day, OCTOBER.last_day)
    assert (before.carried, before.given, before.closed, before.left, before.late) == (
        2,
        1,
        1,
        2,
        1,
    )
    close(october, tasks["old"], TODAY)
    close(october, tasks["new"], TODAY)
    assert task_flow(OCTOBER.first_day, OCTOBER.last_day) == before


def build(county):
    bulletin = build_bulletin(
        period=Period.parse("2026-10"), now=NOW, authority=county.authority(county.clerk)
    )
    blocks = bulletin.content["document"]["blocks"]
    return bulletin, "".join(one.get("lead", "") + one.get("text", "") for one in blocks)


def test_the_bulletin_tells_what_was_carried_over(october, tasks):
    bulletin, text = build(october)
    town = october.townships[0]
    assert (
        "月分析整改任务。上期结转2项，当月新交办1项、销号1项，"
        f"仍有2项未销号（{town}2项），其中超过完成期限的1项，结转下期继续整改。"
    ) in text
    kept = BulletinData.from_json(bulletin.figures).duties.tasks
    assert (kept.carried, kept.left, kept.by_unit) == (2, 2, ((str(town), 2),))


def test_a_bulletin_without_tasks_says_nothing_and_old_ones_still_open(october):
    bulletin, text = build(october)
    assert "月分析整改任务" not in text
    figures = bulletin.figures
    del figures["duties"]["tasks"]
    assert BulletinData.from_json(figures).duties.tasks.is_empty


def test_nothing_left_is_said_too(october):
    task = give(october, 0, date(2026, 10, 12))
    close(october, task, date(2026, 10, 20))
    assert "上期结转0项，当月新交办1项、销号1项，没有结转下期的任务。" in build(october)[1]


def opened(client, user, name="analysis_problems"):
    client.force_login(user)
    return client.get(reverse(f"reporting:{name}") + "?month=2026-10")


def test_the_page_lists_the_month_and_what_was_carried(october, tasks, client):
    page = opened(client, october.leader)
    assert [problem.month for problem in page.context["problems"]] == ["2026-10"]
    assert {task.pk for task in page.context["carried"]} == carried(OCTOBER)
    assert page.context["flow"].left == 2
    assert page.context["record_url"] == ""
    assert opened(client, october.clerk).context["record_url"]
    assert opened(client, october.principals[0]).status_code == 403


def test_its_cost_does_not_grow(october, tasks, client, django_assert_max_num_queries):
    address = reverse("reporting:analysis_problems") + "?month=2026-10"
    opened(client, october.clerk)
    with django_assert_max_num_queries(8):
        client.get(address)
    for day in range(1, 21):
        give(october, 0, date(2026, 10, day), month="2026-10")
        give(october, 1, date(2026, 10, day))
    with django_assert_max_num_queries(8):
        client.get(address)


def test_a_cause_fills_the_form_of_a_problem(october, client):
    load_causes()
    town = october.townships[0]
    make_user_with_post(PostKind.PETITION_OFFICER, town)
    for _i in range(3):
        october.case(
            place=town,
            responsible_unit=town,
            status="concluded",
            concluded_on=date(2026, 10, 20),
            closed_on=date(2026, 10, 20),
            outcome="supported",
            cause=Cause.objects.get(code="0201"),
        )
    row = opened(client, october.clerk, "analysis_causes").context["causes"][0]
    asked = parse_qs(urlsplit(row.problem).query)
    assert asked["kind"] == ["cause"]
    assert asked["title"] == ["办理不及时"]
    form = client.get(row.problem).context["form"]
    assert form.initial["month"] == "2026-10"
    assert form.initial["question"] == "fact=cause_due&period=2026-10&cause2=0201"
    body = {
        **form.initial,
        "unit": town.pk,
        "requirement": "建立台账",
        "due_on": "2026-11-30",
    }
    answer = client.post(reverse("accountability:problem_new"), body)
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(answer["Location"])
    assert (
        "/figures/cases/?fact=cause_due&amp;period=2026-10&amp;cause2=0201" in page.content.decode()
    )
