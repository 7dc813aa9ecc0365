"""Escalation: one level a day at most, to a named person, once, with its reason on record."""

import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from accountability.models import Escalation, EscalationRule, Notice, NoticeKind
from accountability.services.escalations import acknowledge, escalate_cases
from core.errors import NotAllowed
from core.models import AuditEntry, Mail
from organizations.enums import PostKind
from organizations.models import Post
from petitions.enums import Purpose, Responsibility
from petitions.models import Clock, ResponsibilityChange
from tests.accountability.conftest import DUE, World, as_, deliver
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at, make_content_class


def run(on, **more):
    report = escalate_cases(on=on, now=at(on, 9), **more)
    deliver(at(on, 9))
    return report


def days(count):
    return DUE + timedelta(days=count)


def test_art40_climbs_level_by_level_to_the_person_of_each_level(world):
    world.add_leaders()
    for offset in range(-3, 40):
        run(days(offset))
        run(days(offset))

    rows = Escalation.objects.order_by("pk")
    assert [(e.from_level, e.level, e.recipient, e.days_overdue) for e in rows] == [
        (0, 1, world.officer, 1),
        (1, 2, world.deputy, 5),
        (2, 3, world.principal, 12),  # the tenth day is a Saturday
        (3, 4, world.leader, 20),
    ]
    assert all("条例第四十条第一款" in e.reason for e in rows)
    world.case.refresh_from_db()
    assert world.case.escalation_level == 4
    changes = ResponsibilityChange.objects.filter(what=Responsibility.LEVEL).order_by("pk")
    assert [c.new for c in changes] == ["承办单位信访干部", "分管领导", "主要领导", "县领导"]
    assert Notice.objects.filter(kind=NoticeKind.ESCALATION).count() == Mail.objects.count() == 4


def test_late_job_takes_one_step_a_working_day(world):
    world.add_leaders()
    for offset in range(28, 33):  # Wednesday to Sunday
        run(days(offset))
    assert list(Escalation.objects.order_by("pk").values_list("level", flat=True)) == [1, 2, 3]


def test_two_overdue_clocks_of_a_case_lift_it_once_a_day(world):
    world.add_leaders()
    world.add_clock(world.case, "C2", name="交办件反馈")
    run(days(30))
    assert Escalation.objects.count() == 1


def test_vacant_level_goes_on_and_the_vacancy_is_visible(world):
    world.add_leaders()
    world.deputy.terms.update(ends_on=date(2026, 1, 1))
    run(days(1))
    report = run(days(5))
    escalation = Escalation.objects.get(level=2)
    assert escalation.recipient is None
    assert "“分管领导”无人任职" in escalation.reason
    assert report.problems
    assert Notice.objects.filter(user=world.head, kind=NoticeKind.ESCALATION).exists()
    run(days(12))
    assert Escalation.objects.get(level=3).recipient == world.principal


def test_level_2_asks_the_deputy_who_leads_the_case(world):
    world.add_leaders()
    make_user_with_post(PostKind.PETITION_OFFICER, world.town)
    from tests.factories.organizations import make_term, make_user

    second = make_user("另一分管领导", unit=world.town)
    make_term(second, world.town, PostKind.DEPUTY, title="副镇长")
    world.case.leader = second
    world.case.save()
    run(days(1))
    run(days(5))
    assert Escalation.objects.get(level=2).recipient == second


def test_level_4_asks_the_county_leader_of_the_portfolio(world):
    world.add_leaders()
    land = make_user_with_post(PostKind.COUNTY_LEADER, world.department, "分管国土的副县长")
    Post.objects.filter(terms__user=land).update(portfolio=["050000"])
    world.case.content_class = make_content_class("050300", "土地征收")
    world.case.escalation_level = 3
    world.case.save()
    run(days(20))
    assert Escalation.objects.get().recipient == land


def test_the_offices_own_clock_climbs_inside_the_office(world):
    world.add_leaders()
    Clock.objects.update(code="C1", owed_by_unit=world.office)
    run(days(1))
    run(days(5))
    assert list(Escalation.objects.order_by("level").values_list("recipient", flat=True)) == [
        world.clerk.pk, world.head.pk,
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["C5", "C10", "C12"])
def test_art23_a_lapsed_right_is_no_breach(world, code):
    Clock.objects.update(code=code)
    run(days(30))
    assert not Escalation.objects.exists()


@pytest.mark.parametrize(("code", "levels"), [("C11", [1]), ("C8", [])])
def test_art35_a_review_that_is_late_climbs_after_the_matter_was_closed(world, code, levels):
    Clock.objects.update(code=code)
    type(world.case).objects.update(status="withdrawn", closed_on=days(-1), accepted_on=None)
    run(days(1))
    assert list(Escalation.objects.values_list("level", flat=True)) == levels


def test_art30_a_report_is_escalated_only_to_those_who_may_see_it(db):
    world = World(purpose=Purpose.ACCUSATION, title="举报某干部").add_leaders()
    run(days(1))
    escalation = Escalation.objects.get()
    assert escalation.recipient is None, "the town's officer may not see the report"
    assert set(Notice.objects.values_list("user", flat=True)) == {world.head.pk}
    for text in Notice.objects.values_list("title", "text"):
        assert world.case.number not in "".join(text)
        assert "举报" not in "".join(text)


def test_a_rule_of_the_county_replaces_the_default(world):
    EscalationRule.objects.create(level=1, days_overdue=9, valid_from=date(2026, 1, 1))
    run(days(8))
    assert not Escalation.objects.exists()
    run(days(9))
    assert Escalation.objects.get().level == 1


def test_recipient_acknowledges_once_and_nobody_else_may(world):
    run(days(1))
    escalation = Escalation.objects.get()
    with pytest.raises(NotAllowed):
        acknowledge(authority=as_(world.clerk), escalation=escalation, now=at(days(1)))
    first = acknowledge(authority=as_(world.officer), escalation=escalation, now=at(days(1)))
    again = acknowledge(authority=as_(world.officer), escalation=escalation, now=at(days(2)))
    assert again.acknowledged_at == first.acknowledged_at == at(days(1))
    assert AuditEntry.objects.filter(verb="escalation.acknowledge").count() == 1


def test_command_dry_run_says_who_would_be_asked_and_why_not(world):
    out = StringIO()
    call_command("escalate_cases", "--on", days(1).isoformat(), "--dry-run", stdout=out)
    assert "C8 level 0 -> 1 -> 镇信访干部 (" in out.getvalue()
    assert "信访专干): “办结”" in out.getvalue()
    assert not Escalation.objects.exists()
    call_command("escalate_cases", "--on", days(1).isoformat(), stdout=out)
    call_command("escalate_cases", "--on", days(1).isoformat(), "--dry-run", stdout=out)
    assert "stay: already raised today" in out.getvalue()


@pytest.mark.parametrize("command", ["escalate_cases", "send_reminders"])
def test_on_a_day_off_a_run_says_why_it_does_nothing(world, command):
    saturday = next(d for d in map(days, range(1, 9)) if d.weekday() == 5)
    out = StringIO()
    call_command(command, "--on", saturday.isoformat(), "--dry-run", stdout=out)
    assert f"note: Saturday {saturday} is a day off" in out.getvalue()
    assert f"waits for Monday {saturday + timedelta(days=2)}" in out.getvalue()
    friday = saturday - timedelta(days=1)
    out = StringIO()
    call_command(command, "--on", friday.isoformat(), "--dry-run", stdout=out)
    assert "day off" not in out.getvalue()


@pytest.mark.parametrize("count", [2, 20])
def test_reading_costs_the_same_for_any_number_of_clocks(
    world, count, django_assert_max_num_queries
):
    """Query budget of a run: 12, and the writes."""
    for _ in range(count):
        world.add_clock(world.add_case())
    with django_assert_max_num_queries(12):
        report = escalate_cases(on=days(1), now=at(days(1)), dry_run=True)
    assert len(report.done) == count + 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_lift_a_case_once():
    World().add_leaders()
    barrier, problems = threading.Barrier(2), []

    def work():
        from django.db import connection

        try:
            barrier.wait()
            run(days(30))
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
    assert Escalation.objects.count() == Notice.objects.count() == 1
