"""Down again: when the overdue duty is done, or when a supervisor decides so; each fall leaves reason, row and notice."""

from datetime import timedelta

import pytest

from accountability.models import Escalation, FallRule, LevelFall, Notice, NoticeKind
from accountability.services.daily import run_escalation
from accountability.services.escalations import acknowledge
from accountability.services.level_falls import decide_fall, lower_cases
from core.errors import Invalid, NotAllowed
from organizations.enums import PostKind
from petitions.enums import Responsibility
from petitions.models import Clock, ResponsibilityChange
from tests.accountability.conftest import DUE, World, as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

REASON = "镇里已拿出方案，月底前兑现"


def days(count):
    return DUE + timedelta(days=count)


def run(count):
    return run_escalation(on=days(count), now=at(days(count), 9))


def do_the_duty(count):
    Clock.objects.update(status="met", stopped_on=days(count), on_time=False)


def level_of(world):
    world.case.refresh_from_db()
    return world.case.escalation_level


@pytest.fixture
def raised(world):
    """Level 2: the officer was asked on the first day, the deputy on the fifth."""
    world.add_leaders()
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查专员")
    run(1)
    run(5)
    return world


def test_art40_done_falls_to_zero_with_row_reason_and_notice(raised):
    do_the_duty(6)
    for _ in range(2):
        run(6)
    row = LevelFall.objects.get()
    assert (row.from_level, row.level, row.kind, row.decided_by) == (2, 0, "done", None)
    assert row.reason == "“办结”已不再逾期，督办层级由“分管领导”降至“首接责任人”"
    assert level_of(raised) == 0
    assert set(Notice.objects.filter(kind=NoticeKind.FALL).values_list("user", flat=True)) == {
        raised.officer.pk, raised.deputy.pk,
    }  # fmt: skip
    last = ResponsibilityChange.objects.filter(what=Responsibility.LEVEL).last()
    assert (last.old, last.new, last.by) == ("分管领导", "首接责任人", None)
    assert not Escalation.objects.active().exists()
    assert Escalation.objects.filter(fall=row).count() == 2


def test_an_extended_clock_is_not_overdue_and_climbs_anew_when_it_is(raised):
    Clock.objects.update(due_on=days(20))
    run(6)
    assert level_of(raised) == 0
    run(21)
    again = Escalation.objects.active().get()
    assert (again.level, again.round, again.recipient) == (1, 2, raised.officer)


def test_another_overdue_clock_keeps_its_own_level(raised):
    other = raised.add_clock(raised.case, "C2", days(4), name="交办件反馈")
    Escalation.objects.filter(level=1).update(clock=other)
    Clock.objects.exclude(pk=other.pk).update(status="met", stopped_on=days(6), on_time=False)
    lower_cases(on=days(6), now=at(days(6)))
    assert level_of(raised) == 1
    assert Escalation.objects.active().get().clock == other


def test_county_level_stays_until_the_leader_has_read(raised):
    run(12)
    run(20)
    do_the_duty(21)
    report = lower_cases(on=days(21), now=at(days(21)))
    assert level_of(raised) == 4
    assert "waits to be read by 县委副书记" in report.skipped[0].reason
    step = Escalation.objects.get(level=4)
    acknowledge(authority=as_(raised.leader), escalation=step, now=at(days(22)))
    run(22)
    assert level_of(raised) == 3, "the principal has not read it either"
    FallRule.objects.create(level=3, mode="clear", valid_from=days(23))
    run(23)
    assert level_of(raised) == 0
    assert list(LevelFall.objects.order_by("pk").values_list("round", "from_level", "level")) == [
        (1, 4, 3), (2, 3, 0),
    ]  # fmt: skip


def test_a_closed_case_falls_too(raised):
    from petitions.models import Case

    Case.objects.update(status="filed", closed_on=days(6), accepted_on=None)
    run(6)
    assert level_of(raised) == 0


def test_nobody_falls_on_a_day_off_and_a_dry_run_writes_nothing(raised):
    do_the_duty(2)
    assert not lower_cases(on=days(3), now=at(days(3))).done  # a Saturday
    report = lower_cases(on=days(6), now=at(days(6)), dry_run=True)
    assert "level 2 -> 0" in str(report.done[0])
    assert level_of(raised) == 2


# --- by decision -----------------------------------------------------------------------------------
def decide(world, user=None, **more):
    values = {"to_level": 1, "reason": REASON, "hold_until": days(15), **more}
    return decide_fall(
        authority=as_(user or world.supervisor, days(6)), case=world.case, now=at(days(6)), **values
    )


def test_a_supervisors_decision_lowers_holds_and_then_the_delay_counts_again(raised):
    level_of(raised)
    row = decide(raised)
    assert (row.level, row.decided_by, row.hold_until) == (1, raised.supervisor, days(15))
    notice = Notice.objects.get(kind=NoticeKind.FALL)
    assert notice.user == raised.deputy
    assert REASON in notice.text
    assert "督查专员决定降级" in notice.text
    for count in (7, 12, 15):
        run(count)
    assert level_of(raised) == 1
    run(16)
    again = Escalation.objects.filter(round=2).get()
    assert (again.level, again.clock) == (2, raised.clock)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"reason": "  "}, "reason", id="no-reason"),
        pytest.param({"hold_until": None}, "hold_until", id="overdue-needs-a-day"),
        pytest.param({"hold_until": days(6)}, "hold_until", id="not-after-today"),
        pytest.param({"hold_until": days(37)}, "hold_until", id="longer-than-the-county-allows"),
        pytest.param({"to_level": 2}, "to_level", id="not-lower"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(raised, change, field):
    level_of(raised)
    with pytest.raises(Invalid) as refused:
        decide(raised, **change)
    assert refused.value.field == field
    assert not LevelFall.objects.exists()


def test_only_supervisors_and_the_head_decide(raised):
    level_of(raised)
    for user in (raised.officer, raised.principal, raised.leader, raised.clerk):
        with pytest.raises(NotAllowed):
            decide(raised, user)
    assert decide(raised, raised.head).decided_by == raised.head


def test_art30_a_fall_of_a_secret_matter_reveals_nothing(db):
    world = World(purpose="accusation", title="举报某干部").add_leaders()
    world.case.first_contact = world.head
    world.case.save()
    run(1)
    Escalation.objects.update(recipient=world.head)
    do_the_duty(2)
    lower_cases(on=days(2), now=at(days(2)))
    notice = Notice.objects.get(kind=NoticeKind.FALL)
    assert world.case.number not in notice.title + notice.text
