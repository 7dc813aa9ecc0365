"""Letters of a case: numbered without gaps, frozen at issue, replaced only by a numbered correction."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from core.errors import Invalid, NotAllowed, Unlawful
from petitions.models import Document
from petitions.services import letters
from petitions.services.drafts import PersonDraft
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, SOUND, register
from tests.petitions.pages import accepted, client_of, transferred
from tests.petitions.steps import CONCLUDED, concluded

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=1)


@pytest.fixture
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def text_of(answer) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_numbers_run_by_unit_kind_and_year(county):
    for _turn in range(2):
        accepted(county, register(county))
    found = Document.objects.order_by("pk").values_list("kind", "number_serial", "number_year")
    assert list(found) == [
        ("transfer", 1, 2026),
        ("acceptance", 1, 2026),
        ("transfer", 2, 2026),
        ("acceptance", 2, 2026),
    ]
    assert len(set(Document.objects.values_list("number", flat=True))) == 4


def test_a_letter_is_frozen_as_issued(county):
    case = accepted(county, register(county))
    paper = case.documents.get(kind="acceptance")
    assert letters.is_intact(paper)
    paper.content["blocks"][0]["text"] = "改过的内容"
    assert not letters.is_intact(paper)


class TestCorrection:
    def correct(self, county, paper, *, user=None, body=SOUND, reason="笔误"):
        return letters.correct_letter(
            authority=county.who(user or county.officer, on=CONCLUDED),
            document=paper,
            body=body,
            reason=reason,
            issued_on=CONCLUDED,
            now=at(CONCLUDED),
        )

    def test_the_first_stays_on_file(self, county):
        case = concluded(county)
        paper = case.documents.get(kind="opinion")
        made = self.correct(county, paper, body=SOUND + "另附明细。")
        paper.refresh_from_db()
        assert (paper.state, made.corrects, made.number_serial) == ("replaced", paper, 2)
        assert paper.number in made.content["blocks"][0]["text"]
        assert made.served_on is None, "a correction is served anew"
        with pytest.raises(Unlawful, match="已经更正"):
            self.correct(county, paper, body="再改")

    def test_by_the_issuing_unit_with_a_reason(self, county):
        paper = concluded(county).documents.get(kind="opinion")
        with pytest.raises(NotAllowed):
            self.correct(county, paper, user=county.clerk, body="改")
        with pytest.raises(Invalid):
            self.correct(county, paper, body="改", reason=" ")
        with pytest.raises(Invalid):
            self.correct(county, paper, body=paper.body)


@pytest.mark.usefixtures("_today")
class TestPages:
    def test_a_rare_name_and_thirty_people_print(self, county):
        people = tuple(
            PersonDraft(name=f"䶮𬱖{'甲乙丙丁戊'[i % 5]}{i}", role="main" if i == 0 else "member")
            for i in range(30)
        )
        case = accepted(county, register(county, people=people, head_count=30))
        paper = case.documents.get(kind="acceptance")
        answer = client_of(county.officer).get(
            reverse("petitions:letter", args=[case.pk, paper.pk])
        )
        assert answer["Content-Type"] == "application/pdf"
        assert paper.number in text_of(answer)

    def test_the_same_letter_prints_the_same_file(self, county):
        case = accepted(county, register(county))
        url = reverse("petitions:letter", args=[case.pk, case.documents.last().pk])
        client = client_of(county.officer)
        assert client.get(url).content == client.get(url).content

    def test_slip_and_proof_of_service(self, county):
        case = accepted(county, register(county))
        client = client_of(county.clerk)
        assert case.number in text_of(client.get(reverse("petitions:slip", args=[case.pk])))
        paper = case.documents.get(kind="acceptance")
        form = client.get(reverse("petitions:service_form", args=[case.pk, paper.pk]))
        assert paper.number in text_of(form)

    def test_a_tampered_letter_is_not_printed(self, county):
        case = accepted(county, register(county))
        paper = case.documents.get(kind="acceptance")
        Document.objects.filter(pk=paper.pk).update(content={**paper.content, "title": "假"})
        answer = client_of(county.officer).get(
            reverse("petitions:letter", args=[case.pk, paper.pk])
        )
        assert answer.status_code == 403

    def test_who_does_not_see_the_matter_finds_no_letter(self, county):
        case = accepted(county, register(county))
        stranger = client_of(county.other_officer)
        pk = case.documents.last().pk
        for name in ("letter", "service_form", "letter_correct"):
            url = reverse(f"petitions:{name}", args=[case.pk, pk])
            assert stranger.get(url).status_code == 404
        assert stranger.get(reverse("petitions:slip", args=[case.pk])).status_code == 404

    def test_a_correction_in_the_browser(self, county):
        case = accepted(county, register(county))
        paper = case.documents.get(kind="acceptance")
        url = reverse("petitions:letter_correct", args=[case.pk, paper.pk])
        client = client_of(county.officer)
        assert client.post(url, {"body": ""}).status_code == 422
        data = {"body": "更正后的告知内容。", "reason": "日期笔误", "issued_on": TODAY.isoformat()}
        assert client.post(url, data).status_code == 302
        assert case.documents.filter(kind="acceptance").count() == 2
        assert client_of(county.clerk).get(url).status_code == 403

    def test_the_letters_of_a_day_in_one_file(self, county):
        for _turn in range(2):
            transferred(county, register(county))
        client = client_of(county.clerk)
        day = {"on": DAY.isoformat()}
        assert "打印全部" in client.get(reverse("petitions:letters_day"), day).content.decode()
        once = client.get(reverse("petitions:letters_file"), day)
        twice = client.get(reverse("petitions:letters_file"), {**day, "copies": "2"})
        pages = [len(PdfReader(BytesIO(answer.content)).pages) for answer in (once, twice)]
        assert pages == [2, 4]
        assert (
            client.get(reverse("petitions:letters_file"), {"on": "2020-01-01"}).status_code == 404
        )

    @pytest.mark.parametrize("count", [2, 20], ids=["two", "twenty"])
    def test_query_budget_of_the_day(self, county, count, django_assert_max_num_queries):
        for _turn in range(count):
            transferred(county, register(county))
        client = client_of(county.clerk)
        with django_assert_max_num_queries(7):
            client.get(reverse("petitions:letters_day"), {"on": DAY.isoformat()})
