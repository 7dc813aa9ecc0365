"""Inquiries into liability: act, article, evidence, persons, hearing, decision; result sheets."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accountability.models import Inquiry, InquiryEvidence, Notice, RuleSet, ScoreEntry
from accountability.selectors.inquiries import clocks_for
from accountability.services import inquiry_decisions as decisions
from accountability.services import inquiry_evidence as evidence
from accountability.services.defaults import load_defaults
from core import audit
from core.errors import Invalid, NotAllowed, StaleState, Unlawful
from core.models import AuditEntry
from organizations.enums import PostKind
from organizations.models import Term
from petitions.enums import LegalClass, Purpose
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
    tell,
    told,
)
from tests.factories.organizations import make_user_with_post


@pytest.fixture
def desk(world):
    return make_desk(world)


def submitted(desk):
    person = told(desk)
    say(desk, person)
    submit(desk)
    return person


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ground": "volume"}, "ground"),
        ({"facts": " "}, "facts"),
        ({"act_on": DAY + timedelta(days=1)}, "act_on"),
    ],
)
def test_what_an_inquiry_must_say(desk, change, field):
    with pytest.raises(Invalid) as refused:
        begin(desk, **change)
    assert refused.value.field == field


def test_numbers_run_without_gap(desk):
    assert [desk.inquiry.number, begin(desk).number] == ["2026-001", "2026-002"]


def test_evidence_of_a_clock_is_frozen(desk):
    offered = clocks_for(desk.inquiry, as_(desk.head, DAY), on=DAY)
    assert [c.pk for c in offered.rows] == [desk.clock.pk]
    row = evidence.take_clock(
        authority=as_(desk.head, DAY), inquiry=desk.inquiry, clock=desk.clock, now=NOW
    )
    text = row.text
    assert "2026-03-11届满，至2026-03-21仍未完成" in text
    desk.clock.status, desk.clock.stopped_on, desk.clock.on_time = "met", DAY, False
    desk.clock.save()
    assert InquiryEvidence.objects.get().text == text
    with pytest.raises(Invalid, match="已提取"):
        evidence.take_clock(
            authority=as_(desk.head, DAY), inquiry=desk.inquiry, clock=desk.clock, now=NOW
        )


def test_a_kept_clock_is_no_evidence(desk):
    kept = desk.add_clock(desk.case, "C4", DAY + timedelta(days=5))
    with pytest.raises(Unlawful):
        evidence.take_clock(
            authority=as_(desk.head, DAY), inquiry=desk.inquiry, clock=kept, now=NOW
        )


def test_an_entry_of_the_log_is_taken_with_its_hash(desk):
    audit.record(desk.case, "case.extend", actor=desk.officer, at=NOW, days=10)
    entry = AuditEntry.objects.get(chain=f"case:{desk.case.pk}")
    row = evidence.take_entry(
        authority=as_(desk.head, DAY), inquiry=desk.inquiry, case=desk.case, entry=entry, now=NOW
    )
    assert entry.hash in row.text


def test_the_post_held_on_the_day_is_written_down(desk):
    Term.objects.filter(user=desk.principal).update(ends_on=DUE)
    person = name_person(desk)
    assert person.post_then.startswith(desk.town.name)
    late = make_user_with_post(PostKind.PRINCIPAL, desk.other_town, "新任")
    Term.objects.filter(user=late).update(starts_on=DAY)
    with pytest.raises(Invalid, match="没有任职"):
        name_person(desk, late)


def test_nobody_inquires_into_oneself(desk):
    with pytest.raises(NotAllowed):
        name_person(desk, desk.head)


def test_persons_are_told_only_with_evidence_and_then_have_five_working_days(desk):
    with pytest.raises(Unlawful, match="责任人员"):
        tell(desk)
    name_person(desk)
    with pytest.raises(Unlawful, match="证据"):
        tell(desk)
    evidence.take_paper(
        authority=as_(desk.head, DAY), inquiry=desk.inquiry, title="督办函", text="未答复", now=NOW
    )
    tell(desk)
    assert desk.inquiry.hearing_until == date(2026, 3, 27)  # from Saturday the 21st
    assert Notice.objects.filter(user=desk.principal).count() == 1


def test_nobody_is_judged_unheard(desk):
    told(desk)
    submit = {"inquiry": desk.inquiry, "competent": desk.discipline, "now": NOW}
    with pytest.raises(Unlawful, match="陈述申辩"):
        decisions.submit_inquiry(authority=as_(desk.head, DAY), **submit)
    after = desk.inquiry.hearing_until + timedelta(days=1)
    decisions.submit_inquiry(authority=as_(desk.head, after), **submit)
    assert desk.inquiry.status == "submitted"


def test_no_submission_without_the_consequence_nor_to_the_unit_itself(desk):
    person = told(desk)
    say(desk, person, "", waived=True)
    with pytest.raises(Invalid):
        decisions.submit_inquiry(
            authority=as_(desk.head, DAY), inquiry=desk.inquiry, competent=desk.town, now=NOW
        )
    desk.inquiry.consequence = ""
    desk.inquiry.save()
    with pytest.raises(Unlawful, match="后果"):
        decisions.submit_inquiry(
            authority=as_(desk.head, DAY), inquiry=desk.inquiry, competent=desk.discipline, now=NOW
        )


def test_the_competent_organ_decides_once_for_each_person(desk):
    person = submitted(desk)
    with pytest.raises(NotAllowed):
        decide(desk, person, who=desk.assessor)
    with pytest.raises(Invalid) as refused:
        decide(desk, person, document_number="")
    assert refused.value.field == "document_number"
    decide(desk, person)
    desk.inquiry.refresh_from_db()
    assert (desk.inquiry.status, desk.inquiry.ended_on) == ("decided", DAY)
    with pytest.raises((StaleState, Unlawful)):
        decide(desk, person)


def test_dropping_needs_a_reason_and_is_told(desk):
    told(desk)
    with pytest.raises(Invalid):
        decisions.drop_inquiry(
            authority=as_(desk.head, DAY), inquiry=desk.inquiry, note=" ", now=NOW
        )
    decisions.drop_inquiry(
        authority=as_(desk.head, DAY), inquiry=desk.inquiry, note="查无此事", now=NOW
    )
    assert Notice.objects.filter(user=desk.principal).count() == 2


class TestWhoSees:
    def seen(self, user):
        return Inquiry.objects.visible_to(as_(user, DAY)).exists()

    def test_nobody_it_is_about_before_being_told_and_no_colleague_ever(self, desk):
        name_person(desk)
        assert not self.seen(desk.principal)
        evidence.take_paper(
            authority=as_(desk.head, DAY), inquiry=desk.inquiry, title="函", text="未答", now=NOW
        )
        tell(desk)
        assert self.seen(desk.principal)
        for user in (desk.deputy, desk.officer, desk.clerk, desk.inspector, desk.assessor):
            assert not self.seen(user), user

    def test_the_organ_once_it_was_submitted(self, desk):
        submitted(desk)
        assert self.seen(desk.inspector)
        assert not self.seen(desk.assessor)

    def test_art30_evidence_from_a_report_is_not_offered_to_who_may_not_see_it(self, desk):
        report = desk.add_case(purpose=Purpose.ACCUSATION, legal_class=LegalClass.REPORT)
        desk.add_clock(report, "C8")
        seen = clocks_for(desk.inquiry, as_(desk.leader, DAY), on=DAY)
        assert report.pk not in {clock.case_id for clock in seen.rows}


class TestPages:
    @pytest.mark.parametrize("count", [2, 20])
    def test_budgets(self, desk, client, count, django_assert_max_num_queries):
        load_defaults(now=NOW)
        rules = RuleSet.objects.earliest("pk")
        for n in range(count):
            begin(desk)
            desk.add_clock(desk.case, f"X{n}")
            evidence.take_paper(
                authority=as_(desk.head, DAY),
                inquiry=desk.inquiry,
                title=f"函{n}",
                text="未答",
                now=NOW,
            )
            ScoreEntry.objects.create(
                unit=desk.town, period="2026-03", rule_set=rules, item="x", clause="x", points=-1,
                reason="x",
            )  # fmt: skip
        person = told(desk)
        term = Term.objects.get(user=desk.principal)
        client.force_login(desk.head)
        for budget, name, args in (
            (5, "inquiry_list", ()),
            (11, "inquiry", (desk.inquiry.pk,)),
            (5, "inquiry_new", ()),
            (10, "inquiry_step", (desk.inquiry.pk, "clocks")),
            (8, "inquiry_person", (person.pk, "state")),
            (6, "holders", ()),
            (13, "result_sheet", (term.pk,)),
        ):
            with django_assert_max_num_queries(budget):
                assert client.get(reverse(f"accountability:{name}", args=args)).status_code == 200

    def test_by_page_from_the_act_to_the_statement(self, desk, client):
        client.force_login(desk.head)
        new = reverse("accountability:inquiry_new")
        body = {"unit": desk.town.pk, "ground": "44.3", "act_on": "2026-03-01", "facts": ""}
        refused = client.post(new, body)
        assert refused.status_code == 422
        assert "selected" in refused.content.decode()
        client.post(new, {**body, "facts": "未告知", "consequence": "重复来访"})
        made = Inquiry.objects.latest("pk")

        def step(name):
            return reverse("accountability:inquiry_step", args=[made.pk, name])

        client.post(step("paper"), {"title": "核查报告", "text": "未送达告知书"})
        audit.record(desk.case, "case.extend", actor=desk.officer, at=NOW)
        entry = AuditEntry.objects.get(verb="case.extend")
        entries = f"{step('entries')}?number={desk.case.number}"
        client.post(entries, {"entries": [entry.pk]})
        assert made.evidence.count() == 2
        term = desk.principal.terms.get()
        client.post(step("person"), {"term": term.pk, "role": "main", "sphere": "own"})
        assert client.post(step("tell")).status_code == 302
        person = made.people.get()
        client.force_login(desk.principal)
        page = client.get(reverse("accountability:inquiry", args=[made.pk]))
        assert "核查报告" in page.content.decode()
        client.post(
            reverse("accountability:inquiry_person", args=[person.pk, "state"]),
            {"statement": "已口头告知"},
        )
        assert person.statements.get().text == "已口头告知"
