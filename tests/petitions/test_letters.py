"""Letters of a case: numbered without gaps, frozen at issue, replaced only by a numbered correction."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from core.errors import Invalid, NotAllowed, Unlawful
from petitions.models import Document
from petitions.services import letters, serving
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

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"method": "in_person", "receiver": "张小明"}, ["直接送达", "张小明", "受送达人签名"]),
            (
                {"method": "post", "place": "东桥村", "note": "XA12345678937"},
                ["邮寄送达", "邮寄地址", "邮件号码", "XA12345678937"],
            ),
            (
                {"method": "electronic", "place": "13800000001", "note": "短信平台"},
                ["电子送达", "电子送达地址", "13800000001", "短信平台"],
            ),
            (
                {"method": "left", "refusal": "拒绝签收", "witness": "村主任"},
                ["留置送达", "拒绝签收", "村主任", "留置经过"],
            ),
            ({"method": "entrusted", "note": "东桥村委会"}, ["委托送达", "受托单位", "东桥村委会"]),
        ],
        ids=["in-person", "post", "electronic", "left", "entrusted"],
    )
    def test_the_proof_of_each_way_of_service(self, county, fields, words):
        case = concluded(county, served_on=None, served_how="")
        paper = case.documents.get(kind="opinion")
        with time_machine.travel(at(CONCLUDED), tick=False):
            client = client_of(county.officer)
            address = reverse("petitions:service_form", args=[case.pk, paper.pk])
            blank = text_of(client.get(address))
            assert "□直接" in blank
            assert "〓" not in blank
            serving.record_service(
                authority=county.who(county.officer, on=CONCLUDED),
                document=paper,
                draft=serving.ServiceDraft(on=CONCLUDED, server="赵专干", **fields),
                now=at(CONCLUDED),
            )
            text = text_of(client.get(address)).replace("\n", "")
        for word in (*words, paper.number, "赵专干"):
            assert word in text

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
        each = client.get(reverse("petitions:letters_file"), {**day, "copies": "all"})
        pages = [len(PdfReader(BytesIO(answer.content)).pages) for answer in (once, each)]
        assert pages == [2, 4]
        assert text_of(each).count("主送单位联") == 2
        assert text_of(each).count("存档联") == 2
        assert "联" not in text_of(once)
        for wrong in ({"on": "2020-01-01"}, {**day, "part": "2"}):
            assert client.get(reverse("petitions:letters_file"), wrong).status_code == 404
        odd = client.get(reverse("petitions:letters_file"), {**day, "part": "²"})
        assert odd.status_code == 200, "the first part"

    def test_a_day_of_many_is_printed_in_parts(self, county, monkeypatch):
        monkeypatch.setattr("petitions.views.letters.PART", 2)
        for _turn in range(3):
            transferred(county, register(county))
        client = client_of(county.clerk)
        day = {"on": DAY.isoformat()}
        page = client.get(reverse("petitions:letters_day"), day).content.decode()
        assert "打印第 1–2 份" in page
        assert "打印第 3–3 份" in page
        second = client.get(reverse("petitions:letters_file"), {**day, "part": "2"})
        assert len(PdfReader(BytesIO(second.content)).pages) == 1

    def test_a_day_with_nothing_but_replaced_letters(self, county):
        transferred(county, register(county))
        Document.objects.update(state="replaced")
        answer = client_of(county.clerk).get(
            reverse("petitions:letters_file"), {"on": DAY.isoformat()}
        )
        assert answer.status_code == 404

    def test_each_hand_has_its_copy_of_an_acceptance(self, county):
        case = accepted(county, register(county))
        paper = case.documents.get(kind="acceptance")
        address = reverse("petitions:letter", args=[case.pk, paper.pk])
        answer = client_of(county.officer).get(address, {"copies": "all"})
        text = text_of(answer)
        for name in ("信访人联", "承办单位存档联", "信访局备案联"):
            assert name in text
        single = client_of(county.officer).get(address)
        assert len(PdfReader(BytesIO(answer.content)).pages) == 3 * len(
            PdfReader(BytesIO(single.content)).pages
        )

    @pytest.mark.parametrize("count", [2, 20], ids=["two", "twenty"])
    def test_query_budget_of_the_day(self, county, count, django_assert_max_num_queries):
        for _turn in range(count):
            transferred(county, register(county))
        client = client_of(county.clerk)
        with django_assert_max_num_queries(7):
            client.get(reverse("petitions:letters_day"), {"on": DAY.isoformat()})
