"""What was said at a reception about somebody in office never reaches them (条例第三十条第三款)."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from accountability.models import Notice, OnSiteReception, ReceptionVisit
from accountability.services import promises, reception
from accountability.services import reception_visits as visits
from accountability.services.on_site import record_on_site
from accountability.services.reception import DayFacts
from accountability.services.reception_visits import Promise, Visitor
from core.audit import chain_of
from core.errors import Invalid, InvalidMany
from core.models import AuditEntry
from organizations.enums import Competence, PostKind, UnitKind
from petitions.enums import LegalClass, Purpose
from tests.accountability.conftest import DUE, as_
from tests.factories.organizations import make_unit, make_user_with_post
from tests.factories.petitions import at

NOW = at(DUE)
HOURS: dict[str, Any] = {"place": "县信访局", "begins": time(9), "ends": time(11, 30), "seats": 9}
WORDS = "十五日内核查镇长收受好处一事"


@pytest.fixture
def desk(world):
    world.add_leaders()
    world.department.competence = Competence.DISCIPLINE
    world.department.save()
    world.inspector = make_user_with_post(PostKind.PETITION_OFFICER, world.department, "纪检干部")
    return world


@pytest.fixture
def day(desk):
    facts = DayFacts(on=DUE, kind="office", **HOURS)
    return reception.plan_day(authority=as_(desk.clerk), leader=desk.leader, facts=facts, now=NOW)


def book(desk, day, **visitor):
    who = Visitor(**{"name": "张三", "topic": "反映镇长收受好处", **visitor})
    return visits.book(authority=as_(desk.clerk), day=day, visitor=who, now=NOW)


def hear(desk, visit, unit):
    return visits.hear(
        authority=as_(desk.leader), visit=visit, heard="听取了控告",
        promise=Promise(WORDS, unit, DUE + timedelta(days=15)), now=NOW,
    )  # fmt: skip


def report_against(desk, unit):
    report = desk.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
    report.accused_units.add(unit)
    return report


class TestVisits:
    def test_a_secret_visit_is_not_tied_to_an_ordinary_matter(self, desk, day):
        with pytest.raises(InvalidMany) as refused:
            book(desk, day, is_secret=True, case=desk.case)
        assert set(refused.value.errors) == {"case"}
        assert "另行登记为检举控告" in refused.value.errors["case"]
        assert book(desk, day, case=report_against(desk, desk.town)).is_secret

    def test_a_tie_of_former_days_does_not_show_on_the_matters_page(self, desk, day, client):
        """Rows written before such ties were refused stay hidden from the unit that reads the matter."""
        visit = book(desk, day, is_secret=True)
        ReceptionVisit.objects.filter(pk=visit.pk).update(
            case=desk.case, status="heard", heard="控告", heard_at=NOW, promised=WORDS,
            promise_unit=desk.town, promise_due_on=DUE,
        )  # fmt: skip
        url = reverse("accountability:case_reception", args=[desk.case.pk])
        for user, seen in (
            (desk.officer, False), (desk.principal, False), (desk.leader, True), (desk.head, True),
        ):  # fmt: skip
            client.force_login(user)
            for page in (url, reverse("accountability:promises")):
                answer = client.get(page)
                assert answer.status_code == 200
                assert (WORDS in answer.content.decode()) is seen, (user, page)

    def test_what_turns_out_to_be_a_report_parts_from_the_ordinary_matter(
        self, desk, day, client, time_machine
    ):
        time_machine.move_to(NOW, tick=False)
        visit = book(desk, day, topic="修路占地", case=desk.case)
        client.force_login(desk.clerk)
        url = reverse("accountability:visit_hear", args=[visit.pk])
        body = {"heard": "反映镇长收受好处", "promised": WORDS, "promise_unit": desk.town.pk,
                "promise_due_on": "2026-03-26", "is_secret": "on"}  # fmt: skip
        page = client.post(url, body)
        assert page.status_code == 422
        assert set(page.context["form"].errors) == {"promise_unit"}
        assert client.post(url, {**body, "promise_unit": desk.department.pk}).status_code == 302
        visit.refresh_from_db()
        assert (visit.is_secret, visit.case) == (True, None)
        client.force_login(desk.officer)
        slot = client.get(reverse("accountability:case_reception", args=[desk.case.pk]))
        assert slot.content.decode().strip() == ""
        assert chain_of(desk.case) not in AuditEntry.objects.filter(
            verb="reception.hear"
        ).values_list("chain", flat=True)

    def test_a_promise_about_a_report_goes_to_a_competent_organ(self, desk, day, client):
        visit = book(desk, day, is_secret=True)
        client.force_login(desk.clerk)
        page = client.get(reverse("accountability:visit_hear", args=[visit.pk]))
        offered = {choice[0] for choice in page.context["form"].fields["promise_unit"].choices}
        assert {str(pk) for pk in offered} == {
            "", str(desk.department.pk), str(desk.office.pk),
        }  # fmt: skip
        court = make_unit(
            UnitKind.DEPARTMENT, "县法院", parent=desk.county, competence=Competence.POLITICAL_LEGAL
        )
        for unit in (desk.town, court):
            with pytest.raises(InvalidMany) as refused:
                hear(desk, visit, unit)
            assert set(refused.value.errors) == {"promise_unit"}
        visit = hear(desk, visit, desk.department)
        notice = Notice.objects.get(user=desk.inspector)
        assert WORDS not in notice.title + notice.text
        assert ReceptionVisit.objects.visible_to(as_(desk.inspector)).get() == visit
        promises.remind_promises(on=visit.promise_due_on, now=at(visit.promise_due_on))
        assert Notice.objects.filter(user=desk.inspector, kind="reminder", text="").count() == 1
        promises.keep_promise(
            authority=as_(desk.inspector), visit=visit, result="已核查", done_on=DUE, now=NOW
        )
        assert not Notice.objects.filter(user__in=[desk.officer, desk.principal]).exists()

    def test_an_accused_organ_carries_out_nothing(self, desk, day):
        visit = book(desk, day, case=report_against(desk, desk.department))
        with pytest.raises(InvalidMany, match="被检举控告"):
            hear(desk, visit, desk.department)

    def test_a_matter_that_became_a_report_since_the_booking(self, desk, day):
        visit = book(desk, day, case=desk.case)
        desk.case.purpose, desk.case.legal_class = Purpose.ACCUSATION, LegalClass.REPORT
        desk.case.save()
        with pytest.raises(InvalidMany) as refused:
            hear(desk, visit, desk.town)
        assert set(refused.value.errors) == {"promise_unit"}

    def test_what_the_log_of_an_ordinary_matter_does_not_say(self, desk, day):
        visit = book(desk, day, is_secret=True)
        ReceptionVisit.objects.filter(pk=visit.pk).update(case=desk.case)
        visit = ReceptionVisit.objects.select_related("day", "case").get(pk=visit.pk)
        hear(desk, visit, desk.office)
        chains = set(
            AuditEntry.objects.filter(verb="reception.hear").values_list("chain", flat=True)
        )
        assert chain_of(desk.case) not in chains


class TestOnSite:
    FACTS: dict[str, Any] = {
        "level": "province", "place": "省信访局", "on": DUE, "staff": "甲", "head_count": 1,
        "topic": "反映镇长收受好处", "heard": "听取", "result": "转有权机关办理",
    }  # fmt: skip

    def record(self, desk, unit, case=None, who=None, **change):
        facts = {**self.FACTS, "unit": unit, **change}
        return record_on_site(authority=as_(who or desk.clerk), facts=facts, case=case, now=NOW)

    def seen_by(self, row):
        return lambda user: OnSiteReception.objects.visible_to(as_(user)).filter(pk=row.pk).exists()

    def test_a_secret_one_is_for_who_entered_it_and_the_head(self, desk):
        row = self.record(desk, desk.office, is_secret=True)
        seen = self.seen_by(row)
        other = make_user_with_post(PostKind.SUPERVISOR, desk.office, "督查员")
        assert [seen(u) for u in (desk.clerk, desk.head)] == [True, True]
        assert not any(seen(u) for u in (desk.officer, desk.principal, desk.leader, other))

    def test_a_report_makes_it_secret_and_the_accused_unit_is_refused(self, desk):
        report = report_against(desk, desk.department)
        assert self.record(desk, desk.office, case=report).is_secret
        for unit in (desk.department, desk.town):
            with pytest.raises(InvalidMany) as refused:
                self.record(desk, unit, case=report)
            assert set(refused.value.errors) == {"unit"}

    def test_no_tie_to_an_ordinary_matter_and_all_errors_at_once(self, desk):
        with pytest.raises(InvalidMany) as refused:
            self.record(desk, desk.town, case=desk.case, is_secret=True, on=DUE + timedelta(days=1))
        assert set(refused.value.errors) == {"case", "unit", "on"}

    def test_by_page(self, desk, client, time_machine):
        time_machine.move_to(NOW, tick=False)
        client.force_login(desk.clerk)
        body = {**self.FACTS, "on": DUE.isoformat(), "unit": desk.town.pk, "is_secret": "on"}
        url = reverse("accountability:on_site_new")
        assert client.post(url, body).status_code == 422
        assert client.post(url, {**body, "unit": desk.office.pk}).status_code == 302
        for user, seen in ((desk.clerk, True), (desk.officer, False), (desk.leader, False)):
            client.force_login(user)
            page = client.get(reverse("accountability:on_site")).content.decode()
            assert ("镇长收受好处" in page) is seen


class TestWordsOfCustody:
    """What is written of a reception is what was heard and answered (条例第六条、第四十六条第六项)."""

    def test_on_site_all_fields_at_once(self, desk):
        facts = {
            **TestOnSite.FACTS, "unit": desk.town, "topic": "劝返上访人员", "heard": "当场看管",
            "result": "已将上访人接回并稳控在家",
        }  # fmt: skip
        with pytest.raises(InvalidMany) as refused:
            record_on_site(authority=as_(desk.officer), facts=facts, case=None, now=NOW)
        assert set(refused.value.errors) == {"topic", "heard", "result"}
        assert "接回”“稳控" in refused.value.errors["result"]
        assert "第四十六条第六项" in refused.value.errors["result"]

    def test_what_the_petitioner_complains_of_is_written_down(self, desk, day):
        visit = book(desk, day, topic="反映被镇干部截访、看管", is_secret=True)
        assert visit.topic == "反映被镇干部截访、看管"

    def test_at_a_reception_and_when_the_promise_is_kept(self, desk, day):
        with pytest.raises(InvalidMany) as refused:
            book(desk, day, topic="劝返张三")
        assert set(refused.value.errors) == {"topic"}
        visit = book(desk, day, topic="修路占地")
        due = DUE + timedelta(days=9)
        with pytest.raises(InvalidMany) as refused:
            visits.hear(
                authority=as_(desk.leader), visit=visit, heard="已安排镇里将张三领回",
                promise=Promise("由镇里稳控", desk.town, due), now=NOW,
            )  # fmt: skip
        assert set(refused.value.errors) == {"heard", "promised"}
        promise = Promise("两周内核实", desk.town, due)
        visit = visits.hear(
            authority=as_(desk.leader), visit=visit, heard="听取诉求", promise=promise, now=NOW
        )
        with pytest.raises(Invalid) as one:
            promises.keep_promise(
                authority=as_(desk.officer), visit=visit, result="张三已接回", done_on=DUE, now=NOW
            )
        assert one.value.field == "result"
        with pytest.raises(Invalid) as one:
            reception.hold_day(authority=as_(desk.leader), day=day, note="均已劝返", now=NOW)
        assert one.value.field == "note"
