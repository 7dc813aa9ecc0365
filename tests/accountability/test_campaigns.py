"""Special campaigns: a fixed list that grows by rule, progress of each unit, weeks that are fixed once."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from accountability.domain.campaigns import Scope
from accountability.models import Campaign, CampaignEntry, CampaignWeek
from accountability.selectors.campaigns import matching, progress, seen_entries
from accountability.services import campaigns as services
from core.errors import Invalid, InvalidMany, NotAllowed, Unlawful
from organizations.enums import PostKind
from petitions.enums import CaseStatus, LegalClass, Purpose
from petitions.models import Case
from tests.accountability.supervising import NOW, TODAY, Desk
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at, make_content_class

DRAFT = {
    "name": "重复信访专项治理", "basis": "县委办〔2026〕3号", "purpose": "化解重复信访事项",
    "starts_on": TODAY, "ends_on": TODAY + timedelta(days=60),
}  # fmt: skip


@pytest.fixture
def desk(db):
    found = Desk()
    found.again = found.add_case(repeat_of=found.case)
    return found


def start(desk, scope=None, **change):
    draft = services.CampaignDraft(scope=scope or Scope(min_repeats=1), **{**DRAFT, **change})
    return services.start_campaign(authority=desk.who(), draft=draft, now=NOW)


def close(case, on=TODAY):
    Case.objects.filter(pk=case.pk).update(
        status=CaseStatus.CONCLUDED, closed_on=on, concluded_on=on
    )


def run(on, **more):
    return services.run_campaigns(on=on, now=at(on), **more)


class TestScope:
    def found(self, **scope):
        return set(matching(Scope(**scope), on=TODAY))

    def test_each_condition(self, desk):
        farm = make_content_class("090300", "村务")
        third = desk.add_case(
            repeat_of=desk.again, content_class=farm, responsible_unit=desk.other_town,
            received_on=TODAY - timedelta(days=5), status=CaseStatus.DISPATCHED,
        )  # fmt: skip
        Case.objects.filter(pk=desk.case.pk).update(next_due_on=TODAY - timedelta(days=1))
        assert self.found(min_repeats=1) == {desk.again, third}
        assert self.found(min_repeats=2) == {third}
        assert self.found(contents=("090000",)) == {third}
        assert self.found(contents=("010000",)) == set()
        assert self.found(units=(desk.other_town.pk,)) == {third}
        assert self.found(statuses=("dispatched",)) == {third}
        assert self.found(min_age=30) == {desk.case, desk.again}
        assert self.found(overdue=True) == {desk.case}
        assert self.found(received_from=(TODAY - timedelta(days=9)).isoformat()) == {third}

    def test_art30_reports_and_closed_matters_are_never_in_scope(self, desk):
        Case.objects.filter(pk=desk.again.pk).update(
            purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT
        )
        close(desk.case)
        assert self.found(forms=("letter",)) == set()


class TestCampaign:
    def test_the_list_is_fixed_and_grows(self, desk):
        campaign = start(desk)
        assert [(e.case, e.is_new) for e in campaign.entries.all()] == [(desk.again, False)]
        late = desk.add_case(repeat_of=desk.case)
        close(desk.again)
        for _twice in range(2):
            run(TODAY + timedelta(days=1))
        assert [(e.case, e.is_new) for e in campaign.entries.all()] == [
            (desk.again, False), (late, True),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"name": " "}, "name"),
            ({"basis": ""}, "basis"),
            ({"purpose": ""}, "purpose"),
            ({"ends_on": TODAY}, "ends_on"),
            ({"scope": Scope()}, "contents"),
        ],
    )
    def test_what_a_campaign_must_say(self, desk, change, field):
        with pytest.raises(InvalidMany) as refused:
            start(desk, **change)
        assert list(refused.value.errors) == [field]

    def test_a_name_is_used_once(self, desk):
        start(desk)
        with pytest.raises(InvalidMany):
            start(desk)

    def test_only_supervisors_start_and_end(self, desk):
        campaign = start(desk)
        for user in (desk.clerk, desk.officer, desk.leader):
            with pytest.raises(NotAllowed):
                services.end_campaign(
                    authority=desk.who(user), campaign=campaign, summary="完", now=NOW
                )

    def test_ended_with_a_summary_and_nothing_is_added_after(self, desk):
        campaign = start(desk)
        end = {"authority": desk.who(), "campaign": campaign, "now": NOW}
        with pytest.raises(Invalid):
            services.end_campaign(summary=" ", **end)
        services.end_campaign(summary="化解一件", **end)
        with pytest.raises(Unlawful):
            services.end_campaign(summary="化解一件", **end)
        desk.add_case(repeat_of=desk.case)
        assert not run(TODAY + timedelta(days=1)).done
        assert campaign.weeks.count() == 1

    def test_weeks_are_fixed_once_as_they_were_on_their_sunday(self, desk):
        campaign = start(desk)
        sunday = TODAY + timedelta(days=6)
        desk.add_clock(desk.again, due_on=TODAY)
        close(desk.again, on=sunday + timedelta(days=2))
        late = sunday + timedelta(days=3)  # the job was off over the week-end
        assert run(late, dry_run=True).done
        assert not CampaignWeek.objects.exists()
        for _twice in range(2):
            run(late)
        week = campaign.weeks.get()
        assert (week.on, week.unit, week.total, week.closed, week.overdue) == (
            sunday, desk.town, 1, 0, 1,
        )  # fmt: skip

    def test_a_unit_answers_for_what_it_holds_now(self, desk):
        campaign = start(desk)
        Case.objects.filter(pk=desk.again.pk).update(responsible_unit=desk.other_town)
        (line,) = progress(CampaignEntry.objects.filter(campaign=campaign), on=TODAY)
        assert (line.unit, line.total, line.open) == (desk.other_town, 1, 1)

    def test_closed_within_the_week(self, desk):
        campaign = start(desk)
        close(desk.again, on=TODAY)
        entries = CampaignEntry.objects.filter(campaign=campaign)
        assert progress(entries, on=TODAY)[0].week == 1
        assert progress(entries, on=TODAY + timedelta(days=7))[0].week == 0


class TestPages:
    @pytest.fixture
    def campaign(self, desk, time_machine):
        time_machine.move_to(NOW)
        return start(desk)

    def get(self, client, user, name, *args, **query):
        client.force_login(user)
        return client.get(reverse(f"accountability:{name}", args=args), query)

    @pytest.mark.parametrize("count", [2, 20])
    def test_budgets(self, desk, client, count, time_machine, django_assert_max_num_queries):
        time_machine.move_to(NOW)
        for _n in range(count):
            desk.add_case(repeat_of=desk.case)
        scope = Scope(min_repeats=1, units=(desk.town.pk,), contents=())
        campaign = start(desk, scope)
        for number in range(count):
            start(desk, scope, name=f"治理{number}")
        run(TODAY + timedelta(days=7 * count))
        for user in (desk.supervisor, desk.officer):
            client.force_login(user)
            with django_assert_max_num_queries(5):
                assert client.get(reverse("accountability:campaigns")).status_code == 200
            with django_assert_max_num_queries(11):
                page = client.get(reverse("accountability:campaign", args=[campaign.pk]))
            assert page.context["totals"]["total"] == count + 1

    def test_a_unit_sees_its_own_matters_only(self, desk, campaign, client):
        other = make_user_with_post(PostKind.PETITION_OFFICER, desk.other_town, "他镇干部")
        assert self.get(client, other, "campaign", campaign.pk).status_code == 404
        assert "没有专项治理" in self.get(client, other, "campaigns").content.decode()
        page = self.get(client, desk.officer, "campaign", campaign.pk).content.decode()
        assert desk.again.number in page

    def test_art30_a_matter_that_became_a_report_leaves_every_list(self, desk, campaign, client):
        Case.objects.filter(pk=desk.again.pk).update(
            purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT
        )
        page = self.get(client, desk.head, "campaign", campaign.pk)
        assert desk.again.number not in page.content.decode()
        assert page.context["totals"]["total"] == 0
        assert not seen_entries(campaign, desk.who(desk.head)).exists()

    def test_started_by_page_and_exported(self, desk, campaign, client):
        client.force_login(desk.supervisor)
        url = reverse("accountability:campaign_new")
        body = {
            "name": "涉农", "basis": "通知", "purpose": "查清账目", "min_age": 10,
            "starts_on": TODAY, "ends_on": TODAY + timedelta(days=30),
        }  # fmt: skip
        empty = client.post(url, {**body, "min_age": ""})
        assert empty.status_code == 422
        assert "至少设一个条件" in empty.content.decode()
        client.post(url, body)
        made = Campaign.objects.get(name="涉农")
        assert made.entries.count() == 2
        answer = client.post(reverse("accountability:campaign_file", args=[made.pk]))
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames == ["专项治理", "进度", "每周进度", "事项"]
        numbers = {row[0].value for row in book["事项"].iter_rows(min_row=2)}
        assert numbers == {desk.case.number, desk.again.number}
        assert [cell.value for cell in list(book["进度"].iter_rows())[-1]][:2] == ["合计", 2]

    def test_ended_by_page(self, desk, campaign, client):
        client.force_login(desk.supervisor)
        url = reverse("accountability:campaign_end", args=[campaign.pk])
        client.post(url, {"summary": "化解一件"})
        assert "化解一件" in self.get(client, desk.head, "campaign", campaign.pk).content.decode()
