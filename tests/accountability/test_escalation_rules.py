"""The head's rules of escalation: versions beside each other, conditions that decide, sentences on the page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability.domain.level_rules import LevelRule
from accountability.models import Escalation, EscalationRule, FallRule
from accountability.selectors.level_rules import fall_modes, level_rules, rule_lines
from accountability.services.defaults import load_defaults
from accountability.services.escalation_rules import (
    end_rule,
    save_rule,
    set_fall_modes,
    set_levels,
)
from accountability.services.escalations import escalate_cases
from core.errors import Invalid, NotAllowed
from core.models import AuditEntry
from tests.accountability.conftest import DUE, as_
from tests.factories.petitions import at, make_content_class

NOW = at(DUE)
URGENT = LevelRule(level=2, days_overdue=1, urgent=True)


def day(count):
    return DUE + timedelta(days=count)


@pytest.fixture
def rules(world):
    world.add_leaders()
    load_defaults(now=NOW)
    return world


def save(world, rule=URGENT, *, on=DUE, user=None, **more):
    values = {"valid_from": on, "basis": "县联席办〔2026〕3号", **more}
    return save_rule(authority=as_(user or world.head, on), rule=rule, now=at(on), **values)


def test_a_new_version_ends_the_one_before_on_the_day_before(rules):
    first = save(rules)
    second = save(rules, LevelRule(level=2, days_overdue=3, urgent=True), on=day(9), replaces=first)
    first.refresh_from_db()
    assert (first.valid_to, second.previous) == (day(8), first)
    found = [rule.days_overdue for rule in level_rules(on=day(8)) if rule.urgent]
    assert found == [1]
    assert [rule.days_overdue for rule in level_rules(on=day(9)) if rule.urgent] == [3]
    _general, special = rule_lines(on=day(9))
    assert "逾期满3天" in special[0].sentence
    assert "逾期满1天" in special[0].sentence_before
    assert AuditEntry.objects.filter(verb="duty_rules.rule").count() == 2


def test_a_version_may_have_other_conditions(rules):
    first = save(rules)
    save(
        rules,
        LevelRule(level=2, days_overdue=1, urgent=True, min_heads=5),
        on=day(1),
        replaces=first,
    )
    assert [rule.min_heads for rule in level_rules(on=day(1)) if rule.urgent] == [5]


def test_one_that_has_not_begun_before_its_new_day_is_corrected_in_place(rules):
    coming = save(rules, valid_from=day(5))
    again = save(rules, LevelRule(level=2, days_overdue=2, urgent=True), replaces=coming)
    assert again.pk == coming.pk
    assert (again.valid_from, again.days_overdue, again.previous) == (DUE, 2, None)


def test_general_rules_are_versions_too(rules):
    set_levels(authority=as_(rules.head), days={1: 2, 2: 4, 3: 6, 4: 8}, valid_from=DUE, now=NOW)
    general, _special = rule_lines(on=DUE)
    assert [(line.row.days_overdue, line.before.days_overdue) for line in general] == [
        (2, 1), (4, 5), (6, 10), (8, 20),
    ]  # fmt: skip
    assert all(line.before.valid_to == day(-1) for line in general)


@pytest.mark.parametrize(
    ("rule", "more", "field"),
    [
        pytest.param(LevelRule(2, 1), {}, "", id="no-condition"),
        pytest.param(URGENT, {"basis": " "}, "basis", id="no-basis"),
        pytest.param(URGENT, {"valid_from": DUE - timedelta(days=1)}, "valid_from", id="past"),
        pytest.param(LevelRule(5, 1, urgent=True), {}, "level", id="no-such-level"),
    ],
)
def test_refused(rules, rule, more, field):
    with pytest.raises(Invalid) as refused:
        save(rules, rule, **more)
    assert refused.value.field == field
    assert EscalationRule.objects.count() == 4


def test_the_same_conditions_twice_are_refused(rules):
    save(rules, valid_from=day(3))
    with pytest.raises(Invalid) as refused:
        save(rules)
    assert refused.value.field == "valid_from"


def test_an_ended_rule_no_longer_counts_and_general_ones_never_end(rules):
    rule = save(rules)
    end_rule(authority=as_(rules.head), rule=rule, last_day=day(2), reason="试行期满", now=NOW)
    assert any(found.urgent for found in level_rules(on=day(2)))
    assert not any(found.urgent for found in level_rules(on=day(3)))
    general = EscalationRule.objects.filter(urgent="").first()
    with pytest.raises(Invalid):
        end_rule(authority=as_(rules.head), rule=general, last_day=DUE, reason="x", now=NOW)


def test_only_the_head_sets_them(rules):
    for user in (rules.clerk, rules.deputy, rules.leader):
        with pytest.raises(NotAllowed):
            save(rules, user=user)
        with pytest.raises(NotAllowed):
            set_fall_modes(authority=as_(user), modes={}, valid_from=DUE, now=NOW)


def test_the_most_specific_rule_decides_about_a_real_case(rules):
    rules.case.content_class = make_content_class("050300", "土地征收")
    rules.case.head_count = 6
    rules.case.save()
    plain = rules.add_case()
    rules.add_clock(plain)
    save(rules, LevelRule(level=2, days_overdue=1, content="05", min_heads=5))
    for count in (1, 2):
        escalate_cases(on=day(count), now=at(day(count)))
    assert sorted(Escalation.objects.values_list("case", "level")) == sorted(
        [(rules.case.pk, 1), (rules.case.pk, 2), (plain.pk, 1)]
    )
    reason = Escalation.objects.get(level=2).reason
    assert "5人以上的事项升至“分管领导”督办的1天标准" in reason


def test_ways_down_hold_from_their_day(rules):
    modes = {1: "clear", 2: "decision", 3: "read", 4: "read"}
    set_fall_modes(authority=as_(rules.head), modes=modes, valid_from=day(1), now=NOW)
    assert fall_modes(on=DUE)[2] == "clear"
    assert fall_modes(on=day(1)) == modes
    with pytest.raises(Invalid):
        set_fall_modes(authority=as_(rules.head), modes=modes, valid_from=DUE, now=NOW)
    with pytest.raises(Invalid):
        set_fall_modes(authority=as_(rules.head), modes={1: "x"}, valid_from=day(2), now=NOW)
    assert FallRule.objects.count() == 4


# --- pages -----------------------------------------------------------------------------------------
def form(**more):
    today = timezone.localdate().isoformat()
    return {
        "level": "3", "days_overdue": "2", "code": "C8", "content": "", "purpose": "",
        "min_heads": "", "secret": "", "urgent": "yes", "basis": "会议纪要", "valid_from": today, **more,
    }  # fmt: skip


def test_the_head_adds_changes_and_ends_a_rule_in_the_browser(rules, client):
    client.force_login(rules.head)
    new = reverse("accountability:rule_new")
    assert client.post(new, form(urgent="", code="")).status_code == 422
    assert client.post(new, form()).status_code == 302
    rule = EscalationRule.objects.get(urgent="yes")
    edit = reverse("accountability:rule_edit", args=[rule.pk])
    assert 'value="2"' in client.get(edit).content.decode()
    page = client.get(reverse("accountability:escalation_rules")).content.decode()
    assert (
        "重大紧急、期限为“办结”（C8）的事项，该期限逾期满2天的，升至3级，由主要领导督办。" in page
    )
    end = reverse("accountability:rule_end", args=[rule.pk])
    today = timezone.localdate().isoformat()
    assert client.post(end, {"last_day": today, "reason": ""}).status_code == 422
    assert client.post(end, {"last_day": today, "reason": "停用"}).status_code == 302


def test_ways_down_in_the_browser(rules, client):
    client.force_login(rules.head)
    data = {f"level_{n}": "decision" for n in range(1, 5)}
    data["valid_from"] = timezone.localdate().isoformat()
    client.post(reverse("accountability:fall_modes"), data)
    page = client.get(reverse("accountability:escalation_rules")).content.decode()
    assert page.count("只能由督查人员决定降级") == 4


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_costs_the_same_for_any_number_of_rules(
    rules, client, count, django_assert_max_num_queries
):
    make_content_class("050000", "国土资源")
    for n in range(count):
        save(rules, LevelRule(level=2, days_overdue=n + 1, min_heads=n + 2, content="05"))
    client.force_login(rules.deputy)
    with django_assert_max_num_queries(7):
        page = client.get(reverse("accountability:escalation_rules"))
    assert len(page.context["special"]) == count
    assert "内容为“国土资源”" in page.content.decode()
