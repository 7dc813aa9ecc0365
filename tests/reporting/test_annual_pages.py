"""The annual report on the page, in files, over the API and by command: the same figures, the same readers."""

import io
import re
from datetime import date

import docx
import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader
from rest_framework.authtoken.models import Token

from core.models import OwedEffect
from reporting.models import AnnualReport
from reporting.services.annual_reports import edit_texts
from reporting.tasks import PREVIEW
from tests.factories.petitions import at
from tests.reporting.annual_year import JANUARY, WORKED, play_year
from tests.reporting.conftest import build_county, run_owed

pytestmark = pytest.mark.django_db
LIST = reverse("reporting:annual_reports")


@pytest.fixture(autouse=True)
def _january():
    with time_machine.travel(at(date(2026, 1, 6)), tick=False):
        yield


@pytest.fixture
def year(busy_county):
    return play_year(busy_county)


@pytest.fixture
def ask(client):
    def get(user, name, status=200, year=2025):
        client.force_login(user)
        response = client.get(reverse(f"reporting:annual_{name}", args=[year]))
        assert response.status_code == status
        return response

    return get


@pytest.fixture
def do(client):
    def post(user, name, data=None, year=2025):
        client.force_login(user)
        address = reverse(f"reporting:annual_{name}", args=[year])
        return client.post(address, data or {}, follow=True)

    return post


class TestPages:
    def test_from_the_list_to_the_issue(self, year, client, do):
        county = year.county
        client.force_login(county.clerk)
        page = client.post(reverse("reporting:annual_build"), {"year": "2025"}, follow=True)
        assert "已生成2025年年度报告草稿。" in page.content.decode()
        page = do(county.clerk, "texts", {"edition": 1, "other": "专项治理见效。"})
        assert "专项治理见效。" in page.content.decode()
        assert "已批准" in do(county.head, "approve").content.decode()
        assert "正在排版" in do(county.head, "sign").content.decode()
        call_command(
            "build_annual_report", "--year", "2025", "--publish", "--user", county.head.username
        )
        page = client.get(LIST).content.decode()
        assert "信报〔2026〕1号" in page

    def test_the_running_year_is_shown_and_not_offered_for_approval(self, year, client, ask, do):
        client.force_login(year.county.clerk)
        client.post(reverse("reporting:annual_build"), {"year": "2026"})
        page = ask(year.county.head, "report", year=2026).content.decode()
        assert "2026年尚未结束，数据统计到2026-01-05，只能预览" in page
        assert reverse("reporting:annual_approve", args=[2026]) not in page
        page = do(year.county.head, "approve", year=2026).content.decode()
        assert "2026年尚未结束，年度报告只能预览，不能批准、印发。" in page

    def test_what_somebody_else_saved_is_shown_beside_what_was_typed(self, year, do):
        report = year.draft()
        clerk = year.county.authority(year.county.clerk, JANUARY.date())
        edit_texts(report=report, texts={"other": "先保存的。"}, authority=clerk, now=JANUARY)
        page = do(year.county.head, "texts", {"edition": 1, "other": "后写的。"})
        assert page.status_code == 422
        assert "先保存的。" in page.content.decode()
        assert "后写的。" in page.content.decode()

    def test_every_number_opens_as_many_matters(self, year, client, ask):
        year.draft()
        page = ask(year.county.head, "report")
        checked = 0
        for block in page.context["blocks"]:
            for row in block["rows"] if block["type"] == "table" else ():
                for cell in row["cells"]:
                    if "fact=" in cell["url"] and cell["text"].isdigit():
                        listed = client.get(cell["url"])
                        if "fact=persons" in cell["url"] or "_persons" in cell["url"]:
                            count = sum(case.head_count for case in listed.context["page"].rows)
                        else:
                            count = listed.context["count"]
                        assert str(count) == cell["text"], cell["url"]
                        checked += 1
        assert checked > 40

    def test_suggestions_open_their_own_list(self, year, client, ask):
        year.draft()
        page = ask(year.county.head, "report")
        urls = [
            (cell["text"], cell["url"])
            for block in page.context["blocks"]
            if block["type"] == "table" and "三项建议" in block["caption"]
            for cell in block["rows"][0]["cells"]
            if cell["url"]
        ]
        assert [text for text, _url in urls] == ["2", "1", "1"]
        for text, url in urls:
            assert str(len(client.get(url).context["page"].rows)) == text

    def test_a_unit_sees_neither_draft_nor_issued_report(self, year, client, ask):
        principal = year.county.principals[0]
        year.draft()
        ask(principal, "report", 404)
        ask(principal, "pdf", 404)
        year.issued(2024)
        ask(principal, "report", 404, year=2024)
        client.force_login(principal)
        assert client.get(LIST).status_code == 403
        assert LIST not in client.get("/").content.decode()
        ask(year.county.leader, "report")
        ask(year.county.leader, "report", year=2024)

    @pytest.mark.parametrize("townships", [2, 20])
    def test_pages_cost_the_same_queries(self, db, townships, client, django_assert_num_queries):
        county = build_county(townships=townships)
        for town in county.townships:
            for day in range(1, 6):
                county.case(received_on=date(2025, 3, day), responsible_unit=town)
        client.force_login(county.head)
        client.post(reverse("reporting:annual_build"), {"year": "2025"})
        for name, budget in (("report", 4), ("excel", 4), ("word", 4)):
            with django_assert_num_queries(budget):
                client.get(reverse(f"reporting:annual_{name}", args=[2025]))
        with django_assert_num_queries(4):
            client.get(LIST)

    @pytest.mark.usefixtures("typeset")
    def test_pages_of_the_draft_are_pictures(self, year, client):
        year.draft()
        client.force_login(year.county.clerk)
        address = reverse("reporting:annual_preview", args=[2025])
        shown = client.post(address, {"edition": 1, "other": "未保存的文字。"})
        assert shown.context["pages"] == []
        run_owed(PREVIEW)
        pages = client.get(shown.context["state_url"]).context["pages"]
        assert len(pages) > 4
        picture = client.get(pages[0][1])
        assert picture["Content-Type"] == "image/png"
        assert AnnualReport.objects.get().texts == {}

    def test_the_stored_file_is_checked(self, year, ask):
        report = year.issued()
        assert "文件与印发时一致" in ask(year.county.head, "verify").content.decode()
        AnnualReport.objects.filter(pk=report.pk).update(pdf_sha256="0" * 64)
        assert "校验码与印发时不一致" in ask(year.county.head, "verify").content.decode()


class TestFiles:
    def test_word_excel_and_pdf_say_what_was_worked_out(self, year, ask):
        year.issued()
        head = year.county.head
        word = docx.Document(io.BytesIO(ask(head, "word").content))
        text = "".join(line.text for line in word.paragraphs)
        assert all(sentence in text for sentence in WORKED.values())
        book = openpyxl.load_workbook(io.BytesIO(ask(head, "excel").content))
        assert book.sheetnames[0] == "封面"
        assert {"表1", "表4", "口径"} <= set(book.sheetnames)
        organs = [[cell.value for cell in row] for row in book["表4"].iter_rows()]
        assert ["甲", 6, 3] in [row[1:4] for row in organs]

    @pytest.mark.usefixtures("typeset")
    def test_the_printed_file(self, year, ask):
        year.issued()
        response = ask(year.county.head, "pdf")
        reader = PdfReader(io.BytesIO(response.content))
        text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
        text = re.sub(r"— \d+ —", "", text)  # a sentence goes on over the page's number
        for sentence in WORKED.values():
            assert sentence.replace("\n", "") in text
        assert "签发人：局长" in text.replace(" ", "")
        assert reader.metadata.title == "2025年全县信访情况年度报告"

    def test_a_draft_says_so(self, year, ask):
        year.draft()
        book = openpyxl.load_workbook(io.BytesIO(ask(year.county.clerk, "excel").content))
        assert all(sheet["A1"].value.startswith("（送审稿）") for sheet in book)


class TestInterface:
    def call(self, client, user, address):
        token, _created = Token.objects.get_or_create(user=user)
        return client.get(address, headers={"Authorization": f"Token {token.key}"})

    def test_list_one_and_file(self, year, client):
        report = year.issued()
        head = year.county.head
        found = self.call(client, head, "/api/v1/annual-reports/").json()["results"]
        assert [(one["year"], one["status"]) for one in found] == [(2025, "published")]
        one = self.call(client, head, "/api/v1/annual-reports/2025/").json()
        assert one["figures"]["counts"]["matters"] == {"now": 15, "base": 3}
        assert one["pdf_sha256"] == report.pdf_sha256
        answer = self.call(client, head, "/api/v1/annual-reports/2025/pdf/")
        assert answer["Content-Type"] == "application/pdf"

    def test_a_draft_has_no_file_and_a_unit_nothing(self, year, client):
        year.draft()
        county = year.county
        assert self.call(client, county.head, "/api/v1/annual-reports/2025/pdf/").status_code == 404
        unit = county.principals[0]
        assert self.call(client, unit, "/api/v1/annual-reports/").json()["results"] == []
        assert self.call(client, unit, "/api/v1/annual-reports/2025/").status_code == 404

    @pytest.mark.parametrize("text", ["1999", "99999", "x"])
    def test_a_year_that_cannot_be_is_not_found(self, year, client, text):
        address = f"/api/v1/annual-reports/{text}/"
        assert self.call(client, year.county.head, address).status_code == 404


class TestCommand:
    def run(self, *args):
        out = io.StringIO()
        call_command("build_annual_report", *args, stdout=out)
        return out.getvalue()

    def test_the_year_before_is_counted_by_default(self, year):
        assert self.run() == "2025: counted until 2025-12-31\n"
        assert AnnualReport.objects.get().built_by is None

    def test_a_dry_run_writes_nothing(self, year):
        assert "15 matters, 25 persons, nothing written" in self.run("--dry-run")
        assert not AnnualReport.objects.exists()

    def test_issued_twice_it_has_one_number(self, year):
        drafter = ("--drafter", year.county.clerk.username)
        args = ("--publish", "--user", year.county.head.username, *drafter)
        assert "issued as no. 1 of 2026" in self.run(*args)
        assert "issued as no. 1 of 2026" in self.run(*args)
        assert OwedEffect.objects.filter(kind="reporting.publish_annual").count() == 1

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (["--publish"], "--user"),
            (["--year", "2027", "--dry-run"], "not one day is over"),
            (["--year", "2027"], "没有可以统计的数据"),
        ],
    )
    def test_what_cannot_be_is_said(self, year, args, message):
        with pytest.raises(CommandError, match=message):
            self.run(*args)
