"""The editor of rule sets in the browser: nothing typed is lost, mistakes stand next to their field, another person approves."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accountability.models import RuleSet
from accountability.services.defaults import load_defaults


@pytest.fixture
def rules(world):
    world.add_leaders()
    load_defaults(now=timezone.now())
    world.duty = RuleSet.objects.get(code="duty")
    return world


@pytest.fixture
def head(rules, client):
    client.force_login(rules.head)
    return client


def url(name, rule_set):
    return reverse(f"accountability:{name}", args=[rule_set.pk])


def typed(page):
    """What the browser would send back unchanged."""
    head, items = page.context["head"], page.context["items"]
    data = {"items-TOTAL_FORMS": len(items.forms), "items-INITIAL_FORMS": 0}
    for form in [head, *items.forms]:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if value not in (None, ""):
                data[bound.html_name] = value
    return data


def copy(client, rule_set, **changes):
    page = client.get(url("rule_set_copy", rule_set))
    return client.post(url("rule_set_copy", rule_set), {**typed(page), **changes})


@pytest.mark.parametrize("code", ["duty", "classic", "rates"])
def test_a_set_sent_back_unchanged_says_the_same(rules, head, code):
    source = RuleSet.objects.get(code=code)
    answer = copy(head, source)
    draft = RuleSet.objects.get(code=code, version=2)
    assert answer.url == url("rule_set_diff", draft)
    assert head.get(answer.url).context["diff"].is_same


def test_items_are_added_removed_and_moved_without_scripts_and_nothing_typed_is_lost(rules, head):
    page = head.get(url("rule_set_copy", rules.duty))
    data = {
        **typed(page),
        "name": "新名称",
        "items-0-points": "十分",
        "items-2-groups": ["township"],
    }
    names = [form["name"].value() for form in page.context["items"]]

    def act(do):
        found = head.post(url("rule_set_copy", rules.duty), {**data, "do": do})
        assert found.status_code == 200
        assert found.context["head"]["name"].value() == "新名称"
        return found.context["items"].forms

    added = act("add")
    assert [form["name"].value() for form in added] == [*names, None]
    assert added[0]["points"].value() == "十分"
    assert added[2]["groups"].value() == ["township"]
    assert [form["name"].value() for form in act("remove:1")] == [names[0], *names[2:]]
    assert [form["name"].value() for form in act("down:0")][:2] == [names[1], names[0]]
    assert [form["name"].value() for form in act("up:0")] == names
    for nonsense in ("remove:x", "remove:99", "up:", "dance"):
        assert len(act(nonsense)) == len(names)
    assert not RuleSet.objects.filter(version=2).exists()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"items-0-points": "-1"}, "points", "大于或等于"),
        ({"items-0-points": "0"}, "points", "大于0"),
        ({"items-0-metric": "repeat"}, "metric", "比率"),
        ({"items-0-formula": "per_event"}, "metric", "件（次）"),
        ({"items-0-formula": "threshold"}, "mark", "标准"),
        ({"items-0-formula": "threshold", "items-0-mark": "101"}, "mark", "100"),
        ({"items-0-clause": ""}, "clause", "必填"),
        ({"items-5-only_after_breach": "on"}, "only_after_breach", "到县级以上"),
    ],
    ids=["negative", "nothing", "event-as-rate", "rate-as-event", "no-mark", "over-100", "no-basis", "breach"],
)  # fmt: skip
def test_a_mistake_stands_next_to_its_field_and_the_rest_stays(
    rules, head, changes, field, message
):
    answer = copy(head, rules.duty, name="没有丢", **changes)
    assert answer.status_code == 422
    number = int(next(iter(changes)).split("-")[1])
    form = answer.context["items"].forms[number]
    assert message in str(form.errors[field])
    text = answer.content.decode()
    assert 'value="没有丢"' in text
    assert f"第{number + 1}项" in text


def test_two_items_of_one_name_and_none_at_all_are_refused(rules, head):
    double = copy(head, rules.duty, **{"items-1-name": "按期书面告知"})
    assert "项目名称重复：按期书面告知" in double.content.decode()
    nothing = head.post(
        url("rule_set_copy", rules.duty),
        {"name": "x", "base_score": "100", "floor_score": "0", "items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0},
    )  # fmt: skip
    assert "至少保留一个计分项" in nothing.content.decode()


def test_a_new_item_gets_a_code_and_what_its_kind_does_not_use_is_not_stored(rules, head):
    card = {
        "items-7-name": "接访记录", "items-7-formula": "manual", "items-7-points": "3",
        "items-7-clause": "条例第十八条第二款", "items-7-metric": "repeat", "items-7-mark": "9",
        "items-7-groups": ["township", "other"],
    }  # fmt: skip
    copy(head, rules.duty, **{"items-TOTAL_FORMS": 8}, **card)
    item = RuleSet.objects.get(version=2).items[-1]
    assert item["code"] == "item1"
    assert (item["metric"], item["mark"], item["groups"]) == ("", "0", ["township", "other"])


def test_the_changes_page_says_old_and_new_item_by_item(rules, head):
    answer = copy(
        head, rules.duty,
        **{"items-5-points": "2", "items-4-name": "", "items-4-clause": "", "other_units": [rules.department.pk]},
    )  # fmt: skip
    assert answer.status_code == 422  # a card is either left blank or complete
    page = head.get(url("rule_set_copy", rules.duty))
    data = {**typed(page), "other_units": [rules.department.pk], "items-5-points": "2"}
    moved = head.post(url("rule_set_copy", rules.duty), {**data, "do": "remove:4"})
    head.post(url("rule_set_copy", rules.duty), typed(moved))
    draft = RuleSet.objects.get(version=2)
    text = head.get(url("rule_set_diff", draft)).content.decode()
    assert "分值：1分 → 2分" in text
    assert "逾期未办结转" in text
    assert str(rules.department) in text


def test_a_draft_is_edited_and_an_approved_version_is_not(
    rules, head, django_assert_max_num_queries
):
    copy(head, rules.duty)
    draft = RuleSet.objects.get(version=2)
    with django_assert_max_num_queries(7):
        page = head.get(url("rule_set_edit", draft))
    head.post(url("rule_set_edit", draft), {**typed(page), "items-0-points": "18"})
    draft.refresh_from_db()
    assert draft.items[0]["points"] == "18"
    stale = head.post(url("rule_set_edit", draft), {**typed(page), "items-0-points": "17"})
    assert stale.status_code == 422
    assert "刚刚被他人修改" in stale.content.decode()
    assert head.get(url("rule_set_edit", rules.duty)).url == url("rule_set_detail", rules.duty)


def test_one_person_drafts_and_another_approves_what_was_read(rules, head, client):
    copy(head, rules.duty, **{"items-5-points": "1.5"})
    draft = RuleSet.objects.get(version=2)
    assert head.get(url("rule_set_approve", draft)).status_code == 403
    client.force_login(rules.leader)
    page = client.get(url("rule_set_approve", draft))
    seen = page.context["form"]["seen"].value()
    assert (
        client.post(
            url("rule_set_approve", draft), {"valid_from": "2020-01-01", "seen": seen}
        ).status_code
        == 422
    )
    month = (timezone.localdate() + timedelta(days=40)).replace(day=1)
    client.post(url("rule_set_approve", draft), {"valid_from": month.isoformat(), "seen": seen})
    draft.refresh_from_db()
    assert (draft.approved_by, draft.valid_from) == (rules.leader, month)


def test_rules_that_count_numbers_warn_and_ask_for_their_document(rules, head, client):
    copy(head, RuleSet.objects.get(code="classic"))
    draft = RuleSet.objects.get(code="classic", version=2)
    text = head.get(url("rule_set_detail", draft)).content.decode()
    assert "本办法按信访数量扣分" in text
    file = SimpleUploadedFile("决定.pdf", b"%PDF-1.7", "application/pdf")
    head.post(url("rule_set_basis", draft), {"basis": "县委办〔2026〕3号", "file": file})
    assert b"".join(head.get(url("rule_set_basis_file", draft)).streaming_content) == b"%PDF-1.7"
    client.force_login(rules.leader)
    page = client.get(url("rule_set_detail", draft))
    assert (page.context["can_countersign"], page.context["can_approve"]) == (True, False)
    seen = page.context["seen_form"]["seen"].value()
    client.post(url("rule_set_countersign", draft), {"seen": seen})
    draft.refresh_from_db()
    assert draft.countersigned_by == rules.leader
    assert client.get(url("rule_set_approve", draft)).status_code == 403


def test_a_draft_is_withdrawn_with_its_reason(rules, head):
    copy(head, rules.duty)
    draft = RuleSet.objects.get(version=2)
    assert head.post(url("rule_set_withdraw", draft), {"reason": ""}).status_code == 422
    head.post(url("rule_set_withdraw", draft), {"reason": "改用现行办法"})
    draft.refresh_from_db()
    assert draft.status == "withdrawn"
    page = head.get(url("rule_set_detail", draft))
    assert (page.context["can_edit"], page.context["can_approve"]) == (False, False)
