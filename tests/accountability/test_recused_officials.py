"""Whoever was recused from a matter is not asked to act on it by escalation (条例第二十八条第三款)."""

from datetime import timedelta

import pytest

from accountability.models import Escalation, Notice, Reminder
from accountability.services.daily import run_escalation, run_reminders
from organizations.enums import PostKind
from petitions.models import Recusal
from tests.accountability.conftest import DUE
from tests.factories.organizations import make_term, make_user, make_user_with_post
from tests.factories.petitions import at


def days(count):
    return DUE + timedelta(days=count)


def run(count):
    return run_escalation(on=days(count), now=at(days(count), 9))


def recuse(world, user, status="approved"):
    decided = status != "pending"
    return Recusal.objects.create(
        case=world.case, user=user, reason="与信访人系亲属", asked_by=world.clerk, asked_at=at(DUE),
        status=status, decision="同意" if decided else "",
        decided_by=world.head if decided else None, decided_at=at(DUE) if decided else None,
    )  # fmt: skip


@pytest.fixture
def county(world):
    """Two deputies in the town, two county leaders without a portfolio of their own."""
    world.add_leaders()
    world.second = make_user("镇副镇长", unit=world.town)
    make_term(world.second, world.town, PostKind.DEPUTY)
    world.vice = make_user_with_post(PostKind.COUNTY_LEADER, world.county, "副县长")
    return world


def asked(level):
    return Escalation.objects.active().get(level=level)


#: level, who was recused, who is asked
TABLE = [
    (1, (), "officer"),
    (1, ("officer",), "deputy"),
    (1, ("officer", "deputy"), "second"),
    (2, (), "deputy"),
    (2, ("deputy",), "second"),
    (2, ("second",), "deputy"),
    (2, ("deputy", "second"), "principal"),
    (2, ("deputy", "second", "principal"), "leader"),
    (3, ("principal",), "leader"),
    (3, ("principal", "leader"), "vice"),
    (4, ("leader",), "vice"),
    (4, ("leader", "vice"), None),
]


@pytest.mark.parametrize(("level", "recused", "name"), TABLE)
def test_art28_the_next_holder_or_the_next_level_is_asked(county, level, recused, name):
    county.case.escalation_level = level - 1
    county.case.save()
    for who in recused:
        recuse(county, getattr(county, who))
    run(40)
    step = asked(level)
    assert step.recipient == (getattr(county, name) if name else None)
    assert not Notice.objects.filter(user__in=[getattr(county, who) for who in recused]).exists()
    before = [who for who in recused if who != "second" or level != 2 or "deputy" in recused]
    for who in before:
        assert f"{getattr(county, who)}" in step.reason
    assert ("已回避（条例第二十八条第三款）" in step.reason) == bool(before)
    if before and name:
        assert f"{step.recipient}督办" in step.reason
    if name is None:
        assert "未能通知到人" in step.reason


@pytest.mark.parametrize("status", ["pending", "refused"])
def test_a_recusal_that_was_not_decided_or_refused_changes_nothing(county, status):
    recuse(county, county.officer, status)
    run(1)
    assert asked(1).recipient == county.officer
    assert "回避" not in asked(1).reason


def test_a_recusal_from_another_matter_changes_nothing(county):
    other = county.add_case()
    row = recuse(county, county.officer)
    Recusal.objects.filter(pk=row.pk).update(case=other)
    run(1)
    assert asked(1).recipient == county.officer


def test_who_steps_back_after_being_asked_is_replaced_with_the_reason(county):
    run(1)
    run(5)
    assert asked(2).recipient == county.deputy
    recuse(county, county.deputy)
    for _ in range(2):
        run(6)
    step = asked(2)
    assert (step.recipient, step.replaces.recipient) == (county.second, county.deputy)
    assert step.reason == (
        f"原通知对象{county.deputy}已回避（条例第二十八条第三款），改由{county.town}分管副职{county.second}督办"
    )
    assert Escalation.objects.filter(level=2).count() == 2, "a second run asks nobody else"


def test_a_reminder_goes_to_the_next_person_too(county):
    recuse(county, county.officer)
    run_reminders(on=days(1), now=at(days(1), 8))
    assert Reminder.objects.get().recipient == county.deputy


@pytest.mark.parametrize("count", [2, 20])
def test_recusals_cost_one_query_a_run(county, count, django_assert_max_num_queries):
    for _ in range(count):
        county.add_clock(county.add_case())
    recuse(county, county.officer)
    with django_assert_max_num_queries(35):
        run_escalation(on=days(1), now=at(days(1), 9), dry_run=True)
