"""The right to be heard, what may change before the file is handed over, who decides and on which paper."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accountability.models import InquiryStatement
from accountability.selectors.inquiries import organs_for, possible_terms
from accountability.services.inquiries import amend_consequence
from core.errors import Invalid, NotAllowed, Unlawful
from core.models import AuditEntry
from organizations.enums import Competence, PostKind, UnitKind
from organizations.models import Term
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
    take_clock,
    take_paper,
    tell,
    told,
    upload,
)
from tests.factories.organizations import make_term, make_unit, make_user_with_post
from tests.factories.petitions import at

LATER = DAY + timedelta(days=3)


@pytest.fixture
def desk(world):
    return make_desk(world)


class TestStatements:
    def test_the_office_cannot_wipe_what_the_person_said(self, desk):
        person = told(desk)
        say(desk, person, "已于期限内书面答复，有送达回证")
        say(desk, person, "", who=desk.supervisor, waived=True, uploads=[upload()])
        rows = list(InquiryStatement.objects.filter(person=person))
        assert [row.text for row in rows] == ["已于期限内书面答复，有送达回证", ""]
        assert [(row.by_person, row.entered_by) for row in rows] == [
            (True, desk.principal),
            (False, desk.supervisor),
        ]

    @pytest.mark.parametrize(("words", "waived"), [("", True), ("口头承认", False)])
    def test_the_office_enters_nothing_without_the_signed_paper(self, desk, words, waived):
        person = told(desk)
        with pytest.raises(Invalid) as refused:
            say(desk, person, words, who=desk.head, waived=waived)
        assert refused.value.field == "attachments"
        assert not person.statements.exists()
        row = say(desk, person, words, who=desk.head, waived=waived, uploads=[upload()])
        assert row.files.get().sha256 in str(AuditEntry.objects.get(verb="inquiry.state").data)

    def test_a_waiver_has_no_words(self, desk):
        person = told(desk)
        with pytest.raises(Invalid):
            say(desk, person, "不放弃", waived=True)

    def test_whoever_neither_inquires_nor_is_meant_says_nothing(self, desk):
        person = told(desk)
        with pytest.raises(NotAllowed):
            say(desk, person, who=desk.deputy, uploads=[upload()])

    def test_the_page_says_who_entered_what_and_gives_the_paper_out(self, desk, client):
        person = told(desk)
        say(desk, person, "已答复")
        row = say(desk, person, "", who=desk.head, waived=True, uploads=[upload()])
        client.force_login(desk.principal)
        page = client.get(
            reverse("accountability:inquiry", args=[desk.inquiry.pk])
        ).content.decode()
        assert "本人填写" in page
        assert f"{desk.head}代为登记" in page
        url = reverse(
            "accountability:inquiry_file", args=[person.pk, "statement", row.files.get().pk]
        )
        assert b"".join(client.get(url).streaming_content).startswith(b"%PDF")
        client.force_login(desk.deputy)
        assert client.get(url).status_code == 404

    def test_one_of_two_persons_reads_no_paper_of_the_other(self, desk, client):
        name_person(desk, desk.deputy)
        person = told(desk)
        row = say(desk, person, "已答复", uploads=[upload()])
        client.force_login(desk.deputy)
        args = [person.pk, "statement", row.files.get().pk]
        assert client.get(reverse("accountability:inquiry_file", args=args)).status_code == 404

    def test_by_page(self, desk, client):
        person = told(desk)
        url = reverse("accountability:inquiry_person", args=[person.pk, "state"])
        client.force_login(desk.head)
        assert client.post(url, {"waived": "on"}).status_code == 422
        assert not person.statements.exists()
        client.force_login(desk.principal)
        assert client.post(url, {"statement": "属实"}).status_code == 302
        assert person.statements.get().by_person


class TestWhatComesAfterBeingTold:
    def test_new_evidence_is_told_again_and_the_days_start_anew(self, desk):
        person = told(desk)
        say(desk, person)
        first = desk.inquiry.hearing_until
        take_paper(desk, title="补充证据", now=at(LATER))
        with pytest.raises(Unlawful, match="再次告知"):
            submit(desk, on=first + timedelta(days=5))
        tell(desk, now=at(LATER), on=LATER)
        assert desk.inquiry.hearing_until > first
        with pytest.raises(Unlawful, match="陈述申辩"):
            submit(desk, on=LATER)
        say(desk, person, "对补充证据有异议", on=LATER)
        submit(desk, on=LATER)
        assert person.statements.count() == 2

    def test_nobody_is_told_twice_for_nothing(self, desk):
        told(desk)
        with pytest.raises(Unlawful, match="没有补充"):
            tell(desk)

    def test_the_person_reads_what_was_told_the_office_sees_what_was_not(self, desk, client):
        told(desk)
        take_paper(desk, title="补充证据", now=at(LATER))
        url = reverse("accountability:inquiry", args=[desk.inquiry.pk])
        client.force_login(desk.principal)
        assert "补充证据" not in client.get(url).content.decode()
        client.force_login(desk.head)
        page = client.get(url).content.decode()
        assert "尚未告知" in page
        assert "再次告知" in page


class TestConsequence:
    def amend(self, desk, text, on=DAY, who=None):
        return amend_consequence(
            authority=as_(who or desk.head, on), inquiry=desk.inquiry, consequence=text, now=at(on)
        )

    def test_it_may_be_added_later_and_the_inquiry_goes_on(self, desk):
        desk.inquiry = begin(desk, consequence="")
        person = told(desk)
        say(desk, person)
        with pytest.raises(Unlawful, match="后果"):
            submit(desk)
        self.amend(desk, "信访人到市走访")
        with pytest.raises(Unlawful, match="再次告知"):
            submit(desk)
        tell(desk, now=at(LATER), on=LATER)
        say(desk, person, "知悉", on=LATER)
        submit(desk, on=LATER)
        assert desk.inquiry.status == "submitted"

    def test_the_former_words_are_kept(self, desk):
        self.amend(desk, "信访人到市走访")
        made = desk.inquiry.amendments.get()
        assert (made.old, made.new, made.made_by) == ("信访人多次往返", "信访人到市走访", desk.head)
        assert AuditEntry.objects.get(verb="inquiry.amend").data == {"amendment": made.pk}

    @pytest.mark.parametrize("text", [" ", "信访人多次往返"])
    def test_it_says_something_new(self, desk, text):
        with pytest.raises(Invalid):
            self.amend(desk, text)

    def test_not_after_the_file_was_handed_over(self, desk):
        say(desk, told(desk))
        submit(desk)
        with pytest.raises(Unlawful):
            self.amend(desk, "其他")

    def test_by_page(self, desk, client):
        desk.inquiry = begin(desk, consequence="")
        client.force_login(desk.head)
        url = reverse("accountability:inquiry_step", args=[desk.inquiry.pk, "consequence"])
        assert client.post(url, {"consequence": "重复来访"}).status_code == 302
        page = client.get(reverse("accountability:inquiry", args=[desk.inquiry.pk]))
        assert "重复来访" in page.content.decode()


class TestPostThen:
    @pytest.fixture
    def two_posts(self, desk):
        """The principal also heads a department, a post begun later than the one in the town."""
        term = make_term(desk.principal, desk.department, PostKind.PRINCIPAL)
        Term.objects.filter(pk=term.pk).update(starts_on=DUE - timedelta(days=1))
        return desk

    def test_the_post_in_the_unit_comes_first(self, two_posts):
        offered = [t for t in possible_terms(two_posts.inquiry) if t.user == two_posts.principal]
        assert [t.post.unit for t in offered] == [two_posts.town, two_posts.department]

    def test_the_chosen_post_is_stored(self, two_posts, client):
        client.force_login(two_posts.head)
        url = reverse("accountability:inquiry_step", args=[two_posts.inquiry.pk, "person"])
        page = client.get(url).content.decode()
        assert two_posts.department.name in page
        chosen = two_posts.principal.terms.get(post__unit=two_posts.town)
        client.post(url, {"term": chosen.pk, "role": "main", "sphere": "own"})
        person = two_posts.inquiry.people.get()
        assert person.post == chosen.post
        assert person.post_then.startswith(two_posts.town.name)

    def test_a_post_of_another_day_is_refused(self, two_posts):
        chosen = two_posts.principal.terms.get(post__unit=two_posts.department)
        Term.objects.filter(pk=chosen.pk).update(starts_on=DAY)
        with pytest.raises(Invalid, match="没有任职"):
            name_person(two_posts, term=chosen)


class TestOrgans:
    def test_only_organs_with_power_over_cadres(self, desk):
        make_unit(
            UnitKind.DEPARTMENT, "县人民法院", parent=desk.county,
            competence=Competence.POLITICAL_LEGAL,
        )  # fmt: skip
        offered = organs_for(desk.inquiry, on=DAY)
        assert set(offered) == {desk.discipline, desk.personnel, desk.county}

    def test_the_service_refuses_any_other(self, desk):
        say(desk, told(desk))
        other = make_unit(
            UnitKind.DEPARTMENT,
            "县委政法委",
            parent=desk.county,
            competence=Competence.POLITICAL_LEGAL,
        )
        for unit in (other, desk.department, desk.town):
            with pytest.raises(Invalid) as refused:
                submit(desk, competent=unit)
            assert refused.value.field == "competent"

    def test_nor_the_organ_of_a_person_named(self, desk):
        name_person(desk, desk.leader)
        assert desk.county not in organs_for(desk.inquiry, on=DAY)


class TestCopiedDecision:
    def test_the_head_needs_the_organs_paper_and_its_number(self, desk):
        person = told(desk)
        say(desk, person)
        submit(desk)
        with pytest.raises(Invalid) as refused:
            decide(desk, person, who=desk.head)
        assert refused.value.field == "attachments"
        with pytest.raises(Invalid) as refused:
            decide(
                desk, person, who=desk.head, measure="none", document_number="", uploads=[upload()]
            )
        assert refused.value.field == "document_number"
        decide(desk, person, who=desk.head, uploads=[upload("决定.pdf")])
        assert (person.decision_copied, person.decision_by) == (True, desk.head)
        assert person.files.get().name == "决定.pdf"

    def test_the_page_says_that_it_was_copied(self, desk, client):
        person = told(desk)
        say(desk, person)
        submit(desk)
        client.force_login(desk.head)
        url = reverse("accountability:inquiry_person", args=[person.pk, "decide"])
        body = {
            "measure": "admonition",
            "text": "诫勉",
            "document_number": "溪纪1号",
            "decided_on": DAY,
        }
        assert client.post(url, body).status_code == 422
        decide(desk, person, who=desk.head, uploads=[upload()])
        page = client.get(reverse("accountability:inquiry", args=[desk.inquiry.pk]))
        assert "代录" in page.content.decode()

    def test_the_organs_own_is_not(self, desk):
        person = told(desk)
        say(desk, person)
        submit(desk)
        decide(desk, person)
        assert (person.decision_copied, person.decision_by) == (False, desk.inspector)


def test_somebody_who_left_is_named_with_the_post_of_that_day(desk):
    gone = make_user_with_post(PostKind.DEPUTY, desk.town, "前任")
    Term.objects.filter(user=gone).update(ends_on=DUE)
    take_clock(desk)
    person = name_person(desk, gone)
    assert person.post == gone.terms.get().post
    assert tell(desk, now=NOW).people.get() == person
