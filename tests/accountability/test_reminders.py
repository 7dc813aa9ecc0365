"""Reminders go to the one who owes the act, once each, and reveal nothing secret."""

import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from accountability.models import Notice, NoticeKind, Reminder, ReminderRule
from accountability.services.reminders import send_reminders
from core.models import Mail
from organizations.enums import PostKind, UnitKind
from petitions.enums import CaseStatus, Purpose
from petitions.models import Clock
from tests.accountability.conftest import DUE, RECEIVED, World, deliver
from tests.factories.organizations import make_unit, make_user_with_post
from tests.factories.petitions import at, make_case, make_clock


def send(on, **more):
    report = send_reminders(on=on, now=at(on, 8), **more)
    deliver(at(on, 8))
    return report


def test_art34_each_step_once_to_the_units_officer(world):
    for offset in range(-10, 12):
        for _ in range(2):
            send(DUE + timedelta(days=offset))

    sent = Reminder.objects.order_by("pk").values_list("step", "recipient", "reason")
    assert [step for step, *_ in sent] == [
        "before-7", "before-3", "before-1", "on-day", "after-3", "after-6", "after-9",
    ]  # fmt: skip
    assert {recipient for _, recipient, _ in sent} == {world.officer.pk}
    assert all("条例第三十四条" in reason for *_, reason in sent)
    assert Notice.objects.filter(kind=NoticeKind.OVERDUE).count() == 3
    assert Mail.objects.filter(to_address=world.officer.email).count() == 7
    assert Mail.objects.first().subject.startswith(f"【信访】{world.case.number}“办结”")


def test_one_mail_a_day_however_many_reminders(world):
    for _ in range(3):
        world.add_clock(world.add_case())
    for _ in range(2):
        send(DUE)
    mail = Mail.objects.get()
    assert mail.subject == "【信访】4件事项需要办理（即将到期4件）"
    assert (mail.state, mail.last_error) == ("sent", "")
    assert all(n.title in mail.text and n.text in mail.text for n in Notice.objects.all())


def test_no_address_no_mail_but_a_notice(world):
    world.officer.email = ""
    world.officer.save()
    send(DUE)
    assert Notice.objects.get().title.endswith("“办结”今日到期")
    assert not Mail.objects.exists()


def test_nobody_is_reminded_on_a_day_off(world):
    saturday = DUE + timedelta(days=3)
    report = send(saturday)
    assert not Reminder.objects.exists()
    assert "day off" in report.skipped[0].reason


def test_an_extended_clock_is_reminded_anew(world):
    send(DUE)
    Clock.objects.update(due_on=DUE + timedelta(days=7))
    send(DUE)
    assert set(Reminder.objects.values_list("step", "due_on")) == {
        ("on-day", DUE), ("before-7", DUE + timedelta(days=7)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        pytest.param([PostKind.DEPUTY, PostKind.PRINCIPAL], PostKind.DEPUTY, id="deputy-next"),
        pytest.param([PostKind.PRINCIPAL], PostKind.PRINCIPAL, id="principal-last"),
    ],
)
def test_without_an_officer_the_next_above_is_reminded(world, posts, expected):
    world.officer.terms.update(ends_on=date(2026, 3, 1))
    users = {kind: make_user_with_post(kind, world.town) for kind in posts}
    send(DUE)
    assert Reminder.objects.get().recipient == users[expected]


def test_nobody_in_post_is_a_problem_that_is_said(world):
    world.officer.terms.update(ends_on=date(2026, 3, 1))
    report = send(DUE)
    assert "nobody in post" in report.problems[0].reason
    assert not Reminder.objects.exists()


def test_the_offices_own_duty_goes_to_the_first_contact_officer_then_to_reception(world):
    make_clock(world.case, "C1", DUE, unit=world.office, name="登记转送交办")
    send(DUE)
    assert Reminder.objects.get(clock__code="C1").recipient == world.clerk

    other = make_user_with_post(PostKind.PETITION_OFFICER, world.office)
    world.clerk.terms.update(ends_on=DUE)
    send(DUE + timedelta(days=5))
    assert Reminder.objects.get(clock__code="C1", step="after-3").recipient == other


def test_village_without_posts_is_answered_for_by_its_town(world):
    village = make_unit(UnitKind.VILLAGE, parent=world.town)
    Clock.objects.update(owed_by_unit=village)
    send(DUE)
    assert Reminder.objects.get().recipient == world.officer


@pytest.mark.parametrize("code", ["C5", "C10", "C12"])
def test_art23_a_right_that_lapsed_is_not_dunned(world, code):
    Clock.objects.update(code=code)
    send(DUE + timedelta(days=5))
    assert not Reminder.objects.exists()


def test_stopped_clocks_and_closed_cases_are_left_alone(world):
    Clock.objects.update(status="met", stopped_on=DUE, on_time=True)
    send(DUE)
    assert not Reminder.objects.exists()


def test_art30_secret_matter_reveals_nothing_and_only_reaches_those_who_may_see_it(db):
    world = World(purpose=Purpose.ACCUSATION, title="举报某干部")
    report = send(DUE)
    assert report.problems, "the town's officer may not see the report"
    assert not Notice.objects.exists()

    discipline = make_unit(UnitKind.DEPARTMENT, competence="discipline")
    officer = make_user_with_post(PostKind.PETITION_OFFICER, discipline)
    Clock.objects.update(owed_by_unit=discipline)
    send(DUE)
    notice, mail = Notice.objects.get(), Mail.objects.get()
    assert notice.user == officer
    for text in (notice.title, notice.text, mail.subject, mail.text):
        assert world.case.number not in text
        assert "举报" not in text
        assert "检举" not in text


def test_art30_the_accused_is_never_reminded(world):
    world.case.accused_people.add(world.officer)
    assert send(DUE).problems
    assert not Notice.objects.exists()


def test_a_rule_of_the_county_replaces_the_default(world):
    ReminderRule.objects.create(
        code="C8", days_before=[5], on_the_day=False, every_days_after=1, valid_from=RECEIVED
    )
    send(DUE - timedelta(days=5))
    send(DUE)
    send(DUE + timedelta(days=1))
    assert list(Reminder.objects.order_by("pk").values_list("step", flat=True)) == [
        "before-5", "after-1",
    ]  # fmt: skip


def test_command_dry_run_says_each_step_with_its_reason_and_writes_nothing(world):
    out = StringIO()
    call_command("send_reminders", "--on", DUE.isoformat(), "--dry-run", stdout=out)
    assert (
        f"would send: {world.case.number} C8 on-day -> 镇信访干部 ({world.town}信访专干): “办结”"
        in out.getvalue()
    )
    assert not Reminder.objects.exists()
    call_command("send_reminders", "--on", DUE.isoformat(), stdout=out)
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize("count", [2, 20])
def test_queries_grow_by_writes_alone(world, count, django_assert_max_num_queries):
    """Reading costs at most 11 queries for any number of clocks; only the writes grow."""
    for _ in range(count):
        case = make_case(
            office=world.office, clerk=world.clerk, received_on=RECEIVED,
            responsible_unit=world.town, status=CaseStatus.ACCEPTED,
        )  # fmt: skip
        make_clock(case, "C8", DUE, unit=world.town)
    with django_assert_max_num_queries(11):
        report = send_reminders(on=DUE, now=at(DUE), dry_run=True)
    assert len(report.done) == count + 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_reminder_once():
    World()
    barrier, problems = threading.Barrier(2), []

    def work():
        from django.db import connection

        try:
            barrier.wait()
            send(DUE)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert Reminder.objects.count() == Notice.objects.count() == 1
