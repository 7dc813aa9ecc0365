"""What an inquiry may not reveal: a report to whom it accuses (条例第三十条第三款), an inquiry to colleagues."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accountability.models import Inquiry, InquiryEvidence, Notice
from accountability.services import inquiry_evidence as evidence
from accountability.services.inquiries import amend_consequence
from accountability.services.inquiry_decisions import drop_inquiry
from accountability.services.inquiry_notices import tell_of_inquiry
from core import audit
from core.errors import NotAllowed, Unlawful
from core.models import AuditEntry
from organizations.enums import PostKind, UnitKind
from petitions.enums import LegalClass, Purpose
from tests.accountability.conftest import as_
from tests.accountability.inquiring import (
    DAY,
    NOW,
    begin,
    decide,
    make_desk,
    name_person,
    say,
    submit,
    take_clock,
    take_paper,
    tell,
    told,
    upload,
)
from tests.factories.organizations import make_unit, make_user_with_post


@pytest.fixture
def desk(world):
    return make_desk(world)


def report(desk, *, against=(), people=()):
    """A report with a missed clock of the town that is inquired into."""
    case = desk.add_case(
        purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT, number="990101202620007041"
    )
    case.accused_units.set(against)
    case.accused_people.set(people)
    return case, desk.add_clock(case)


class TestEvidence:
    def test_a_report_against_the_unit_is_no_evidence(self, desk):
        case, clock = report(desk, against=[desk.town])
        audit.record(case, "case.extend", actor=desk.clerk, at=NOW)
        entry = AuditEntry.objects.get(chain=f"case:{case.pk}")
        with pytest.raises(Unlawful, match="第三十条"):
            take_clock(desk, clock)
        with pytest.raises(Unlawful, match="第三十条"):
            evidence.take_entry(
                authority=as_(desk.head, DAY), inquiry=desk.inquiry, case=case, entry=entry, now=NOW
            )
        with pytest.raises(Unlawful, match="第三十条"):
            take_paper(desk, text=f"见{case.number}号检举材料")
        with pytest.raises(Unlawful, match="第三十条"):
            begin(desk, facts=f"{case.number}号检举")
        assert not InquiryEvidence.objects.exists()

    def test_nor_is_one_against_a_person_named_or_a_unit_of_theirs(self, desk):
        name_person(desk)
        _case, clock = report(desk, people=[desk.principal])
        with pytest.raises(Unlawful):
            take_clock(desk, clock)

    def test_a_unit_above_the_persons_own_counts(self, desk):
        village = make_unit(UnitKind.VILLAGE, "河口村", parent=desk.other_town)
        person = make_user_with_post(
            PostKind.COUNTY_LEADER,
            desk.county,
            "副县长",
        )
        person.unit = village
        person.save()
        name_person(desk, person)
        _case, clock = report(desk, against=[desk.other_town])
        with pytest.raises(Unlawful):
            take_clock(desk, clock)

    def test_the_accused_cannot_be_named_once_the_report_is_evidence(self, desk):
        case, clock = report(desk, people=[desk.principal])
        take_clock(desk, clock)
        with pytest.raises(Unlawful, match="保密"):
            name_person(desk)
        assert name_person(desk, desk.deputy)
        assert case.number

    def test_nor_once_a_paper_on_file_quotes_a_matter_that_came_to_accuse_them(self, desk):
        case = desk.add_case(number="990101202620007042")
        take_paper(desk, text=f"据{case.number}号材料核实")
        case.accused_people.add(desk.principal)
        with pytest.raises(Unlawful, match="保密"):
            name_person(desk)

    def test_no_words_of_an_inquiry_name_a_report_whomever_it_accuses(self, desk):
        case, _clock = report(desk, against=[desk.other_town])
        quote = f"据{case.number}号"
        person = told(desk)
        head = {"authority": as_(desk.head, DAY), "inquiry": desk.inquiry, "now": NOW}
        for act in (
            lambda: begin(desk, facts=quote),
            lambda: take_paper(desk, text=quote),
            lambda: take_paper(desk, title=quote),
            lambda: amend_consequence(consequence=quote, **head),
            lambda: drop_inquiry(note=quote, **head),
            lambda: say(desk, person, quote, who=desk.head, uploads=[upload()]),
        ):
            with pytest.raises(Unlawful, match="编号"):
                act()
        say(desk, person)
        submit(desk)
        with pytest.raises(Unlawful, match="编号"):
            decide(desk, person, text=quote)

    def test_nobody_is_told_on_secret_papers_alone(self, desk):
        _case, clock = report(desk, against=[desk.other_town])
        take_clock(desk, clock)
        name_person(desk)
        with pytest.raises(Unlawful, match="保密材料"):
            tell(desk)
        take_paper(desk)
        assert tell(desk).status == "told"

    def test_the_tick_list_does_not_offer_it(self, desk, client):
        case, clock = report(desk, against=[desk.town])
        client.force_login(desk.head)
        url = reverse("accountability:inquiry_step", args=[desk.inquiry.pk, "clocks"])
        page = client.get(url).content.decode()
        assert case.number not in page
        assert desk.case.number in page
        assert client.post(url, {"clocks": [clock.pk]}).status_code == 422


class TestWhatAReaderIsShown:
    @pytest.fixture
    def secret(self, desk):
        """A report against another town is evidence; the principal was told, the organ has the file."""
        case, clock = report(desk, against=[desk.other_town])
        take_clock(desk, clock)
        take_paper(desk, title="核查报告")
        name_person(desk)
        tell(desk)
        return case

    def page(self, client, user, desk):
        client.force_login(user)
        return client.get(
            reverse("accountability:inquiry", args=[desk.inquiry.pk])
        ).content.decode()

    def test_a_secret_matter_shows_only_to_who_may_see_it(self, desk, secret, client):
        assert secret.number in self.page(client, desk.head, desk)
        for user in (desk.principal, desk.supervisor, desk.leader):
            page = self.page(client, user, desk)
            assert "保密材料一份" in page, user
            assert secret.number not in page, user
            assert "核查报告" in page, user

    def test_the_personnel_organ_reads_no_report_the_discipline_organ_does(
        self, desk, secret, client
    ):
        submit(desk, on=desk.inquiry.hearing_until.replace(day=28), competent=desk.personnel)
        assert secret.number not in self.page(client, desk.assessor, desk)
        Inquiry.objects.update(competent=desk.discipline)
        assert secret.number in self.page(client, desk.inspector, desk)

    def test_whom_it_came_to_accuse_learns_of_no_paper_at_all(self, desk, secret, client):
        secret.accused_people.add(desk.principal)
        page = self.page(client, desk.principal, desk)
        assert "保密材料" not in page
        assert "核查报告" in page


class TestColleagues:
    def test_the_office_does_not_inquire_into_itself(self, desk):
        with pytest.raises(NotAllowed, match="回避"):
            begin(desk, unit=desk.office)

    def test_an_inquiry_into_the_office_is_kept_from_the_office(self, desk):
        made = begin(desk, unit=desk.office, authority=as_(desk.leader, DAY))

        def seen(user):
            return Inquiry.objects.visible_to(as_(user, DAY)).filter(pk=made.pk).exists()

        assert seen(desk.leader)
        assert not seen(desk.head)
        assert not seen(desk.supervisor)

    def test_whoever_is_named_or_belongs_to_the_unit_takes_no_step(self, desk):
        desk.inquiry = begin(desk, unit=desk.office, authority=as_(desk.leader, DAY))
        name_person(desk, desk.head, authority=as_(desk.leader, DAY))
        for user in (desk.head, desk.supervisor):
            with pytest.raises(NotAllowed, match="回避"):
                drop_inquiry(authority=as_(user, DAY), inquiry=desk.inquiry, note="查无", now=NOW)
        evidence.take_paper(
            authority=as_(desk.leader, DAY), inquiry=desk.inquiry, title="函", text="未答", now=NOW
        )

    def test_a_supervisor_of_another_unit_reads_none(self, desk):
        other = make_user_with_post(PostKind.SUPERVISOR, desk.department, "部门督查")
        assert not Inquiry.objects.visible_to(as_(other, DAY)).exists()


class TestNotices:
    WORDS = ("责任追究", "诫勉", "查无此事", "2026-001", "第四十五条")

    def texts(self, user):
        rows = list(Notice.objects.filter(user=user))
        assert all(
            row.link == f"accountability:inquiry {Inquiry.objects.earliest('pk').pk}"
            for row in rows
        )
        return [row.title + row.text for row in rows]

    def test_neither_the_person_nor_the_organ_is_told_in_words(self, desk):
        person = told(desk)
        submit(desk, on=DAY + timedelta(days=8))
        decide(desk, person, decided_on=DAY + timedelta(days=8), on=DAY + timedelta(days=8))
        assert len(self.texts(desk.principal)) == 2
        assert len(self.texts(desk.inspector)) == 1
        for text in self.texts(desk.principal) + self.texts(desk.inspector):
            assert not [word for word in self.WORDS if word in text]

    def test_the_reason_for_dropping_stands_on_the_page_only(self, desk):
        told(desk)
        drop_inquiry(authority=as_(desk.head, DAY), inquiry=desk.inquiry, note="查无此事", now=NOW)
        assert len(self.texts(desk.principal)) == 2
        assert not any("查无此事" in text for text in self.texts(desk.principal))

    def test_the_link_opens_the_inquiry(self, desk, client):
        told(desk)
        client.force_login(desk.principal)
        notice = Notice.objects.get(user=desk.principal)
        answer = client.post(reverse("accountability:notice_open", args=[notice.pk]))
        assert answer.url == reverse("accountability:inquiry", args=[desk.inquiry.pk])

    def test_who_may_not_see_it_is_not_told(self, desk):
        assert tell_of_inquiry([desk.officer], desk.inquiry, now=NOW) == []
