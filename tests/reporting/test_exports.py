"""A bulletin as a workbook and as a Word file: who gets them, that nothing is counted anew."""

import io
from datetime import date

import docx
import openpyxl
import pytest
import time_machine
from rest_framework.authtoken.models import Token

from reporting.domain.indicators import INDICATORS
from reporting.services.bulletins import build_bulletin
from tests.factories.petitions import at
from tests.reporting.conftest import MONTH, NOW, build_county, published
from tests.reporting.test_bulletins import OCTOBER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mid_november():
    with time_machine.travel(at(date(2026, 11, 16)), tick=False):
        yield


@pytest.fixture
def fetch(client):
    def get(user, name, status=200):
        client.force_login(user)
        response = client.get(f"/bulletins/{MONTH}/{name}/")
        assert response.status_code == status
        return response

    return get


def sheet_values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class TestExcel:
    def test_every_table_cover_and_definitions(self, october, fetch):
        bulletin = published(october)
        book = openpyxl.load_workbook(io.BytesIO(fetch(october.principals[0], "excel").content))
        captions = [
            block["caption"]
            for block in bulletin.content["document"]["blocks"]
            if block["type"] == "table"
        ]
        assert captions
        assert book.sheetnames[0] == "封面"
        assert book.sheetnames[-1] == "口径"
        assert [book[caption.split("　")[0]]["A1"].value for caption in captions] == captions
        facts = dict(sheet_values(book["封面"])[2:])
        assert facts["状态"] == "已印发"
        assert facts["发文字号"] == bulletin.content["document"]["number"]
        assert facts["统计期间"] == "2026-10-01 至 2026-10-31"
        assert facts["印发文件校验码（SHA-256）"] == bulletin.pdf_sha256
        names = {row[1] for row in sheet_values(book["口径"])}
        assert {one.name for one in INDICATORS} <= names
        printed = [row[3] for row in sheet_values(book["口径"]) if row[0] == "本通报"]
        assert any(text.startswith("人次：") for text in printed)

    def test_the_frozen_figures_stay_when_matters_change(self, october, fetch):
        published(october)
        before = fetch(october.head, "excel").content
        october.case(place=october.townships[1])
        after = fetch(october.head, "excel").content
        first, second = (openpyxl.load_workbook(io.BytesIO(content)) for content in (before, after))
        for name in first.sheetnames:
            assert sheet_values(first[name]) == sheet_values(second[name])

    def test_a_draft_is_marked_and_only_for_its_makers(self, october, fetch):
        build_bulletin(period=OCTOBER, now=NOW)
        fetch(october.principals[0], "excel", 404)
        fetch(october.principals[0], "word", 404)
        book = openpyxl.load_workbook(io.BytesIO(fetch(october.clerk, "excel").content))
        assert all(sheet["A1"].value.startswith("（送审稿）") for sheet in book)
        word = docx.Document(io.BytesIO(fetch(october.clerk, "word").content))
        assert word.sections[0].header.paragraphs[0].text == "送审稿"


class TestWord:
    def test_it_says_what_the_printed_document_says(self, october, fetch):
        bulletin = published(october)
        response = fetch(october.principals[0], "word")
        assert "filename*=utf-8''" in response["Content-Disposition"]
        word = docx.Document(io.BytesIO(response.content))
        texts = [line.text for line in word.paragraphs]
        document = bulletin.content["document"]
        for block in document["blocks"]:
            if block["type"] == "paragraph":
                assert block["lead"] + block["text"] in texts
        assert document["number"] in texts
        assert word.sections[0].header.paragraphs[0].text == ""
        printed = [
            row["cells"]
            for block in document["blocks"]
            if block["type"] == "table"
            for row in block["rows"]
            if row["style"] != "group"
        ]
        shown = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
        assert all([str(cell) for cell in row] in shown for row in printed)


@pytest.mark.parametrize("townships", [2, 20])
def test_files_cost_the_same_queries_for_any_number_of_units(
    rule_set, townships, client, django_assert_num_queries
):
    county = build_county(townships=townships)
    county.case(place=county.townships[0])
    published(county)
    client.force_login(county.head)
    for name in ("excel", "word"):
        with django_assert_num_queries(4):  # session, user, authority, bulletin
            assert client.get(f"/bulletins/{MONTH}/{name}/").status_code == 200


def test_the_interface_gives_the_same_files(october, client):
    published(october)
    token = Token.objects.create(user=october.principals[0])
    answers = {
        name: client.get(
            f"/api/v1/bulletins/{MONTH}/{name}/", headers={"Authorization": f"Token {token.key}"}
        )
        for name in ("excel", "word")
    }
    assert {answer.status_code for answer in answers.values()} == {200}
    assert "封面" in openpyxl.load_workbook(io.BytesIO(answers["excel"].content)).sheetnames
    assert docx.Document(io.BytesIO(answers["word"].content)).core_properties.language == "zh-CN"
