"""A month that can be counted by hand: the page, the API, Excel, Word and PDF give the figures worked out here."""

import io
from datetime import date

import docx
import lxml.html
import openpyxl
import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader
from rest_framework.authtoken.models import Token

from core.sheets import number_of
from tests.factories.petitions import at
from tests.reporting.conftest import MONTH, published
from tests.reporting.forty_cases import forty_cases

pytestmark = pytest.mark.django_db

#: 名次 单位 起数 名次 人次 每万人 名次 扣分 得分 上月名次 升降. 甲 has 10,000 residents, 乙 20,000.
#: 甲: 12+8+4+1 = 25 matters, 12+8+8+6 = 34 persons; loses 20×1/10 = 2 (告知) and 35×1/5 = 7 (办结).
#: 乙: 6+5+4 = 15 matters and persons; 15/2 = 7.50; two repeats after limits that were kept cost nothing.
TOWNSHIPS = [
    ["1", "乙", "15", "2", "15", "7.50", "2", "0", "100", "—", "—"],
    ["2", "甲", "25", "1", "34", "25.00", "1", "9", "91", "—", "—"],
]
#: 部门: 4+4 = 8 matters, 8+4 = 12 persons; loses 20×2/5 = 8 (告知; fewer than five due are counted as five).
DEPARTMENTS = [["1", "丙", "8", "1", "12", "8", "92", "—", "—"]]
#: 单位, 告知 due, kept, rate; 办结 due, kept, rate; evaluations: none. Under five due: a star.
RATES = [
    ["甲", "10", "9", "90.0%", "5", "4", "80.0%", "0", "0", "—", "0", "—"],
    ["乙", "5", "5", "100.0%", "0", "0", "—", "0", "0", "—", "0", "—"],
    ["丙", "4", "2", "样本不足", "0", "0", "—", "0", "0", "—", "0", "—"],
]
#: 单位, opening, received, closed, pending; late 告知, 办结; returned; supervised new, open.
#: 甲: 25 came, 10+2 closed; 乙: 15 came, 3 closed; 部门: 8 came, 2 closed.
PROGRESS = [
    ["甲", "0", "25", "12", "13", "0", "0", "0", "0", "0"],
    ["乙", "0", "15", "3", "12", "0", "0", "0", "0", "0"],
    ["小计", "0", "40", "15", "25", "0", "0", "0", "0", "0"],
    ["全县合计", "0", "40", "15", "25", "—", "—", "—", "—", "—"],
    ["丙", "0", "8", "2", "6", "0", "0", "0", "0", "0"],
    ["小计", "0", "8", "2", "6", "0", "0", "0", "0", "0"],
]
WORKED = [TOWNSHIPS, DEPARTMENTS, RATES, PROGRESS]
#: By form: 12+4 letters, 8 online, 4+1+5 visits of 8+6+5 persons, 6 calls; by level and class likewise.
FORMS = {"letter": 16, "online": 8, "visit": 10, "call": 6}
LEVELS = {"township": 8, "county": 22, "city": 1, "province": 5, "national": 4}
CLASSES = {"城乡建设": 22, "农村农业": 18}
#: Sentences of the text: 40 matters, 12+8+8+6+6+5+4 = 49 persons, 2 repeats; 19 limits, 16 kept; 25 left.
SENTENCES = [
    "全县共登记信访事项40起、49人次",
    "初次信访38起，重复信访2起，重复率5.0%",
    "来信16件",
    "来访10批19人次",
    "来电6件",
    "网上信访8件",
    "进京4起",
    "到省5起",
    "到市1起",
    "到县22起",
    "其中到县级以上机关走访6批11人次（到省5批5人次、到市1批6人次），越级走访6批11人次",
    "发生集体访1批6人次",
    "占来访批次的10.0%",
    "告知（受理）期限在当月届满19件，按期告知16件，及时受理率84.2%",
    "办理期限在当月届满5件，按期办结4件，按期办结率80.0%",
    "当月新收40起，当月了结15起，月末在办25起",
]


@pytest.fixture
def month(busy_county, rule_set, typeset):
    """The forty matters, published."""
    for unit, name in zip(
        [*busy_county.townships, *busy_county.departments], "甲乙丙", strict=True
    ):
        unit.name = unit.short_name = name
        unit.save()
    with time_machine.travel(at(date(2026, 11, 1), 6), tick=False):
        assert len(forty_cases(busy_county)) == 40
        return busy_county, published(busy_county)


def rows_of_page(client, county):
    client.force_login(county.head)
    content = client.get(reverse("reporting:bulletin", args=[MONTH])).content
    page = lxml.html.fromstring(content.decode())
    paper = page.xpath("//article")[0]
    tables = [
        [
            [cell.text_content().strip() for cell in row.xpath("./td|./th")]
            for row in table.xpath(".//tbody/tr")
        ]
        for table in paper.xpath(".//table")
    ]
    return tables, paper.text_content()


def test_page_word_excel_pdf_and_api_agree_with_the_worked_tables(month, client):
    county, bulletin = month
    with time_machine.travel(at(date(2026, 11, 2)), tick=False):
        tables, text = rows_of_page(client, county)
        in_all(tables, "page")
        holds(text, "page")
        word = docx.Document(
            io.BytesIO(client.get(reverse("reporting:word", args=[MONTH])).content)
        )
        in_all(
            [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables],
            "Word",
        )
        holds("".join(line.text for line in word.paragraphs), "Word")
        content = client.get(reverse("reporting:excel", args=[MONTH])).content
        book = openpyxl.load_workbook(io.BytesIO(content))
        as_numbers([[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book])
        printed = "".join(
            page.extract_text() for page in PdfReader(settings.MEDIA_ROOT / str(bulletin.pdf)).pages
        )
        holds(printed, "PDF")
        squeezed = "".join(printed.split())
        for row in (row for table in WORKED for row in table):
            assert "".join(row) in squeezed, ("PDF", row)
        check_api(client, county)


def in_all(tables, where):
    """Each worked row stands in a table, in the order worked out."""
    for worked in WORKED:
        assert any([row for row in table if row in worked] == worked for table in tables), (
            where,
            worked,
            tables,
        )


def holds(text, where):
    squeezed = "".join(text.split())
    for sentence in SENTENCES:
        assert sentence in squeezed, (where, sentence)


def as_numbers(sheets):
    """Excel holds the same rows as numbers: 7.5, 0.9."""
    for worked in WORKED:
        rows = [
            [
                row[0] if at == 0 and not cell.isdigit() else number_of(cell)[0]
                for at, cell in enumerate(row)
            ]
            for row in worked
        ]
        assert any([row for row in sheet if row in rows] == rows for sheet in sheets), worked


def check_api(client, county):
    token = Token.objects.get_or_create(user=county.head)[0]
    head = {"HTTP_AUTHORIZATION": f"Token {token.key}"}
    found = client.get(f"/api/v1/figures/{MONTH}/", **head).json()
    for name, worked in (("by_form", FORMS), ("by_level", LEVELS)):
        assert {
            one["key"]: one["matters"]["now"] for one in found[name] if one["matters"]["now"]
        } == worked
    assert {one["name"]: one["matters"]["now"] for one in found["by_class"]} == CLASSES
    assert found["inform"] == {"hits": 16, "due": 19, "text": "84.2%"}
    assert found["conclude"] == {"hits": 4, "due": 5, "text": "80.0%"}
    assert found["balance"] == {"opening": 0, "received": 40, "closed": 15, "pending": 25}
    rows = client.get(f"/api/v1/bulletins/{MONTH}/", **head).json()["rows"]
    shown = {
        row["unit"]["name"]: [
            row["rank_score"], row["matters"], row["rank_matters"], row["persons"], row["per_10k"],
            row["rank_per_10k"], row["points"], row["score"],
        ]
        for row in rows
    }  # fmt: skip
    assert shown == {
        "甲": [2, 25, 1, 34, "25.00", 1, "-9.00", "91.00"],
        "乙": [1, 15, 2, 15, "7.50", 2, "0.00", "100.00"],
        "丙": [1, 8, 1, 12, None, None, "-8.00", "92.00"],
    }


def test_every_figure_of_the_text_opens_as_many_matters(month, client):
    """Persons are the exception: their list says both numbers."""
    county, _bulletin = month
    client.force_login(county.head)
    with time_machine.travel(at(date(2026, 11, 2)), tick=False):
        page = client.get(reverse("reporting:bulletin", args=[MONTH]))
        checked = 0
        for part in page.context["traced"]:
            for name, text, url, _code in part["figures"]:
                if not url or "人次" in name:
                    continue
                number = int(text) if text.isdigit() else int(text.partition("/")[2].rstrip("）"))
                found = client.get(url).context
                assert len(found["page"].rows) == min(number, 50), (name, text, url)
                checked += 1
        assert checked >= 20
        charts = [block for block in page.context["blocks"] if block["type"] == "chart"]
        for block in charts:
            for name, cells in block["table"]["rows"]:
                for text, url in cells:
                    if url:
                        rows = client.get(url).context["page"].rows
                        assert len(rows) == int(text), (name, text, url)
