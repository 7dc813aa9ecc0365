"""A notice leads to the page it speaks of, and that page opens for whoever got it."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability.models import (
    FirstContactDuty,
    Notice,
    RuleSet,
    ScoreEntry,
    ScoreObjection,
    ScorePeriod,
    Talk,
    TalkUndertaking,
)
from accountability.services import first_contact, hand_over, promises, reception
from accountability.services import reception_visits as visits
from accountability.services.defaults import load_defaults
from accountability.services.hand_over_run import propose_hand_overs
from accountability.services.reception import DayFacts
from accountability.services.reception_visits import Promise, Visitor
from accountability.services.score_notices import tell_office, tell_unit, tell_units
from accountability.services.talk_reminders import remind_undertakings
from core.errors import Invalid
from organizations.enums import DayKind, PostKind
from organizations.models import CalendarDay, Term
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

NOW = at(DUE)
SATURDAY = DUE + timedelta(days=3)
MONDAY = DUE + timedelta(days=5)
HOURS: dict[str, Any] = {"place": "县信访局", "begins": time(9), "ends": time(11, 30), "seats": 9}


@pytest.fixture
def desk(world, time_machine):
    time_machine.move_to(NOW, tick=False)
    world.add_leaders()
    return world


def plan(desk, on=DUE, **change):
    facts = DayFacts(on=on, kind="office", **{**HOURS, **change})
    return reception.plan_day(authority=as_(desk.clerk), leader=desk.leader, facts=facts, now=NOW)


def promised(desk, due):
    visit = visits.book(
        authority=as_(desk.clerk), day=plan(desk), visitor=Visitor("张三", "修路占地"), now=NOW
    )
    return visits.hear(
        authority=as_(desk.leader), visit=visit, heard="听取诉求",
        promise=Promise("核实补偿", desk.town, due), now=NOW,
    )  # fmt: skip


def all_open(client, path):
    """How many notices there are; each leads to a page under `path` that answers its reader."""
    notices = list(Notice.objects.select_related("user"))
    for notice in notices:
        client.force_login(notice.user)
        answer = client.post(reverse("accountability:notice_open", args=[notice.pk]), follow=True)
        assert answer.status_code == 200, (notice.title, notice.user)
        assert answer.redirect_chain[-1][0].startswith(path), notice.title
    return len(notices)


def test_receptions_and_promises(desk, client):
    visit = promised(desk, DUE + timedelta(days=1))
    promises.remind_promises(on=DUE, now=NOW)
    promises.remind_promises(on=DUE + timedelta(days=2), now=at(DUE + timedelta(days=2)))
    promises.keep_promise(
        authority=as_(desk.officer), visit=visit, result="已核实", done_on=DUE, now=NOW
    )
    reception.publish_month(authority=as_(desk.clerk), year=2026, month=3, now=NOW)
    told = {notice.user for notice in Notice.objects.select_related("user")}
    assert told == {desk.officer, desk.leader, desk.head}
    assert all_open(client, f"/reception/{visit.day_id}/") >= 6


def test_undertakings_of_talks(desk, client):
    talk = Talk.objects.create(
        unit=desk.town, period="2026-02", consecutive=2, target="deputy", reason="连续两期",
        proposed_at=NOW, person=desk.deputy,
    )  # fmt: skip
    TalkUndertaking.objects.create(talk=talk, text="整改", due_on=DUE + timedelta(days=1))
    remind_undertakings(on=DUE, now=NOW)
    remind_undertakings(on=DUE + timedelta(days=2), now=at(DUE + timedelta(days=2)))
    assert all_open(client, f"/talks/{talk.pk}/") == 5


def test_hand_overs(desk, client):
    colleague = make_user_with_post(PostKind.PETITION_OFFICER, desk.office, "同事")
    first_contact.begin(case_ids=[desk.case.pk], now=NOW - timedelta(days=3))
    duties = list(FirstContactDuty.objects.select_related("case", "unit__succeeded_by"))
    sheet = first_contact.offer(
        authority=as_(desk.clerk), giver=desk.clerk, receiver=colleague, duties=duties,
        cause="leave", reason="外出培训", on=DUE, now=NOW,
    )  # fmt: skip
    rows = list(sheet.items.select_related("duty__case", "duty__unit__succeeded_by"))
    hand_over.decline(
        authority=as_(colleague), sheet=sheet, offers=rows, reason="同期请假", now=NOW
    )
    assert all_open(client, f"/first-contact/lists/{sheet.pk}/") == 2


def test_matters_left_behind(desk, client):
    first_contact.begin(case_ids=[desk.case.pk], now=NOW - timedelta(days=3))
    Term.objects.filter(user=desk.clerk).update(ends_on=DUE - timedelta(days=1))
    propose_hand_overs(on=DUE, now=NOW)
    assert all_open(client, "/first-contact/holders/") == 1


def test_deductions_objections_and_their_decisions(desk, client):
    load_defaults(now=NOW)
    rules = RuleSet.objects.get(code="duty")
    month = ScorePeriod.objects.create(
        period="2026-02", rule_set=rules, computed_at=NOW, closes_on=DUE + timedelta(days=2)
    )
    ScoreEntry.objects.create(
        period="2026-02", unit=desk.town, rule_set=rules, item="inform", clause="条例第二十三条",
        key="a", points="-2", reason="逾期",
    )  # fmt: skip
    tell_units(month, {desk.town.pk: 1}, now=NOW)
    assert set(Notice.objects.values_list("kind", flat=True)) == {"task"}
    assert all_open(client, f"/scores/2026-02/units/{desk.town.pk}/") == 3
    Notice.objects.all().delete()
    objection = ScoreObjection.objects.create(
        period="2026-02", unit=desk.town, number=1, item="inform", item_name="告知", key="a",
        points=-2, line="逾期", text="已按期告知", raised_by=desk.officer, raised_at=timezone.now(),
    )  # fmt: skip
    tell_office(objection, now=NOW)
    tell_unit(objection, now=NOW)
    assert all_open(client, f"/score-objections/{objection.pk}/") == 4


class TestDaysOff:
    """Nobody is reminded on a day off, and nothing falls through it (条例 limits go on, reminders wait)."""

    def test_a_promise_due_at_the_weekend_is_told_before_and_after(self, desk):
        visit = promised(desk, SATURDAY)
        Notice.objects.all().delete()
        report = promises.remind_promises(on=SATURDAY, now=at(SATURDAY))
        assert "day off" in report.note
        assert not Notice.objects.exists()
        promises.remind_promises(on=SATURDAY - timedelta(days=1), now=NOW)
        assert Notice.objects.get().user == desk.officer
        for day in (SATURDAY + timedelta(days=1), MONDAY):
            promises.remind_promises(on=day, now=at(day))
        visit.refresh_from_db()
        assert visit.overdue_told_on == MONDAY

    def test_an_undertaking_that_falls_due_in_long_holidays_is_told_before(self, desk):
        talk = Talk.objects.create(
            unit=desk.town, period="2026-02", consecutive=2, target="deputy", reason="连续两期",
            proposed_at=NOW,
        )  # fmt: skip
        last, due = DUE, DUE + timedelta(days=6)
        for n in range(1, 9):
            CalendarDay.objects.create(
                day=last + timedelta(days=n), kind=DayKind.HOLIDAY, name="长假"
            )
        TalkUndertaking.objects.create(talk=talk, text="整改", due_on=due)
        remind_undertakings(on=last, now=at(last))
        assert Notice.objects.filter(user=desk.officer, kind="reminder").count() == 1
        Notice.objects.all().delete()
        remind_undertakings(on=due + timedelta(days=1), now=NOW)
        assert not Notice.objects.exists()

    def test_a_reception_on_a_day_off_is_asked_back(self, desk, client):
        with pytest.raises(Invalid) as refused:
            plan(desk, on=SATURDAY)
        assert refused.value.field == "day_off"
        day = plan(desk, on=SATURDAY, day_off=True)
        facts = DayFacts(on=SATURDAY + timedelta(days=1), kind="office", **HOURS)
        with pytest.raises(Invalid):
            reception.move_day(
                authority=as_(desk.clerk), day=day, facts=facts, reason="出差", now=NOW
            )
        client.force_login(desk.clerk)
        body = {"leader": desk.leader.pk, "on": "2026-03-15", "kind": "office", "place": "大厅",
                "begins": "09:00", "ends": "11:00", "seats": 5}  # fmt: skip
        url = reverse("accountability:reception_new")
        page = client.post(url, body)
        assert page.status_code == 422
        assert "休息日" in str(page.context["form"].errors["day_off"])
        assert client.post(url, {**body, "day_off": "on"}).status_code == 302
        move = reverse("accountability:reception_step", args=[day.pk, "move"])
        assert client.get(move).context["form"].initial["day_off"] is True
