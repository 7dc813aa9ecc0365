"""Signing with an instruction: a task with a day, feedback, confirmation or return; and the pages around it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability.models import (
    Escalation,
    Instruction,
    InstructionNote,
    LevelFall,
    Notice,
    NoticeKind,
)
from accountability.selectors.escalations import addressees, signing_rule
from accountability.selectors.recipients import Person
from accountability.services import instructions as services
from accountability.services.daily import run_escalation
from accountability.services.escalations import acknowledge
from accountability.services.instruction_run import run_instructions
from core.errors import Invalid, NotAllowed, StaleState
from organizations.enums import PostKind
from organizations.models import Term
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_term, make_user, make_user_with_post
from tests.factories.petitions import at


def days(count):
    return DUE + timedelta(days=count)


def run(count):
    return run_escalation(on=days(count), now=at(days(count), 9))


@pytest.fixture
def raised(world):
    """The officer has read the first step, the deputy is asked."""
    world.add_leaders()
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查专员")
    run(1)
    step = Escalation.objects.get()
    acknowledge(authority=as_(world.officer, days(1)), escalation=step, now=at(days(1), 15))
    run(5)
    world.step = Escalation.objects.get(level=2)
    return world


def order(world, user=None, **more):
    user = user or world.officer
    term = Term.objects.get(user=user)
    person = Person(user, f"{term.post.unit}{term.post.title}", term.post_id)
    return services.Order(**{"text": "三日内上门见面", "due_on": days(9), "to": person, **more})


def sign(world, given=None):
    acknowledge(
        authority=as_(world.deputy, days(6)), escalation=world.step, now=at(days(6)), order=given
    )
    return Instruction.objects.first()


# --- giving, answering, settling -------------------------------------------------------------------
def test_signing_with_an_instruction_makes_a_task(raised):
    row = sign(raised, order(raised))
    raised.step.refresh_from_db()
    assert raised.step.acknowledged_at == at(days(6))
    assert (row.status, row.to_user, row.given_as) == (
        "open", raised.officer, f"{raised.town}分管副职",
    )  # fmt: skip
    notice = Notice.objects.get(kind=NoticeKind.INSTRUCTION)
    assert notice.user == raised.officer
    assert "三日内上门见面" in notice.text


def test_a_wrong_instruction_signs_nothing(raised):
    stranger = make_user_with_post(PostKind.PETITION_OFFICER, raised.other_town)
    for wrong, field in [
        (order(raised, text=" "), "text"),
        (order(raised, due_on=days(5)), "due_on"),
        (order(raised, stranger), "to"),
    ]:
        with pytest.raises(Invalid) as refused:
            sign(raised, wrong)
        assert refused.value.field == field
    raised.step.refresh_from_db()
    assert raised.step.acknowledged_at is None


def test_feedback_return_feedback_confirmation(raised):
    row = sign(raised, order(raised))
    officer, deputy = as_(raised.officer, days(7)), as_(raised.deputy, days(7))
    with pytest.raises(NotAllowed):
        services.answer(authority=deputy, instruction=row, text="x", now=at(days(7)))
    with pytest.raises(StaleState):
        services.finish(authority=deputy, instruction=row, text="", now=at(days(7)))
    services.answer(authority=officer, instruction=row, text="已见面", now=at(days(7)))
    services.send_back(
        authority=deputy, instruction=row, reason="没有书面承诺", due_on=days(12), now=at(days(8))
    )
    assert (row.status, row.due_on) == ("open", days(12))
    services.answer(authority=officer, instruction=row, text="已书面承诺", now=at(days(9)))
    with pytest.raises(NotAllowed):
        services.finish(authority=officer, instruction=row, text="", now=at(days(9)))
    supervisor = as_(raised.supervisor, days(9))
    services.finish(authority=supervisor, instruction=row, text="", now=at(days(9)))
    assert (row.status, row.done_at) == ("done", at(days(9)))
    assert [(n.kind, n.text) for n in InstructionNote.objects.order_by("pk")] == [
        ("feedback", "已见面"), ("returned", "没有书面承诺"),
        ("feedback", "已书面承诺"), ("done", "同意办结"),
    ]  # fmt: skip
    assert Notice.objects.filter(user=raised.deputy, kind=NoticeKind.INSTRUCTION).count() == 2


def test_those_who_may_be_charged_are_those_below_and_the_office(raised):
    people = addressees(raised.step, as_(raised.deputy, days(6)))
    assert [p.user for p in people] == [
        raised.officer, raised.principal, raised.supervisor, raised.head,
    ]  # fmt: skip


# --- the daily run ---------------------------------------------------------------------------------
def test_reminded_the_day_before_on_the_day_and_when_late(raised):
    row = sign(raised, order(raised, due_on=days(9)))
    Notice.objects.all().delete()
    for count in range(6, 16):
        for _ in range(2):
            run_instructions(on=days(count), now=at(days(count), 8))
    titles = Notice.objects.order_by("pk").values_list("title", flat=True)
    assert len(titles) == 4  # the day before, the day, three and six days late
    assert "还有1天" in titles[0]
    assert "逾期6天" in titles[3]
    row.refresh_from_db()
    assert row.reminded_step == "after-6"


def test_the_successor_takes_the_task_over_and_a_vacancy_is_told_once(raised):
    row = sign(raised, order(raised))
    Term.objects.filter(user=raised.officer).update(ends_on=days(6))
    Notice.objects.all().delete()
    for count in (7, 8):
        run_instructions(on=days(count), now=at(days(count)))
    assert Notice.objects.get().user == raised.deputy
    assert "暂无人接任" in InstructionNote.objects.get().text

    successor = make_user("接任干部", unit=raised.town)
    make_term(successor, raised.town, PostKind.PETITION_OFFICER, starts_on=days(9))
    run_instructions(on=days(9), now=at(days(9)))
    row.refresh_from_db()
    assert row.to_user == successor
    assert Notice.objects.filter(user=successor).count() == 1
    assert InstructionNote.objects.last().text == "承办人由镇信访干部改为接任干部"


# --- pages -----------------------------------------------------------------------------------------
def get(client, name, *args, **query):
    return client.get(reverse(f"accountability:{name}", args=args), query)


def test_my_page_tells_clock_days_capacity_and_who_read_it_below(raised, client):
    client.force_login(raised.deputy)
    text = get(client, "my_escalations").content.decode()
    for words in ("办结", "2026-03-11", f"{raised.town}分管副职", "镇信访干部", "已阅", "签阅超期"):
        assert words in text
    client.force_login(raised.principal)
    assert not get(client, "my_escalations").context["lines"]


@pytest.mark.parametrize("count", [2, 20])
def test_my_page_costs_the_same(raised, client, count, django_assert_max_num_queries):
    for n in range(count):
        case = raised.add_case()
        clock = raised.add_clock(case)
        step = Escalation.objects.create(
            case=case, clock=clock, from_level=1, level=2, days_overdue=5, reason="逾期",
            recipient=raised.deputy, fired_at=at(days(n)),
        )  # fmt: skip
        Instruction.objects.create(
            case=case, escalation=step, given_by=raised.deputy, given_at=at(days(n)), text="办",
            due_on=days(9), to_user=raised.officer,
        )  # fmt: skip
    client.force_login(raised.deputy)
    with django_assert_max_num_queries(11):
        page = get(client, "my_escalations")
    assert len(page.context["lines"]) == count + 1
    first = [line.step.fired_at for line in page.context["lines"]]
    assert first == sorted(first)
    for show in ("given", "open", "all"):
        with django_assert_max_num_queries(5):
            assert len(get(client, "instructions", show=show).context["page"].rows) == count


def test_late_signing_and_vacancies_have_their_own_tabs(raised, client):
    vacant = raised.add_clock(raised.add_case(), "C2")
    Escalation.objects.create(
        case=vacant.case, clock=vacant, from_level=0, level=1, days_overdue=1, reason="x",
        fired_at=timezone.now(),
    )  # fmt: skip
    client.force_login(raised.supervisor)
    late = get(client, "escalation_list", show="late").context["page"].rows
    assert late == [raised.step]
    found = get(client, "escalation_list", show="vacant").context["page"].rows
    assert [step.case for step in found] == [vacant.case]
    assert len(get(client, "escalation_list", show="all").context["page"].rows) == 3


def test_late_means_after_the_working_days_for_signing(raised):
    rule = signing_rule(on=days(8))  # Thursday; asked on Monday the 16th
    assert rule.sign_by(raised.step) == days(7)
    assert raised.step.fired_at < rule.late_before
    assert raised.step.fired_at >= signing_rule(on=days(7)).late_before


def test_sign_with_an_instruction_in_the_browser(raised, client):
    client.force_login(raised.deputy)
    url = reverse("accountability:escalation_step", args=[raised.step.pk])
    due = timezone.localdate().isoformat()
    page = client.post(url, {"text": "速办", "to": "", "due_on": due})
    assert page.status_code == 422
    assert "请选择由谁办理" in page.content.decode()
    client.post(url, {"text": "速办", "to": raised.officer.pk, "due_on": due})
    row = Instruction.objects.get()
    assert "速办" in client.get(url).content.decode()
    assert client.post(url, {"text": "", "to": "", "due_on": due}).status_code == 422

    client.force_login(raised.officer)
    answer = reverse("accountability:instruction_answer", args=[row.pk])
    assert client.post(answer, {"text": ""}).status_code == 422
    client.post(answer, {"text": "已办"})
    client.force_login(raised.deputy)
    back = reverse("accountability:instruction_send_back", args=[row.pk])
    client.post(back, {"reason": "补材料", "due_on": due})
    client.force_login(raised.officer)
    client.post(answer, {"text": "已补"})
    client.force_login(raised.deputy)
    client.post(reverse("accountability:instruction_finish", args=[row.pk]), {"text": ""})
    text = get(client, "instruction", row.pk).content.decode()
    for words in ("已办", "补材料", "已补", "同意办结", "已办结"):
        assert words in text


def test_a_supervisor_lowers_in_the_browser(raised, client):
    client.force_login(raised.supervisor)
    url = reverse("accountability:lower_level", args=[raised.case.pk])
    assert "2 分管领导" in client.get(url).content.decode()
    until = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert client.post(url, {"to_level": 0, "reason": "方案已定"}).status_code == 422
    client.post(url, {"to_level": 0, "reason": "方案已定", "hold_until": until})
    assert LevelFall.objects.get().decided_by == raised.supervisor
    slot = get(client, "case_reminders", raised.case.pk).content.decode()
    assert "降至“首接责任人”" in slot
    assert "方案已定" in slot


def test_somebody_elses_step_can_be_read_but_not_signed(raised, client):
    client.force_login(raised.principal)
    url = reverse("accountability:escalation_step", args=[raised.step.pk])
    page = client.get(url)
    assert page.context["form"] is None
    assert client.post(url, {"text": ""}).status_code == 404


def test_art30_the_accused_sees_neither_step_nor_instruction(raised, client):
    row = sign(raised, order(raised))
    type(raised.case).objects.update(purpose="accusation", legal_class="report")
    raised.case.accused_units.add(raised.town)
    client.force_login(raised.officer)
    assert get(client, "instruction", row.pk).status_code == 404
    assert get(client, "escalation_step", raised.step.pk).status_code == 404
    assert not get(client, "instructions").context["page"].rows
    assert not get(client, "my_escalations").context["lines"]
    answer = reverse("accountability:instruction_answer", args=[row.pk])
    assert client.post(answer, {"text": "x"}).status_code == 404
