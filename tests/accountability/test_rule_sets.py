"""A rule set is drafted by one person, approved by another, and never changes the past."""

from datetime import date
from decimal import Decimal
from functools import partial
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accountability.domain.volume import VOLUME_NOTE
from accountability.models import Notice, RuleSet, Talk
from accountability.services.defaults import load_defaults
from accountability.services.rule_set_approval import approve, countersign
from accountability.services.rule_sets import (
    RuleSetContent,
    create_version,
    edit_draft,
    rule_set_in_force,
    set_basis,
    withdraw_draft,
)
from accountability.services.talk_course import drop_talk
from accountability.services.talks import propose_talks
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry
from organizations.enums import PostKind
from organizations.models import Setting
from petitions.services.drafts import Upload
from tests.accountability.conftest import as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

TODAY = date(2026, 3, 11)
APRIL = date(2026, 4, 1)


@pytest.fixture
def drafted(world):
    world.add_leaders()
    world.supervisor = make_user_with_post(PostKind.SUPERVISOR, world.office, "督查员")
    load_defaults(now=at(TODAY))
    world.duty = RuleSet.objects.get(code="duty")
    world.draft = draft(world)
    return world


def content(rule_set, **changes):
    """What the version says, with the first item changed."""
    items = [{**rule_set.items[0], **changes}, *rule_set.items[1:]]
    return RuleSetContent(name="2026年办法", base_score=Decimal(100), items=items)


def draft(world, user=None, source=None, **changes):
    source = source or world.duty
    return create_version(
        authority=as_(user or world.supervisor, TODAY), source=source,
        content=content(source, **changes), now=at(TODAY),
    )  # fmt: skip


def put_in_force(world, user=None, on=APRIL, rule_set=None, seen=None):
    rule_set = rule_set or world.draft
    return approve(
        authority=as_(user or world.head, TODAY), rule_set=rule_set, valid_from=on,
        seen=seen or rule_set.edited_at, now=at(TODAY),
    )  # fmt: skip


def edit(world, rule_set=None, user=None, seen=None, now=None, **changes):
    rule_set = rule_set or world.draft
    return edit_draft(
        authority=as_(user or world.supervisor, TODAY), rule_set=rule_set,
        content=content(rule_set, **changes), seen=seen or rule_set.edited_at, now=now or at(TODAY, 11),
    )  # fmt: skip


def test_draft_waits_and_then_begins_on_its_day_with_the_old_one_ending_before(drafted):
    assert (drafted.draft.version, drafted.draft.approved_at) == (2, None)
    assert drafted.draft.source == drafted.duty
    assert rule_set_in_force(on=APRIL) == drafted.duty
    put_in_force(drafted)
    assert rule_set_in_force(on=date(2026, 3, 31)) == drafted.duty
    assert rule_set_in_force(on=APRIL) == drafted.draft
    drafted.duty.refresh_from_db()
    assert drafted.duty.valid_to == date(2026, 3, 31)
    assert AuditEntry.objects.filter(verb__startswith="rule_set.").count() == 2


def test_drafter_may_not_approve_and_a_township_or_a_clerk_may_do_neither(drafted):
    own = draft(drafted, user=drafted.head)
    with pytest.raises(NotAllowed, match="第二人"):
        put_in_force(drafted, rule_set=own)
    for user in (drafted.officer, drafted.clerk):
        with pytest.raises(NotAllowed):
            put_in_force(drafted, user=user)
        with pytest.raises(NotAllowed):
            draft(drafted, user=user)
        with pytest.raises(NotAllowed):
            edit(drafted, user=user)
    assert put_in_force(drafted, user=drafted.leader, rule_set=own).approved_by == drafted.leader


def test_who_changed_a_draft_of_another_may_not_approve_it_either(drafted):
    edit(drafted, user=drafted.head, points="90")
    edit(drafted, user=drafted.supervisor, points="19", now=at(TODAY, 12))
    with pytest.raises(NotAllowed, match="修改过本办法"):
        put_in_force(drafted)
    assert put_in_force(drafted, user=drafted.leader).approved_by == drafted.leader


def test_a_shipped_rule_set_is_approved_by_another_than_who_changed_it(drafted):
    rates = RuleSet.objects.get(code="rates")
    assert rates.created_by is None
    edit(drafted, rule_set=rates, user=drafted.head)
    with pytest.raises(NotAllowed, match="修改过本办法"):
        put_in_force(drafted, rule_set=rates)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=rates.pk).update(
            countersigned_by=drafted.head, countersigned_at=at(TODAY)
        )


def test_rates_that_cost_more_than_the_base_are_pointed_out(drafted, client):
    edit(drafted, points="90")
    client.force_login(drafted.head)
    for name in ("detail", "approve"):
        page = client.get(reverse(f"accountability:rule_set_{name}", args=[drafted.draft.pk]))
        assert "按比率计分的各项合计140分，超过基础分100分" in page.content.decode()


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


def test_a_draft_is_changed_in_place_and_what_is_in_force_never(drafted):
    edit(drafted, points="19")
    assert drafted.draft.items[0]["points"] == "19"
    put_in_force(drafted)
    for rule_set in (drafted.draft, drafted.duty):
        with pytest.raises(Unlawful, match="不能修改"):
            edit(drafted, rule_set=rule_set, points="1")


def test_who_edits_or_approves_an_outdated_page_is_told_so(drafted):
    seen = drafted.draft.edited_at
    edit(drafted, points="19")
    with pytest.raises(StaleState, match="刚刚被他人修改"):
        edit(drafted, seen=seen, points="18")
    with pytest.raises(StaleState, match="刚刚被他人修改"):
        put_in_force(drafted, seen=seen)


def test_a_withdrawn_draft_is_neither_edited_nor_approved_but_copied(drafted):
    withdraw = partial(
        withdraw_draft, authority=as_(drafted.supervisor, TODAY), rule_set=drafted.draft, now=at(TODAY)
    )  # fmt: skip
    with pytest.raises(Invalid, match="原因"):
        withdraw(reason=" ")
    withdraw(reason="改用旧办法")
    for act in (partial(edit, drafted), partial(put_in_force, drafted)):
        with pytest.raises(Unlawful, match="已撤回"):
            act()
    assert draft(drafted, source=drafted.draft).version == 3


def test_a_copy_may_begin_a_rule_set_of_its_own(drafted):
    own = create_version(
        authority=as_(drafted.head, TODAY), source=drafted.duty, content=content(drafted.duty),
        as_new=True, now=at(TODAY),
    )  # fmt: skip
    assert (own.code, own.version) == ("own1", 1)


# --- rules that count numbers alone --------------------------------------------------------------
def upload(name="决定.pdf"):
    return Upload(name, "application/pdf", BytesIO(b"%PDF-1.7"))


def basis(world, rule_set, **more):
    given = {"basis": "县委办〔2026〕3号", "upload": upload(), **more}
    return set_basis(
        authority=as_(world.supervisor, TODAY), rule_set=rule_set, now=at(TODAY, 12), **given
    )


def sign(world, rule_set, user):
    return countersign(
        authority=as_(user, TODAY), rule_set=rule_set, seen=rule_set.edited_at, now=at(TODAY, 13)
    )


@pytest.fixture
def classic(drafted):
    return draft(drafted, source=RuleSet.objects.get(code="classic"))


def test_2014_opinion_counting_visits_needs_a_document_and_two_more_persons(drafted, classic):
    with pytest.raises(Unlawful, match="依据文件"):
        put_in_force(drafted, rule_set=classic)
    with pytest.raises(Unlawful, match="依据文件"):
        sign(drafted, classic, drafted.head)
    basis(drafted, classic)
    with pytest.raises(Unlawful, match="先行会签"):
        put_in_force(drafted, rule_set=classic)
    sign(drafted, classic, drafted.head)
    with pytest.raises(NotAllowed, match="第二名"):
        put_in_force(drafted, rule_set=classic, user=drafted.head)
    put_in_force(drafted, rule_set=classic, user=drafted.leader)
    assert (classic.countersigned_by, classic.approved_by) == (drafted.head, drafted.leader)
    assert rule_set_in_force(on=APRIL) == classic


def test_the_drafter_does_not_countersign_and_duty_rules_need_no_countersignature(drafted, classic):
    own = basis(drafted, draft(drafted, user=drafted.head, source=classic))
    with pytest.raises(NotAllowed, match="第二人"):
        sign(drafted, own, drafted.head)
    with pytest.raises(Unlawful, match="不需要会签"):
        sign(drafted, drafted.draft, drafted.head)


def test_a_change_after_the_countersignature_asks_for_it_again(drafted, classic):
    basis(drafted, classic)
    sign(drafted, classic, drafted.head)
    edit(drafted, rule_set=classic, points="9")
    assert (classic.status, classic.countersigned_by) == ("draft", None)
    with pytest.raises(Unlawful, match="先行会签"):
        put_in_force(drafted, rule_set=classic, user=drafted.leader)


def test_the_policy_note_of_such_rules_cannot_be_taken_off(drafted, classic):
    assert VOLUME_NOTE in classic.policy_note
    plain = RuleSetContent(
        name="x", base_score=Decimal(100), items=classic.items, policy_note="本县自定"
    )
    found = create_version(
        authority=as_(drafted.head, TODAY), source=drafted.duty, content=plain, now=at(TODAY)
    )
    assert found.policy_note == f"{VOLUME_NOTE}\n本县自定"


@pytest.mark.parametrize(
    ("more", "field"),
    [({"basis": " "}, "basis"), ({"upload": None}, "file"), ({"upload": upload("a.exe")}, "file")],
    ids=["no-name", "no-file", "a-program"],
)
def test_the_document_has_a_name_and_a_file(drafted, classic, more, field):
    with pytest.raises(Invalid) as refused:
        basis(drafted, classic, **more)
    assert refused.value.field == field


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
    assert Talk.objects.count() == 3


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
    drop_talk(
        authority=as_(world.head, TODAY), talk=Talk.objects.get(), note="已整改", now=at(TODAY)
    )
    assert publish(world, [town], [town], [town]) == [(town, "deputy", 3)]


def test_the_county_may_set_the_number_of_bulletins(world):
    Setting.objects.create(code="talk.consecutive", value=3, valid_from=date(2026, 1, 1))
    assert publish(world, [world.town.pk], [world.town.pk]) == []
