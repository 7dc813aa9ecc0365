"""Reception days (领导接访日): each leader once a month, queue numbers, promises kept, duty missed."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accountability.models import Notice, OnSiteReception, ReceptionDay, ReceptionVisit
from accountability.selectors.reception import duty_of_year, public_days
from accountability.services import promises, reception
from accountability.services import reception_visits as visits
from accountability.services.on_site import record_on_site
from accountability.services.reception import DayFacts
from accountability.services.reception_visits import Promise, Visitor
from core.errors import Invalid, InvalidMany, NotAllowed, StaleState, Unlawful
from organizations.enums import PostKind
from organizations.models import Term
from petitions.enums import LegalClass, Purpose
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

NOW = at(DUE)
HOURS: dict[str, Any] = {"place": "县信访局", "begins": time(9), "ends": time(11, 30), "seats": 2}


@pytest.fixture
def desk(world):
    world.add_leaders()
    world.second = make_user_with_post(PostKind.COUNTY_LEADER, world.county, "副县长")
    return world


def plan(desk, on=DUE, leader=None, **change):
    facts = DayFacts(**{"on": on, "kind": "office", **HOURS, **change})
    return reception.plan_day(
        authority=as_(desk.clerk), leader=leader or desk.leader, facts=facts, now=NOW
    )


def book(desk, day, who=None, **visitor):
    return visits.book(
        authority=as_(who or desk.clerk),
        day=day,
        visitor=Visitor(**{"name": "张三", "topic": "修路占地", **visitor}),
        now=NOW,
    )


def hear(desk, visit, promise=None, who=None, on=DUE):
    return visits.hear(
        authority=as_(who or desk.leader, on), visit=visit, heard="听取了情况",
        promise=promise or Promise(), now=at(on),
    )  # fmt: skip


def plan_april(desk):
    return reception.plan_month(authority=as_(desk.clerk), year=2026, month=4, now=NOW, **HOURS)


def test_art18_every_leader_gets_a_working_day_of_the_month_once(desk):
    days = plan_april(desk)
    assert {day.leader for day in days} == {desk.leader, desk.second}
    assert all(day.on.weekday() < 5 for day in days)
    assert len({day.on for day in days}) == 2
    assert plan_april(desk) == [], "everybody has a day"


def test_the_days_gone_by_are_not_used(desk):
    days = reception.plan_month(authority=as_(desk.clerk), year=2026, month=3, now=NOW, **HOURS)
    assert all(day.on >= DUE for day in days)
    with pytest.raises(Invalid):
        reception.plan_month(authority=as_(desk.clerk), year=2026, month=2, now=NOW, **HOURS)


def test_only_the_office_plans_and_only_county_leaders_receive(desk):
    with pytest.raises(NotAllowed):
        reception.plan_day(
            authority=as_(desk.officer), leader=desk.leader,
            facts=DayFacts(DUE, "office", **HOURS), now=NOW,
        )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        plan(desk, leader=desk.principal)
    assert refused.value.field == "leader"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": DUE - timedelta(days=1)}, "on"),
        ({"ends": time(8)}, ""),
        ({"kind": "whim"}, "kind"),
        ({"place": ""}, "place"),
    ],
)
def test_what_a_day_needs(desk, change, field):
    with pytest.raises(Invalid) as refused:
        plan(desk, **change)
    assert refused.value.field == field


def test_published_days_are_public_without_names_of_visitors(desk, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    day = plan(desk, on=DUE + timedelta(days=2))
    book(desk, day)
    url = reverse("accountability:reception_public")
    assert "县委副书记" not in client.get(url).content.decode(), "not published yet"
    reception.publish_month(authority=as_(desk.clerk), year=2026, month=3, now=NOW)
    assert Notice.objects.filter(user=desk.leader, title="接访安排已公布").count() == 1
    page = client.get(url).content.decode()
    assert "县委副书记" in page
    assert "可预约 1 人" in page
    assert "张三" not in page
    assert [d.left for d in public_days(on=DUE)] == [1]


class TestQueue:
    def test_numbers_run_without_gap_until_the_places_are_taken(self, desk):
        day = plan(desk, on=DUE + timedelta(days=2))
        assert [book(desk, day).queue_number for _n in range(2)] == [1, 2]
        with pytest.raises(InvalidMany) as refused:
            book(desk, day)
        assert "name" in refused.value.errors

    def test_on_the_day_itself_nobody_is_sent_away(self, desk):
        day = plan(desk)
        assert [book(desk, day).queue_number for _n in range(4)] == [1, 2, 3, 4]

    def test_two_windows_never_give_the_same_number(self, desk):
        day = plan(desk)
        stale = ReceptionDay.objects.get(pk=day.pk)
        book(desk, day)
        with pytest.raises(StaleState):
            book(desk, stale)

    def test_name_and_topic_are_asked_for_together(self, desk):
        with pytest.raises(InvalidMany) as refused:
            book(desk, plan(desk), name=" ", topic="")
        assert set(refused.value.errors) == {"name", "topic"}

    def test_a_day_is_held_when_every_number_was_dealt_with(self, desk):
        day = plan(desk)
        first, second = book(desk, day), book(desk, day)
        with pytest.raises(Unlawful, match="2 个号"):
            reception.hold_day(authority=as_(desk.leader), day=day, note="", now=NOW)
        hear(desk, first)
        visits.mark_absent(authority=as_(desk.clerk), visit=second, now=NOW)
        reception.hold_day(authority=as_(desk.leader), day=day, note="接待一批", now=NOW)
        with pytest.raises(Unlawful):
            book(desk, day)

    def test_a_day_with_appointments_is_moved_not_called_off(self, desk):
        day = plan(desk, on=DUE + timedelta(days=2))
        book(desk, day)
        with pytest.raises(Unlawful):
            reception.cancel_day(authority=as_(desk.clerk), day=day, reason="出差", now=NOW)
        facts = DayFacts(DUE + timedelta(days=5), "office", **HOURS)
        reception.move_day(authority=as_(desk.clerk), day=day, facts=facts, reason="出差", now=NOW)
        assert day.visits.count() == 1
        assert Notice.objects.filter(user=desk.leader, title__contains="出差").exists()


class TestPromises:
    def promised(self, desk, **visitor):
        visit = book(desk, plan(desk), **visitor)
        return hear(desk, visit, Promise("两周内核实补偿", desk.town, DUE + timedelta(days=14)))

    def test_a_promise_names_unit_and_day_or_is_none(self, desk):
        visit = book(desk, plan(desk))
        for promise in (Promise("核实"), Promise("", desk.town), Promise("核实", desk.town)):
            with pytest.raises(InvalidMany):
                hear(desk, visit, promise)
        hear(desk, visit)

    def test_the_unit_learns_it_and_keeps_it(self, desk):
        visit = self.promised(desk)
        assert Notice.objects.filter(user=desk.officer, text="两周内核实补偿").count() == 1
        keep = {"visit": visit, "result": "已补发", "done_on": DUE, "now": NOW}
        with pytest.raises(NotAllowed):
            promises.keep_promise(authority=as_(desk.principal.__class__.objects.get(pk=desk.second.pk)), **keep)  # fmt: skip
        with pytest.raises(Invalid):
            promises.keep_promise(authority=as_(desk.officer), **{**keep, "result": " "})
        promises.keep_promise(authority=as_(desk.officer), **keep)
        with pytest.raises(Unlawful):
            promises.keep_promise(authority=as_(desk.officer), **keep)
        assert Notice.objects.filter(user=desk.leader, title="接访承诺事项已落实").exists()

    def test_reminded_once_before_and_once_after(self, desk):
        visit = self.promised(desk)
        Notice.objects.all().delete()
        for days, told in ((-4, 0), (-3, 0), (-2, 1), (-1, 1), (1, 2), (9, 2)):
            day = visit.promise_due_on + timedelta(days=days)
            promises.remind_promises(on=day, now=at(day))
            assert Notice.objects.filter(user=desk.officer).count() == told, days
        assert Notice.objects.filter(user=desk.leader, kind="overdue").count() == 1

    def test_art30_a_secret_visit_reaches_neither_unit_nor_colleagues(self, desk):
        visit = book(desk, plan(desk), is_secret=True)
        visit = hear(desk, visit, Promise("核查", desk.office, DUE + timedelta(days=14)))
        Notice.objects.all().delete()
        promises.remind_promises(on=visit.promise_due_on, now=at(visit.promise_due_on))
        assert not Notice.objects.exclude(user__in=[desk.leader, desk.head, desk.clerk]).exists()
        assert not Notice.objects.exclude(text="").exists()
        other = make_user_with_post(PostKind.PETITION_OFFICER, desk.office, "同事")
        for user, seen in (
            (desk.leader, True), (desk.clerk, True), (desk.head, True),
            (desk.officer, False), (desk.principal, False), (other, False), (desk.second, False),
        ):  # fmt: skip
            found = ReceptionVisit.objects.visible_to(as_(user)).filter(pk=visit.pk)
            assert found.exists() is seen, user

    def test_art30_no_promise_about_a_report_is_given_to_the_accused_unit(self, desk):
        report = desk.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
        report.accused_units.add(desk.town)
        visit = book(desk, plan(desk), case=report)
        assert visit.is_secret
        with pytest.raises(InvalidMany) as refused:
            hear(desk, visit, Promise("核查", desk.town, DUE + timedelta(days=5)))
        assert set(refused.value.errors) == {"promise_unit"}


def test_the_duty_of_a_year_counts_full_months_in_post(desk):
    Term.objects.filter(user=desk.second).update(starts_on=date(2026, 2, 10))
    ReceptionDay.objects.create(
        leader=desk.leader, leader_title="县委副书记", on=date(2026, 1, 8), status="held",
        held_at=NOW, **HOURS,
    )  # fmt: skip
    lines = {line.leader: line for line in duty_of_year(2026, on=date(2026, 4, 1))}
    assert [m.month for m in lines[desk.leader].months if m.missed] == [2, 3]
    assert [m.month for m in lines[desk.second].months if m.missed] == [3]
    assert lines[desk.leader].held == 1


def test_months_before_receptions_were_kept_here_are_not_held_against_anybody(desk):
    plan(desk)
    lines = duty_of_year(2026, on=date(2026, 5, 1))
    assert {tuple(m.month for m in line.months if m.missed) for line in lines} == {(3, 4)}


def test_on_site_reception_is_seen_by_the_unit_and_the_office(desk):
    facts = {
        "level": "province", "place": "省信访局接待场所", "on": DUE, "unit": desk.town,
        "staff": "副镇长、信访专干", "head_count": 3, "topic": "征地补偿", "heard": "听取诉求",
        "result": "三日内由镇核实答复",
    }  # fmt: skip
    record_on_site(authority=as_(desk.officer), facts=facts, case=None, now=NOW)
    other = make_user_with_post(PostKind.PETITION_OFFICER, desk.other_town, "邻镇")
    with pytest.raises(NotAllowed):
        record_on_site(authority=as_(other), facts=facts, case=None, now=NOW)
    seen = {u: OnSiteReception.objects.visible_to(as_(u)).count() for u in (desk.officer, desk.head, desk.leader, other)}  # fmt: skip
    assert seen == {desk.officer: 1, desk.head: 1, desk.leader: 1, other: 0}


class TestPages:
    @pytest.mark.parametrize("count", [2, 20])
    def test_budgets(self, desk, client, count, django_assert_max_num_queries, time_machine):
        time_machine.move_to(NOW, tick=False)
        day = plan(desk)
        for n in range(count):
            plan(desk, on=DUE + timedelta(days=n + 1), day_off=True)
            hear(desk, book(desk, day, case=desk.case), Promise("核实", desk.town, DUE))
            OnSiteReception.objects.create(
                level="city", place="市信访局", on=DUE, unit=desk.town, staff="甲", head_count=1,
                topic="补偿", heard="听取", result="答复", recorded_by=desk.clerk, recorded_at=NOW,
            )  # fmt: skip
        client.force_login(desk.head)
        pages = [
            (5, "reception", ()), (6, "reception_day", (day.pk,)), (7, "reception_year", ()),
            (5, "promises", ()), (5, "on_site", ()), (6, "reception_new", ()),
            (5, "reception_book", (day.pk,)), (6, "case_reception", (desk.case.pk,)),
        ]  # fmt: skip
        for budget, name, args in pages:
            with django_assert_max_num_queries(budget):
                assert client.get(reverse(f"accountability:{name}", args=args)).status_code == 200
        client.logout()
        with django_assert_max_num_queries(1):
            client.get(reverse("accountability:reception_public"))

    def test_by_page_from_planning_to_the_promise(self, desk, client, time_machine):
        time_machine.move_to(NOW, tick=False)
        client.force_login(desk.clerk)
        body = {"place": "县信访局", "begins": "09:00", "ends": "11:30", "seats": "5"}
        new = {"leader": desk.leader.pk, "on": DUE.isoformat(), "kind": "office", **body}
        url = reverse("accountability:reception_new")
        assert client.post(url, {**new, "ends": "08:00"}).status_code == 422
        assert client.post(url, new).status_code == 302
        day = ReceptionDay.objects.get()
        url = reverse("accountability:reception_book", args=[day.pk])
        wrong = client.post(url, {"name": "李四", "topic": "补偿", "head_count": 1, "case": "X1"})
        assert wrong.status_code == 422
        assert "李四" in wrong.content.decode()
        client.post(url, {"name": "李四", "topic": "补偿", "head_count": 1})
        visit = ReceptionVisit.objects.get()
        hear_url = reverse("accountability:visit_hear", args=[visit.pk])
        client.post(hear_url, {"heard": "听取", "promised": "核实", "promise_unit": desk.town.pk,
                               "promise_due_on": "2026-03-20"})  # fmt: skip
        client.post(reverse("accountability:reception_step", args=[day.pk, "hold"]), {"note": ""})
        client.force_login(desk.officer)
        keep = reverse("accountability:promise_keep", args=[visit.pk])
        client.post(keep, {"result": "已核实", "done_on": DUE.isoformat()})
        visit.refresh_from_db()
        day.refresh_from_db()
        assert (visit.promise_done_on, day.status) == (DUE, "held")
