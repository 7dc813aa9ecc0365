"""The three real files import whole, and every row is accounted for."""

import csv
from collections import Counter
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command

from petitions.domain.similarity import normalise
from petitions.enums import CaseStatus
from petitions.models import Case, Clock, Document, ImportRow, Petitioner, PlaceRule
from tests.petitions.importing_support import make_import_county

pytestmark = pytest.mark.django_db
SOURCE = "网上留言"


def load(path: Path, capsys, *, default=()) -> str:
    call_command("import_register", str(path), source=SOURCE, default=list(default))
    return capsys.readouterr().out


def rows_of(path: Path) -> list[tuple]:
    book = openpyxl.load_workbook(path, read_only=True)
    with closing(book):
        return list(book.worksheets[0].iter_rows(values_only=True, min_row=2))


def outcomes() -> Counter:
    return Counter(ImportRow.objects.values_list("outcome", flat=True))


@pytest.fixture
def county():
    found = make_import_county()
    for number, unit in enumerate(found.townships, 1):
        PlaceRule.objects.create(pattern=rf"A{number}[市区县]", is_regex=True, unit=unit)
    return found


def test_messages_of_2019(shared_data, county, capsys):
    path = shared_data / "messages_2019.xlsx"
    rows = rows_of(path)
    said = load(path, capsys)
    assert f"rows in: {len(rows)} = rows accounted for: {len(rows)}" in said
    found = outcomes()
    assert found["rejected"] == found["existing"] == 0
    assert found["repeat"] > 50  # about 55 groups of one user with the same text, and near copies
    assert Case.objects.count() == len(rows)
    assert Petitioner.objects.count() == len({row[1] for row in rows})
    by_number = dict(Case.objects.values_list("superior_number", "statement"))
    for row in rows[:400]:
        assert normalise(by_number[str(row[0])]) == normalise(row[4])
    texts = Case.objects.values_list("statement", flat=True)
    assert not any(char in text for text in texts for char in "\t\u3000\xa0\ufeff")
    placed = set(Case.objects.filter(title__contains="A3区").values_list("place__name", flat=True))
    assert "柳林乡" in placed
    assert Case.objects.placed_nowhere().exists()
    again = load(path, capsys)
    assert f"existing  此前已导入  {len(rows)}" in again
    assert Case.objects.count() == len(rows)


def test_replied_messages_become_served_opinions(shared_data, county, capsys):
    path = shared_data / "messages_replied.xlsx"
    rows = rows_of(path)
    said = load(path, capsys)
    assert f"rows in: {len(rows)} = rows accounted for: {len(rows)}" in said
    assert outcomes()["rejected"] == 0
    assert Case.objects.filter(status=CaseStatus.CONCLUDED).count() == len(rows)
    papers = Document.objects.select_related("case")
    assert papers.count() == len(rows)
    assert all(p.served_on == p.case.concluded_on for p in papers)
    assert any(len(str(row[6])) < 11 for row in rows)  # a bare date among the times of reply
    verdicts = Counter(Clock.objects.filter(code="C8").values_list("status", "on_time"))
    assert sum(verdicts.values()) == len(rows)
    assert verdicts["met", True] > 10 * verdicts["met", False] > 0
    warned = ImportRow.objects.filter(has_warning=True)
    assert warned.count() > 100
    assert "空洞" in str(warned.first().reasons)


def test_labelled_messages_with_missing_columns(shared_data, county, capsys):
    path = shared_data / "messages_labelled.csv"
    call_command("load_reference", verbosity=0)
    capsys.readouterr()
    said = load(path, capsys, default=["received=2019-06-01"])
    assert "rows in: 6504 = rows accounted for: 6504" in said
    found = outcomes()
    assert found["rejected"] == 0
    assert found["imported"] + found["repeat"] + found["existing"] == 6504
    assert Case.objects.filter(is_anonymous=True).count() > 4000
    assert Case.objects.filter(content_class__isnull=True).count() < 10
    assert max(len(text) for text in Case.objects.values_list("statement", flat=True)) > 10_000


def test_without_a_default_rows_lacking_a_date_are_listed_not_lost(
    shared_data, county, capsys, tmp_path
):
    with (shared_data / "messages_labelled.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [line for _number, line in zip(range(400), csv.reader(file), strict=False)]
    part = tmp_path / "部分.csv"
    with part.open("w", encoding="gb18030", errors="ignore", newline="") as file:
        csv.writer(file).writerows(lines)
    missing = sum(not line[3] for line in lines)
    said = load(part, capsys)
    assert "rows in: 399 = rows accounted for: 399" in said
    assert outcomes()["rejected"] == missing > 100
    assert "没有信访日期" in str(ImportRow.objects.filter(outcome="rejected").first().reasons)
