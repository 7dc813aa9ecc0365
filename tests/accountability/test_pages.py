"""Pages of inbox, escalation, rule sets and talks: who sees what, within their query budgets."""

import pytest
from django.urls import reverse

from accountability.models import Escalation, Notice, Reminder, RuleSet
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
    with django_assert_max_num_queries(9):
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
    page = get(officer, "accountability:escalation_list", show="all")
    assert (page.context["count"], page.context["page"].rows) == (0, [])


@pytest.mark.parametrize("count", [2, 20])
def test_escalation_list_budget(world, officer, count, django_assert_max_num_queries):
    add_duties(world, count)
    with django_assert_max_num_queries(10):
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


def test_rule_set_pages_say_every_item_in_plain_words(rules, client, django_assert_max_num_queries):
    client.force_login(rules.officer)
    with django_assert_max_num_queries(10):
        page = get(client, "accountability:rule_set_list")
    assert page.context["in_force"].code == "duty"
    classic = RuleSet.objects.get(code="classic")
    text = get(client, "accountability:rule_set_detail", classic.pk).content.decode()
    assert "不简单以信访数量多少为标准" in text
    assert "信访事项每发生1件（批次）扣0.5分，最多扣30分。" in text
    assert (
        "每发生1批次扣分：进京走访15分、到省走访10分、到市走访5分，扣分不设上限；重复信访加倍。"
        in text
    )
    assert get(client, "accountability:rule_set_copy", classic.pk).status_code == 403
    assert get(client, "accountability:rule_set_approve", classic.pk).status_code == 403


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
