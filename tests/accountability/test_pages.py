"""Pages of inbox, escalation, rule sets and talks: who sees what, within their query budgets."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accountability.models import Escalation, Notice, Reminder, RuleSet, TalkProposal
from accountability.services.defaults import load_defaults
from organizations.enums import PostKind
from petitions.enums import LegalClass, Purpose
from tests.accountability.conftest import DUE
from tests.factories.organizations import make_user, make_user_with_post
from tests.factories.petitions import at

NOW = at(DUE)


def add_notices(world, count, *, user=None):
    return [
        Notice.objects.create(
            user=user or world.officer, kind="reminder", case=world.add_case(),
            title=f"第{n}条", text="说明", at=NOW,
        )
        for n in range(count)
    ]  # fmt: skip


def add_duties(world, count):
    """Reminders and escalation steps of the world's case."""
    for n in range(count):
        notice = Notice.objects.create(user=world.officer, kind="reminder", title="提醒", at=NOW)
        Reminder.objects.create(
            clock=world.clock, step=f"after-{n}", due_on=DUE, recipient=world.officer,
            notice=notice, reason=f"逾期{n}天", sent_at=NOW,
        )  # fmt: skip
        clock = world.add_clock(world.case, f"X{n}")
        Escalation.objects.create(
            case=world.case, clock=clock, from_level=0, level=1, days_overdue=1,
            recipient=world.officer, reason=f"升级{n}", fired_at=NOW,
        )  # fmt: skip


@pytest.fixture
def officer(world, client):
    client.force_login(world.officer)
    return client


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


# --- inbox -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [2, 20])
def test_inbox_budget(world, officer, count, django_assert_max_num_queries):
    add_notices(world, count)
    with django_assert_max_num_queries(6):
        page = get(officer, "accountability:inbox")
    assert page.context["unread"] == count


@pytest.mark.parametrize("count", [2, 20])
def test_bell_is_one_query_beside_session_user_and_authority(
    world, officer, count, django_assert_max_num_queries
):
    add_notices(world, count)
    with django_assert_max_num_queries(4):
        page = get(officer, "notice-bell")
    assert f">{count}<" in page.content.decode()


@pytest.mark.parametrize("count", [2, 20])
def test_home_panel_shows_the_newest_unread_ones(
    world, officer, count, django_assert_max_num_queries
):
    add_notices(world, count)
    with django_assert_max_num_queries(4):
        page = get(officer, "accountability:home_panel")
    assert len(page.context["notices"]) == min(count, 5)
    officer.post(reverse("accountability:notices_read"))
    assert get(officer, "accountability:home_panel").context["notices"] == []


def test_inbox_shows_only_ones_own_and_nothing_about_cases_one_may_not_see(world, officer):
    mine, hidden, _other = (
        *add_notices(world, 2),
        *add_notices(world, 1, user=world.clerk),
    )
    hidden.case.accused_units.add(world.town)
    assert [n.pk for n in get(officer, "accountability:inbox").context["page"]] == [mine.pk]
    assert ">1<" in get(officer, "notice-bell").content.decode()
    assert officer.post(reverse("accountability:notice_open", args=[hidden.pk])).status_code == 404


def test_opening_a_notice_marks_it_read_and_leads_to_the_case(world, officer):
    notice = add_notices(world, 1)[0]
    answer = officer.post(reverse("accountability:notice_open", args=[notice.pk]))
    assert answer.url == reverse("petitions:case_detail", args=[notice.case_id])
    notice.refresh_from_db()
    assert notice.read_at
    assert not get(officer, "accountability:inbox", unread="").context["page"].rows


def test_all_read_touches_only_ones_own(world, officer):
    add_notices(world, 2)
    add_notices(world, 1, user=world.clerk)
    officer.post(reverse("accountability:notices_read"))
    assert Notice.objects.unread().count() == 1


# --- case slot, escalation -------------------------------------------------------------------------
@pytest.mark.parametrize("count", [2, 20])
def test_slot_of_the_case_page_budget(world, officer, count, django_assert_max_num_queries):
    add_duties(world, count)
    with django_assert_max_num_queries(6):
        page = get(officer, "accountability:case_reminders", world.case.pk)
    assert page.content.decode().count("<li>") == 2 * count


def test_slot_and_list_are_closed_to_those_who_may_not_see_the_case(world, client):
    add_duties(world, 1)
    stranger = make_user_with_post(PostKind.PETITION_OFFICER, world.other_town)
    client.force_login(stranger)
    step = Escalation.objects.get()
    assert get(client, "accountability:case_reminders", world.case.pk).status_code == 404
    assert not get(client, "accountability:escalation_list").context["page"].rows
    assert client.post(reverse("accountability:acknowledge", args=[step.pk])).status_code == 404


def test_art30_a_unit_never_sees_the_steps_of_a_report_against_it(world, officer):
    add_duties(world, 1)
    type(world.case).objects.update(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
    world.case.accused_units.add(world.town)
    assert get(officer, "accountability:case_reminders", world.case.pk).status_code == 404
    page = get(officer, "accountability:escalation_list", all="")
    assert (page.context["count"], page.context["page"].rows) == (0, [])


@pytest.mark.parametrize("count", [2, 20])
def test_escalation_list_budget(world, officer, count, django_assert_max_num_queries):
    add_duties(world, count)
    with django_assert_max_num_queries(6):
        page = get(officer, "accountability:escalation_list")
    assert len(page.context["page"].rows) == page.context["count"] == count


def test_the_person_asked_signs_in_the_slot_and_only_that_person(world, officer, client):
    add_duties(world, 1)
    step = Escalation.objects.get()
    url = reverse("accountability:acknowledge", args=[step.pk])
    page = officer.post(url, headers={"HX-Request": "true"})
    assert "已阅" in page.content.decode()
    assert url not in page.content.decode()
    client.force_login(world.clerk)
    assert client.post(url).status_code == 404


# --- rule sets -------------------------------------------------------------------------------------
@pytest.fixture
def rules(world):
    world.add_leaders()
    load_defaults(now=NOW)
    return world


def fields_of(rule_set):
    """What the browser would send back unchanged."""
    from accountability.forms import RuleSetForm

    return {
        name: "" if v is None else v for name, v in RuleSetForm(source=rule_set).initial.items()
    }


def test_rule_set_pages_say_every_item_in_plain_words(rules, client, django_assert_max_num_queries):
    client.force_login(rules.officer)
    with django_assert_max_num_queries(10):
        page = get(client, "accountability:rule_set_list")
    assert page.context["in_force"].code == "duty"
    classic = RuleSet.objects.get(code="classic")
    text = get(client, "accountability:rule_set_detail", classic.pk).content.decode()
    assert "不简单以信访数量多少为标准" in text
    assert "信访事项每发生1件（批次）扣0.5分，最多扣30分。" in text
    assert "到省走访每发生1件（批次）扣3分，最多扣15分；重复信访加倍。" in text
    assert get(client, "accountability:rule_set_copy", classic.pk).status_code == 403
    assert get(client, "accountability:rule_set_approve", classic.pk).status_code == 403


def test_one_person_drafts_and_another_approves(rules, client):
    duty = RuleSet.objects.get(code="duty")
    client.force_login(rules.head)
    data = {**fields_of(duty), "name": "新办法", "repeat__points": "1.5"}
    client.post(reverse("accountability:rule_set_copy", args=[duty.pk]), data)
    draft = RuleSet.objects.get(version=2)
    assert next(i for i in draft.items if i["code"] == "repeat")["points"] == "1.5"
    approve = reverse("accountability:rule_set_approve", args=[draft.pk])
    assert client.get(approve).status_code == 403
    client.force_login(rules.leader)
    assert client.get(approve).status_code == 200
    assert client.post(approve, {"valid_from": "2020-01-01"}).status_code == 422
    month = (date.today() + timedelta(days=40)).replace(day=1)
    client.post(approve, {"valid_from": month.isoformat()})
    draft.refresh_from_db()
    assert (draft.approved_by, draft.valid_from) == (rules.leader, month)


def test_form_says_what_is_wrong_and_keeps_what_was_typed(rules, client):
    duty = RuleSet.objects.get(code="duty")
    client.force_login(rules.head)
    data = {**fields_of(duty), "repeat__points": "-1"}
    page = client.post(reverse("accountability:rule_set_copy", args=[duty.pk]), data)
    assert page.status_code == 422
    assert 'value="-1"' in page.content.decode()


# --- talks -----------------------------------------------------------------------------------------
def add_talks(world, count):
    return [
        TalkProposal.objects.create(
            unit=world.town, period=f"{2000 + n}-03", consecutive=2, target="deputy",
            reason="连续两期", proposed_at=NOW,
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("count", [2, 20])
def test_talk_list_budget(rules, client, count, django_assert_max_num_queries):
    add_talks(rules, count)
    client.force_login(rules.head)
    with django_assert_max_num_queries(6):
        page = get(client, "accountability:talk_list")
    assert len(page.context["rows"]) == count


def test_a_units_leaders_see_their_own_talks_and_settle_none(rules, client):
    talk = add_talks(rules, 1)[0]
    client.force_login(rules.principal)
    assert [row[0] for row in get(client, "accountability:talk_list").context["rows"]] == [talk]
    assert get(client, "accountability:talk_settle", talk.pk).status_code == 403
    client.force_login(make_user_with_post(PostKind.PRINCIPAL, rules.other_town))
    assert get(client, "accountability:talk_list").context["rows"] == []
    client.force_login(rules.officer)
    assert get(client, "accountability:talk_list").status_code == 403


def test_settling_a_talk_shows_its_note(rules, client):
    talk = add_talks(rules, 1)[0]
    client.force_login(rules.head)
    url = reverse("accountability:talk_settle", args=[talk.pk])
    assert client.post(url, {"result": "held", "note": ""}).status_code == 422
    client.post(url, {"result": "held", "note": "3月20日已谈话"})
    assert "3月20日已谈话" in get(client, "accountability:talk_list").content.decode()
    assert client.get(url).status_code == 404


# --- nobody in particular --------------------------------------------------------------------------
PAGES = [
    "accountability:escalation_list",
    "accountability:rule_set_list",
    "accountability:talk_list",
]


@pytest.mark.parametrize("name", [*PAGES, "accountability:inbox", "notice-bell"])
def test_anonymous_is_sent_to_the_log_in(db, client, name):
    assert get(client, name).url.startswith(reverse("login"))


@pytest.mark.parametrize(
    ("name", "status"), list(zip(PAGES, [200, 403, 403], strict=True)), ids=PAGES
)
def test_account_without_a_post_sees_nothing(db, client, name, status):
    client.force_login(make_user())
    page = get(client, name)
    assert page.status_code == status
    if status == 200:
        assert not page.context["page"].rows
