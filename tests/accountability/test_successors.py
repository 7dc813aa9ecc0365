"""Posts change hands in the middle of a case: the successor is asked, the old row stays as history."""

from datetime import timedelta

import pytest

from accountability.models import Escalation, Notice, NoticeKind
from accountability.services.daily import run_escalation
from accountability.services.escalations import acknowledge
from accountability.services.successors import hand_over_asks
from core import jobs
from core.models import AuditEntry, OwedEffect
from organizations.authority import authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Term
from organizations.services.posts import appoint
from organizations.services.units import close_unit
from petitions.models import Clock
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_term, make_unit, make_user, make_user_with_post
from tests.factories.petitions import at


def days(count):
    return DUE + timedelta(days=count)


def run(count):
    return run_escalation(on=days(count), now=at(days(count), 9))


def steps(level):
    """(recipient, round, still counts) of each row of a level, oldest first."""
    rows = Escalation.objects.filter(level=level).order_by("pk")
    return [(row.recipient, row.replaced_at is None) for row in rows]


def replace(world, kind, count, name="新任"):
    """Somebody new holds the post from that day on."""
    term = Term.objects.get(post__unit=world.town, post__kind=kind, ends_on=None)
    admin = make_user_with_post(PostKind.ADMINISTRATOR, world.office)
    successor = make_user(name, unit=world.town)
    appoint(
        authority=as_(admin, days(count)), post=term.post, user=successor, starts_on=days(count),
        now=at(days(count)), replace=True,
    )  # fmt: skip
    return successor


@pytest.fixture
def raised(world):
    world.add_leaders()
    run(1)
    run(5)
    return world


def test_the_successor_is_asked_and_the_old_row_stays(raised):
    successor = replace(raised, PostKind.DEPUTY, 7)
    for _ in range(2):
        run(7)
    assert steps(2) == [(raised.deputy, False), (successor, True)]
    new = Escalation.objects.get(recipient=successor)
    assert new.replaces.recipient == raised.deputy
    assert new.reason == (f"原通知对象镇分管领导不再承担此职，改由{raised.town}分管副职新任督办")
    assert Notice.objects.filter(user=successor, kind=NoticeKind.ESCALATION).count() == 1
    assert AuditEntry.objects.filter(verb="escalation.hand_over").count() == 1
    raised.case.refresh_from_db()
    assert raised.case.escalation_level == 2


def test_an_appointment_passes_the_asks_on_the_same_day(raised):
    successor = replace(raised, PostKind.DEPUTY, 7)
    effects = OwedEffect.objects.filter(kind="accountability.successors")
    assert effects.count() == 1, "the end of the old term and the new one are one moment"
    assert jobs.run(effects.get().pk, now=at(days(7), 11))
    assert steps(2) == [(raised.deputy, False), (successor, True)]


def test_what_was_signed_passes_on_while_the_duty_is_overdue_and_not_afterwards(raised):
    step = Escalation.objects.get(level=2)
    acknowledge(authority=as_(raised.deputy), escalation=step, now=at(days(6)))
    successor = replace(raised, PostKind.DEPUTY, 7)
    run(7)
    step.refresh_from_db()
    assert step.acknowledged_at == at(days(6))
    assert steps(2)[1] == (successor, True)

    acknowledge(
        authority=authority_of(successor, on=days(7)),
        escalation=Escalation.objects.get(recipient=successor), now=at(days(7)),
    )  # fmt: skip
    Clock.objects.update(status="met", stopped_on=days(8), on_time=False)
    replace(raised, PostKind.DEPUTY, 8, "再任")
    hand_over_asks(on=days(8), now=at(days(8)))
    assert len(steps(2)) == 2


def test_a_vacant_post_is_seen_and_its_new_holder_asked(raised):
    Term.objects.filter(user=raised.deputy).update(ends_on=days(6))
    report = run(7)
    assert steps(2) == [(raised.deputy, False), (None, True)]
    assert any("nobody in post" in line.reason for line in report.problems)
    assert Notice.objects.filter(user=raised.head, kind=NoticeKind.ESCALATION).count() == 1
    run(8)
    assert len(steps(2)) == 2, "a vacancy is said once"

    successor = make_user("补缺", unit=raised.town)
    make_term(successor, raised.town, PostKind.DEPUTY, starts_on=days(9))
    run(9)
    assert steps(2)[2] == (successor, True)
    assert "原无人任职" in Escalation.objects.get(recipient=successor).reason


def test_the_person_with_two_posts_is_asked_in_each_capacity_and_once_in_each(world):
    world.add_leaders()
    world.deputy.terms.update(ends_on=days(-30))
    make_term(world.officer, world.town, PostKind.DEPUTY, title="副镇长")
    run(1)
    run(5)
    rows = Escalation.objects.order_by("level")
    assert [(row.recipient, row.capacity) for row in rows] == [
        (world.officer, f"{world.town}信访专干"),
        (world.officer, f"{world.town}副镇长"),
    ]
    Term.objects.filter(user=world.officer, post__title="副镇长").update(ends_on=days(6))
    run(7)
    assert steps(1) == [(world.officer, True)]
    assert steps(2) == [(world.officer, False), (None, True)], "no longer asked as deputy"


def test_the_county_leader_whose_portfolio_it_became(raised):
    run(12)
    run(20)
    second = make_user_with_post(PostKind.COUNTY_LEADER, raised.department, "分管副县长")
    post = Term.objects.get(user=second).post
    post.portfolio_units.add(raised.town)
    run(21)
    assert steps(4) == [(raised.leader, False), (second, True)]


def test_the_accused_is_no_longer_asked(raised):
    raised.case.accused_people.add(raised.deputy)
    run(7)
    assert steps(2) == [(raised.deputy, False), (None, True)]


def test_art24_a_merged_townships_asks_pass_to_its_successor(raised):
    merged = make_unit(UnitKind.TOWNSHIP, "新合并镇", parent=raised.county)
    new_deputy = make_user_with_post(PostKind.DEPUTY, merged, "合并后分管领导")
    make_term(raised.officer, merged, PostKind.PETITION_OFFICER, starts_on=days(7))
    Term.objects.filter(post__unit=raised.town).update(ends_on=days(6))
    admin = make_user_with_post(PostKind.ADMINISTRATOR, raised.office)
    close_unit(
        authority=as_(admin, days(6)), unit=raised.town, last_day=days(6), succeeded_by=merged,
        now=at(days(6)),
    )  # fmt: skip
    run(7)
    assert steps(1) == [(raised.officer, False), (raised.officer, True)]
    asked = Escalation.objects.active().get(level=1)
    assert asked.capacity == "新合并镇信访专干"
    assert steps(2) == [(raised.deputy, False), (new_deputy, True)]


@pytest.mark.parametrize("count", [2, 20])
def test_reading_costs_the_same_for_any_number_of_steps(
    raised, count, django_assert_max_num_queries
):
    """Query budget: 9 (steps, posts, portfolios, units, recusals, authority and visible cases of each person asked)."""
    for _ in range(count):
        raised.add_clock(raised.add_case())
    run(6)
    replace(raised, PostKind.DEPUTY, 7)
    with django_assert_max_num_queries(9):
        hand_over_asks(on=days(7), now=at(days(7)), dry_run=True)
