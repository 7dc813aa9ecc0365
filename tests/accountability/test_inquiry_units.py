"""An inquiry into a unit as it was on the day of the act; its reading by the person; old entries of the log in words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accountability.inquiry_permissions import can_work_inquiry
from accountability.models import EvidenceKind, Inquiry, InquiryEvidence, InquiryPerson
from accountability.selectors.inquiries import clocks_for, organs_for, possible_terms
from accountability.services import inquiry_evidence as evidence
from accountability.services.inquiry_hearing import note_read
from core import audit
from core.errors import Invalid, NotAllowed, Unlawful
from core.models import AuditEntry
from organizations.enums import PostKind
from organizations.models import Term
from organizations.selectors.units import line_of
from organizations.services.units import close_unit
from tests.accountability.conftest import DUE, as_
from tests.accountability.inquiring import (
    DAY,
    NOW,
    begin,
    decide,
    make_desk,
    name_person,
    say,
    submit,
    take_paper,
    tell,
    told,
)
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

LAST = DUE + timedelta(days=5)


@pytest.fixture
def desk(world):
    return make_desk(world)


@pytest.fixture
def merged(desk):
    """The town, which missed a limit on `DUE`, has gone over into the other town since."""
    Term.objects.filter(post__unit=desk.town).update(ends_on=LAST)
    admin = make_user_with_post(PostKind.ADMINISTRATOR, desk.office)
    desk.other_head = make_user_with_post(PostKind.PRINCIPAL, desk.other_town, "现任镇长")
    close_unit(
        authority=as_(admin, LAST),
        unit=desk.town,
        last_day=LAST,
        succeeded_by=desk.other_town,
        now=at(LAST),
    )
    desk.town.refresh_from_db()
    desk.inquiry.refresh_from_db()
    return desk


class TestAClosedUnit:
    def test_is_offered_with_its_day_and_successor(self, merged, client):
        client.force_login(merged.head)
        page = client.get(reverse("accountability:inquiry_new")).content.decode()
        label = f"{merged.town}（{LAST}撤销，由{merged.other_town}继续行使职权）"
        assert label in page
        assert f'<option value="{merged.other_town.pk}"' in page

    def test_is_inquired_into_for_a_day_on_which_it_was(self, merged):
        made = begin(merged, act_on=DUE)
        assert made.unit == merged.town
        assert line_of(made.unit)[-1] == merged.other_town
        assert merged.principal in {term.user for term in possible_terms(made)}
        assert merged.other_head not in {term.user for term in possible_terms(made)}

    def test_is_refused_for_a_later_day_and_the_successor_is_named(self, merged, client):
        client.force_login(merged.head)
        body = {
            "unit": merged.town.pk,
            "ground": "45.1",
            "act_on": LAST + timedelta(days=1),
            "facts": "未出具处理意见",
        }
        page = client.post(reverse("accountability:inquiry_new"), body)
        assert page.status_code == 422
        assert f"行为发生之日由{merged.other_town}行使职权，请选择该单位。" in page.content.decode()
        assert "未出具处理意见" in page.content.decode()

    def test_a_unit_is_refused_for_a_day_before_it_began(self, desk):
        desk.town.valid_from = DUE + timedelta(days=1)
        desk.town.save()
        with pytest.raises(Invalid, match="尚不存在") as refused:
            begin(desk, act_on=DUE)
        assert refused.value.field == "unit"

    def test_its_missed_limits_are_evidence_though_the_matter_has_gone_over(self, merged):
        merged.clock.refresh_from_db()
        assert merged.clock.owed_by_unit == merged.other_town
        later = merged.add_clock(
            merged.case, "C9", LAST + timedelta(days=1), unit=merged.other_town
        )
        offered = clocks_for(merged.inquiry, as_(merged.head, DAY), on=DAY)
        assert merged.clock in offered.rows
        assert later not in offered.rows
        theirs = begin(merged, unit=merged.other_town, act_on=DAY)
        offered = clocks_for(theirs, as_(merged.head, DAY), on=DAY)
        assert later in offered.rows

    def test_the_successors_people_stand_back_like_its_own(self, merged):
        assert not (
            Inquiry.objects.visible_to(as_(merged.other_head, DAY))
            .filter(pk=merged.inquiry.pk)
            .exists()
        )
        supervisor = make_user_with_post(PostKind.SUPERVISOR, merged.office, "调来的督查员")
        supervisor.unit = merged.other_town
        supervisor.save()
        own = as_(supervisor, DAY)
        assert not can_work_inquiry(own, merged.inquiry)
        assert not Inquiry.objects.visible_to(own).filter(pk=merged.inquiry.pk).exists()
        with pytest.raises(NotAllowed, match="回避"):
            begin(merged, authority=own)
        merged.discipline.parent = merged.other_town
        merged.discipline.save()
        assert merged.discipline not in organs_for(merged.inquiry, on=DAY)

    def test_the_page_names_the_successor(self, merged, client):
        client.force_login(merged.head)
        page = client.get(reverse("accountability:inquiry", args=[merged.inquiry.pk]))
        assert f"撤销，由{merged.other_town}继续行使职权" in page.content.decode()


class TestReading:
    def open(self, desk, client, user):
        client.force_login(user)
        page = client.get(reverse("accountability:inquiry", args=[desk.inquiry.pk]))
        assert page.status_code == 200
        return page.content.decode()

    def confirm(self, client, person, notice=None):
        person = InquiryPerson.objects.get(pk=person.pk)
        address = reverse("accountability:inquiry_read", args=[person.pk])
        answer = client.post(address, {"notice": person.notice if notice is None else notice})
        assert answer.status_code == 302
        person.refresh_from_db()
        return person

    def test_is_confirmed_once_below_the_evidence(self, desk, client):
        person = told(desk)
        page = self.open(desk, client, desk.head)
        assert "尚未确认阅看最近一次告知" in page
        assert "确认已阅</button>" not in page
        page = self.open(desk, client, desk.principal)
        assert page.index("届满，至2026-03-21仍未完成") < page.index("确认已阅</button>")
        first = self.confirm(client, person).read_at
        page = self.open(desk, client, desk.principal)
        assert "确认已阅</button>" not in page
        assert "确认已阅" in page
        assert self.confirm(client, person).read_at == first is not None
        entry = AuditEntry.objects.get(verb="inquiry.read")
        assert entry.actor == desk.principal

    def test_begins_anew_with_each_notice(self, desk, client):
        person = told(desk)
        client.force_login(desk.principal)
        assert self.confirm(client, person).read_at
        before = InquiryPerson.objects.get(pk=person.pk).notice
        take_paper(desk)
        tell(desk, now=NOW + timedelta(hours=1))
        assert self.confirm(client, person, notice=before).read_at is None
        assert "又有新的告知" in self.open(desk, client, desk.principal)
        assert self.confirm(client, person).read_at
        say(desk, person, now=NOW + timedelta(hours=2))
        submit(desk)
        decide(desk, InquiryPerson.objects.get(pk=person.pk))
        assert "确认已阅</button>" in self.open(desk, client, desk.principal)
        assert self.confirm(client, person).read_at
        assert AuditEntry.objects.filter(verb="inquiry.read").count() == 3

    def test_is_nobody_elses(self, desk):
        person = told(desk)
        with pytest.raises(NotAllowed):
            note_read(authority=as_(desk.head, DAY), person=person, notice=person.notice, now=NOW)

    def test_comes_after_being_told(self, desk):
        person = name_person(desk)
        with pytest.raises(Unlawful, match="尚未告知"):
            note_read(authority=as_(desk.principal, DAY), person=person, notice="", now=NOW)

    def test_the_page_of_the_person_costs_no_more(
        self, desk, client, django_assert_max_num_queries
    ):
        told(desk)
        client.force_login(desk.principal)
        with django_assert_max_num_queries(12):
            client.get(reverse("accountability:inquiry", args=[desk.inquiry.pk]))

    def test_confirming_costs_the_same_for_any_number_named(
        self, desk, client, django_assert_max_num_queries
    ):
        name_person(desk, desk.deputy)
        person = told(desk)
        client.force_login(desk.principal)
        notice = InquiryPerson.objects.get(pk=person.pk).notice
        address = reverse("accountability:inquiry_read", args=[person.pk])
        with django_assert_max_num_queries(12):
            client.post(address, {"notice": notice})
        assert InquiryPerson.objects.filter(read_at__isnull=False).count() == 1


class TestOldEntries:
    @pytest.mark.parametrize(
        ("verb", "shown"),
        [
            ("case.extend", "延长办理期限"),
            ("clock.recount", "重新计算期限"),
            ("no.name", "no.name"),
        ],
    )
    def test_show_the_name_of_the_verb_and_stay_as_frozen(self, desk, client, verb, shown):
        frozen = f"{desk.case.number} 2026-03-11 08:00 经办人 {verb} {'a1' * 32}"
        row = InquiryEvidence.objects.create(
            inquiry=desk.inquiry,
            kind=EvidenceKind.AUDIT,
            case=desk.case,
            text=frozen,
            source="audit:1",
            content_hash="0" * 64,
            taken_by=desk.head,
            taken_at=NOW,
        )
        client.force_login(desk.head)
        page = client.get(reverse("accountability:inquiry", args=[desk.inquiry.pk]))
        assert f"经办人 {shown}（SHA-256 {'a1' * 32}）" in page.content.decode()
        row.refresh_from_db()
        assert row.text == frozen

    def test_new_entries_and_papers_are_not_touched(self, desk):
        audit.record(desk.case, "case.extend", actor=desk.officer, at=NOW)
        entry = AuditEntry.objects.get(verb="case.extend")
        row = evidence.take_entry(
            authority=as_(desk.head, DAY),
            inquiry=desk.inquiry,
            case=desk.case,
            entry=entry,
            now=NOW,
        )
        assert row.words == row.text
        name_person(desk)
        paper = take_paper(desk, text=f"记录 case.extend {'a1' * 32}")
        assert paper.words == paper.text
