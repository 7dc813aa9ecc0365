"""The page of 更正登记: what it opens with, what it keeps, who gets it, what it tells beforehand and afterwards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from petitions.models import Case, RegistrationCorrection
from petitions.services.drafts import PersonDraft
from reporting.models import Bulletin
from reporting.selectors.corrections import published_papers_told
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of
from tests.petitions.steps import accepted, concluded
from tests.petitions.test_correcting import NUMBER, correct

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=60)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def url(case) -> str:
    return reverse("petitions:case_act", args=[case.pk, "correct_registration"])


def shown(client, case) -> dict:
    """What a browser would send of the page as it opens."""
    form = client.get(url(case)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value not in (None, [])}


def send(client, case, **typed):
    return client.post(url(case), {**shown(client, case), "reason": "与原件核对", **typed})


class TestThePage:
    def test_opens_with_the_registration_and_says_nothing_changed(self, county, registered):
        client = client_of(county.clerk)
        data = shown(client, registered)
        assert (data["title"], data["name"], data["phone"]) == ("路灯不亮", "张小明", "13800000001")
        answer = send(client, registered)
        assert answer.status_code == 422
        assert "没有需要更正的内容" in answer.content.decode()

    def test_records_what_was_changed_alone(self, county, registered):
        answer = send(
            client_of(county.clerk), registered, title="村口路灯不亮", place=county.town.pk
        )
        assert answer["Location"] == reverse("petitions:case_detail", args=[registered.pk])
        assert set(RegistrationCorrection.objects.values_list("field", flat=True)) == {
            "title",
            "place",
        }

    def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(self, county, registered):
        late = (TODAY + timedelta(days=1)).isoformat()
        answer = send(
            client_of(county.clerk),
            registered,
            received_on=late,
            title="改过的主题",
            reason="核对过",
        )
        assert answer.status_code == 422
        form = answer.context["form"]
        assert form.errors["received_on"] == ["收到日期不能晚于今天。"]
        assert (form["title"].value(), form["reason"].value()) == ("改过的主题", "核对过")

    def test_the_identity_number_is_never_shown(self, county):
        case = register(county, people=(PersonDraft("张小明", "13800000001", NUMBER),))
        text = client_of(county.clerk).get(url(case)).content.decode()
        assert NUMBER not in text
        assert "末四位为 002X" in text

    def test_who_was_second_sees_what_changed_and_keeps_what_they_typed(self, county, registered):
        client = client_of(county.head)
        data = {**shown(client, registered), "reason": "核对", "place_detail": "王家村口"}
        correct(county, registered, title="先改的主题")
        answer = client.post(url(registered), data)
        assert answer.status_code == 422
        form = answer.context["form"]
        assert "他人已更正主题" in answer.content.decode()
        assert (form["title"].value(), form["place_detail"].value()) == ("先改的主题", "王家村口")
        again = {name: form[name].value() for name in form.fields}
        again = {name: value for name, value in again.items() if value not in (None, [])}
        assert client.post(url(registered), again).status_code == 302
        registered.refresh_from_db()
        assert (registered.title, registered.place_detail) == ("先改的主题", "王家村口")

    def test_both_changed_the_same_field(self, county, registered):
        client = client_of(county.head)
        data = {**shown(client, registered), "reason": "核对", "title": "后改的主题"}
        correct(county, registered, title="先改的主题")
        answer = client.post(url(registered), data)
        assert "您也改动了主题" in answer.content.decode()
        assert answer.context["form"]["title"].value() == "后改的主题"

    def test_marks_that_no_page_sent_change_nothing(self, county, registered):
        for began in ("x", "[1]", '{"title": 5}'):
            answer = send(client_of(county.clerk), registered, began=began, title=f"主题{began}")
            assert answer.status_code in (302, 422)

    def test_a_handler_is_offered_no_accusation(self, county):
        case = register(county, user=county.officer)
        form = client_of(county.officer).get(url(case)).context["form"]
        assert "accused_units" not in form.fields
        assert "accusation" not in dict(form.fields["purpose"].choices)

    def test_after_the_end_what_the_handling_rested_on_is_not_asked(self, county):
        form = client_of(county.clerk).get(url(concluded(county))).context["form"]
        assert not {"statement", "is_anonymous"} & set(form.fields)
        assert set(dict(form.fields["purpose"].choices)) == {"appeal", "request", "other"}

    @pytest.mark.parametrize("people", [1, 30])
    def test_query_budget(self, county, people, django_assert_max_num_queries):
        drafts = tuple(
            PersonDraft(f"人{n}", f"1380000{n:04}", role="member") for n in range(people)
        )
        case = register(county, people=drafts, head_count=people)
        client = client_of(county.clerk)
        client.get(url(case))
        with django_assert_max_num_queries(21):
            client.get(url(case))


class TestLinks:
    def test_from_the_case_and_the_list_of_people(self, county, registered):
        for name in ("case_detail", "roll", "registered"):
            page = reverse(f"petitions:{name}", args=[registered.pk])
            assert url(registered) in client_of(county.clerk).get(page).content.decode()

    def test_not_for_who_may_not(self, county):
        case = accepted(county)
        for name in ("case_detail", "roll"):
            page = reverse(f"petitions:{name}", args=[case.pk])
            assert url(case) not in client_of(county.officer).get(page).content.decode()


class TestWhatIsTold:
    def test_letters_that_quote_what_is_corrected(self, county):
        case = accepted(county)
        client = client_of(county.clerk)
        text = client.get(url(case)).content.decode()
        transfer = case.documents.get(kind="transfer")
        assert reverse("petitions:letter_correct", args=[case.pk, transfer.pk]) in text
        assert f"由{county.town}更正文书" in " ".join(text.split())
        answer = client.post(
            url(case), {**shown(client, case), "reason": "核对", "name": "张晓明"}, follow=True
        )
        assert "仍写有更正前的内容" in answer.content.decode()

    def test_a_published_month(self, county, registered):
        """ADR 0032: a published bulletin is corrected by a paper of its own."""
        assert published_papers_told(registered.pk) == []
        done = {f"{act}_at": at(TODAY) for act in ("built", "approved", "requested", "published")}
        by = {f"{act}_by": county.head for act in ("approved", "requested", "published")}
        Bulletin.objects.create(
            kind="days", period="2026-03-01_2026-03-31", first_day=date(2026, 3, 1),
            last_day=date(2026, 3, 31), serial_year=2026, serial=1, title="通报", status="published",
            pdf_sha256="a" * 64, **done, **by,
        )  # fmt: skip
        text = client_of(county.clerk).get(url(registered)).content.decode()
        assert "2026年3月1日至3月31日的通报已经印发" in text
        report = register(county, purpose="accusation")
        assert published_papers_told(report.pk) == []

    def test_who_may_see_it_no_longer_is_told_so(self, county):
        case = register(county, user=county.officer)
        answer = send(client_of(county.clerk), case, purpose="accusation")
        assert answer["Location"] == reverse("petitions:case_list")
        assert Case.objects.get(pk=case.pk).is_secret
