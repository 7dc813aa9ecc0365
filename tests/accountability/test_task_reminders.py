"""Co-handling days, execution days and handling anew: told at once, reminded once a step, silent where secret."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accountability.models import Notice, Reminder, TaskReminder
from accountability.services.daily import run_reminders
from accountability.services.task_reminders import remind_tasks
from core.errors import Invalid, NotAllowed, Unlawful
from core.models import Mail
from organizations.enums import PostKind
from petitions import events
from petitions.enums import CaseStatus, Purpose
from petitions.models import Case, Clock, CoHandling, Execution
from petitions.services import co_handling
from tests.accountability.conftest import DUE, RECEIVED, as_, deliver
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

ASKED = DUE - timedelta(days=20)


@pytest.fixture
def helped(world):
    """The town handles; the department owes its part by DUE. No clock of the case disturbs."""
    Clock.objects.all().delete()
    world.helper = make_user_with_post(PostKind.PETITION_OFFICER, world.department, "局专干")
    return world


def ask(world, case=None, unit=None, due_on=DUE, day=ASKED) -> CoHandling:
    return co_handling.ask_unit(
        authority=as_(world.officer, day),
        case=case or world.case,
        unit=unit or world.department,
        task="提供管养资料",
        due_on=due_on,
        now=at(day),
    )


def promise(world, due_on=DUE) -> Execution:
    Case.objects.filter(pk=world.case.pk).update(
        status=CaseStatus.CONCLUDED, closed_on=ASKED, concluded_on=ASKED
    )
    return Execution.objects.create(
        case=world.case,
        promise="更换路灯",
        due_on=due_on,
        by=world.officer,
        recorded_at=at(ASKED),
    )


def run(on):
    report = run_reminders(on=on, now=at(on, 8))
    deliver(at(on, 8))
    return report


def titles(user):
    return [notice.title for notice in Notice.objects.filter(user=user).order_by("pk")]


class TestEvents:
    def test_art24_the_unit_asked_is_told_at_once(self, helped):
        ask(helped)
        assert titles(helped.helper) == [f"请协办{helped.case.number}，期限{DUE}"]
        assert "提供管养资料" in Notice.objects.get().text

    def test_a_changed_day_is_told_with_its_reason_on_record(self, helped):
        row = ask(helped)
        new = DUE + timedelta(days=5)
        co_handling.move_due_day(
            authority=as_(helped.officer, ASKED), request=row, due_on=new, reason="资料较多",
            now=at(ASKED),
        )  # fmt: skip
        assert titles(helped.helper)[-1] == f"{helped.case.number}的协办期限改为{new}"
        assert f"原期限{DUE}" in Notice.objects.order_by("pk").last().text

    def test_the_answer_is_told_to_who_asked(self, helped):
        co_handling.answer_request(
            authority=as_(helped.helper, ASKED), request=ask(helped), answer="附件三份",
            now=at(ASKED),
        )  # fmt: skip
        assert titles(helped.officer) == [f"{helped.department}已答复{helped.case.number}的协办"]

    def test_refusals_of_a_change(self, helped):
        row = ask(helped)
        values = {"request": row, "due_on": DUE, "reason": "因故", "now": at(ASKED)}
        change = co_handling.move_due_day
        with pytest.raises(NotAllowed):
            change(authority=as_(helped.helper, ASKED), **values)
        with pytest.raises(Invalid, match="相同"):
            change(authority=as_(helped.officer, ASKED), **values)
        with pytest.raises(Invalid, match="晚于今天"):
            change(authority=as_(helped.officer, ASKED), **{**values, "due_on": ASKED})
        later = {**values, "due_on": DUE + timedelta(days=1)}
        with pytest.raises(Invalid, match="理由"):
            change(authority=as_(helped.officer, ASKED), **{**later, "reason": " "})
        co_handling.answer_request(
            authority=as_(helped.helper, ASKED), request=row, answer="好", now=at(ASKED)
        )
        with pytest.raises(Unlawful, match="已经答复"):
            change(authority=as_(helped.officer, ASKED), **later)

    def test_art30_a_report_tells_neither_the_accused_nor_who_may_not_see_it(self, helped):
        secret = helped.add_case(purpose=Purpose.ACCUSATION)
        secret.accused_units.add(helped.department)
        for unit in (helped.department, helped.other_town):
            row = CoHandling.objects.create(
                case=secret, unit=unit, task="查", due_on=DUE, asked_by=helped.officer,
                asked_at=at(ASKED),
            )  # fmt: skip
            events.co_handling_asked.send(Case, request_id=row.pk, now=at(ASKED))
            events.co_handling_moved.send(Case, request_id=row.pk, old_due_on=ASKED, now=at(ASKED))
        run(DUE)
        assert not Notice.objects.exclude(user=helped.officer).exists()
        assert not TaskReminder.objects.exists()


class TestSteps:
    def test_art24_each_step_of_a_co_handling_day_once(self, helped):
        ask(helped)
        for offset in range(-10, 8):
            for _turn in range(2):
                run(DUE + timedelta(days=offset))
        rows = TaskReminder.objects.order_by("pk").values_list("step", "recipient")
        assert [step for step, _who in rows] == [
            "before-7", "before-3", "before-1", "on-day", "after-3", "after-6",
        ]  # fmt: skip
        assert {who for _step, who in rows} == {helped.helper.pk}
        # The request itself goes out with the first digest.
        assert Mail.objects.filter(to_address=helped.helper.email).count() == 7
        assert titles(helped.helper)[-1].endswith("“协办”已逾期6天")

    def test_art32_each_step_of_an_execution_day_once(self, helped):
        promise(helped)
        for on in (DUE - timedelta(days=7), DUE, DUE, DUE + timedelta(days=5)):
            run(on)
        rows = TaskReminder.objects.order_by("pk")
        assert [row.step for row in rows] == ["before-7", "on-day", "after-3"]
        assert {row.recipient for row in rows} == {helped.officer}
        assert "条例第三十二条第二款" in rows[0].reason

    def test_what_is_done_is_reminded_no_more(self, helped):
        row, done = ask(helped), promise(helped, due_on=DUE + timedelta(days=1))
        CoHandling.objects.filter(pk=row.pk).update(
            answer="好", answered_at=at(ASKED), answered_by=helped.helper
        )
        Execution.objects.filter(pk=done.pk).update(done_on=ASKED, result="已更换")
        assert run(DUE).done == []

    def test_a_moved_day_is_reminded_anew(self, helped):
        row = ask(helped)
        run(DUE)
        CoHandling.objects.filter(pk=row.pk).update(due_on=DUE + timedelta(days=7))
        run(DUE)
        steps = TaskReminder.objects.order_by("pk").values_list("step", "due_on")
        assert list(steps) == [("on-day", DUE), ("before-7", DUE + timedelta(days=7))]

    def test_dry_run_and_vacant_post(self, helped):
        ask(helped)
        out = StringIO()
        call_command("send_reminders", "--on", DUE.isoformat(), "--dry-run", stdout=out)
        assert "CO on-day" in out.getvalue()
        assert not TaskReminder.objects.exists()
        helped.helper.is_active = False
        helped.helper.save()
        report = remind_tasks(on=DUE, now=at(DUE, 8))
        assert "nobody in post" in report.problems[0].reason

    def test_the_database_keeps_each_step_to_one(self, helped):
        ask(helped)
        run(DUE)
        row = TaskReminder.objects.get()
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    @pytest.mark.parametrize("count", [2, 20], ids=["two", "twenty"])
    def test_queries_do_not_grow_with_what_is_not_due(
        self, helped, count, django_assert_max_num_queries
    ):
        for _turn in range(count):
            ask(helped, case=helped.add_case(), due_on=DUE + timedelta(days=30))
        with django_assert_max_num_queries(9):
            remind_tasks(on=ASKED + timedelta(days=1), now=at(ASKED, 8))


class TestAfterClosing:
    @pytest.mark.parametrize("code", ["R1", "C11", "C13"])
    def test_art35_36_duties_that_begin_after_closing_are_reminded(self, helped, code):
        promise(helped, due_on=DUE + timedelta(days=60))
        helped.add_clock(helped.case, code, DUE, name="重新处理")
        for _turn in range(2):
            run(DUE)
        assert Reminder.objects.get().recipient == helped.officer

    def test_a_review_by_the_county_is_worked_on_by_the_office(self, helped):
        promise(helped, due_on=DUE + timedelta(days=60))
        helped.add_clock(helped.case, "C11", DUE, unit=helped.county)
        run(DUE)
        assert Reminder.objects.get().recipient == helped.clerk

    def test_other_clocks_of_a_closed_matter_are_not(self, helped):
        promise(helped, due_on=DUE + timedelta(days=60))
        helped.add_clock(helped.case, "C8", DUE)
        assert run(DUE).done == []


def test_the_case_page_and_the_timeline_show_them(helped):
    from django.test import Client
    from django.urls import reverse

    ask(helped)
    run(DUE)
    client = Client()
    client.force_login(helped.clerk, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("accountability:case_reminders", "petitions:case_timeline"):
        page = client.get(reverse(name, args=[helped.case.pk])).content.decode()
        assert "“协办”期限" in page, name
    assert RECEIVED < DUE
