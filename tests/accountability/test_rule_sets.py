"""A rule set is drafted by one person, approved by another, and never changes the past."""

from datetime import date
from decimal import Decimal

import pytest

from accountability.models import Notice, RuleSet, TalkProposal, TalkStatus
from accountability.services.defaults import load_defaults
from accountability.services.rule_sets import approve, create_version, rule_set_in_force
from accountability.services.talks import propose_talks, settle_talk
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry, TransitionLog
from organizations.models import Setting
from tests.accountability.conftest import as_
from tests.factories.petitions import at

TODAY = date(2026, 3, 11)
APRIL = date(2026, 4, 1)


@pytest.fixture
def drafted(world):
    world.add_leaders()
    load_defaults(now=at(TODAY))
    world.duty = RuleSet.objects.get(code="duty")
    world.draft = draft(world)
    return world


def draft(world, **changes):
    items = [{**world.duty.items[0], **changes}, *world.duty.items[1:]]
    return create_version(
        authority=as_(world.clerk, TODAY), source=world.duty, name="2026年办法",
        base_score=Decimal(100), items=items, now=at(TODAY),
    )  # fmt: skip


def put_in_force(world, user=None, on=APRIL, rule_set=None):
    return approve(
        authority=as_(user or world.head, TODAY), rule_set=rule_set or world.draft,
        valid_from=on, now=at(TODAY),
    )  # fmt: skip


def test_draft_waits_and_then_begins_on_its_day_with_the_old_one_ending_before(drafted):
    assert (drafted.draft.version, drafted.draft.approved_at) == (2, None)
    assert rule_set_in_force(on=APRIL) == drafted.duty
    put_in_force(drafted)
    assert rule_set_in_force(on=date(2026, 3, 31)) == drafted.duty
    assert rule_set_in_force(on=APRIL) == drafted.draft
    drafted.duty.refresh_from_db()
    assert drafted.duty.valid_to == date(2026, 3, 31)
    assert AuditEntry.objects.filter(verb__startswith="rule_set.").count() == 2


def test_drafter_may_not_approve_and_a_township_may_do_neither(drafted):
    own = create_version(
        authority=as_(drafted.head, TODAY), source=drafted.duty, name="", base_score=Decimal(100),
        items=drafted.duty.items, now=at(TODAY),
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="第二人"):
        put_in_force(drafted, rule_set=own)
    with pytest.raises(NotAllowed):
        put_in_force(drafted, user=drafted.officer)
    with pytest.raises(NotAllowed):
        create_version(
            authority=as_(drafted.officer, TODAY), source=drafted.duty, name="x",
            base_score=Decimal(100), items=[], now=at(TODAY),
        )  # fmt: skip
    assert put_in_force(drafted, user=drafted.leader, rule_set=own).approved_by == drafted.leader


@pytest.mark.parametrize(
    "day", [date(2026, 2, 1), date(2026, 4, 2)], ids=["past-month", "not-the-first-of-a-month"]
)
def test_past_months_are_never_rescored(drafted, day):
    with pytest.raises(Invalid, match="每月1日"):
        put_in_force(drafted, on=day)


def test_approved_once_and_in_order(drafted):
    stale = RuleSet.objects.get(pk=drafted.draft.pk)
    put_in_force(drafted)
    with pytest.raises(StaleState):
        put_in_force(drafted, rule_set=stale)
    with pytest.raises(Unlawful, match="更晚"):
        put_in_force(drafted, rule_set=draft(drafted))


def test_unusable_item_is_refused_in_chinese(drafted):
    with pytest.raises(Invalid, match="不能为负"):
        draft(drafted, points="-3")


# --- talks -----------------------------------------------------------------------------------------
def publish(world, *months):
    """Publish month after month; returns the proposals of the last."""
    found = []
    for end in range(1, len(months) + 1):
        lists = [(f"2026-{n:02}", months[n - 1]) for n in range(1, end + 1)]
        found = propose_talks(worst_lists={"township": lists}, on=TODAY, now=at(TODAY))
    return [(talk.unit_id, talk.target, talk.consecutive) for talk in found]


def test_art39_twice_among_the_worst_deputy_then_principal_once_each(world):
    town, other = world.town.pk, world.other_town.pk
    assert publish(world, [town]) == []
    assert publish(world, [town], [town, other]) == [(town, "deputy", 2)]
    assert publish(world, [town], [town, other], [town, other]) == [
        (town, "principal", 3), (other, "deputy", 2),
    ]  # fmt: skip
    assert TalkProposal.objects.count() == 3


def test_the_offices_head_is_told_of_a_talk_once(world):
    world.add_leaders()
    for _ in range(2):
        publish(world, [world.town.pk], [world.town.pk])
    notice = Notice.objects.get()
    assert (notice.user, notice.title) == (world.head, f"拟与{world.town}分管领导谈话")
    assert "条例第三十九条第三款" in notice.text


def test_a_new_run_begins_with_the_deputy_again(world):
    town = world.town.pk
    assert publish(world, [town], [town], [], [town], [town]) == [(town, "deputy", 2)]


def test_a_dropped_talk_with_the_deputy_does_not_count(world):
    world.add_leaders()
    town = world.town.pk
    publish(world, [town], [town])
    settle(world, TalkProposal.objects.get(), held=False)
    assert publish(world, [town], [town], [town]) == [(town, "deputy", 3)]


def test_the_county_may_set_the_number_of_bulletins(world):
    Setting.objects.create(code="talk.consecutive", value=3, valid_from=date(2026, 1, 1))
    assert publish(world, [world.town.pk], [world.town.pk]) == []


def settle(world, talk, *, user=None, held=True, note="3月20日谈话，限一个月整改"):
    return settle_talk(
        authority=as_(user or world.head, TODAY), talk=talk, held=held, note=note, now=at(TODAY)
    )


def test_talk_is_settled_once_with_a_note_by_those_who_may(world):
    world.add_leaders()
    publish(world, [world.town.pk], [world.town.pk])
    talk = TalkProposal.objects.get()
    with pytest.raises(NotAllowed):
        settle(world, talk, user=world.officer)
    with pytest.raises(Invalid, match="写明"):
        settle(world, talk, note=" ")
    stale = TalkProposal.objects.get()
    settle(world, talk)
    assert talk.status == TalkStatus.HELD
    assert TransitionLog.objects.get().reason == "3月20日谈话，限一个月整改"
    with pytest.raises(StaleState):
        settle(world, stale, held=False)
